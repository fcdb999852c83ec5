/**
 * An experiment on the affine map in the form that the logits kernel evaluates: a batch of logits, each with a target
 * number, over which a loss adds up.
 */
import { type AffineExperiment, classCount } from '../core/experiment.ts';

export interface LogitsBatch {
  readonly sampleCount: number;
  /** Logits a sample. */
  readonly logitCount: number;
  /** Logits at the plane's origin and slopes along u and v: [sample][logit]. */
  readonly origin: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Target numbers [sample][logit]. */
  readonly y: Float64Array;
}

function emptyBatch(sampleCount: number, logitCount: number): LogitsBatch {
  const numbers = () => new Float64Array(sampleCount * logitCount);
  return { sampleCount, logitCount, origin: numbers(), a: numbers(), b: numbers(), y: numbers() };
}

/** The logits themselves; a hard target of the softmax is one-hot. */
export function rawLogits(experiment: AffineExperiment): LogitsBatch {
  const { samples, link } = experiment;
  const batch = emptyBatch(samples.length, classCount(experiment));
  for (const [n, { origin, du, dv, target }] of samples.entries()) {
    const first = n * batch.logitCount;
    batch.origin.set(origin, first);
    batch.a.set(du, first);
    batch.b.set(dv, first);
    if (typeof target !== 'number') batch.y.set(target, first);
    else if (link === 'softmax') batch.y[first + target] = 1;
    else batch.y[first] = target;
  }
  return batch;
}

/**
 * The leads z_j - z_t of the other classes over a hard target t, each with the target number 0: with it the loss of a
 * single logit is what that class adds to the hinge or the error rate of the softmax.
 */
export function leadsOverTarget(experiment: AffineExperiment): LogitsBatch {
  const { samples } = experiment;
  const batch = emptyBatch(samples.length, classCount(experiment) - 1);
  for (const [n, { origin, du, dv, target }] of samples.entries()) {
    if (typeof target !== 'number') throw new Error('only a hard target has leads over it');
    let at = n * batch.logitCount;
    for (let j = 0; j < origin.length; j++) {
      if (j === target) continue;
      batch.origin[at] = origin[j]! - origin[target]!;
      batch.a[at] = du[j]! - du[target]!;
      batch.b[at] = dv[j]! - dv[target]!;
      at += 1;
    }
  }
  return batch;
}
