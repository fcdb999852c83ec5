/**
 * Steps to converge: from a point, by how many updates a descent on one loss has learned its samples. In f64, step by
 * step as `descend` goes; the GPU's map is judged by it.
 */
import { reasonToStop, updateRule } from './descent.ts';
import type { DescentMethod, LearningRule } from './descent-settings.ts';
import { classCount, type Experiment } from './experiment.ts';
import { ExperimentError } from './experiment-error.ts';
import { learningTest } from './learning.ts';
import type { PointEvaluator } from './point-evaluator.ts';
import { rangeOfValues, type ValueRange } from './scale.ts';

/** The descent of every point of a map. */
export interface StepsRule extends LearningRule {
  readonly method: DescentMethod;
  readonly rate: number;
  /** The factor of the method `momentum`. */
  readonly momentum: number;
  /** Updates that a descent may take. */
  readonly steps: number;
}

/** In place of a number of steps. */
export const NEVER = Infinity;
/** The loss or its gradient is undefined or not finite before the samples are learned. */
const STOPPED = NaN;

/**
 * The first step from (u, v) at which the samples are learned, 0 where they are at once; NEVER if that is not within
 * the rule's steps, STOPPED where the descent ends before.
 * @param panel the left (0) or the right (1) loss
 */
export function stepsToLearn(
  evaluator: PointEvaluator,
  panel: 0 | 1,
  rule: StepsRule,
  u: number,
  v: number,
): number {
  const { method, rate, momentum, steps } = rule;
  const update = updateRule(method, rate, momentum);
  const hasLearned = learningTest(evaluator, rule);
  const at = { u, v, value: NaN };
  for (let step = 0; ; step++) {
    evaluator.updateJets(at.u, at.v, 1);
    const { value, du, dv } = evaluator.jets[panel];
    at.value = value;
    if (hasLearned(at)) return step;
    if (reasonToStop(at.u, at.v, value, du, dv)) return STOPPED;
    if (step === steps) return NEVER;
    const [stepU, stepV] = update(du, dv);
    const [nextU, nextV] = [at.u + stepU, at.v + stepV];
    // Plain descent that stands still is where it was, and will be.
    if (method === 'gd' && nextU === at.u && nextV === at.v) return NEVER;
    at.u = nextU;
    at.v = nextV;
  }
}

/** Effort of one point of the map on both losses at most: logits that are evaluated. */
export function stepsWork(experiment: Experiment, { steps }: StepsRule): number {
  return 2 * (steps + 1) * experiment.samples.length * classCount(experiment);
}

/** Effort of a point, as `stepsWork` has it: more would take a worker seconds without a pause. */
const MOST_WORK = 20_000_000;

/** @throws ExperimentError at `steps` where a single point of the map would take too long */
export function requireQuickPoints(experiment: Experiment, rule: StepsRule): void {
  if (stepsWork(experiment, rule) <= MOST_WORK) return;
  const most = Math.floor(MOST_WORK / stepsWork(experiment, { ...rule, steps: 0 })) - 1;
  const samples = experiment.samples.length;
  throw new ExperimentError('steps', `at most ${most} for a map over ${samples} samples`, String(rule.steps));
}

/** What there is to say of a map of one loss. */
export interface StepsSummary {
  /** Fewest and most steps; NaN where no point learns. */
  readonly min: number;
  readonly max: number;
  /** Points that never learn, and points where the descent stops before. */
  readonly never: number;
  readonly stopped: number;
}

export function summaryOfSteps(steps: Float32Array): StepsSummary {
  const { min, max } = rangeOfValues(steps);
  let never = 0;
  let stopped = 0;
  for (const count of steps) {
    if (count === NEVER) never += 1;
    else if (Number.isNaN(count)) stopped += 1;
  }
  return { min, max, never, stopped };
}

/** What a colourbar of steps spans, whatever the map: all the steps that there may be. */
export function rangeOfSteps({ steps }: StepsRule): ValueRange {
  return { min: 0, max: steps, log2Min: 0, log2Max: Math.log2(steps) };
}
