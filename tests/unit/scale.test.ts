import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  makeScale,
  rangeOfValues,
  SCALE_KINDS,
  symmetricRange,
  unionOfRanges,
  type ValueRange,
} from '../../src/core/scale.ts';

const NOTHING: ValueRange = rangeOfValues([]);

describe('rangeOfValues', () => {
  it('passes over NaN and infinities, and finds the smallest positive value', () => {
    const range = rangeOfValues([NaN, 4, Infinity, -2, 0, 0.25, -Infinity]);
    expect(range).toEqual({ min: -2, max: 4, log2Min: -2, log2Max: 2 });
  });

  it('has no logarithms where nothing is positive, and nothing at all where nothing is defined', () => {
    expect(rangeOfValues([-1, 0])).toEqual({ min: -1, max: 0, log2Min: NaN, log2Max: NaN });
    expect(rangeOfValues([NaN, Infinity])).toEqual({ min: NaN, max: NaN, log2Min: NaN, log2Max: NaN });
  });

  it('unites ranges, also with an empty one', () => {
    const range = { min: 1, max: 8, log2Min: 0, log2Max: 3 };
    expect(unionOfRanges(range, rangeOfValues([0.5, 2]))).toEqual({ ...range, min: 0.5, log2Min: -1 });
    expect(unionOfRanges(range, NOTHING)).toEqual(range);
    expect(unionOfRanges(NOTHING, range)).toEqual(range);
  });
});

describe.each(SCALE_KINDS)('%s scale', (kind) => {
  const positive = fc.double({ min: 1e-300, max: 1e300, noNaN: true });
  const finite = kind === 'log' ? positive : fc.double({ min: -1e300, max: 1e300, noNaN: true });
  const rangeAndTwo = fc
    .tuple(fc.array(finite, { minLength: 1, maxLength: 4 }), finite, finite)
    .map(([values, a, b]) => ({ range: rangeOfValues(values), a: Math.min(a, b), b: Math.max(a, b) }));

  it('is monotone and stays within [0, 1]', () => {
    fc.assert(
      fc.property(rangeAndTwo, ({ range, a, b }) => {
        const scale = makeScale(kind, range);
        const [low, high] = [scale.position(a), scale.position(b)];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(high);
      }),
    );
  });

  it('finds back what stands at a position', () => {
    const scale = makeScale(kind, rangeOfValues([-3, 0.02, 40]));
    for (const at of [0, 0.1, 0.5, 0.99, 1]) {
      const value = scale.valueAt(at);
      expect(kind === 'log' ? scale.positionOfLog2(value) : scale.position(value)).toBeCloseTo(at, 12);
    }
    expect(makeScale(kind, NOTHING).valueAt(0.5)).toBeNaN();
  });

  it('puts the ends of its range at 0 and 1', () => {
    const range = rangeOfValues([2.5, 0.1, 30]);
    const scale = makeScale(kind, range);
    expect(scale.position(range.min)).toBe(0);
    expect(scale.position(range.max)).toBe(1);
    expect(scale.position(Infinity)).toBe(1);
    expect(scale.position(-Infinity)).toBe(0);
    expect(scale.position(NaN)).toBeNaN();
    expect(scale.positionOfLog2(NaN)).toBeNaN();
    expect(scale.positionOfLog2(Math.log2(5))).toBeCloseTo(scale.position(5), 12);
  });

  it('puts a constant field in the middle', () => {
    const scale = makeScale(kind, rangeOfValues([3, 3]));
    expect(scale.position(3)).toBe(0.5);
    expect(scale.position(NaN)).toBeNaN();
    expect(scale.domain?.[0]).toBe(scale.domain?.[1]);
  });

  it('survives empty and infinite ranges', () => {
    for (const range of [NOTHING, { min: -Infinity, max: Infinity, log2Min: -Infinity, log2Max: Infinity }]) {
      const scale = makeScale(kind, range);
      expect(scale.domain).toBeNull();
      expect(scale.position(Infinity)).toBe(1);
      expect(scale.position(NaN)).toBeNaN();
    }
  });
});

describe('log scale', () => {
  it('spaces decades evenly', () => {
    const scale = makeScale('log', rangeOfValues([1e-6, 1e2]));
    expect(scale.position(1e-4)).toBeCloseTo(0.25, 12);
    expect(scale.position(1)).toBeCloseTo(0.75, 12);
  });

  it('puts what has no logarithm at the bottom', () => {
    const scale = makeScale('log', rangeOfValues([0, 1e-6, 1]));
    expect(scale.position(0)).toBe(0);
    expect(scale.position(-1)).toBe(0);
    expect(scale.positionOfLog2(-Infinity)).toBe(0);
  });

  it('is a linear one where no value is positive', () => {
    const scale = makeScale('log', rangeOfValues([-3, -1]));
    expect([scale.kind, scale.domain]).toEqual(['linear', [-3, -1]]);
    expect([-3, -2.5, -1].map(scale.position)).toEqual([0, 0.25, 1]);
    expect(makeScale('log', rangeOfValues([0, 0])).domain).toEqual([0, 0]);
    expect(makeScale('log', rangeOfValues([-3, 1, 2])).kind).toBe('log');
  });

  it('reaches below the smallest double', () => {
    const scale = makeScale('log', { min: 0, max: 0, log2Min: -4000, log2Max: -400 });
    expect(scale.positionOfLog2(-4000)).toBe(0);
    expect(scale.positionOfLog2(-2200)).toBe(0.5);
    expect(scale.positionOfLog2(-400)).toBe(1);
    expect(scale.position(2 ** -400)).toBe(1);
  });
});

describe('symlog scale', () => {
  it('is log1p(|x| / c) with c a thousandth of the largest size', () => {
    const scale = makeScale('symlog', rangeOfValues([0, 20]));
    expect(scale.position(0.02)).toBeCloseTo(Math.log1p(1) / Math.log1p(1000), 12);
    expect(scale.position(2)).toBeCloseTo(Math.log1p(100) / Math.log1p(1000), 12);
  });

  it('is odd on a symmetric range, with zero in the middle', () => {
    const scale = makeScale('symlog', symmetricRange(rangeOfValues([-0.25, 3])));
    expect(scale.domain).toEqual([-3, 3]);
    expect(scale.position(0)).toBe(0.5);
    expect(scale.position(-1) + scale.position(1)).toBeCloseTo(1, 12);
  });
});
