/** Numbers as text for people: a real minus sign, no padding zeros, exponents where a plain number would be unreadable. */

const MINUS = '−'; // U+2212, as wide as a digit; d3-format writes the same
const LOG10_2 = Math.log10(2);

/**
 * `x` to `significant` digits (1 to 100), without zeros at the end: plain from 1e-4 up to 1e6, else with an exponent.
 * `20.0000000021`, `2.061154e−9`, `0`, `undefined` for NaN, `∞`, `−∞`.
 */
export function formatNumber(x: number, significant: number): string {
  if (Number.isNaN(x)) return 'undefined';
  if (!Number.isFinite(x)) return x > 0 ? '∞' : `${MINUS}∞`;
  if (x === 0) return '0';
  const sign = x < 0 ? MINUS : '';
  const [mantissa = '', exponentText = ''] = Math.abs(x)
    .toExponential(significant - 1)
    .split('e');
  const exponent = Number(exponentText); // after rounding: 999999.9 to 3 digits is 1e6
  if (exponent < -4 || exponent >= 6) return `${sign}${trimZeros(mantissa)}e${formatInteger(exponent)}`;
  const decimals = Math.max(0, significant - 1 - exponent);
  // Through the mantissa, so that digits beyond `significant` become zeros: 123456 to 2 digits is 120000.
  return sign + trimZeros(Number(`${mantissa}e${exponent}`).toFixed(Math.min(decimals, 100)));
}

/** `12.3 ms`; from ten seconds on `14.2 s`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 10_000) return `${formatNumber(milliseconds, 3)} ms`;
  return `${formatNumber(milliseconds / 1000, 3)} s`;
}

/** 2^log2Value as `formatNumber` writes it, also where the power itself is too small or too large for a double. */
export function formatLog2(log2Value: number, significant: number): string {
  const power = 2 ** log2Value;
  if (Math.abs(log2Value) < 1020 || !Number.isFinite(log2Value)) return formatNumber(power, significant);
  const log10Value = log2Value * LOG10_2;
  let exponent = Math.floor(log10Value);
  let mantissa = (10 ** (log10Value - exponent)).toFixed(Math.max(0, significant - 1));
  if (Number(mantissa) >= 10) {
    mantissa = '1';
    exponent++;
  }
  return `${trimZeros(mantissa)}e${formatInteger(exponent)}`;
}

/** A whole number with a real minus sign. */
export function formatInteger(n: number): string {
  return n < 0 ? `${MINUS}${-n}` : `${n}`;
}

function trimZeros(decimal: string): string {
  return decimal.includes('.') ? decimal.replace(/\.?0+$/, '') : decimal;
}
