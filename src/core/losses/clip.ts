/**
 * The clip of the clipped cross-entropies, as Keras has it: probabilities stay within [1e-7, 1 - 1e-7]. What is
 * clipped is constant, so its derivatives are 0. The ends themselves are not clipped, as in TensorFlow's
 * `clip_by_value`, which passes a gradient there.
 */
import { isWithinRounding } from './undecided.ts';

const LEAST = 1e-7;
const LOG_LEAST = Math.log(LEAST);

/**
 * -log of the clipped probability where the clip acts, else `undefined`.
 * @param q the complement 1 - p, which has its own digits
 */
export function clippedLogLoss(p: number, q: number): number | undefined {
  if (p < LEAST) return -LOG_LEAST;
  if (q < LEAST) return -Math.log1p(-LEAST);
  return undefined;
}

/**
 * Whether an evaluator in f32 may clip a probability, or its complement, that is not clipped here, or the reverse.
 * @param logTerms the size of the terms that log p comes from: its absolute error is that of the relative p
 */
export function isAtClip(p: number, logTerms: number): boolean {
  return isWithinRounding(Math.log(p) - LOG_LEAST, logTerms - LOG_LEAST);
}
