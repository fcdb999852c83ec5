/**
 * Gradient descent on one loss over the plane, in f64, with the update rules of Polyak (1964: momentum, as PyTorch and
 * Keras write it) and of Kingma & Ba (2015, algorithm 1: Adam).
 */
import { DEFAULT_MOMENTUM, type DescentMethod, type PlanePoint } from './descent-settings.ts';
import type { Experiment } from './experiment.ts';
import { sigmoidPair } from './losses/sigmoid.ts';
import type { PointEvaluator } from './point-evaluator.ts';
import { Softmax } from './softmax.ts';

/** Adam's decay rates of the first and the second moment, and what keeps its division from zero. */
const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } as const;

export interface DescentOptions {
  readonly method: DescentMethod;
  /** The learning rate, in units of the plane for each unit of gradient. */
  readonly rate: number;
  /** Updates to make; the trajectory has one point more. */
  readonly steps: number;
  readonly start: PlanePoint;
  /** The factor B of `momentum`; the other methods do not read it. */
  readonly momentum?: number;
}

/** One point of a trajectory. */
export interface DescentStep {
  readonly step: number;
  readonly u: number;
  readonly v: number;
  /** The reduced loss; NaN where it is undefined. */
  readonly value: number;
  /** What the first sample is predicted to be; see `predictionAt`. */
  readonly prediction: Prediction;
}

export type Prediction = number | readonly number[];

/** Takes a gradient and gives the change of the coordinates. */
type UpdateRule = (du: number, dv: number) => readonly [u: number, v: number];

/**
 * The trajectory on the left (0) or right (1) loss, from step 0 on. It ends early, with the reason, at the point where
 * the loss or its gradient is undefined or not finite; that point is its last.
 */
export function* descend(
  evaluator: PointEvaluator,
  panel: 0 | 1,
  { method, rate, steps, start, momentum = DEFAULT_MOMENTUM }: DescentOptions,
): Generator<DescentStep, string | null> {
  const update = updateRule(method, rate, momentum);
  let [u, v] = start;
  for (let step = 0; ; step++) {
    evaluator.updateJets(u, v, 1);
    // Read at once: the next trajectory may share the evaluator.
    const { value, du, dv } = evaluator.jets[panel];
    yield { step, u, v, value, prediction: predictionAt(evaluator, u, v) };
    const reason = reasonToStop(u, v, value, du, dv);
    if (reason) return `step ${step}: ${reason}`;
    if (step === steps) return null;
    const [stepU, stepV] = update(du, dv);
    u += stepU;
    v += stepV;
  }
}

/**
 * Softmax: p of the first sample's target class (of a soft target, the most probable class, the first of several).
 * Sigmoid: p. Identity: the output, or the K outputs where K > 1.
 */
export function predictionAt(evaluator: PointEvaluator, u: number, v: number): Prediction {
  const { experiment } = evaluator;
  const logits = evaluator.logitsAt(0, u, v);
  switch (experiment.link) {
    case 'softmax': {
      const softmax = new Softmax(logits);
      softmax.update();
      return softmax.p[targetClass(experiment)]!;
    }
    case 'sigmoid':
      return sigmoidPair(logits[0]!).f;
    case 'identity':
      return logits.length === 1 ? logits[0]! : [...logits];
  }
}

function targetClass(experiment: Experiment): number {
  const { target } = experiment.samples[0]!;
  return typeof target === 'number' ? target : target.indexOf(Math.max(...target));
}

/** The rule of one trajectory, which remembers its earlier gradients where the method does. */
export function updateRule(method: DescentMethod, rate: number, momentum: number): UpdateRule {
  switch (method) {
    case 'gd':
      return (du, dv) => [-rate * du, -rate * dv];
    case 'momentum': {
      let mu = 0;
      let mv = 0;
      return (du, dv) => {
        mu = momentum * mu + du;
        mv = momentum * mv + dv;
        return [-rate * mu, -rate * mv];
      };
    }
    case 'adam': {
      const alongU = adamAxis(rate);
      const alongV = adamAxis(rate);
      return (du, dv) => [alongU(du), alongV(dv)];
    }
  }
}

function adamAxis(rate: number): (gradient: number) => number {
  const { beta1, beta2, epsilon } = ADAM;
  let mean = 0;
  let square = 0;
  let step = 0;
  return (gradient) => {
    step += 1;
    mean = beta1 * mean + (1 - beta1) * gradient;
    square = beta2 * square + (1 - beta2) * gradient * gradient;
    const unbiasedMean = mean / (1 - beta1 ** step);
    const unbiasedSquare = square / (1 - beta2 ** step);
    return (-rate * unbiasedMean) / (Math.sqrt(unbiasedSquare) + epsilon);
  };
}

/** Why a descent cannot go on from a point; undefined where it can. */
export function reasonToStop(
  u: number,
  v: number,
  value: number,
  du: number,
  dv: number,
): string | undefined {
  if (!Number.isFinite(u) || !Number.isFinite(v)) return 'the coordinates are not finite';
  if (Number.isNaN(value)) return 'the loss is undefined';
  if (!Number.isFinite(value)) return 'the loss is infinite';
  if (Number.isNaN(du) || Number.isNaN(dv)) return 'the gradient is undefined';
  if (!Number.isFinite(du) || !Number.isFinite(dv)) return 'the gradient is infinite';
  return undefined;
}
