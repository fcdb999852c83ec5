import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrowPlace, arrowsAlong, gradientAt } from '../../src/core/arrow-lattice.ts';
import { ARROW, longestArrow } from '../../src/core/arrow-length.ts';

describe('arrowsAlong', () => {
  it('is what is wanted where there is room for it', () => {
    expect(arrowsAlong(20, 512, 400)).toBe(20);
    expect(arrowsAlong(64, 512, 800)).toBe(64);
  });

  it('is never more than there are points, and never nothing', () => {
    expect(arrowsAlong(20, 5, 400)).toBe(5);
    expect(arrowsAlong(20, 512, 3)).toBe(1);
  });

  it('leaves room for streamlines', () => {
    expect(arrowsAlong(20, 512, 400, true)).toBe(14);
    expect(arrowsAlong(8, 512, 400, true)).toBe(8);
  });

  it('leaves the steepest arrow an arrow on every plot, not a dot', () => {
    const side = fc.double({ min: 60, max: 4000, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 4, max: 64 }), side, (wanted, plot) => {
        expect(longestArrow(plot / arrowsAlong(wanted, 512, plot))).toBeGreaterThan(1.5 * ARROW.shortest);
      }),
    );
  });
});

describe('arrowPlace', () => {
  it('is as far from the next as from the one before, and half of that from the edges', () => {
    for (const arrows of [1, 4, 19, 20, 64]) {
      const places = Array.from({ length: arrows }, (_, n) => arrowPlace(n, arrows));
      const gaps = [2 * places[0]!, ...places.slice(1).map((place, n) => place - places[n]!)];
      for (const gap of gaps) expect(gap).toBeCloseTo(1 / arrows, 14);
      expect(1 - places.at(-1)!).toBeCloseTo(places[0]!, 14);
    }
  });
});

describe('gradientAt', () => {
  const size = { width: 4, height: 3 };
  const points = Array.from({ length: 12 }, (_, n) => [n % 4, Math.floor(n / 4)] as const);

  it('is exact where the gradient is linear along both axes', () => {
    const du = points.map(([i, j]) => 2 + 3 * i - 5 * j + 0.5 * i * j);
    const dv = points.map(([i, j]) => -1 + i + 7 * j);
    const place = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(place, place, (across, up) => {
        const [i, j] = [3 * across, 2 * up];
        const [foundU, foundV] = gradientAt(size, du, dv, across, up);
        expect(foundU).toBeCloseTo(2 + 3 * i - 5 * j + 0.5 * i * j, 12);
        expect(foundV).toBeCloseTo(-1 + i + 7 * j, 12);
      }),
    );
  });

  it('is that of the nearest point beside an undefined or infinite one', () => {
    for (const odd of [NaN, Infinity, -Infinity]) {
      const du = points.map((_, n) => (n === 5 ? odd : n));
      const dv = points.map((_, n) => 10 * n);
      // Between columns 1 and 2, rows 1 and 2: nearest to point 6, then to point 5 itself.
      expect(gradientAt(size, du, dv, 1.6 / 3, 1.2 / 2)).toEqual([6, 60]);
      expect(gradientAt(size, du, dv, 1.4 / 3, 1.2 / 2)[0]).toEqual(odd);
    }
  });
});
