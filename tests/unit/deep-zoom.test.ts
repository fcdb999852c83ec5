import { describe, expect, it } from 'vitest';
import {
  isNarrow,
  isTooNarrowForF32,
  referenceFor,
  relativeScale,
  relativeTo,
  withoutNoise,
} from '../../src/core/deep-zoom.ts';
import type { Experiment } from '../../src/core/experiment.ts';
import { makeScale, rangeOfValues, SCALE_KINDS, unionOfRanges } from '../../src/core/scale.ts';
import { joinSurfaceRanges, surfaceRange } from '../../src/core/surface-range.ts';
import { parseExperiment } from '../../src/core/validate.ts';

/** Three classes, one logit fixed; a square window of this width around (u, v). */
function around(u: number, v: number, width: number, fixed = -1000): Experiment {
  return parseExperiment({
    version: 1,
    map: 'affine',
    samples: [{ origin: [0, 0, fixed], du: [1, 0, 0], dv: [0, 1, 0], target: 0 }],
    window: { u: [u - width / 2, u + width / 2], v: [v - width / 2, v + width / 2] },
  });
}

const range = (...values: number[]) => rangeOfValues(values);
const ULP = 2 ** -23;

describe('a narrow range', () => {
  it('has fewer than 4096 steps of f32, but steps of f64', () => {
    expect(isNarrow(range(1, 1 + 4095 * ULP))).toBe(true);
    expect(isNarrow(range(1, 1 + 4096 * ULP))).toBe(false);
    expect(isNarrow(range(1, 1 + 65 * 2 ** -52))).toBe(true);
    expect(isNarrow(range(1, 1 + 64 * 2 ** -52))).toBe(false);
  });

  it('may be one of logarithms only: numbers far from 1', () => {
    // 2^-900 and 2^-899.9: log2 has a spacing of 2^-14 there.
    expect(isNarrow(range(2 ** -900, 2 ** -899.9))).toBe(true);
    expect(isNarrow(range(2 ** -900, 2 ** -890))).toBe(false);
  });

  it('is none where zero or nothing is', () => {
    for (const values of [[], [NaN], [0, 0], [0, 0.5], [0, 1], [5, 5]])
      expect(isNarrow(range(...values))).toBe(false);
  });
});

describe('a narrow range below zero', () => {
  it('is told as one above it, and one around zero is none', () => {
    expect(isNarrow(range(-1 - 4000 * ULP, -1))).toBe(true);
    expect(isNarrow(range(-1 - 65 * 2 ** -52, -1))).toBe(true);
    expect(isNarrow(range(-1 - 64 * 2 ** -52, -1))).toBe(false);
    expect(isNarrow(range(-2, -1))).toBe(false);
    expect(isNarrow(range(-1e-9, 1e-9))).toBe(false);
  });
});

describe('a window', () => {
  it('is too narrow for f32 at 1e-6 and 1e-9, not at 20 or 0.1', () => {
    for (const [u, v] of [
      [2.5, -1.3],
      [-1, 0.5],
      [0, 0],
    ] as const) {
      expect([20, 0.1, 1e-6, 1e-9].map((width) => isTooNarrowForF32(around(u, v, width)))).toEqual([
        false,
        false,
        true,
        true,
      ]);
    }
  });

  it('that is wide may be too narrow all the same, on a plateau', () => {
    // The squared error is 2/3 but for some 1e-5.
    expect(isTooNarrowForF32(around(-5, 5, 0.5))).toBe(true);
  });

  it('is not where f64 tells no more: a constant loss', () => {
    // Behind a logit of 1000 the squared error is 2/3 and stays it; cross-entropy moves enough.
    expect(isTooNarrowForF32(around(0, 0, 20, 1000))).toBe(false);
  });

  it('of a large batch is judged by some samples', () => {
    const samples = Array.from({ length: 10_001 }, (_, n) => ({
      origin: [Math.sin(n), 0],
      du: [1, 0],
      dv: [0, 1],
      target: n % 2,
    }));
    const batch = (width: number) =>
      parseExperiment({ version: 1, map: 'affine', samples, window: { u: [1, 1 + width], v: [0, width] } });
    expect([1, 1e-9].map((width) => isTooNarrowForF32(batch(width)))).toEqual([false, true]);
  });
});

