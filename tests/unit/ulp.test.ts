import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { f32Spacing, NEGLIGIBLE, ulpError } from '../../src/core/ulp.ts';

/** The next larger f32 of a positive one. */
function nextF32(x: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, x);
  view.setUint32(0, view.getUint32(0) + 1);
  return view.getFloat32(0);
}

const normalF32 = fc.float({ min: Math.fround(2 ** -100), max: Math.fround(2 ** 100), noNaN: true });

describe('spacing', () => {
  it('is exact at every power of two, and just below', () => {
    for (let exponent = -126; exponent <= 127; exponent++) {
      const power = 2 ** exponent;
      expect(f32Spacing(power)).toBe(2 ** (exponent - 23));
      expect(f32Spacing(power * (1 - 2 ** -53))).toBe(2 ** (exponent - 24));
      expect(f32Spacing(power * (1 + 2 ** -52))).toBe(2 ** (exponent - 23));
    }
  });

  it('is the distance to the next f32', () => {
    fc.assert(
      fc.property(normalF32, (x) => {
        expect(f32Spacing(x)).toBe(nextF32(x) - x);
      }),
    );
  });
});

describe('error', () => {
  it('of the next f32 is one', () => {
    fc.assert(
      fc.property(normalF32, (x) => {
        expect(ulpError(nextF32(x), x, x)).toBe(1);
      }),
    );
    fc.assert(
      fc.property(normalF32, (x) => {
        expect(ulpError(-nextF32(x), -x, x)).toBe(1);
      }),
    );
  });

  it('of a rounded number is at most a half', () => {
    const numbers = fc.double({ min: 1e-30, max: 1e30, noNaN: true });
    fc.assert(
      fc.property(numbers, (x) => {
        expect(ulpError(Math.fround(x), x, x)).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it('of the number itself is none', () => {
    for (const x of [0, 1, -3e-39, 1e300, NEGLIGIBLE]) expect(ulpError(x, x, 1)).toBe(0);
    expect(ulpError(-0, 0, 1)).toBe(0);
  });

  it('is counted at the scale, not at the number', () => {
    expect(ulpError(2 ** -20 + 2 ** -23, 2 ** -20, 1)).toBe(1);
    expect(ulpError(2 ** -20 + 2 ** -23, 2 ** -20, 8)).toBe(1 / 8);
  });

  it('of infinity is infinite', () => {
    expect(ulpError(Infinity, 1, 1)).toBe(Infinity);
  });

  it('is none where a tiny truth is flushed, and not where it is not tiny', () => {
    expect(ulpError(0, NEGLIGIBLE / 2, NEGLIGIBLE / 2)).toBe(0);
    expect(ulpError(0, -NEGLIGIBLE / 2, 0)).toBe(0);
    expect(ulpError(0, 1e-300, 1e-300)).toBe(0);
    expect(ulpError(0, NEGLIGIBLE, NEGLIGIBLE)).toBe(2 ** 23);
    expect(ulpError(2 ** -100, 0, 0)).toBe(2 ** (-100 + 118 + 23));
  });
});
