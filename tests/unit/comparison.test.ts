import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  comparePoint,
  comparisonHolds,
  type FieldComparison,
  joinComparison,
  startComparison,
  worstPoint,
} from '../../src/core/comparison.ts';
import { NEGLIGIBLE } from '../../src/core/ulp.ts';

type Compared = readonly [actual: number, truth: number, scale?: number];

/** Compares points 0, 1, ... with a tolerance of 4 ULP; the scale is 1 where none is given. */
function compare(points: readonly Compared[], first = 0): FieldComparison {
  const comparison = startComparison(4);
  for (const [n, [actual, truth, scale = 1]] of points.entries()) {
    comparePoint(comparison, first + n, actual, truth, scale);
  }
  return comparison;
}

const ULP = 2 ** -23;

describe('one field', () => {
  it('without points holds', () => {
    expect(compare([])).toMatchObject({ points: 0, maxError: 0, worstIndex: -1 });
    expect(comparisonHolds(compare([]))).toBe(true);
  });

  it('keeps the worst error and the first place that has it', () => {
    const result = compare([
      [1, 1],
      [1 + 2 * ULP, 1],
      [1 - 3 * ULP, 1],
      [1 + 3 * ULP, 1],
    ]);
    expect(result).toMatchObject({ points: 4, maxError: 3, worstIndex: 2 });
    expect(comparisonHolds(result)).toBe(true);
  });

  it('holds at the tolerance and not beyond', () => {
    expect(comparisonHolds(compare([[1 + 4 * ULP, 1]]))).toBe(true);
    expect(comparisonHolds(compare([[1 + 4.001 * ULP, 1]]))).toBe(false);
  });

  it('without an error has its first point for the worst', () => {
    expect(compare([[2, 2]], 7)).toMatchObject({ maxError: 0, worstIndex: 7 });
  });
});

describe('false zeros and wrong signs', () => {
  it('are counted where the truth is further from zero than the tolerance', () => {
    expect(compare([[0, 5 * ULP]])).toMatchObject({ falseZeros: 1, wrongSigns: 0 });
    expect(compare([[-0, 5 * ULP]])).toMatchObject({ falseZeros: 1, wrongSigns: 0 });
    expect(compare([[-ULP, 5 * ULP]])).toMatchObject({ falseZeros: 0, wrongSigns: 1 });
    expect(compare([[ULP, -5 * ULP]])).toMatchObject({ falseZeros: 0, wrongSigns: 1 });
  });

  it('are none where the truth is within the tolerance of zero', () => {
    const result = compare([
      [0, 4 * ULP],
      [-ULP, 3 * ULP],
      [ULP, 0],
    ]);
    expect(result).toMatchObject({ falseZeros: 0, wrongSigns: 0, maxError: 4 });
    expect(comparisonHolds(result)).toBe(true);
  });

  it('are none below what may be flushed', () => {
    expect(compare([[0, NEGLIGIBLE / 2, NEGLIGIBLE / 2]])).toMatchObject({ falseZeros: 0, maxError: 0 });
    expect(compare([[0, 2 * NEGLIGIBLE, 2 * NEGLIGIBLE]])).toMatchObject({ falseZeros: 1 });
  });

  it('fail the comparison by themselves', () => {
    const holds = (change: Partial<FieldComparison>) => comparisonHolds({ ...startComparison(4), ...change });
    expect(holds({})).toBe(true);
    expect(holds({ falseZeros: 1 })).toBe(false);
    expect(holds({ wrongSigns: 1 })).toBe(false);
    expect(holds({ undefinedMismatches: 1 })).toBe(false);
  });
});

describe('undefined', () => {
  it('on both sides agrees', () => {
    const result = compare([
      [NaN, NaN, NaN],
      [1, 1],
    ]);
    expect(result).toMatchObject({ points: 1, undefinedMismatches: 0, worstIndex: 1 });
  });

  it('on one side is a mismatch, not an error', () => {
    const result = compare([
      [NaN, 1],
      [1, NaN, NaN],
    ]);
    expect(result).toMatchObject({ undefinedMismatches: 2, maxError: 0, worstIndex: -1, falseZeros: 0 });
    expect(result.points).toBe(2);
    expect(comparisonHolds(result)).toBe(false);
  });
});

describe('the point to look at first', () => {
  it('is none where nothing was compared', () => {
    expect(worstPoint(compare([]))).toBe(-1);
    const undefinedEverywhere = compare([[NaN, NaN, NaN]]);
    expect(undefinedEverywhere.points).toBe(0);
    expect(worstPoint(undefinedEverywhere)).toBe(-1);
  });

  it('is the first that is undefined on one side only, unless an error is beyond the tolerance', () => {
    const within: Compared[] = [
      [1 + 2 * ULP, 1],
      [NaN, 1],
      [1, NaN, NaN],
    ];
    expect(worstPoint(compare(within))).toBe(1);
    expect(worstPoint(compare([...within, [1 + 5 * ULP, 1]]))).toBe(3);
    expect(worstPoint(compare([[1, 1]], 6))).toBe(6);
  });
});

describe('infinities', () => {
  it('alike agree, also in the error that is returned', () => {
    const result = compare([
      [Infinity, Infinity, Infinity],
      [1 + 2 * ULP, 1],
    ]);
    expect(result).toMatchObject({ maxError: 2, worstIndex: 1, falseZeros: 0, wrongSigns: 0 });
  });

  it('beside a number or the other infinity are infinitely wrong', () => {
    for (const pair of [
      [Infinity, 1],
      [1, Infinity, Infinity],
      [Infinity, -Infinity, Infinity],
    ] as const) {
      expect(compare([pair]).maxError).toBe(Infinity);
      expect(comparisonHolds(compare([pair]))).toBe(false);
    }
  });
});

it('returns the error of the point: none where nothing is compared, infinite where one side is undefined', () => {
  const errorOf = (actual: number, truth: number) => comparePoint(startComparison(4), 0, actual, truth, 1);
  expect(errorOf(1 + 3 * ULP, 1)).toBe(3);
  expect(errorOf(0, 5 * ULP)).toBe(5);
  expect(errorOf(NaN, NaN)).toBeNaN();
  expect(errorOf(NaN, 1)).toBe(Infinity);
  expect(errorOf(1, NaN)).toBe(Infinity);
});

it('of two worst errors alike the first joined stays', () => {
  const joined = compare([[1 + 2 * ULP, 1]], 5);
  joinComparison(joined, compare([[1 - 2 * ULP, 1]], 9));
  expect(joined).toMatchObject({ points: 2, maxError: 2, worstIndex: 5 });
});

it('joined comparisons are the comparison of all points at once', () => {
  const number = fc.oneof(
    fc.constantFrom(0, NaN, NEGLIGIBLE),
    fc.integer({ min: -6, max: 6 }).map((n) => n * ULP), // few, so that worst errors often are alike
  );
  const points = fc.array(fc.tuple(number, number, fc.constantFrom(1, 0.25)), { maxLength: 30 });
  fc.assert(
    fc.property(points, fc.array(fc.nat({ max: 30 }), { maxLength: 4 }), (all, cuts) => {
      const bounds = [0, ...cuts.map((cut) => Math.min(cut, all.length)), all.length].sort((a, b) => a - b);
      const joined = startComparison(4);
      for (let n = 1; n < bounds.length; n++) {
        joinComparison(joined, compare(all.slice(bounds[n - 1], bounds[n]), bounds[n - 1]));
      }
      expect(joined).toEqual(compare(all));
    }),
  );
});
