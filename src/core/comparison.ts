/** The comparison of one field with its f64 truth, point by point. */
import { NEGLIGIBLE, ulpError } from './ulp.ts';

export interface FieldComparison {
  readonly tolerance: number;
  points: number;
  /** Worst error in ULP, and the grid index j W + i where it is; -1 before the first point. */
  maxError: number;
  worstIndex: number;
  /** Zero where the truth is further from zero than the tolerance. */
  falseZeros: number;
  /** The other sign than a truth that is further from zero than the tolerance. */
  wrongSigns: number;
  /** Defined on one side only. */
  undefinedMismatches: number;
}

export function startComparison(tolerance: number): FieldComparison {
  return {
    tolerance,
    points: 0,
    maxError: 0,
    worstIndex: -1,
    falseZeros: 0,
    wrongSigns: 0,
    undefinedMismatches: 0,
  };
}

/** Adds the point with grid index `index`; NaN is undefined. */
export function comparePoint(
  comparison: FieldComparison,
  index: number,
  actual: number,
  truth: number,
  scale: number,
): void {
  comparison.points += 1;
  if (Number.isNaN(actual) || Number.isNaN(truth)) {
    if (!Number.isNaN(actual) || !Number.isNaN(truth)) comparison.undefinedMismatches += 1;
    return;
  }
  const error = ulpError(actual, truth, scale);
  if (error > comparison.maxError || comparison.worstIndex < 0) {
    comparison.maxError = error;
    comparison.worstIndex = index;
  }
  if (Math.abs(truth) <= NEGLIGIBLE || ulpError(0, truth, scale) <= comparison.tolerance) return;
  if (actual === 0) comparison.falseZeros += 1;
  else if (Math.sign(actual) !== Math.sign(truth)) comparison.wrongSigns += 1;
}

/** Joins the comparison of other points of the same field into `into`. */
export function joinComparison(into: FieldComparison, other: FieldComparison): void {
  into.points += other.points;
  if (other.worstIndex >= 0 && (into.worstIndex < 0 || other.maxError > into.maxError)) {
    into.maxError = other.maxError;
    into.worstIndex = other.worstIndex;
  }
  into.falseZeros += other.falseZeros;
  into.wrongSigns += other.wrongSigns;
  into.undefinedMismatches += other.undefinedMismatches;
}

export function comparisonHolds(comparison: FieldComparison): boolean {
  return (
    comparison.maxError <= comparison.tolerance &&
    comparison.falseZeros === 0 &&
    comparison.wrongSigns === 0 &&
    comparison.undefinedMismatches === 0
  );
}
