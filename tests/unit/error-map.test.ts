import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addErrors, binOf, type ErrorMap, startErrorMap, worstPlaces } from '../../src/core/error-map.ts';
import { paintErrorMap } from '../../src/render/error-map.ts';
import { DARK_THEME } from '../../src/render/theme.ts';

/** A map of the errors of a whole grid, added in bands of `rows` rows, the last first. */
function mapOf(width: number, errors: readonly number[], tolerance = 4, rows = 1): ErrorMap {
  const height = errors.length / width;
  const map = startErrorMap(width, height, tolerance);
  for (let j1 = height; j1 > 0; j1 -= rows) {
    const j0 = Math.max(0, j1 - rows);
    addErrors(map, [j0, j1], Float32Array.from(errors.slice(j0 * width, j1 * width)));
  }
  return map;
}

describe('a map', () => {
  it('has a cell for each point of a small grid', () => {
    const map = mapOf(3, [0, 1, 2, 3, NaN, Infinity]);
    expect([...map.errors]).toEqual([0, 1, 2, 3, NaN, Infinity]);
    expect(map.indices[5]).toBe(5);
  });

  it('keeps the largest error of every cell of a large grid, and where it is', () => {
    const errors = new Array<number>(1000 * 2).fill(0.25);
    errors[1417] = 3;
    errors[999] = 2;
    const map = mapOf(1000, errors);
    expect([map.width, map.height]).toEqual([256, 2]);
    const cell = 256 + Math.floor((417 * 256) / 1000);
    expect([map.errors[cell], map.indices[cell]]).toEqual([3, 1417]);
    expect([map.errors[255], map.indices[255]]).toEqual([2, 999]);
    expect(map.errors.filter((error) => error === 0.25)).toHaveLength(510);
  });

  it('is bounded in size', () => {
    const { width, height } = startErrorMap(16384, 2000, 4);
    expect([width, height]).toEqual([256, 256]);
  });

  it('is the same however the rows are cut into bands', () => {
    const errors = fc.array(fc.constantFrom(0, 0.3, 1, 2, 5, NaN, Infinity), {
      minLength: 60,
      maxLength: 60,
    });
    fc.assert(
      fc.property(errors, fc.integer({ min: 1, max: 12 }), (all, rows) => {
        expect(mapOf(5, all, 4, rows)).toEqual(mapOf(5, all, 4, 12));
      }),
    );
  });
});

describe('the histogram', () => {
  it('has bins up to 1/2, 1, 2, 4, ... and the tolerance, and one beyond', () => {
    expect(startErrorMap(2, 2, 4).bounds).toEqual([0.5, 1, 2, 4]);
    expect(startErrorMap(2, 2, 12).bounds).toEqual([0.5, 1, 2, 4, 8, 12]);
    expect(startErrorMap(2, 2, 12).counts).toHaveLength(7);
  });

  it('counts a bound with the bin below, the tolerance with what is tolerated', () => {
    const map = mapOf(2, [0, 0.5, 0.75, 1, 4, 4.5, Infinity, NaN]);
    expect([...map.counts]).toEqual([2, 2, 0, 1, 2]);
    expect([0.5, 0.51, 4, 4.01].map((error) => binOf(map, error))).toEqual([0, 1, 3, 4]);
  });
});

describe('the worst places', () => {
  it('come worst first, and none stands beside a worse one', () => {
    const errors = new Array<number>(64 * 64).fill(0.1);
    errors[10 * 64 + 10] = 3;
    errors[11 * 64 + 11] = 2.9; // beside the worst
    errors[40 * 64 + 10] = 2;
    errors[10 * 64 + 40] = Infinity;
    expect(worstPlaces(mapOf(64, errors), 3)).toEqual([
      { index: 10 * 64 + 40, error: Infinity },
      { index: 10 * 64 + 10, error: 3 },
      { index: 40 * 64 + 10, error: 2 },
    ]);
  });

  it('are those with an error only', () => {
    expect(worstPlaces(mapOf(2, [0, 0, NaN, 0]), 3)).toEqual([]);
    expect(worstPlaces(mapOf(2, [0, 0.25, NaN, 0]), 3)).toEqual([{ index: 1, error: 0.25 }]);
  });
});

describe('the picture', () => {
  const paint = (map: ErrorMap, side: number) => {
    const image = { width: side, height: side, data: new Uint8ClampedArray(4 * side * side) };
    paintErrorMap(image, map, DARK_THEME);
    return (x: number, y: number) => [...image.data.subarray(4 * (y * side + x), 4 * (y * side + x) + 3)];
  };

  it('has row 0 at the bottom, a colour for each bin, and one of its own beyond the tolerance', () => {
    const at = paint(mapOf(2, [0, 0.75, 4, 5]), 2);
    expect(at(0, 1)).toEqual(DARK_THEME.errors.ramp[0]);
    expect(at(0, 0)).toEqual(DARK_THEME.errors.ramp[2]);
    expect(at(1, 0)).toEqual(DARK_THEME.errors.beyond);
    expect(DARK_THEME.errors.ramp).not.toContainEqual(at(1, 1));
  });

  it('shows every cell beyond the tolerance, be it smaller than a pixel', () => {
    for (let bad = 0; bad < 50; bad++) {
      const errors = new Array<number>(50 * 50).fill(0);
      errors[bad * 50 + (49 - bad)] = 9;
      const at = paint(mapOf(50, errors), 20);
      const pixels = Array.from({ length: 400 }, (_, n) => at(n % 20, Math.floor(n / 20)));
      expect(pixels).toContainEqual(DARK_THEME.errors.beyond);
    }
  });

  it('is striped where nothing was compared', () => {
    const at = paint(mapOf(2, [NaN, NaN, 1, 1]), 16);
    expect([at(0, 15), at(4, 15)].sort()).toEqual([...DARK_THEME.hatch].sort());
  });
});
