import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnU, gridCoordinate, gridOf, nearestIndex, rowV } from '../../src/core/grid.ts';
import { parsed, threeClass } from './support/experiments.ts';

const intervals = fc
  .tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: 1e-3, max: 1e6, noNaN: true }))
  .map(([low, size]) => [low + 0, low + size] as const); // no -0: experiments have none
const counts = fc.integer({ min: 2, max: 16_384 });

describe('coordinates', () => {
  it('include both ends, exactly', () => {
    fc.assert(
      fc.property(intervals, counts, ([low, high], count) => {
        expect(gridCoordinate([low, high], count, 0)).toBe(low);
        expect(gridCoordinate([low, high], count, count - 1)).toBe(high);
      }),
    );
  });

  it('grow, and stay inside', () => {
    fc.assert(
      fc.property(intervals, counts, fc.nat(), (interval, count, n) => {
        const index = n % (count - 1);
        const here = gridCoordinate(interval, count, index);
        expect(here).toBeLessThan(gridCoordinate(interval, count, index + 1));
        expect(here).toBeGreaterThanOrEqual(interval[0]);
        expect(here).toBeLessThanOrEqual(interval[1]);
      }),
    );
  });

  it('of a symmetric window include its centre', () => {
    expect(gridCoordinate([-10, 10], 101, 50)).toBe(0);
  });

  it('of columns are u, of rows v', () => {
    const grid = gridOf(parsed(threeClass(0, 0, { window: { u: [0, 4], v: [10, 12] }, resolution: [5, 3] })));
    expect([0, 1, 2, 3, 4].map((i) => columnU(grid, i))).toEqual([0, 1, 2, 3, 4]);
    expect([0, 1, 2].map((j) => rowV(grid, j))).toEqual([10, 11, 12]);
  });
});

describe('the nearest index', () => {
  it('of a grid point is its own', () => {
    fc.assert(
      fc.property(intervals, counts, fc.nat(), (interval, count, n) => {
        const index = n % count;
        expect(nearestIndex(interval, count, gridCoordinate(interval, count, index))).toBe(index);
      }),
    );
  });

  it('stays inside the grid', () => {
    expect(nearestIndex([0, 1], 11, -5)).toBe(0);
    expect(nearestIndex([0, 1], 11, 5)).toBe(10);
    expect(nearestIndex([0, 1], 11, 0.26)).toBe(3);
  });
});
