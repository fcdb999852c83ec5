/** A line through seeded data with Gaussian noise: outputs z = u x + v, without a link. */
import type { AffineExperiment } from '../experiment.ts';
import { RandomNumbers } from '../random.ts';
import { parseExperiment } from '../validate.ts';

const SEED = 1;
const COUNT = 20;
const SLOPE = 1;
const INTERCEPT = 0.5;
const NOISE = 0.5;

/** @param more samples (x, y) beside those of the line */
export function lineData(more: readonly (readonly [x: number, y: number])[] = []): AffineExperiment {
  const random = new RandomNumbers(SEED);
  const points = Array.from({ length: COUNT }, () => {
    const x = 4 * random.uniform() - 2;
    return [x, SLOPE * x + INTERCEPT + NOISE * random.normal()] as const;
  });
  return parseExperiment({
    version: 1,
    map: 'affine',
    link: 'identity',
    samples: [...points, ...more].map(([x, y]) => ({ origin: [0], du: [x], dv: [1], target: y })),
    losses: ['mse', 'cross-entropy'],
    window: { u: [-2, 4], v: [-2, 3] },
    resolution: [41, 41],
  }) as AffineExperiment;
}
