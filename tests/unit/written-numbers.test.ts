import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonNumber, shortestF32, shortestF64 } from '../../src/core/written-numbers.ts';

const word = new Uint32Array(1);
const single = new Float32Array(word.buffer);

function f32OfBits(bits: number): number {
  word[0] = bits;
  return single[0]!;
}

/** Every f32 pattern is as likely as any other: subnormals, huge numbers, NaNs. */
const anyF32 = fc.integer({ min: 0, max: 2 ** 32 - 1 }).map(f32OfBits);
/** f32 numbers of the sizes that losses have. */
const ordinaryF32 = fc
  .tuple(fc.integer({ min: -(2 ** 24), max: 2 ** 24 }), fc.integer({ min: -60, max: 10 }))
  .map(([digits, power]) => Math.fround(digits * 2 ** power));

function significantDigits(text: string): number {
  const digits = text.replace(/e.*/, '').replace(/\D/g, '').replace(/^0+/, '').replace(/0+$/, '');
  return Math.max(1, digits.length);
}

/** The fewest digits that will do, by trying all decimals of each length that lie next to `x`. */
function fewestDigits(x: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const [mantissa, exponent] = Math.abs(x)
      .toExponential(digits - 1)
      .split('e');
    const nearest = Number(mantissa!.replace('.', ''));
    const power = Number(exponent) - digits + 1;
    for (const near of [nearest - 1, nearest, nearest + 1]) {
      if (Math.fround(Number(`${near}e${power}`)) === Math.abs(x)) return digits;
    }
  }
  return 9;
}

describe('shortestF32', () => {
  it.each([
    [0, '0'],
    [-0, '-0'],
    [Number.NaN, 'nan'],
    [Infinity, 'inf'],
    [-Infinity, '-inf'],
    [1, '1'],
    [-0.1, '-0.1'],
    [2 / 3, '0.6666667'],
    [1e-9, '1e-9'],
    [16_777_216, '16777216'],
    [3.402_823_5e38, '3.4028235e+38'],
    // Subnormals have fewer digits.
    [2 ** -149, '1e-45'],
    [2 ** -126, '1.1754944e-38'],
    // The decimal nearest to these powers of two reads back as the number below; the next one is as short and right.
    [2 ** -96, '1.2621775e-29'],
    [2 ** 87, '1.5474251e+26'],
    [-(2 ** 90), '-1.2379401e+27'],
  ])('%d is %s', (x, text) => {
    expect(shortestF32(Math.fround(x))).toBe(text);
  });

  it.each([
    ['of any bits', anyF32],
    ['of ordinary size', ordinaryF32],
  ] as const)('reads back, and nothing shorter does: %s', (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (x) => {
        if (!Number.isFinite(x) || x === 0) return;
        const text = shortestF32(x);
        expect(Math.fround(Number(text))).toBe(x);
        expect(significantDigits(text)).toBe(fewestDigits(x));
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('shortestF64', () => {
  it('reads back, the sign of zero too', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(Object.is(Number(shortestF64(x)), x)).toBe(true);
      }),
      { numRuns: 5000 },
    );
    expect([NaN, Infinity, -Infinity].map(shortestF64)).toEqual(['nan', 'inf', '-inf']);
  });
});

describe('jsonNumber', () => {
  it('has a place for everything that JSON has none for', () => {
    expect([1.5, NaN, Infinity, -Infinity].map(jsonNumber)).toEqual([1.5, null, 'inf', '-inf']);
  });
});
