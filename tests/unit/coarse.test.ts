import fc from 'fast-check';
import { expect, it } from 'vitest';
import { coarseExperiment, movingExperiment } from '../../src/app/coarse.ts';
import { parsed, threeClass } from './support/experiments.ts';

const sides = fc.integer({ min: 2, max: 16_384 });

it('a coarser grid has at most the points asked for, in the same proportions', () => {
  fc.assert(
    fc.property(sides, sides, fc.integer({ min: 1, max: 1_000_000 }), (width, height, points) => {
      const experiment = parsed(threeClass(0, -1000, { resolution: [width, height] }));
      const coarse = coarseExperiment(experiment, points);
      const [w, h] = coarse.resolution;
      expect({ ...coarse, resolution: experiment.resolution }).toEqual(experiment);
      for (const side of [w, h]) expect(Number.isInteger(side) && side >= 2).toBe(true);
      expect(w).toBeLessThanOrEqual(width);
      expect(h).toBeLessThanOrEqual(height);
      if (w > 2 && h > 2) {
        expect(w * h).toBeLessThanOrEqual(points);
        // One point less a side is the most that rounding takes.
        expect(Math.abs(w / width - h / height)).toBeLessThanOrEqual(1 / width + 1 / height);
      }
    }),
  );
});

it('a grid that has no more points than that stays as it is', () => {
  const experiment = parsed(threeClass(0, -1000, { resolution: [40, 50] }));
  expect(coarseExperiment(experiment, 2000).resolution).toEqual([40, 50]);
  expect(coarseExperiment(experiment, 1e9).resolution).toEqual([40, 50]);
  expect(coarseExperiment(experiment, 500).resolution).toEqual([20, 25]);
  expect(coarseExperiment(experiment, 1).resolution).toEqual([2, 2]);
});

it('the grid of a movement is a whole part of the full one, and has at most the points asked for', () => {
  const grid = (side: number, points: number) => {
    const experiment = parsed(threeClass(0, -1000, { resolution: [side, side] }));
    return movingExperiment(experiment, points).resolution;
  };
  expect(grid(1024, 1024 * 1024)).toEqual([1024, 1024]);
  // The points that are asked for vary with the time that is measured: the grid does not.
  for (const points of [262_144, 280_000, 400_000, 1024 * 1024 - 1])
    expect(grid(1024, points)).toEqual([512, 512]);
  for (const points of [116_509, 200_000, 262_143]) expect(grid(1024, points)).toEqual([341, 341]);
  // However few: a picture of nothing would be no use.
  expect(grid(1024, 0.5)).toEqual([16, 16]);
  expect(grid(20, 0.5)).toEqual([20, 20]);
  expect(grid(2, 0.5)).toEqual([2, 2]);
});
