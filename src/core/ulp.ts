/** Errors of f32 numbers, counted in units in the last place. */

/** Numbers this small may be flushed to zero: an absolute error of this size is none. */
export const NEGLIGIBLE = 2 ** -118;

/** The spacing of f32 numbers at the size of `scale` (scale > 0, normal range). */
export function f32Spacing(scale: number): number {
  // 2^floor(log2 scale): Math.log2 may round up to the next power, so check it.
  let exponent = Math.floor(Math.log2(scale));
  if (2 ** exponent > scale) exponent -= 1;
  return 2 ** (exponent - 23);
}

/**
 * Error of `actual` against `truth` in ULP of f32 at the size of `scale`. Where the truth lies below 2^-118, an
 * absolute error of 2^-118 counts as none.
 */
export function ulpError(actual: number, truth: number, scale: number): number {
  const difference = Math.abs(actual - truth);
  if (difference === 0) return 0;
  if (Math.abs(truth) < NEGLIGIBLE && difference <= NEGLIGIBLE) return 0;
  return difference / f32Spacing(Math.max(scale, NEGLIGIBLE));
}
