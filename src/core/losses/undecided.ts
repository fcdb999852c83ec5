/**
 * What an evaluator in f32 may decide either way. A kink, clip, tie or edge of the domain lies where an argument
 * meets its threshold; the argument is a sum of terms, and each of them is rounded to about one unit in the last
 * place of f32.
 */
import type { LossId } from '../experiment.ts';
import type { FieldId } from '../fields.ts';

/** How many of those units: one each for the terms, the sum, and a logarithm or exponential with its argument. */
const ROUNDINGS = 4;
const F32_EPSILON = 2 ** -23;

/**
 * Whether `difference`, an argument minus its threshold, is within rounding of 0.
 * @param terms the sum of the absolute values of the terms, the threshold's included; 0 for what is exact
 */
export function isWithinRounding(difference: number, terms: number): boolean {
  return Math.abs(difference) < ROUNDINGS * F32_EPSILON * terms;
}

/**
 * Whether a field of a loss may jump where its point is undecided, so that either side's number is right there. The
 * values of the hinge and of the clipped cross-entropy are continuous: they are judged like anywhere else, and only
 * their derivatives may jump. The error rate jumps itself, and at the edge of its domain a loss ends with all its fields.
 */
export function mayTakeEitherSide(loss: LossId, field: FieldId): boolean {
  const continuous = loss === 'hinge' || loss === 'cross-entropy-clipped';
  return !(continuous && field === 'value');
}
