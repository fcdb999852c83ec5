/** What the loops over rows have in common: how losses are named, read and written, and the cross-entropy's value. */
import { add, div, logOnePlus, one, sub } from './lanes';

/** Losses to compute; both are their sum. */
export const CROSS_ENTROPY: i32 = 1;
export const SQUARED_ERROR: i32 = 2;

/**
 * Parameters of a row: the target's weight, minus its logarithm; the factors of the cross-entropy and the squared error;
 * minus twice the latter, twice the former, and that by ln 2.
 */
export const ROW_BYTES: usize = 7 * 8;
/**
 * Parameters of a class: the row's factor of its weight; slopes a and b of its distance to the target; slope along u
 * and level in the row of its own logit; a and b by the factor of the cross-entropy, by twice that of the squared error.
 */
export const CLASS_BYTES: usize = 9 * 8;

/** Parameter n of a row or a class, in both lanes. */
@inline
export function parameter(parameters: usize, n: usize): v128 {
  return v128.load64_splat(parameters + (n << 3));
}

@inline
export function put(at: usize, value: v128, accumulate: bool): void {
  v128.store(at, accumulate ? add(v128.load(at), value) : value);
}

/**
 * log(total / target) for weights relative to some other class's. Behind by far the target's weight may be 0; minus
 * its logarithm, `linear`, is not.
 */
@inline
export function farCrossEntropy(rest: v128, total: v128, target: v128, linear: v128): v128 {
  const behind = f64x2.gt(rest, target);
  const odds = div(rest, target);
  const log = logOnePlus(
    v128.bitselect(sub(total, one()), odds, behind),
    v128.bitselect(total, add(odds, one()), behind),
  );
  return add(log, v128.bitselect(linear, f64x2.splat(0), behind));
}
