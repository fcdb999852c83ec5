/** Points of the plane where something is known to go wrong, and some where nothing should. */
import { randomNumbers } from './random.ts';

export type Point = readonly [u: number, v: number];

/** Logits 0 and 1 of the three-class experiment tie, or nearly, or nearly tie with a third logit of 0.5. */
export const TIES: readonly Point[] = [
  [0, 0],
  [10, 10],
  [3, 3 + 1e-9],
  [-7.25, -7.25 - 1e-9],
  [1e-9, 0],
  [0.5 + 1e-9, -9.3],
];

export const CORNERS: readonly Point[] = [
  [10, -10],
  [-10, 10],
  [-10, -10],
];

export const FAR: readonly Point[] = [
  [100, -100],
  [-100, 100],
  [-100, -100],
  [63.1, -12.9],
];

/** The same in every run. */
export function scattered(count: number, size: number, seed = 1): Point[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => [size * (2 * random() - 1), size * (2 * random() - 1)]);
}
