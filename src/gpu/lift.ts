/** Whether the numbers of a sample must be lifted out of the reach of f32's smallest (LIFT in sample.wgsl). */
import type { Grid } from '../core/grid.ts';
import type { SoftmaxBatch } from './softmax-batch.ts';

/**
 * Logits that are no farther apart leave products of three probabilities above e^-66 / 8 = 2^-99: what f32 flushes, below
 * 2^-126, is less than a rounding of these.
 */
const NARROW = 22;
/** A class that is behind another by so much everywhere counts nowhere: e^-200 = 2^-288, and 2^-118 is none. */
const NEGLIGIBLE = 200;

/** Whether a batch of one sample comes out the same without a lift, which is a tenth of a software GPU's time. */
export function needsNoLift(batch: SoftmaxBatch, { window: { u, v } }: Grid): boolean {
  const { classCount, origin, a, b } = batch;
  const classes = Array.from({ length: classCount }, (_, k) => k);
  // Logits at the window's corners: differences of two, and the spread of all, are largest there.
  const corners = u.flatMap((atU) =>
    v.map((atV) => classes.map((k) => origin[k]! + atU * a[k]! + atV * b[k]!)),
  );
  const isNegligible = (k: number) =>
    classes.some((leader) => corners.every((z) => z[leader]! - z[k]! >= NEGLIGIBLE));
  const counting = classes.filter((k) => !isNegligible(k));
  return corners.every((z) => {
    const logits = counting.map((k) => z[k]!);
    return Math.max(...logits) - Math.min(...logits) <= NARROW;
  });
}
