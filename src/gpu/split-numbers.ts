/** f64 numbers as sums of f32 numbers, and exponentials as mantissa and power of two, for the axis tables. */
import { StructLayout } from './struct-layout.ts';

/** Logit in numerics.wgsl. */
export const LOGIT = new StructLayout({ hi: 'f32', mid: 'f32', lo: 'f32' });

// ln 2 in two parts; the first has 33 bits, so that its product with a table's exponent is exact.
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/** Mantissas up to 1.42 in units of its reciprocal have 12 bits. */
export const HIGH_PART = 2 ** 11;

/** The power of two nearest to exp(x). */
export function exponentOfExp(x: number): number {
  return Math.round(x * Math.LOG2E);
}

/** exp(x) / 2^exponent, within [0.7, 1.42] for `exponentOfExp(x)`. */
export function mantissaOfExp(x: number, exponent: number): number {
  return Math.exp(x - exponent * LN2_HIGH - exponent * LN2_LOW);
}

/** Writes x = hi + mid + lo, all its 53 bits, at index `at` and the two after it. */
export function writeLogit(out: Float32Array, at: number, x: number): void {
  const high = Math.fround(x);
  const middle = Math.fround(x - high);
  out[at] = high;
  out[at + 1] = middle;
  out[at + 2] = x - high - middle;
}

/** x as the sum of two f32 numbers. */
export function splitPair(x: number): readonly [number, number] {
  const high = Math.fround(x);
  return [high, x - high];
}