describe('relative values', () => {
  const values = Array.from({ length: 1001 }, (_, n) => 20 + 1e-9 * n);
  const own = range(...values);
  const reference = referenceFor(own)!;

  it('are there for narrow and constant surfaces only', () => {
    expect(referenceFor(range(1, 2))).toBeUndefined();
    expect(referenceFor(range(0, 0))).toBeUndefined();
    expect(referenceFor(range())).toBeUndefined();
    expect(referenceFor(range(1, 1))).toBeDefined();
  });

  it('are apart in f32 where the values are not', () => {
    expect(new Set(values.map(Math.fround)).size).toBe(2);
    for (const logarithm of [false, true]) {
      const relative = values.map((value) => Math.fround(relativeTo(reference, value, logarithm)));
      expect(new Set(relative).size).toBe(1001);
      expect(relative).toEqual([...relative].sort((a, b) => a - b));
    }
  });

  it.each(['linear', 'symlog'] as const)('below zero stand where they stand on a %s scale', (kind) => {
    const below = values.map((value) => -value);
    const ownBelow = range(...below);
    const referenceBelow = referenceFor(ownBelow)!;
    for (const drawn of [ownBelow, unionOfRanges(ownBelow, range(-19.999, -20.001))]) {
      const scale = makeScale(kind, drawn);
      const { offset, slope } = relativeScale(referenceBelow, ownBelow, scale);
      const relative = below.map((value) =>
        Math.fround(relativeTo(referenceBelow, value, kind !== 'linear')),
      );
      expect(new Set(relative).size).toBe(1001);
      for (const [n, value] of below.entries()) {
        const at = Math.fround(offset) + Math.fround(slope) * relative[n]!;
        expect(Math.abs(at - scale.position(value))).toBeLessThan(1e-5);
      }
    }
  });

  it('keep what is undefined and what is infinite', () => {
    expect([NaN, Infinity].map((value) => relativeTo(reference, value, true))).toEqual([NaN, Infinity]);
  });

  it.each(SCALE_KINDS)('stand where the values stand on a %s scale, a panel by itself or both', (kind) => {
    for (const drawn of [
      own,
      unionOfRanges(own, range(1e-3, 60)),
      unionOfRanges(own, range(19.999, 20.001)),
    ]) {
      const scale = makeScale(kind, drawn);
      const { offset, slope } = relativeScale(reference, own, scale);
      for (const value of values) {
        const at =
          Math.fround(offset) +
          Math.fround(slope) * Math.fround(relativeTo(reference, value, kind !== 'linear'));
        expect(Math.abs(at - scale.position(value))).toBeLessThan(1e-5);
      }
    }
  });

  it('of a surface that turns out wider than its reference stand right too', () => {
    const wide = range(19.5, 21);
    const scale = makeScale('linear', wide);
    const { offset, slope } = relativeScale(reference, wide, scale);
    for (const value of [19.5, 20, 20.3, 21]) {
      expect(offset + slope * relativeTo(reference, value, false)).toBeCloseTo(scale.position(value), 9);
    }
  });
});

describe('ranges', () => {
  const surface = (...value: number[]) => {
    const zeros = new Float64Array(value.length);
    return surfaceRange(Float64Array.from(value), zeros, zeros);
  };

  it('lose what is only rounding', () => {
    expect(withoutNoise(surface(1, 1 + 8 * 2 ** -52)).value).toMatchObject({
      min: 1,
      max: 1,
      log2Min: 0,
      log2Max: 0,
    });
    expect(withoutNoise(surface(1, 1 + ULP))).toEqual(surface(1, 1 + ULP));
    expect(withoutNoise(surface(NaN))).toEqual(surface(NaN));
  });

  it('of two parts are those of the whole', () => {
    const all = [3, NaN, 2, 5, 2, 1, NaN, 1];
    for (let cut = 1; cut < all.length; cut++) {
      const joined = joinSurfaceRanges(surface(...all.slice(0, cut)), surface(...all.slice(cut)), cut);
      expect(joined).toEqual(surface(...all));
    }
  });
});
