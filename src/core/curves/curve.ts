/** A curve: what a source plots that is no surface over the plane. */
import type { LossId } from '../experiment.ts';

export interface CurveSeries {
  readonly id: string;
  /** The loss that it belongs to, if it belongs to one. */
  readonly loss: LossId | undefined;
  /** One number for each x; NaN where it is undefined. */
  readonly y: Float64Array;
}

export interface Curve {
  /** What the page's texts know it by. */
  readonly id: string;
  /** Increasing. */
  readonly x: Float64Array;
  readonly series: readonly CurveSeries[];
}
