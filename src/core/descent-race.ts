/** The descent race: both losses descend from the same starts by the same rule, and which has learned first. */
import { type DescentOptions, descend } from './descent.ts';
import type { LearningRule, PlanePoint } from './descent-settings.ts';
import { classCount, type Experiment } from './experiment.ts';
import { learningTest } from './learning.ts';
import type { PointEvaluator } from './point-evaluator.ts';

/** Logits of all samples: beyond this a single point would take too long to pause between points. */
const MOST_LOGITS = 60_000;
/** Logits of all samples, times points of all trajectories, that are worth the wait: a second or two. */
const MOST_WORK = 10_000_000;

export interface RaceOptions extends Omit<DescentOptions, 'start'> {
  readonly starts: readonly PlanePoint[];
  /** When a trajectory has learned. */
  readonly learning: LearningRule;
}

/** One descent, n + 1 points after n updates; step s is at index s. */
export interface Trajectory {
  readonly u: Float64Array;
  readonly v: Float64Array;
  /** The reduced loss; the last may be NaN or infinite, and the descent then ends there. */
  readonly value: Float64Array;
  /** The first step at which every sample is learned (see learning.ts); undefined where none is. */
  readonly learned: number | undefined;
  /** Why it ended before the last step was made; null where it did not. */
  readonly stopped: string | null;
}

/** The descents from one start on the left and on the right loss. */
export type Heat = readonly [left: Trajectory, right: Trajectory];

export interface Race {
  readonly options: RaceOptions;
  /** Updates that were made: fewer than asked for where the experiment is too large for so many. */
  readonly steps: number;
  /** One for each start. */
  readonly heats: readonly Heat[];
}

/** Whether the experiment has too many samples or classes to be raced. */
export function isTooLarge(experiment: Experiment): boolean {
  return experiment.samples.length * classCount(experiment) > MOST_LOGITS;
}

/** How many of `steps` updates are affordable from `starts` starts; at least one. */
export function affordableSteps(experiment: Experiment, starts: number, steps: number): number {
  const perStep = 2 * Math.max(1, starts) * experiment.samples.length * classCount(experiment);
  return Math.max(1, Math.min(steps, Math.floor(MOST_WORK / perStep)));
}

/** Runs the race point by point, so that a caller may pause between points. */
export function* raceSteps(evaluator: PointEvaluator, options: RaceOptions): Generator<undefined, Race> {
  const { starts, learning, ...rule } = options;
  const steps = affordableSteps(evaluator.experiment, starts.length, options.steps);
  const heats: Heat[] = [];
  for (const start of starts) {
    const left = yield* trajectorySteps(evaluator, 0, { ...rule, steps, start }, learning);
    const right = yield* trajectorySteps(evaluator, 1, { ...rule, steps, start }, learning);
    heats.push([left, right]);
  }
  return { options, steps, heats };
}

function* trajectorySteps(
  evaluator: PointEvaluator,
  panel: 0 | 1,
  options: DescentOptions,
  learning: LearningRule,
): Generator<undefined, Trajectory> {
  const points = options.steps + 1;
  const [u, v, value] = [new Float64Array(points), new Float64Array(points), new Float64Array(points)];
  const hasLearned = learningTest(evaluator, learning);
  const descent = descend(evaluator, panel, options);
  let learned: number | undefined;
  let count = 0;
  for (;;) {
    const next = descent.next();
    if (next.done) {
      const [ownU, ownV, ownValue] = [u, v, value].map((numbers) => numbers.slice(0, count));
      return { u: ownU!, v: ownV!, value: ownValue!, learned, stopped: next.value };
    }
    const { step } = next.value;
    u[step] = next.value.u;
    v[step] = next.value.v;
    value[step] = next.value.value;
    count = step + 1;
    if (learned === undefined && hasLearned(next.value)) learned = step;
    yield undefined;
  }
}
