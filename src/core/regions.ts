/**
 * Decision regions: which class is predicted at a point of the plane, which is the one with the largest logit; of a
 * single logit under the sigmoid class 1 where it is positive, that is p > 1/2. Samples with logits of their own
 * predict classes of their own: of them the share that is right is told, the accuracy.
 */
import { classCount, type Experiment, type Link, type Target } from './experiment.ts';
import { columnU, gridOf, type Rows, rowV } from './grid.ts';

/**
 * What there is to tell: the class; the share of the samples that are right; or why there is neither. `no-classes`:
 * outputs of a regression stand for no classes. `no-target`: a soft target has no single largest number.
 */
export type Prediction = 'class' | 'accuracy' | 'no-classes' | 'no-target';

/** Asked for in every frame, of the same samples. */
const known = new WeakMap<Experiment['samples'], { readonly link: Link; readonly prediction: Prediction }>();

export function predictionOf(experiment: Experiment): Prediction {
  const { link, samples } = experiment;
  const before = known.get(samples);
  if (before?.link === link) return before.prediction;
  const prediction = newPrediction(experiment);
  known.set(samples, { link, prediction });
  return prediction;
}

function newPrediction(experiment: Experiment): Prediction {
  if (experiment.link === 'identity') return 'no-classes';
  if (haveSameLogits(experiment)) return 'class';
  return experiment.samples.some(({ target }) => hardClass(experiment, target) < 0)
    ? 'no-target'
    : 'accuracy';
}

/** Whether all samples have the same logits everywhere, as one sample has. */
function haveSameLogits({ map, samples }: Experiment): boolean {
  if (map === 'two-layer') return samples.every(({ input }) => input === samples[0]!.input);
  const [first] = samples;
  const alike = (a: readonly number[], b: readonly number[]) => a.every((x, k) => x === b[k]);
  return samples.every(
    ({ origin, du, dv }) => alike(origin, first!.origin) && alike(du, first!.du) && alike(dv, first!.dv),
  );
}

/** The class that a target asks for: that of its largest number, or -1 where several are the largest. */
function hardClass({ link }: Experiment, target: Target): number {
  if (link === 'sigmoid') return target === 0.5 ? -1 : Number((target as number) > 0.5);
  return typeof target === 'number' ? target : leader(target);
}

/** The index of the largest number, or -1 where several are. */
function leader(numbers: ArrayLike<number>): number {
  let best = 0;
  let tied = false;
  for (let k = 1; k < numbers.length; k++) {
    if (numbers[k]! > numbers[best]!) {
      best = k;
      tied = false;
    } else if (numbers[k] === numbers[best]) tied = true;
  }
  return tied ? -1 : best;
}

/**
 * The predicted class, 0 to K - 1 (of a sigmoid 0 or 1), at the points of rows j0 to j1, from the logits in f64; NaN
 * where several classes lead. For experiments of which `predictionOf` says `class`.
 * @returns (j1 - j0) W numbers, row j0 first
 */
export function classRows(experiment: Experiment, [j0, j1]: Rows): Float64Array {
  const grid = gridOf(experiment);
  const { width } = grid;
  const count = classCount(experiment);
  const classes = new Float64Array((j1 - j0) * width);
  const logits = new Float64Array(count);
  const logitAt = logitsOf(experiment);
  let at = 0;
  for (let j = j0; j < j1; j++) {
    const v = rowV(grid, j);
    for (let i = 0; i < width; i++) {
      for (let k = 0; k < count; k++) logits[k] = logitAt(i, v, k);
      const predicted = count > 1 ? leader(logits) : signClass(logits[0]!);
      classes[at++] = predicted < 0 ? NaN : predicted;
    }
  }
  return classes;
}

function signClass(z: number): number {
  return z === 0 ? -1 : Number(z > 0);
}

/** Logit k at column i and v, summed in the order of the maps. */
function logitsOf(experiment: Experiment): (i: number, v: number, k: number) => number {
  const grid = gridOf(experiment);
  const columns = Array.from({ length: grid.width }, (_, i) => columnU(grid, i));
  if (experiment.map === 'two-layer') {
    const { input } = experiment.samples[0]!;
    const hidden = columns.map((u) => Math.tanh(u * input));
    return (i, v) => v * hidden[i]!;
  }
  const { origin, du, dv } = experiment.samples[0]!;
  const count = origin.length;
  const parts = Float64Array.from(
    { length: columns.length * count },
    (_, n) => origin[n % count]! + columns[Math.floor(n / count)]! * du[n % count]!,
  );
  return (i, v, k) => parts[i * count + k]! + v * dv[k]!;
}

/**
 * The experiment whose loss `error-rate` is 1 less the accuracy: with hard targets, each the class that its soft one
 * asks for most, and a mean over the samples. For experiments of which `predictionOf` says `accuracy`.
 */
export function accuracyExperiment(experiment: Experiment): Experiment {
  const samples = experiment.samples.map((sample) => ({
    ...sample,
    target: hardClass(experiment, sample.target),
  }));
  return {
    ...experiment,
    samples,
    losses: ['error-rate', 'error-rate'],
    sampleReduction: 'mean',
  } as Experiment;
}
