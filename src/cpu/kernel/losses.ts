/** What the loops over rows have in common: how losses are named, read and written, and the cross-entropy's value. */
import { add, div, logarithm, mul, one, sub } from './lanes';

/** Losses to compute; both are their sum. */
export const CROSS_ENTROPY: i32 = 1;
export const SQUARED_ERROR: i32 = 2;

/** Parameter n of a row, in both lanes. */
@inline
export function parameter(parameters: usize, n: usize): v128 {
  return v128.load64_splat(parameters + (n << 3));
}

@inline
export function put(at: usize, value: v128, accumulate: bool): void {
  v128.store(at, accumulate ? add(v128.load(at), value) : value);
}

/** log(1 + rest) for weights relative to the target's: total = 1 + rest rounded, inverse = 1 / total. */
@inline
export function nearCrossEntropy(rest: v128, total: v128, inverse: v128): v128 {
  return logarithm(total, mul(sub(rest, sub(total, one())), inverse));
}

/**
 * log(total / target) for weights relative to some other class's. Behind by far the target's weight may be 0; minus
 * its logarithm, `linear`, is not.
 */
@inline
export function farCrossEntropy(rest: v128, total: v128, target: v128, linear: v128): v128 {
  const zero = f64x2.splat(0);
  const behind = f64x2.gt(rest, target);
  const odds = v128.bitselect(zero, div(rest, target), behind);
  const onePlus = add(odds, one());
  const correction = div(sub(odds, sub(onePlus, one())), onePlus);
  const log = logarithm(
    v128.bitselect(total, onePlus, behind),
    v128.bitselect(zero, correction, behind),
  );
  return add(log, v128.bitselect(linear, zero, behind));
}
