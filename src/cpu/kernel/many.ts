/** Rows of one sample with any number of classes beside the target. */
import { add, close, div, logOnePlus, mul, mulAdd, one, smallExpm1, splat, sub } from './lanes';
import {
  CLASS_BYTES, CROSS_ENTROPY, farCrossEntropy, parameter, put, ROW_BYTES, SQUARED_ERROR,
} from './losses';

@inline
function points(
  end: usize, u: usize, columns: usize, parameters: usize, out: usize, outStride: usize, stride: usize,
  accumulate: bool, crossEntropy: bool, squaredError: bool, near: bool, others: i32, scratch: usize,
): void {
  const target = parameter(parameters, 0);
  const linear = parameter(parameters, 1);
  const crossEntropyFactor = parameter(parameters, 2);
  const squaredErrorFactor = parameter(parameters, 3);
  const classes = parameters + ROW_BYTES;
  const endOfClasses = classes + <usize>others * CLASS_BYTES;
  for (let i: usize = 0; i < end; i += 16) {
    let rest = splat(0);
    // The weight of the heaviest class.
    let rival = splat(0);
    let weights = scratch;
    let column = columns + i;
    for (let c = classes; c < endOfClasses; c += CLASS_BYTES) {
      const factor = parameter(c, 0);
      let weight = mul(v128.load(column), factor);
      if (!near) weight = mul(weight, factor);
      rival = f64x2.pmax(rival, weight);
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
    let closeOnes = splat(0);
    weights = scratch;
    for (let c = classes; c < endOfClasses; c += CLASS_BYTES) {
      const weight = v128.load(weights);
      const p = mul(weight, inverse);
      const pa = mul(p, parameter(c, 1));
      const pb = mul(p, parameter(c, 2));
      a1 = add(a1, pa);
      b1 = add(b1, pb);
      if (squaredError) {
        // The distance to the rival, at most 0.
        const d = mul(sub(weight, rival), inverse);
        a2 = mulAdd(p, pa, a2);
        b2 = mulAdd(p, pb, b2);
        ad = mulAdd(d, pa, ad);
        bd = mulAdd(d, pb, bd);
        squares = mulAdd(p, p, squares);
        differences = mulAdd(p, d, differences);
        closeOnes = i64x2.sub(closeOnes, f64x2.gt(weight, closeFrom));
      }
      weights += 16;
    }
    if (squaredError && v128.any_true(i64x2.ne(closeOnes, i64x2.splat(1)))) {
      // Others than the rival itself are near it: the distances of such come by way of their logits.
      const x = v128.load(u + i);
      let rivalLogit = splat(0);
      weights = scratch;
      for (let c = classes; c < endOfClasses; c += CLASS_BYTES) {
        rivalLogit = v128.bitselect(logit(x, c), rivalLogit, f64x2.eq(v128.load(weights), rival));
        weights += 16;
      }
      ad = splat(0);
      bd = splat(0);
      differences = splat(0);
      weights = scratch;
      for (let c = classes; c < endOfClasses; c += CLASS_BYTES) {
        const weight = v128.load(weights);
        const isClose = f64x2.gt(weight, closeFrom);
        let distance = sub(weight, rival);
        if (v128.any_true(isClose)) {
          const delta = sub(logit(x, c), rivalLogit);
          const isNear = v128.and(isClose, f64x2.lt(f64x2.abs(delta), splat(0.3)));
          distance = v128.bitselect(mul(rival, smallExpm1(delta)), distance, isNear);
        }
        const p = mul(weight, inverse);
        const d = mul(distance, inverse);
        ad = mulAdd(d, mul(p, parameter(c, 1)), ad);
        bd = mulAdd(d, mul(p, parameter(c, 2)), bd);
        differences = mulAdd(p, d, differences);
        weights += 16;
      }
    }
    if (crossEntropy) {
      const value = near ? logOnePlus(rest, total) : farCrossEntropy(rest, total, target, linear);
      put(out + i, mul(crossEntropyFactor, value), accumulate);
      put(out + outStride + i, mul(crossEntropyFactor, a1), accumulate);
      put(out + 2 * outStride + i, mul(crossEntropyFactor, b1), accumulate);
    }
    if (squaredError) {
      const pt = mul(target, inverse);
      const q = mul(rest, inverse);
      const twice = add(squaredErrorFactor, squaredErrorFactor);
      const du = add(mul(pt, mulAdd(q, a1, a2)), sub(mul(q, ad), mul(differences, a1)));
      const dv = add(mul(pt, mulAdd(q, b1, b2)), sub(mul(q, bd), mul(differences, b1)));
      put(out + 3 * outStride + i, mul(squaredErrorFactor, mulAdd(q, q, squares)), accumulate);
      put(out + 4 * outStride + i, mul(twice, du), accumulate);
      put(out + 5 * outStride + i, mul(twice, dv), accumulate);
    }
  }
}

/** A class's logit in the row, in two roundings, as the point evaluator has it. */
@inline
function logit(x: v128, c: usize): v128 {
  return add(mul(x, parameter(c, 3)), parameter(c, 4));
}

/**
 * As `three`, for `others` classes beside the target.
 *
 * @param scratch memory for two numbers of each class
 */
export function many(
  count: i32, u: usize, columns: usize, parameters: usize, out: usize, outStride: usize, stride: usize,
  accumulate: bool, losses: i32, near: bool, others: i32, scratch: usize,
): void {
  const crossEntropy = (losses & CROSS_ENTROPY) != 0;
  const squaredError = (losses & SQUARED_ERROR) != 0;
  const end = <usize>count << 3;
  // The loop is compiled for the common case, and for all.
  if (near && crossEntropy && squaredError) {
    points(end, u, columns, parameters, out, outStride, stride, accumulate, true, true, true, others, scratch);
  } else {
    points(end, u, columns, parameters, out, outStride, stride, accumulate, crossEntropy, squaredError, near, others, scratch);
  }
}
