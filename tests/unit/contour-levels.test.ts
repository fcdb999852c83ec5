import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contourLevels, leastGap, MOST_LEVELS } from '../../src/core/contour-levels.ts';
import {
  makeScale,
  rangeOfValues,
  SCALE_KINDS,
  type ScaleKind,
  symmetricRange,
} from '../../src/core/scale.ts';

/** The values of the levels for a field with these values. */
function values(kind: ScaleKind, ...field: number[]): number[] {
  const scale = makeScale(kind, rangeOfValues(field));
  return contourLevels(scale).map(({ at }) => Number((scale.kind === 'log' ? 2 ** at : at).toPrecision(9)));
}

describe('levels', () => {
  it('are round values of a linear scale, its ends left out', () => {
    expect(values('linear', 6e-6, 12)).toEqual([2, 4, 6, 8, 10]);
    expect(values('linear', 0, 1)).toEqual([0.2, 0.4, 0.6, 0.8]);
    expect(values('linear', -0.3, 0.75)).toEqual([-0.2, 0, 0.2, 0.4, 0.6]);
  });

  it('are powers of ten on a log scale, every second one where there are many', () => {
    expect(values('log', 6e-6, 12)).toEqual([1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10]);
    expect(values('log', 3e-11, 0.9)).toEqual([1e-10, 1e-8, 1e-6, 1e-4, 1e-2]);
  });

  it('are 1, 2, 5 on a log scale over less than two decades', () => {
    expect(values('log', 0.15, 9)).toEqual([0.2, 0.5, 1, 2, 5]);
  });

  it('are zero and powers of ten of either sign on a symlog scale: zero is the edge of convexity', () => {
    const scale = makeScale('symlog', symmetricRange(rangeOfValues([-0.05, 0.2])));
    const levels = contourLevels(scale);
    expect(levels.map(({ at }) => Number(at.toPrecision(9)) + 0)).toEqual([
      -0.1, -0.01, -0.001, 0, 0.001, 0.01, 0.1,
    ]);
    expect(levels[3]?.position).toBe(0.5);
  });

  it('are none where all values are alike, and where there are none', () => {
    for (const kind of SCALE_KINDS) {
      expect(values(kind, 3, 3)).toEqual([]);
      expect(values(kind, NaN)).toEqual([]);
    }
  });

  it('are apart in windows of deep zoom too', () => {
    const levels = values('linear', 2.5, 2.5 + 1e-9);
    expect(levels.length).toBeGreaterThan(0);
    const scale = makeScale('linear', rangeOfValues([2.5, 2.5 + 1e-9]));
    expect(contourLevels(scale).map(({ position }) => Math.round(position * 1000))).toEqual([
      200, 400, 600, 800,
    ]);
  });

  it('rise, lie within the scale, and fit a shader, whatever the range', () => {
    const numbers = fc
      .double({ min: -1e300, max: 1e300, noNaN: true })
      .filter((x) => x === 0 || Math.abs(x) > 1e-290);
    // Few doubles apart, too.
    const near = fc
      .tuple(numbers, fc.integer({ min: -6000, max: 6000 }))
      .map(([a, n]): [number, number] => [a, a + n * Math.abs(a) * Number.EPSILON]);
    fc.assert(
      fc.property(
        fc.constantFrom(...SCALE_KINDS),
        fc.oneof(fc.tuple(numbers, numbers), near),
        (kind, ends) => {
          const levels = contourLevels(makeScale(kind, rangeOfValues(ends)));
          expect(levels.length).toBeLessThanOrEqual(MOST_LEVELS);
          for (const [n, { position }] of levels.entries()) {
            expect(position).toBeGreaterThan(levels[n - 1]?.position ?? 0);
            expect(position).toBeLessThan(1);
          }
        },
      ),
      { numRuns: 2000, endOnFailure: true },
    );
  });

  it('know the least gap between them', () => {
    const level = (position: number) => ({ position, at: 0 });
    expect(leastGap([level(0.1), level(0.5), level(0.75)])).toBe(0.25);
    expect(leastGap([level(0.3)])).toBe(1);
  });
});
