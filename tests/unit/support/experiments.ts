/** Experiments that several tests look at, as plain data that a page takes too. */
import type {
  AffineSample,
  Experiment,
  Link,
  LossId,
  PlaneWindow,
  TwoLayerSample,
} from '../../../src/core/experiment.ts';
import { parseExperiment } from '../../../src/core/validate.ts';
import { randomNumbers } from './random.ts';

/** An experiment file's content. */
export interface ExperimentFile {
  readonly version: 1;
  readonly map: 'affine';
  readonly link: Link;
  readonly samples: readonly AffineSample[];
  readonly losses?: readonly [LossId, LossId];
  readonly sampleReduction?: 'mean' | 'sum';
  readonly squaredError?: 'mean' | 'half' | 'sum';
  readonly window: PlaneWindow;
  readonly resolution: readonly [number, number];
}

/** A two-layer experiment file's content. */
export interface TwoLayerFile extends Omit<ExperimentFile, 'map' | 'samples'> {
  readonly map: 'two-layer';
  readonly samples: readonly TwoLayerSample[];
}

export type Overrides = Partial<Omit<ExperimentFile, 'version' | 'map' | 'samples'>>;

export const CLASSES = [0, 1, 2] as const;
/** What the third logit of the three-class experiment is fixed at. */
export const FIXED_LOGITS = [-1000, -40, 0.5, 1000] as const;

export function fileOf(
  link: Link,
  samples: readonly AffineSample[],
  overrides: Overrides = {},
): ExperimentFile {
  return {
    version: 1,
    map: 'affine',
    link,
    samples,
    window: { u: [-10, 10], v: [-10, 10] },
    resolution: [101, 101],
    ...overrides,
  };
}

/** The design's first experiment: the plane is logits 0 and 1, logit 2 is fixed. */
export function threeClass(
  target: AffineSample['target'],
  fixed: number,
  overrides?: Overrides,
): ExperimentFile {
  return fileOf('softmax', [{ origin: [0, 0, fixed], du: [1, 0, 0], dv: [0, 1, 0], target }], overrides);
}

/** One sample with one logit z = u, under the sigmoid or the identity; v moves nothing. */
export function oneLogit(
  link: 'sigmoid' | 'identity',
  target: number,
  overrides?: Overrides,
): ExperimentFile {
  return fileOf(link, [{ origin: [0], du: [1], dv: [0], target }], overrides);
}

/** Samples whose directions move all K logits, one to a seed. */
export function obliqueSample(classes: number, kind: 'hard' | 'soft', seed: number): AffineSample {
  const random = randomNumbers(seed * 1000 + classes);
  const numbers = (size: number) => Array.from({ length: classes }, () => size * (2 * random() - 1));
  const sample = { origin: numbers(4), du: numbers(1.5), dv: numbers(1.5) };
  if (kind === 'hard') return { ...sample, target: Math.floor(random() * classes) };
  const weights = Array.from({ length: classes }, () => random() ** 3);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return { ...sample, target: weights.map((weight) => weight / total) };
}

/** Samples with hard and soft targets in turn. */
export function mixedSamples(classes: number, count: number, seed: number): AffineSample[] {
  return Array.from({ length: count }, (_, n) => obliqueSample(classes, n % 2 ? 'soft' : 'hard', seed + n));
}

export function parsed(file: ExperimentFile | TwoLayerFile): Experiment {
  return parseExperiment(JSON.parse(JSON.stringify(file)));
}

/** Samples of the two-layer map. */
export function twoLayer(
  link: 'sigmoid' | 'identity',
  samples: readonly TwoLayerSample[],
  overrides: Overrides = {},
): TwoLayerFile {
  return { ...fileOf(link, [], overrides), map: 'two-layer', samples };
}
