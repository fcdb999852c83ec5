/** Rows of one sample with two classes beside the target: what is computed stays in registers. */
import { commonPoints } from './common';
import { add, close, div, logOnePlus, mul, mulAdd, one, smallExpm1, sub, subMul } from './lanes';
import {
  CLASS_BYTES, CROSS_ENTROPY, farCrossEntropy, parameter, put, ROW_BYTES, SQUARED_ERROR,
} from './losses';

/** The losses at bytes `from` to `to` of the row. @param ties whether the two classes may be close to each other there */
@inline
function points(
  from: usize, to: usize, u: usize, columns: usize, parameters: usize, out: usize, outStride: usize, stride: usize,
  accumulate: bool, crossEntropy: bool, squaredError: bool, near: bool, ties: bool,
): void {
  const target = near ? one() : parameter(parameters, 0);
  const linear = parameter(parameters, 1);
  const crossEntropyFactor = parameter(parameters, 2);
  const minusTwiceSquaredErrorFactor = parameter(parameters, 4);
  const first = parameters + ROW_BYTES;
  const second = first + CLASS_BYTES;
  const row1 = parameter(first, 0);
  const row2 = parameter(second, 0);
  // The first logit less the second.
  const slope = sub(parameter(first, 3), parameter(second, 3));
  const offset = sub(parameter(first, 4), parameter(second, 4));
  // Slopes with the results' factors: products made here would be made anew for every point.
  const crossEntropyA1 = parameter(first, 5);
  const crossEntropyB1 = parameter(first, 6);
  const squaredErrorA1 = parameter(first, 7);
  const squaredErrorB1 = parameter(first, 8);
  const crossEntropyA2 = parameter(second, 5);
  const crossEntropyB2 = parameter(second, 6);
  const squaredErrorA2 = parameter(second, 7);
  const squaredErrorB2 = parameter(second, 8);
  for (let i = from; i < to; i += 16) {
    let w1 = mul(v128.load(columns + i), row1);
    let w2 = mul(v128.load(columns + stride + i), row2);
    if (!near) {
      w1 = mul(w1, row1);
      w2 = mul(w2, row2);
    }
    const rest = add(w1, w2);
    const total = add(target, rest);
    const inverse = div(one(), total);
    const p1 = mul(w1, inverse);
    const p2 = mul(w2, inverse);
    if (crossEntropy) {
      const value = near ? logOnePlus(rest, total) : farCrossEntropy(rest, total, target, linear);
      put(out + i, mul(crossEntropyFactor, value), accumulate);
      put(out + outStride + i, mulAdd(p1, crossEntropyA1, mul(p2, crossEntropyA2)), accumulate);
      put(out + 2 * outStride + i, mulAdd(p1, crossEntropyB1, mul(p2, crossEntropyB2)), accumulate);
    }
    if (squaredError) {
      const pt = near ? inverse : mul(target, inverse);
      const q = mul(rest, inverse);
      let difference = sub(p1, p2);
      if (ties) {
        const delta = add(mul(v128.load(u + i), slope), offset);
        const isClose = f64x2.lt(f64x2.abs(delta), close());
        if (v128.any_true(isClose)) {
          difference = v128.bitselect(mul(p2, smallExpm1(delta)), difference, isClose);
        }
      }
      const product = mul(p1, p2);
      const both = mul(product, difference);
      const g1 = mulAdd(mul(p1, pt), add(p1, q), both);
      const minusG2 = subMul(both, mul(p2, pt), add(p2, q));
      // q = p1 + p2, so that q^2 + p1^2 + p2^2 = 2 (q^2 - p1 p2), of which at most a quarter cancels.
      put(out + 3 * outStride + i, mul(minusTwiceSquaredErrorFactor, subMul(product, q, q)), accumulate);
      put(out + 4 * outStride + i, subMul(mul(g1, squaredErrorA1), minusG2, squaredErrorA2), accumulate);
      put(out + 5 * outStride + i, subMul(mul(g1, squaredErrorB1), minusG2, squaredErrorB2), accumulate);
    }
  }
}

/** Both losses, near: what is left of the common points, and where classes may be close to each other. */
function others(
  from: usize, to: usize, u: usize, columns: usize, parameters: usize, out: usize, outStride: usize, stride: usize, accumulate: bool,
): void {
  points(from, to, u, columns, parameters, out, outStride, stride, accumulate, true, true, true, true);
}

function common(
  from: usize, to: usize, columns: usize, parameters: usize, out: usize, outStride: usize, stride: usize, accumulate: bool,
): void {
  if (accumulate) commonPoints(from, to, columns, parameters, out, outStride, stride, true);
  else commonPoints(from, to, columns, parameters, out, outStride, stride, false);
}

/**
 * @param count columns, even
 * @param u their coordinates
 * @param columns their factors of the weights, `stride` bytes from one class to the next
 * @param parameters of the row, then of each class (losses.ts)
 * @param out six lines of results, `outStride` bytes apart
 * @param accumulate whether to add to what is there
 * @param losses CROSS_ENTROPY, SQUARED_ERROR or both
 * @param near whether weights are relative to the target's, and the row's factors whole, not their square roots
 * @param tiesFrom column, even, from which on the logits of the two classes may be close to each other
 * @param tiesTo column, even, from which on they are not any more
 */
export function three(
  count: i32, u: usize, columns: usize, parameters: usize, out: usize, outStride: usize, stride: usize,
  accumulate: bool, losses: i32, near: bool, tiesFrom: i32, tiesTo: i32,
): void {
  const crossEntropy = (losses & CROSS_ENTROPY) != 0;
  const squaredError = (losses & SQUARED_ERROR) != 0;
  const end = <usize>count << 3;
  // The loop is compiled anew for each case, without the other cases' branches.
  if (!near) {
    points(0, end, u, columns, parameters, out, outStride, stride, accumulate, crossEntropy, squaredError, false, true);
  } else if (!squaredError) {
    points(0, end, u, columns, parameters, out, outStride, stride, accumulate, true, false, true, false);
  } else if (!crossEntropy) {
    points(0, end, u, columns, parameters, out, outStride, stride, accumulate, false, true, true, true);
  } else {
    // Common points are taken four at a time.
    const from = (<usize>tiesFrom << 3) & ~31;
    const to = <usize>tiesTo << 3;
    const last = to + ((end - to) & ~31);
    common(0, from, columns, parameters, out, outStride, stride, accumulate);
    others(from, to, u, columns, parameters, out, outStride, stride, accumulate);
    common(to, last, columns, parameters, out, outStride, stride, accumulate);
    others(last, end, u, columns, parameters, out, outStride, stride, accumulate);
  }
}
