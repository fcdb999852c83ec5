/**
 * The experiment: everything that decides the numbers. These types mirror the experiment file, version 1.
 * An `Experiment` in the program has all defaults filled in and has passed `parseExperiment` (validate.ts).
 */

export const LINKS = ['softmax', 'sigmoid', 'identity'] as const;
export type Link = (typeof LINKS)[number];

export const LOSS_IDS = [
  'cross-entropy',
  'mse',
  'mse-logits',
  'hinge',
  'error-rate',
  'cross-entropy-clipped',
  'cross-entropy-naive',
] as const;
export type LossId = (typeof LOSS_IDS)[number];

/** How the per-sample losses become one number. */
export const SAMPLE_REDUCTIONS = ['mean', 'sum'] as const;
type SampleReduction = (typeof SAMPLE_REDUCTIONS)[number];

/** The factor of the squared error over K outputs: 1/K, 1/2 or 1. */
export const SQUARED_ERRORS = ['mean', 'half', 'sum'] as const;
export type SquaredError = (typeof SQUARED_ERRORS)[number];

/**
 * Softmax: a class index (hard) or K probabilities (soft). Sigmoid: a number in [0, 1].
 * Identity: K reals, or one number when K = 1.
 */
export type Target = number | readonly number[];

/** One sample of the affine map: logits z(u, v) = origin + u du + v dv, each of K numbers. */
export interface AffineSample {
  readonly origin: readonly number[];
  readonly du: readonly number[];
  readonly dv: readonly number[];
  readonly target: Target;
}

/** One sample of the two-layer map: the single logit z(u, v) = v tanh(u input). */
export interface TwoLayerSample {
  readonly input: number;
  readonly target: number;
}

export type Interval = readonly [low: number, high: number];

/** The part of the plane that is looked at: increasing pairs, in the units of u and v. */
export interface PlaneWindow {
  readonly u: Interval;
  readonly v: Interval;
}

interface ExperimentBase {
  readonly version: 1;
  readonly name: string;
  readonly link: Link;
  /** Left panel and right panel. */
  readonly losses: readonly [LossId, LossId];
  readonly sampleReduction: SampleReduction;
  readonly squaredError: SquaredError;
  readonly window: PlaneWindow;
  /** Points along u and along v, window ends included. */
  readonly resolution: readonly [width: number, height: number];
}

export interface AffineExperiment extends ExperimentBase {
  readonly map: 'affine';
  readonly samples: readonly AffineSample[];
}

export interface TwoLayerExperiment extends ExperimentBase {
  readonly map: 'two-layer';
  readonly samples: readonly TwoLayerSample[];
}

export type Experiment = AffineExperiment | TwoLayerExperiment;

/** Caps on what an experiment may hold; the first four bound memory, the last keeps f64 sums exact enough to judge by. */
export const CAPS = {
  samples: 100_000,
  classes: 1_000,
  /** Numbers in all samples together. */
  numbers: 2_000_000,
  fileBytes: 64 * 1024 * 1024,
  magnitude: 1e15,
  resolution: { min: 2, max: 16_384 },
} as const;

/** K: how many logits each sample has. */
export function classCount(experiment: Experiment): number {
  if (experiment.map === 'two-layer') return 1;
  const first = experiment.samples[0];
  if (!first) throw new Error('an experiment has at least one sample');
  return first.origin.length;
}

/** The factor c of the squared error over `outputs` outputs. */
export function squaredErrorFactor(kind: SquaredError, outputs: number): number {
  switch (kind) {
    case 'mean':
      return 1 / outputs;
    case 'half':
      return 0.5;
    case 'sum':
      return 1;
  }
}
