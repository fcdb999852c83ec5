/** Which kernels evaluate an experiment, and why none can where none does. */
import { classCount, type Experiment, type Link, type LossId } from '../core/experiment.ts';
import { type FieldKey, parseFieldKey } from '../core/fields.ts';
import { type KernelJob, LOSS_CODES, type LossName, NO_LOSS } from './kernel.ts';
import { leadsJob, logitsJob, twoLayerJob } from './logits-kernel.ts';
import { hasOdds, oddsJob } from './odds-kernel.ts';
import { softmaxBatch } from './softmax-batch.ts';
import { softmaxJob } from './softmax-kernel.ts';

/**
 * The largest logit: beyond it f32 keeps too few digits after the point. And the largest slope: products of three
 * weights (LIFT in sample.wgsl) and a slope must stay within the range of f32.
 */
const LARGEST_LOGIT = 2 ** 20;
/** Sums over more classes than this lose too many digits in f32, where most of the classes are equal. */
const MOST_CLASSES = 64;

/** Losses that are evaluated together: of probabilities, of logits, of leads over the target. */
const FAMILIES = ['probabilities', 'logits', 'leads'] as const;
type Family = (typeof FAMILIES)[number];
type Kernel = readonly [family: Family, loss: LossName];

const OF_PROBABILITIES: Partial<Record<LossId, Kernel>> = {
  'cross-entropy': ['probabilities', 'CROSS_ENTROPY'],
  mse: ['probabilities', 'SQUARED_ERROR'],
  'cross-entropy-clipped': ['probabilities', 'CLIPPED_CROSS_ENTROPY'],
  'mse-logits': ['logits', 'SQUARED_ERROR_OF_LOGITS'],
};
const KERNELS: Record<Link, Partial<Record<LossId, Kernel>>> = {
  softmax: { ...OF_PROBABILITIES, hinge: ['leads', 'HINGE'], 'error-rate': ['leads', 'ERROR_RATE'] },
  sigmoid: { ...OF_PROBABILITIES, hinge: ['logits', 'HINGE'], 'error-rate': ['logits', 'ERROR_RATE'] },
  identity: {
    'cross-entropy': ['logits', 'CROSS_ENTROPY_OF_OUTPUTS'],
    mse: ['logits', 'SQUARED_ERROR_OF_LOGITS'],
    'mse-logits': ['logits', 'SQUARED_ERROR_OF_LOGITS'],
  },
};

/** What keeps an experiment from the GPU: no kernel for one of its losses, or f32 not enough for its size. */
export type KernelLimit = 'loss' | 'classes' | 'logits';

/** Why the kernels cannot evaluate both surfaces of the experiment in f32, or undefined if they can. */
export function kernelLimit(experiment: Experiment): KernelLimit | undefined {
  const { link, losses } = experiment;
  return losses.every((loss) => KERNELS[link][loss]) ? sizeLimit(experiment) : 'loss';
}

/** Whether kernels evaluate this field of one of the experiment's losses, whatever keeps the other from them. */
export function kernelHasField(experiment: Experiment, key: FieldKey): boolean {
  return KERNELS[experiment.link][parseFieldKey(key).loss] !== undefined && !sizeLimit(experiment);
}

/** Whether a loss of the experiment may be undefined where a kernel evaluates it. */
export function mayBeUndefined({ link, losses }: Experiment): boolean {
  return link === 'identity' && losses.includes('cross-entropy');
}

/**
 * The jobs that together evaluate the surfaces of the experiment, those of losses without a kernel left out.
 * @throws if f32 is not enough for the experiment's size
 */
export function kernelJobs(experiment: Experiment): KernelJob[] {
  const limit = sizeLimit(experiment);
  if (limit) throw new Error(`no kernel can evaluate this experiment: ${limit}`);
  const kernels = experiment.losses.map((loss) => KERNELS[experiment.link][loss]);
  if (experiment.map === 'two-layer') {
    return [twoLayerJob(experiment, codesOf(kernels, FAMILIES))];
  }
  const jobs: KernelJob[] = [];
  for (const family of FAMILIES) {
    const losses = codesOf(kernels, [family]);
    if (losses.every((code) => code === NO_LOSS)) continue;
    if (family === 'logits') jobs.push(logitsJob(experiment, losses));
    else if (family === 'leads') jobs.push(leadsJob(experiment, losses));
    else {
      const batch = softmaxBatch(experiment);
      jobs.push(hasOdds(batch) ? oddsJob(batch, losses) : softmaxJob(batch, losses));
    }
  }
  return jobs;
}

/** The codes of the losses that belong to `families`. */
function codesOf(
  kernels: readonly (Kernel | undefined)[],
  families: readonly Family[],
): readonly [number, number] {
  const code = (kernel: Kernel | undefined) =>
    kernel && families.includes(kernel[0]) ? LOSS_CODES[kernel[1]] : NO_LOSS;
  return [code(kernels[0]), code(kernels[1])];
}

function sizeLimit(experiment: Experiment): Exclude<KernelLimit, 'loss'> | undefined {
  if (classCount(experiment) > MOST_CLASSES) return 'classes';
  return largestNumber(experiment) > LARGEST_LOGIT ? 'logits' : undefined;
}

/** The largest logit or slope of a logit in the window, or what it is at most. */
function largestNumber(experiment: Experiment): number {
  const { u, v } = experiment.window;
  const uSize = Math.max(Math.abs(u[0]), Math.abs(u[1]));
  const vSize = Math.max(Math.abs(v[0]), Math.abs(v[1]));
  let largest = 0;
  if (experiment.map === 'two-layer') {
    for (const { input } of experiment.samples) {
      largest = Math.max(largest, vSize, Math.abs(input), vSize * Math.abs(input));
    }
    return largest;
  }
  for (const { origin, du, dv } of experiment.samples) {
    for (let k = 0; k < origin.length; k++) {
      const part = Math.abs(origin[k]!) + uSize * Math.abs(du[k]!) + vSize * Math.abs(dv[k]!);
      largest = Math.max(largest, part, Math.abs(du[k]!), Math.abs(dv[k]!));
    }
  }
  return largest;
}
