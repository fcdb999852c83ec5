/** Rows of one sample with two classes beside the target: what is computed stays in registers. */
import { add, close, div, mul, one, smallExpm1, sub } from './lanes';
import { CROSS_ENTROPY, farCrossEntropy, nearCrossEntropy, parameter, put, SQUARED_ERROR } from './losses';

@inline
function row(
  count: i32, u: usize, columns: usize, parameters: usize, out: usize, stride: usize,
  accumulate: bool, crossEntropy: bool, squaredError: bool, near: bool,
): void {
  const target = near ? one() : parameter(parameters, 0);
  const linear = parameter(parameters, 1);
  const crossEntropyFactor = parameter(parameters, 2);
  const squaredErrorFactor = parameter(parameters, 3);
  const row1 = parameter(parameters, 4);
  const a1 = parameter(parameters, 5);
  const b1 = parameter(parameters, 6);
  const row2 = parameter(parameters, 9);
  const a2 = parameter(parameters, 10);
  const b2 = parameter(parameters, 11);
  // The first logit less the second.
  const slope = sub(parameter(parameters, 7), parameter(parameters, 12));
  const offset = sub(parameter(parameters, 8), parameter(parameters, 13));
  const end = <usize>count << 3;
  for (let i: usize = 0; i < end; i += 16) {
    const w1 = mul(mul(v128.load(columns + i), row1), row1);
    const w2 = mul(mul(v128.load(columns + stride + i), row2), row2);
    const rest = add(w1, w2);
    const total = add(target, rest);
    const inverse = div(one(), total);
    const p1 = mul(w1, inverse);
    const p2 = mul(w2, inverse);
    if (crossEntropy) {
      const value = near ? nearCrossEntropy(rest, total, inverse) : farCrossEntropy(rest, total, target, linear);
      put(out + i, mul(crossEntropyFactor, value), accumulate);
      put(out + stride + i, mul(crossEntropyFactor, add(mul(p1, a1), mul(p2, a2))), accumulate);
      put(out + 2 * stride + i, mul(crossEntropyFactor, add(mul(p1, b1), mul(p2, b2))), accumulate);
    }
    if (squaredError) {
      const pt = near ? inverse : mul(target, inverse);
      const q = mul(rest, inverse);
      let difference = sub(p1, p2);
      if (v128.any_true(f64x2.lt(f64x2.abs(difference), mul(close(), f64x2.min(p1, p2))))) {
        const delta = add(mul(v128.load(u + i), slope), offset);
        const isClose = f64x2.lt(f64x2.abs(delta), close());
        difference = v128.bitselect(mul(p2, smallExpm1(delta)), difference, isClose);
      }
      const both = mul(mul(p1, p2), difference);
      const g1 = add(mul(mul(p1, pt), add(p1, q)), both);
      const g2 = sub(mul(mul(p2, pt), add(p2, q)), both);
      const squares = add(mul(q, q), add(mul(p1, p1), mul(p2, p2)));
      const twice = add(squaredErrorFactor, squaredErrorFactor);
      put(out + 3 * stride + i, mul(squaredErrorFactor, squares), accumulate);
      put(out + 4 * stride + i, mul(twice, add(mul(g1, a1), mul(g2, a2))), accumulate);
      put(out + 5 * stride + i, mul(twice, add(mul(g1, b1), mul(g2, b2))), accumulate);
    }
  }
}

/**
 * @param count columns, even
 * @param u their coordinates
 * @param columns their factors of the weights, `stride` bytes from one class to the next
 * @param parameters four of the row, then five of each class (compiled-rows.ts)
 * @param out six lines of results, `stride` bytes apart
 * @param accumulate whether to add to what is there
 * @param losses CROSS_ENTROPY, SQUARED_ERROR or both
 * @param near whether weights are relative to the target's
 */
export function three(
  count: i32, u: usize, columns: usize, parameters: usize, out: usize, stride: usize,
  accumulate: bool, losses: i32, near: bool,
): void {
  const crossEntropy = (losses & CROSS_ENTROPY) != 0;
  const squaredError = (losses & SQUARED_ERROR) != 0;
  // The loop is compiled anew for each case, without the other cases' branches.
  if (near) {
    if (!squaredError) row(count, u, columns, parameters, out, stride, accumulate, true, false, true);
    else if (!crossEntropy) row(count, u, columns, parameters, out, stride, accumulate, false, true, true);
    else row(count, u, columns, parameters, out, stride, accumulate, true, true, true);
  } else {
    row(count, u, columns, parameters, out, stride, accumulate, crossEntropy, squaredError, false);
  }
}
