/**
 * One sample at one point of the plane, as the losses see it: logits, their derivatives along the plane's axes,
 * the target, and the softmax of the logits.
 */
import type { Target } from './experiment.ts';
import type { Order } from './jet.ts';
import { deviations, Softmax } from './softmax.ts';

/** A class index, or the K target numbers. */
export type ResolvedTarget =
  | { readonly kind: 'hard'; readonly index: number }
  | { readonly kind: 'soft'; readonly y: readonly number[] };

/** The second derivatives of a single logit along the plane's axes. */
interface LogitCurvature {
  readonly uu: number;
  readonly uv: number;
  readonly vv: number;
}

export interface SamplePoint {
  /** The K logits at the point. */
  readonly logits: Float64Array;
  /** dz/du and dz/dv, K numbers each. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Where the map bends, which it does only with a single logit; `undefined` where it is linear. */
  curvature: LogitCurvature | undefined;
  /** The sizes of the terms that each logit is summed from; up to date for scales and what is undecided only. */
  readonly terms: Float64Array;
  target: ResolvedTarget;
  /**
   * Softmax link only: the softmax of the logits, and the deviations of a and b from their means under it, which
   * soft targets and second derivatives read.
   */
  readonly softmax: Softmax;
  readonly deviationA: Float64Array;
  readonly deviationB: Float64Array;
}

export function createSamplePoint(classes: number): SamplePoint {
  const logits = new Float64Array(classes);
  return {
    logits,
    a: new Float64Array(classes),
    b: new Float64Array(classes),
    curvature: undefined,
    terms: new Float64Array(classes),
    target: { kind: 'hard', index: 0 },
    softmax: new Softmax(logits),
    deviationA: new Float64Array(classes),
    deviationB: new Float64Array(classes),
  };
}

/** Brings the softmax and, where a loss reads them, the deviations up to date with the logits, a and b. */
export function updateSoftmax(point: SamplePoint, order: Order): void {
  point.softmax.update();
  if (order === 1 && point.target.kind === 'hard') return;
  deviations(point.softmax, point.a, point.deviationA);
  deviations(point.softmax, point.b, point.deviationB);
}

/** y_k: a hard target is 1 for its own class and 0 for the others. */
export function targetWeight({ target }: SamplePoint, k: number): number {
  if (target.kind === 'hard') return k === target.index ? 1 : 0;
  return target.y[k]!;
}

/** The class of a hard softmax target. */
export function hardTarget({ target }: SamplePoint): number {
  if (target.kind !== 'hard') throw new Error('this loss takes hard targets only');
  return target.index;
}

/** The target of a softmax sample: a number is a class index. */
export function resolveClassTarget(target: Target): ResolvedTarget {
  return typeof target === 'number' ? { kind: 'hard', index: target } : { kind: 'soft', y: target };
}

/** The target of a sigmoid or identity sample: always numbers. */
export function resolveNumericTarget(target: Target): ResolvedTarget {
  return { kind: 'soft', y: typeof target === 'number' ? [target] : target };
}
