/** The range of one surface over its grid. */
import { rangeOfValues, unionOfRanges, type ValueRange } from './scale.ts';

export interface SurfaceRange {
  readonly value: ValueRange;
  /** Smallest and largest norm of the gradient; NaN where there is none. */
  readonly norm: readonly [min: number, max: number];
  /** Grid index of the smallest value, the first of several; -1 where nothing is defined. */
  readonly minIndex: number;
  readonly undefinedCount: number;
  /** Points whose value is infinite: defined, but no part of the range. */
  readonly infiniteCount: number;
}

/** A surface at grid points, in their order; NaN is undefined. */
export interface SurfaceArrays {
  readonly value: Float64Array;
  readonly du: Float64Array;
  readonly dv: Float64Array;
}

/** The range of all points of the arrays; indices count from their first. */
export function surfaceRange(
  value: ArrayLike<number>,
  du: ArrayLike<number>,
  dv: ArrayLike<number>,
): SurfaceRange {
  const range = rangeOfValues(value);
  let minIndex = -1;
  let undefinedCount = 0;
  let infiniteCount = 0;
  let minNorm = Infinity;
  let maxNorm = -Infinity;
  for (let n = 0; n < value.length; n++) {
    if (Number.isNaN(value[n]!)) undefinedCount += 1;
    else if (value[n] === Infinity) infiniteCount += 1;
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
    infiniteCount,
  };
}

/** The range of both parts of a surface, the second of which begins at grid index `start`. */
export function joinSurfaceRanges(first: SurfaceRange, second: SurfaceRange, start: number): SurfaceRange {
  const fromSecond = second.minIndex >= 0 && (first.minIndex < 0 || second.value.min < first.value.min);
  const [a, b] = [first.norm, second.norm];
  return {
    value: unionOfRanges(first.value, second.value),
    norm: Number.isNaN(a[0]) ? b : Number.isNaN(b[0]) ? a : [Math.min(a[0], b[0]), Math.max(a[1], b[1])],
    minIndex: fromSecond ? second.minIndex + start : first.minIndex,
    undefinedCount: first.undefinedCount + second.undefinedCount,
    infiniteCount: first.infiniteCount + second.infiniteCount,
  };
}
