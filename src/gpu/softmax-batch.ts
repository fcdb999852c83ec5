/**
 * The experiment in the one form that the kernel evaluates: a batch of softmax samples over an affine plane.
 *
 * A sigmoid is the softmax of the two logits (0, z): the same probability, the same cross-entropy. Its squared error
 * (p - y)^2 is half of the softmax's, which counts both classes.
 */
import type { AffineExperiment, Experiment, Target } from '../core/experiment.ts';
import { classCount, squaredErrorFactor } from '../core/experiment.ts';

/**
 * The largest logit: beyond it f32 keeps too few digits after the point. And the largest slope: products of three
 * weights (LIFT in losses.wgsl) and a slope must stay within the range of f32.
 */
const LARGEST_LOGIT = 2 ** 20;
/** Sums over more classes than this lose too many digits in f32. */
const MOST_CLASSES = 128;

const LOSS_CODES = { 'cross-entropy': 0, mse: 1 } as const;
/** The losses that the kernel knows. */
export type KernelLoss = keyof typeof LOSS_CODES;

export interface SoftmaxBatch {
  readonly sampleCount: number;
  readonly classCount: number;
  /** Logits at the plane's origin and slopes along u and v: [sample][class]. */
  readonly origin: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Target numbers [sample][class]; one-hot for hard targets. */
  readonly y: Float64Array;
  /** Hard class of each sample, -1 for a soft target. */
  readonly hard: Int32Array;
  /** Two classes whose target numbers sum to exactly 1: a sigmoid. */
  readonly complementary: boolean;
  readonly squaredErrorFactor: number;
  readonly sampleWeight: number;
  readonly losses: readonly [KernelLoss, KernelLoss];
}

export function lossCode(loss: KernelLoss): number {
  return LOSS_CODES[loss];
}

function isKernelLoss(id: string): id is KernelLoss {
  return Object.hasOwn(LOSS_CODES, id);
}

/** What keeps an experiment from the kernel: it knows no such map, link or loss, or f32 not so many classes or so large logits. */
export type KernelLimit = 'map' | 'identity' | 'loss' | 'classes' | 'logits';

/** Why the kernel cannot evaluate the experiment in f32, or undefined if it can. */
export function kernelLimit(experiment: Experiment): KernelLimit | undefined {
  if (experiment.map !== 'affine') return 'map';
  if (experiment.link === 'identity') return 'identity';
  if (!experiment.losses.every(isKernelLoss)) return 'loss';
  if (classCount(experiment) > MOST_CLASSES) return 'classes';
  return largestNumber(experiment) > LARGEST_LOGIT ? 'logits' : undefined;
}

function largestNumber(experiment: AffineExperiment): number {
  const { u, v } = experiment.window;
  const uSize = Math.max(Math.abs(u[0]), Math.abs(u[1]));
  const vSize = Math.max(Math.abs(v[0]), Math.abs(v[1]));
  let largest = 0;
  for (const { origin, du, dv } of experiment.samples) {
    for (let k = 0; k < origin.length; k++) {
      const part = Math.abs(origin[k]!) + uSize * Math.abs(du[k]!) + vSize * Math.abs(dv[k]!);
      largest = Math.max(largest, part, Math.abs(du[k]!), Math.abs(dv[k]!));
    }
  }
  return largest;
}

/** @throws if `kernelLimit` names a reason. */
export function softmaxBatch(experiment: Experiment): SoftmaxBatch {
  const limit = kernelLimit(experiment);
  if (limit || experiment.map !== 'affine')
    throw new Error(`the kernel cannot evaluate this experiment: ${limit}`);
  const sigmoid = experiment.link === 'sigmoid';
  const classes = sigmoid ? 2 : classCount(experiment);
  const count = experiment.samples.length;
  const factor = squaredErrorFactor(experiment.squaredError, classCount(experiment));
  const batch = {
    sampleCount: count,
    classCount: classes,
    origin: new Float64Array(count * classes),
    a: new Float64Array(count * classes),
    b: new Float64Array(count * classes),
    y: new Float64Array(count * classes),
    hard: new Int32Array(count).fill(-1),
    complementary: sigmoid,
    squaredErrorFactor: sigmoid ? factor / 2 : factor,
    sampleWeight: experiment.sampleReduction === 'mean' ? 1 / count : 1,
    losses: experiment.losses as readonly [KernelLoss, KernelLoss],
  };
  const logit = sigmoid ? 1 : 0;
  for (const [n, sample] of experiment.samples.entries()) {
    batch.origin.set(sample.origin, n * classes + logit);
    batch.a.set(sample.du, n * classes + logit);
    batch.b.set(sample.dv, n * classes + logit);
    setTarget(batch, n, sample.target, sigmoid);
  }
  return batch;
}

function setTarget(
  batch: Pick<SoftmaxBatch, 'classCount' | 'y' | 'hard'>,
  n: number,
  target: Target,
  sigmoid: boolean,
): void {
  const first = n * batch.classCount;
  if (typeof target !== 'number') batch.y.set(target, first);
  else if (!sigmoid || target === 0 || target === 1) {
    batch.hard[n] = target;
    batch.y[first + target] = 1;
  } else batch.y.set([1 - target, target], first);
}
