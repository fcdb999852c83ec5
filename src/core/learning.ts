/** When a descent has learned its samples: the criterion behind "steps until". */
import type { DescentStep } from './descent.ts';
import type { LearningRule } from './descent-settings.ts';
import type { Experiment, Target } from './experiment.ts';
import { sigmoidPair } from './losses/sigmoid.ts';
import type { PointEvaluator } from './point-evaluator.ts';
import { Softmax } from './softmax.ts';

/** Above this the probability of a hard target counts as learned, or within 1 less this of a soft one. */
export const LEARNED_PROBABILITY = 0.9;

/**
 * What is asked at a point. `target`: every sample has p(target) > 0.9. `near`: some targets are soft, and every
 * probability of every sample is within 0.1 of its own; of a hard target that says the same. `loss`: the loss that
 * descends is below the threshold.
 */
export type Criterion = 'target' | 'near' | 'loss';

/** What the rule comes to: outputs of the identity have no probabilities, so that there it is always the loss. */
export function criterionOf({ link, samples }: Experiment, { criterion }: LearningRule): Criterion {
  if (criterion === 'loss' || link === 'identity') return 'loss';
  const hard = samples.every(({ target }: { readonly target: Target }) =>
    link === 'sigmoid' ? target === 0 || target === 1 : typeof target === 'number',
  );
  return hard ? 'target' : 'near';
}

/** Tells of points of one trajectory after another whether they are learned. Moves the evaluator's point, not its jets. */
export function learningTest(
  evaluator: PointEvaluator,
  rule: LearningRule,
): (step: Pick<DescentStep, 'u' | 'v' | 'value'>) => boolean {
  const { experiment } = evaluator;
  if (criterionOf(experiment, rule) === 'loss') return ({ value }) => value < rule.lossThreshold;
  const { link, samples } = experiment;
  const isLearned = ({ u, v }: Pick<DescentStep, 'u' | 'v'>, n: number): boolean => {
    const logits = evaluator.logitsAt(n, u, v);
    const { target } = samples[n]!;
    return link === 'softmax'
      ? isClassLearned(logits, target)
      : isOutputLearned(logits[0]!, target as number);
  };
  // What was not learned a step ago is asked first: it most likely still is not, and settles it.
  let last = 0;
  return (step) => {
    for (let k = 0; k < samples.length; k++) {
      const n = (last + k) % samples.length;
      if (isLearned(step, n)) continue;
      last = n;
      return false;
    }
    return true;
  };
}

function isClassLearned(logits: Float64Array, target: Target): boolean {
  const softmax = new Softmax(logits);
  softmax.update();
  if (typeof target === 'number') return softmax.p[target]! > LEARNED_PROBABILITY;
  return target.every((y, k) => isNear(softmax.p[k]!, y));
}

function isOutputLearned(logit: number, y: number): boolean {
  const { f, h } = sigmoidPair(logit);
  if (y === 1) return f > LEARNED_PROBABILITY;
  if (y === 0) return h > LEARNED_PROBABILITY;
  return isNear(f, y);
}

function isNear(p: number, y: number): boolean {
  return Math.abs(p - y) < 1 - LEARNED_PROBABILITY;
}
