import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surfaceRange } from '../../src/core/surface-range.ts';

const of = (value: number[], du: number[] = value.map(() => 0), dv: number[] = value.map(() => 0)) =>
  surfaceRange(Float64Array.from(value), Float64Array.from(du), Float64Array.from(dv));

describe('the range of a surface', () => {
  it('has the smallest and largest value and norm, and where the smallest is', () => {
    expect(of([4, 1, 2, 8], [3, 0, 0, 5], [4, 0, 1, 12])).toEqual({
      value: { min: 1, max: 8, log2Min: 0, log2Max: 3 },
      norm: [0, 13],
      minIndex: 1,
      undefinedCount: 0,
      infiniteCount: 0,
    });
  });

  it('names the first of several smallest values', () => {
    expect(of([3, 2, 5, 2, 2]).minIndex).toBe(1);
    expect(of([0, -0]).minIndex).toBe(0);
    expect(of([-0, 0]).minIndex).toBe(0);
  });

  it('leaves undefined points out, and counts them', () => {
    expect(of([NaN, 4, NaN, 2, NaN], [NaN, 3, NaN, 0, NaN], [NaN, 4, NaN, 2, NaN])).toEqual({
      value: { min: 2, max: 4, log2Min: 1, log2Max: 2 },
      norm: [2, 5],
      minIndex: 3,
      undefinedCount: 3,
      infiniteCount: 0,
    });
  });

  it('is empty where nothing is defined', () => {
    const nothing = [NaN, NaN];
    expect(of(nothing, nothing, nothing)).toEqual({
      value: { min: NaN, max: NaN, log2Min: NaN, log2Max: NaN },
      norm: [NaN, NaN],
      minIndex: -1,
      undefinedCount: 2,
      infiniteCount: 0,
    });
  });

  it('takes an infinite value for defined, but for no end of the range', () => {
    const range = of([Infinity, 1, 2], [NaN, 1, 1], [NaN, 0, 0]);
    expect([range.value.min, range.value.max, range.minIndex, range.undefinedCount]).toEqual([1, 2, 1, 0]);
    expect(range.infiniteCount).toBe(1);
    expect(range.norm).toEqual([1, 1]);
  });

  it('has values without derivatives', () => {
    const range = of([1, 2], [NaN, NaN], [NaN, NaN]);
    expect(range.norm).toEqual([NaN, NaN]);
    expect([range.value.min, range.minIndex]).toEqual([1, 0]);
  });

  it('does not overflow or underflow in norms', () => {
    expect(of([1, 1], [3e200, 3e-200], [4e200, 4e-200]).norm).toEqual([
      expect.closeTo(5e-200, 210),
      expect.closeTo(5e200, -190),
    ]);
  });

  it('is that of a plain search, in any order of points', () => {
    const point = fc.record({
      value: fc.oneof(
        { weight: 4, arbitrary: fc.double({ noNaN: true, min: 0 }) },
        { weight: 1, arbitrary: fc.constant(NaN) },
      ),
      du: fc.double({ noNaN: true, min: -1e100, max: 1e100 }),
      dv: fc.double({ noNaN: true, min: -1e100, max: 1e100 }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 30 }), (points) => {
        const defined = points.map((p) => (Number.isNaN(p.value) ? { value: NaN, du: NaN, dv: NaN } : p));
        const range = of(
          defined.map((p) => p.value),
          defined.map((p) => p.du),
          defined.map((p) => p.dv),
        );
        const finite = defined.filter((p) => Number.isFinite(p.value));
        const known = defined.filter((p) => !Number.isNaN(p.value));
        expect(range.undefinedCount).toBe(points.length - known.length);
        if (finite.length > 0) {
          const least = Math.min(...finite.map((p) => p.value));
          expect(range.value.min).toBe(least);
          expect(range.value.max).toBe(Math.max(...finite.map((p) => p.value)));
          expect(range.minIndex).toBe(defined.findIndex((p) => p.value === least));
        } else expect(range.minIndex).toBe(-1);
        if (known.length > 0) {
          const norms = known.map((p) => Math.hypot(p.du, p.dv));
          expect(range.norm).toEqual([Math.min(...norms), Math.max(...norms)]);
        }
      }),
    );
  });
});
