/** Rows of one sample with any number of classes beside the target. */
import { add, close, div, logOnePlus, mul, mulAdd, one, smallExpm1, splat, sub } from './lanes';
import {
  CLASS_BYTES, CROSS_ENTROPY, farCrossEntropy, parameter, put, ROW_BYTES, SQUARED_ERROR,
} from './losses';

/**
 * As `three`, for `others` classes beside the target.
 *
 * @param scratch memory for two numbers of each class
 */
export function many(
  count: i32, u: usize, columns: usize, parameters: usize, out: usize, stride: usize,
  accumulate: bool, losses: i32, near: bool, others: i32, scratch: usize,
): void {
  const crossEntropy = (losses & CROSS_ENTROPY) != 0;
  const squaredError = (losses & SQUARED_ERROR) != 0;
  const target = parameter(parameters, 0);
  const linear = parameter(parameters, 1);
  const crossEntropyFactor = parameter(parameters, 2);
  const squaredErrorFactor = parameter(parameters, 3);
  const classes = parameters + ROW_BYTES;
  const endOfClasses = classes + <usize>others * CLASS_BYTES;
  const end = <usize>count << 3;
  for (let i: usize = 0; i < end; i += 16) {
    const x = v128.load(u + i);
    let rest = splat(0);
    // The heaviest class: weight and logit.
    let rival = splat(-1);
    let rivalLogit = splat(0);
    let weights = scratch;
    let column = columns + i;
    for (let c = classes; c < endOfClasses; c += CLASS_BYTES) {
      const factor = parameter(c, 0);
      let weight = mul(v128.load(column), factor);
      if (!near) weight = mul(weight, factor);
      const logit = add(mul(x, parameter(c, 3)), parameter(c, 4));
      const heavier = f64x2.gt(weight, rival);
      rival = v128.bitselect(weight, rival, heavier);
      rivalLogit = v128.bitselect(logit, rivalLogit, heavier);
      rest = add(rest, weight);
      v128.store(weights, weight);
      weights += 16;
      column += stride;
    }
    const total = add(target, rest);
    const inverse = div(one(), total);
    const closeFrom = sub(rival, mul(close(), rival));
    let a1 = splat(0);
    let b1 = splat(0);
    let a2 = splat(0);
    let b2 = splat(0);
    let ad = splat(0);
    let bd = splat(0);
    let squares = splat(0);
    let differences = splat(0);
    weights = scratch;
    for (let c = classes; c < endOfClasses; c += CLASS_BYTES) {
      const weight = v128.load(weights);
      const p = mul(weight, inverse);
      const pa = mul(p, parameter(c, 1));
      const pb = mul(p, parameter(c, 2));
      a1 = add(a1, pa);
      b1 = add(b1, pb);
      if (squaredError) {
        // The distance to the rival, at most 0; of two near equals by way of their logits.
        let distance = sub(weight, rival);
        if (v128.any_true(f64x2.gt(weight, closeFrom))) {
          const delta = sub(add(mul(x, parameter(c, 3)), parameter(c, 4)), rivalLogit);
          const isClose = v128.and(f64x2.gt(weight, closeFrom), f64x2.lt(f64x2.abs(delta), splat(0.3)));
          distance = v128.bitselect(mul(rival, smallExpm1(delta)), distance, isClose);
        }
        const d = mul(distance, inverse);
        a2 = mulAdd(p, pa, a2);
        b2 = mulAdd(p, pb, b2);
        ad = mulAdd(d, pa, ad);
        bd = mulAdd(d, pb, bd);
        squares = mulAdd(p, p, squares);
        differences = mulAdd(p, d, differences);
      }
      weights += 16;
    }
    if (crossEntropy) {
      const value = near ? logOnePlus(rest, total) : farCrossEntropy(rest, total, target, linear);
      put(out + i, mul(crossEntropyFactor, value), accumulate);
      put(out + stride + i, mul(crossEntropyFactor, a1), accumulate);
      put(out + 2 * stride + i, mul(crossEntropyFactor, b1), accumulate);
    }
    if (squaredError) {
      const pt = mul(target, inverse);
      const q = mul(rest, inverse);
      const twice = add(squaredErrorFactor, squaredErrorFactor);
      const du = add(mul(pt, add(a2, mul(q, a1))), sub(mul(q, ad), mul(differences, a1)));
      const dv = add(mul(pt, add(b2, mul(q, b1))), sub(mul(q, bd), mul(differences, b1)));
      put(out + 3 * stride + i, mul(squaredErrorFactor, add(mul(q, q), squares)), accumulate);
      put(out + 4 * stride + i, mul(twice, du), accumulate);
      put(out + 5 * stride + i, mul(twice, dv), accumulate);
    }
  }
}
