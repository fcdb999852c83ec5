/** The colour scale of errors in ULP reaches to the tolerance, so that a colour says how near to it an error is. */
import type { ValueRange } from './scale.ts';

/** What a log scale begins with, ULP: a smaller error is luck, since rounding alone makes up to 1/2. */
const LEAST_TOLD = 2 ** -3;

/** The range to colour these errors by: infinite ones have a colour of their own, NaN is undefined. */
export function errorRange(errors: ArrayLike<number>, tolerance: number): ValueRange {
  let largest = -Infinity;
  for (let n = 0; n < errors.length; n++) {
    const error = errors[n]!;
    if (Number.isFinite(error) && error > largest) largest = error;
  }
  if (largest < 0) return { min: NaN, max: NaN, log2Min: NaN, log2Max: NaN };
  const max = Math.max(tolerance, largest);
  return { min: 0, max, log2Min: Math.log2(LEAST_TOLD), log2Max: Math.log2(max) };
}
