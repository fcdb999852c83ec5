/** Decimal numbers as an integer and a power of ten, so that labels are exact: three times 0.1 is written 0.3. */
import { formatInteger } from './format.ts';

/** digits * 10^power; `digits` is a safe integer. */
export interface Decimal {
  readonly digits: number;
  readonly power: number;
}

/** The nearest double. */
export function numberOf({ digits, power }: Decimal): number {
  return Number(`${digits}e${power}`);
}

/** x * 10^power, rounded once, also where 10^power itself is no double. */
export function timesTenTo(x: number, power: number): number {
  const [mantissa, exponent] = x.toExponential().split('e');
  return Number(`${mantissa}e${Number(exponent) + power}`);
}

/** The power of ten of the first significant digit of x > 0, forgiving the last bits: 0.0999999999999998 gives -1. */
export function leadingPower(x: number): number {
  return Number(x.toExponential(6).split('e')[1]);
}

/** Without an exponent, and with all digits down to 10^power: 50 at power -2 is `0.50`. Zero is `0`. */
export function plainText({ digits, power }: Decimal): string {
  if (digits === 0) return '0';
  const sign = digits < 0 ? '−' : '';
  const text = `${Math.abs(digits)}`;
  if (power >= 0) return sign + text + '0'.repeat(power);
  const padded = text.padStart(1 - power, '0');
  return `${sign}${padded.slice(0, power)}.${padded.slice(power)}`;
}

/** With an exponent and no zeros at the end: `1.5e−8`. Zero is `0`. */
export function exponentialText({ digits, power }: Decimal): string {
  if (digits === 0) return '0';
  const text = `${Math.abs(digits)}`;
  const significant = text.replace(/0+$/, '');
  const mantissa = significant.length > 1 ? `${significant[0]}.${significant.slice(1)}` : significant;
  return `${digits < 0 ? '−' : ''}${mantissa}e${formatInteger(power + text.length - 1)}`;
}

/** Plain where the first digit stands from 10^lowest to 10^highest, else with an exponent. */
export function decimalText(decimal: Decimal, lowest = -4, highest = 5): string {
  const lead = decimal.power + `${Math.abs(decimal.digits)}`.length - 1;
  return lead >= lowest && lead <= highest ? plainText(decimal) : exponentialText(decimal);
}

/** The roundest number within [low, high], 0 < high - low: the multiple of the largest power of ten, nearest the middle. */
export function roundestIn(low: number, high: number): Decimal {
  const middle = low + (high - low) / 2;
  const first = leadingPower(Math.max(Math.abs(low), Math.abs(high), Number.MIN_VALUE));
  let nearest: Decimal = { digits: 0, power: 0 };
  // Fifteen digits are what a safe integer holds; the numbers of a narrower window are all alike in them.
  for (let power = first + 1; power > first - 15; power--) {
    nearest = { digits: Math.round(timesTenTo(middle, -power)), power };
    const value = numberOf(nearest);
    if (value >= low && value <= high) break;
  }
  return nearest;
}
