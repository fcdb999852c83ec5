/** Curves: quantities that are functions of one number, where a surface over the plane would say less. */
import type { LossId } from '../experiment.ts';

export interface Curve {
  /** Names the curve for its texts. */
  readonly id: string;
  /** Where the curve is sampled: evenly, ends included. */
  readonly x: Float64Array;
  readonly series: readonly CurveSeries[];
}

interface CurveSeries {
  /** The loss that the series belongs to, for its colour; undefined where it belongs to none. */
  readonly loss: LossId | undefined;
  readonly id: string;
  /** One number for each of the curve's x. */
  readonly y: Float64Array;
}

/** `count` numbers (at least 2) from `low` to `high`, ends included and exact, evenly spaced. */
export function evenly(low: number, high: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, n) =>
    n === count - 1 ? high : low + ((high - low) * n) / (count - 1),
  );
}
