import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, formatLog2, formatNumber } from '../../src/core/format.ts';

describe('formatNumber', () => {
  it.each([
    [2.0611536e-9, 7, '2.061154e−9'],
    [20.0000000021, 12, '20.0000000021'],
    [Math.LN2, 9, '0.693147181'],
    [-1000, 6, '−1000'],
    [0.5, 9, '0.5'],
    [123456, 2, '120000'],
    [999999.9, 6, '1e6'],
    [999999.4, 6, '999999'],
    [1e6, 3, '1e6'],
    [1e-4, 3, '0.0001'],
    [9.999e-5, 4, '9.999e−5'],
    [9.999e-5, 2, '0.0001'],
    [-1.5e300, 3, '−1.5e300'],
    [5e-324, 2, '4.9e−324'],
    [0.1, 17, '0.10000000000000001'],
    [0, 5, '0'],
    [-0, 5, '0'],
    [NaN, 5, 'undefined'],
    [Infinity, 5, '∞'],
    [-Infinity, 5, '−∞'],
  ])('writes %d to %i digits as %s', (x, significant, text) => {
    expect(formatNumber(x, significant)).toBe(text);
  });

  it('is right to half a unit of its last digit, and never holds a hyphen', () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: 1, max: 17 }),
        (x, digits) => {
          const text = formatNumber(x, digits);
          expect(text).not.toContain('-');
          expect(Number(text.replaceAll('−', '-'))).toBe(Number(x.toPrecision(digits)) + 0);
        },
      ),
    );
  });
});

describe('formatLog2', () => {
  it.each([
    [0, 4, '1'],
    [-1, 4, '0.5'],
    [-400, 3, '3.87e−121'],
    [-4000, 4, '7.586e−1205'],
    [3000, 3, '1.23e903'],
    [-Infinity, 3, '0'],
    [NaN, 3, 'undefined'],
    [-2000 * Math.log2(10), 3, '1e−2000'],
  ])('writes 2^%d to %i digits as %s', (log2Value, significant, text) => {
    expect(formatLog2(log2Value, significant)).toBe(text);
  });
});

describe('formatDuration', () => {
  it.each([
    [0.0123, '0.0123 ms'],
    [12.34, '12.3 ms'],
    [9994, '9990 ms'],
    [9999, '10000 ms'],
    [14_200, '14.2 s'],
    [3_600_000, '3600 s'],
  ])('%d milliseconds are %s', (milliseconds, text) => {
    expect(formatDuration(milliseconds)).toBe(text);
  });
});
