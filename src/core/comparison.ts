/** The comparison of one field with its f64 truth, point by point. */
import { NEGLIGIBLE, ulpError } from './ulp.ts';

export interface FieldComparison {
  readonly tolerance: number;
  /** Points compared: those where one side at least is defined. */
  points: number;
  /** Worst error in ULP, and the grid index j W + i where it is; -1 before the first point. */
  maxError: number;
  worstIndex: number;
  /** Zero where the truth is further from zero than the tolerance. */
  falseZeros: number;
  /** The other sign than a truth that is further from zero than the tolerance. */
  wrongSigns: number;
  /** Defined on one side only, and the grid index of the first such point; -1 before it. */
  undefinedMismatches: number;
  firstMismatch: number;
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
    firstMismatch: -1,
  };
}

/**
 * Adds the point with grid index `index`; NaN is undefined, and an infinity is a value like any other.
 * @returns the error in ULP: infinite where one side only is defined, or finite; NaN where there is nothing to compare
 */
export function comparePoint(
  comparison: FieldComparison,
  index: number,
  actual: number,
  truth: number,
  scale: number,
): number {
  if (Number.isNaN(actual) && Number.isNaN(truth)) return NaN;
  comparison.points += 1;
  if (Number.isNaN(actual) || Number.isNaN(truth)) {
    comparison.undefinedMismatches += 1;
    if (comparison.firstMismatch < 0) comparison.firstMismatch = index;
    return Infinity;
  }
  const error = errorOf(actual, truth, scale);
  if (error > comparison.maxError || comparison.worstIndex < 0) {
    comparison.maxError = error;
    comparison.worstIndex = index;
  }
  if (Math.abs(truth) <= NEGLIGIBLE || errorOf(0, truth, scale) <= comparison.tolerance) return error;
  if (actual === 0) comparison.falseZeros += 1;
  else if (Math.sign(actual) !== Math.sign(truth)) comparison.wrongSigns += 1;
  return error;
}

/** Two infinities alike agree; one beside anything else is as wrong as can be. */
function errorOf(actual: number, truth: number, scale: number): number {
  if (actual === truth) return 0;
  return Number.isFinite(actual) && Number.isFinite(truth) ? ulpError(actual, truth, scale) : Infinity;
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
  if (into.firstMismatch < 0) into.firstMismatch = other.firstMismatch;
}

/**
 * The grid index of the point to look at first, or -1 where nothing was compared: that of the worst error, but the
 * first that is defined on one side only where no error is beyond the tolerance.
 */
export function worstPoint({ maxError, tolerance, worstIndex, firstMismatch }: FieldComparison): number {
  return firstMismatch >= 0 && maxError <= tolerance ? firstMismatch : worstIndex;
}

export function comparisonHolds(comparison: FieldComparison): boolean {
  return (
    comparison.maxError <= comparison.tolerance &&
    comparison.falseZeros === 0 &&
    comparison.wrongSigns === 0 &&
    comparison.undefinedMismatches === 0
  );
}
