/** The range of one surface over its grid. */
import { rangeOfValues, type ValueRange } from './scale.ts';

export interface SurfaceRange {
  readonly value: ValueRange;
  /** Smallest and largest norm of the gradient; NaN where there is none. */
  readonly norm: readonly [min: number, max: number];
  /** Grid index of the smallest value, the first of several; -1 where nothing is defined. */
  readonly minIndex: number;
  readonly undefinedCount: number;
}

/** The range from arrays of the whole grid; NaN is undefined. */
export function surfaceRange(value: Float64Array, du: Float64Array, dv: Float64Array): SurfaceRange {
  const range = rangeOfValues(value);
  let minIndex = -1;
  let undefinedCount = 0;
  let minNorm = Infinity;
  let maxNorm = -Infinity;
  for (let n = 0; n < value.length; n++) {
    if (Number.isNaN(value[n]!)) undefinedCount += 1;
    else if (minIndex < 0 && value[n] === range.min) minIndex = n;
    const norm = Math.hypot(du[n]!, dv[n]!);
    if (!Number.isFinite(norm)) continue;
    if (norm < minNorm) minNorm = norm;
    if (norm > maxNorm) maxNorm = norm;
  }
  return {
    value: range,
    norm: minNorm <= maxNorm ? [minNorm, maxNorm] : [NaN, NaN],
    minIndex,
    undefinedCount,
  };
}
