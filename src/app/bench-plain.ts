/**
 * The yardstick of the benchmark: cross-entropy and squared error of three classes with their gradients, as one would
 * first write them in f64, softmax by exponentials shifted by the largest logit. It is fast and simple, and it loses
 * digits where the evaluators do not (it subtracts probabilities from one).
 */
import type { Experiment } from '../core/experiment.ts';
import { type Grid, gridOf } from '../core/grid.ts';

export interface PlainFields {
  readonly crossEntropy: Float64Array;
  readonly crossEntropyDu: Float64Array;
  readonly crossEntropyDv: Float64Array;
  readonly mse: Float64Array;
  readonly mseDu: Float64Array;
  readonly mseDv: Float64Array;
}

/** What the plain loop evaluates: logits (u, v, fixed), one sample of class `target`, squared error as a mean. */
export interface PlainProblem {
  readonly grid: Grid;
  readonly fixed: number;
  readonly target: number;
}

/** The problem of an experiment, or undefined for one that the plain loop does not know. */
export function plainProblem(experiment: Experiment): PlainProblem | undefined {
  if (experiment.map !== 'affine' || experiment.link !== 'softmax' || experiment.samples.length !== 1) {
    return undefined;
  }
  const { origin, du, dv, target } = experiment.samples[0]!;
  const same =
    experiment.losses.join() === 'cross-entropy,mse' &&
    experiment.squaredError === 'mean' &&
    du.join() === '1,0,0' &&
    dv.join() === '0,1,0' &&
    origin[0] === 0 &&
    origin[1] === 0;
  if (!same || typeof target !== 'number') return undefined;
  return { grid: gridOf(experiment), fixed: origin[2]!, target };
}

export function plainFields({ width, height }: Grid): PlainFields {
  const make = () => new Float64Array(width * height);
  return {
    crossEntropy: make(),
    crossEntropyDu: make(),
    crossEntropyDv: make(),
    mse: make(),
    mseDu: make(),
    mseDv: make(),
  };
}

/** Evaluates every point into `fields`, row after row. */
export function evaluatePlainly({ grid, fixed, target }: PlainProblem, fields: PlainFields): void {
  const { width, height, window } = grid;
  const { crossEntropy, crossEntropyDu, crossEntropyDv, mse, mseDu, mseDv } = fields;
  const stepU = (window.u[1] - window.u[0]) / (width - 1);
  const stepV = (window.v[1] - window.v[0]) / (height - 1);
  for (let j = 0; j < height; j++) {
    const z2 = window.v[0] + j * stepV;
    for (let i = 0; i < width; i++) {
      const z1 = window.u[0] + i * stepU;
      const largest = Math.max(z1, z2, fixed);
      const e1 = Math.exp(z1 - largest);
      const e2 = Math.exp(z2 - largest);
      const e3 = Math.exp(fixed - largest);
      const sum = e1 + e2 + e3;
      const p1 = e1 / sum;
      const p2 = e2 / sum;
      const p3 = e3 / sum;
      const d1 = target === 0 ? p1 - 1 : p1;
      const d2 = target === 1 ? p2 - 1 : p2;
      const d3 = target === 2 ? p3 - 1 : p3;
      const logit = target === 0 ? z1 : target === 1 ? z2 : fixed;
      const mean = d1 * p1 + d2 * p2 + d3 * p3;
      const n = j * width + i;
      crossEntropy[n] = Math.log(sum) + largest - logit;
      crossEntropyDu[n] = d1;
      crossEntropyDv[n] = d2;
      mse[n] = (d1 * d1 + d2 * d2 + d3 * d3) / 3;
      mseDu[n] = (2 / 3) * p1 * (d1 - mean);
      mseDv[n] = (2 / 3) * p2 * (d2 - mean);
    }
  }
}
