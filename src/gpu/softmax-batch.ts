/**
 * An experiment in the form that the softmax and odds kernels evaluate: a batch of softmax samples over an affine plane.
 *
 * A sigmoid is the softmax of the two logits (0, z): the same probability, the same cross-entropy. Its squared error
 * (p - y)^2 is half of the softmax's, which counts both classes.
 */
import type { Experiment, Target } from '../core/experiment.ts';
import { classCount, squaredErrorFactor } from '../core/experiment.ts';

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
}

/** @throws if the experiment is not on the affine map */
export function softmaxBatch(experiment: Experiment): SoftmaxBatch {
  if (experiment.map !== 'affine') throw new Error('a softmax batch lies on the affine map');
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
