import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TILE_MS, TilePlanner } from '../../src/core/tile-planner.ts';

const POINT_WORK = 3;
const WIDTH = 1000;

/** Lets a planner work on a device that does `workPerMs`; returns the milliseconds of each tile. */
function run(planner: TilePlanner, tiles: number, workPerMs: number, overheadMs = 0): number[] {
  return Array.from({ length: tiles }, () => {
    const rows = planner.rowsPerTile(WIDTH, POINT_WORK);
    const milliseconds = overheadMs + (rows * WIDTH * POINT_WORK) / workPerMs;
    planner.learn(rows, WIDTH, POINT_WORK, milliseconds);
    return milliseconds;
  });
}

describe('a tile', () => {
  it('has at least one row, however wide or slow', () => {
    const planner = new TilePlanner();
    expect(planner.rowsPerTile(16_384, 1000 * 100_000)).toBe(1);
    run(planner, 50, 1e-6);
    expect(planner.rowsPerTile(2, 2)).toBeGreaterThanOrEqual(1);
  });

  it('stays within the rows, and all tiles together are the rows', () => {
    const rows = fc.tuple(fc.nat({ max: 500 }), fc.integer({ min: 1, max: 500 }));
    const measured = fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rows, measured, fc.integer({ min: 1, max: 5000 }), ([j0, count], times, work) => {
        const planner = new TilePlanner();
        let j = j0;
        for (let n = 0; j < j0 + count; n++) {
          const tile = planner.tileAt(j, [j0, j0 + count], WIDTH, work);
          expect(tile[0]).toBe(j);
          expect(tile[1]).toBeGreaterThan(j);
          expect(tile[1]).toBeLessThanOrEqual(j0 + count);
          planner.learn(tile[1] - j, WIDTH, work, times[n % times.length]!);
          j = tile[1];
        }
        expect(j).toBe(j0 + count);
      }),
    );
  });

  it('counts samples and classes as work', () => {
    const planner = new TilePlanner();
    expect(planner.rowsPerTile(100, 10)).toBe(planner.rowsPerTile(1000, 1));
    expect(planner.rowsPerTile(100, 10)).toBeLessThan(planner.rowsPerTile(100, 5));
  });
});

describe('learning', () => {
  it.each([500, 5_000, 40_000, 1_000_000, 30_000_000])(
    'comes to the wanted time at %d a millisecond',
    (speed) => {
      const times = run(new TilePlanner(), 12, speed);
      // One row more or less is as near as rows come.
      const row = (WIDTH * POINT_WORK) / speed;
      expect(Math.abs(times.at(-1)! - TILE_MS)).toBeLessThanOrEqual(Math.max(row, 1e-6));
    },
  );

  it('follows a device that becomes slower or faster', () => {
    const planner = new TilePlanner();
    run(planner, 12, 1_000_000);
    run(planner, 12, 10_000);
    expect(run(planner, 1, 10_000)[0]).toBeCloseTo(TILE_MS, 0);
    run(planner, 12, 1_000_000);
    expect(run(planner, 1, 1_000_000)[0]).toBeCloseTo(TILE_MS, 0);
  });

  it('a single odd time moves the plan by no more than four', () => {
    for (const odd of [0, 1e6]) {
      const planner = new TilePlanner();
      run(planner, 12, 100_000);
      const before = planner.rowsPerTile(WIDTH, POINT_WORK);
      planner.learn(before, WIDTH, POINT_WORK, odd);
      const after = planner.rowsPerTile(WIDTH, POINT_WORK);
      expect(after).toBeLessThanOrEqual(4 * (before + 1));
      expect(after).toBeGreaterThanOrEqual(Math.floor((before - 1) / 4));
    }
  });

  it('a small tile that is mostly overhead does not lower it', () => {
    const planner = new TilePlanner();
    run(planner, 12, 100_000);
    const before = planner.rowsPerTile(WIDTH, POINT_WORK);
    planner.learn(1, WIDTH, POINT_WORK, 5);
    expect(planner.rowsPerTile(WIDTH, POINT_WORK)).toBe(before);
  });

  it('takes a time of 0 for a short one', () => {
    const planner = new TilePlanner();
    planner.learn(10, WIDTH, POINT_WORK, 0);
    expect(Number.isFinite(planner.rowsPerTile(WIDTH, POINT_WORK))).toBe(true);
  });
});
