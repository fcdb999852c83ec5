/** Numbers as CSV and JSON write them: the shortest text that reads back as the same number. */

const SMALLEST_NORMAL_F32 = 2 ** -126;
/** Within these a power of ten that turns a few digits into an integer is at most 1e22, and so exact in f64. */
const EXACT_SCALING = { from: 1e-14, below: 1e15 } as const;

const POWERS_OF_TEN = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

const single = new Float32Array(1);
const singleBits = new Uint32Array(single.buffer);

/** `nan`, `inf`, `-inf`, else the shortest decimal that reads back as `x` in f64; the sign of -0 is kept. */
export function shortestF64(x: number): string {
  return Number.isFinite(x) && x !== 0 ? String(x) : specialText(x);
}

/** As `shortestF64`, for an f32: the fewest digits that read back as `x` when rounded to f32. */
export function shortestF32(x: number): string {
  if (!Number.isFinite(x) || x === 0) return specialText(x);
  const magnitude = Math.abs(x);
  const atPowerOfTwo = isPowerOfTwo(x);
  const scalable = magnitude >= EXACT_SCALING.from && magnitude < EXACT_SCALING.below;
  // Six digits or fewer name at most one normal f32: the nearest such decimal is the shortest once its zeros go.
  for (let digits = magnitude < SMALLEST_NORMAL_F32 ? 1 : 6; digits < 9; digits++) {
    const nearest = scalable ? roundToDigits(x, digits) : Number(x.toPrecision(digits));
    if (Math.fround(nearest) === x) return String(nearest);
    const above = atPowerOfTwo ? nextDecimal(x, digits) : nearest;
    if (Math.fround(above) === x) return String(above);
  }
  return String(Number(x.toPrecision(9)));
}

/** As `Number(x.toPrecision(digits))`, without the detour over text: a file has millions of numbers. */
function roundToDigits(x: number, digits: number): number {
  const magnitude = Math.abs(x);
  const power = digits - 1 - Math.floor(Math.log10(magnitude));
  const ten = POWERS_OF_TEN[Math.abs(power)]!;
  return Math.sign(x) * (power < 0 ? Math.round(magnitude / ten) * ten : Math.round(magnitude * ten) / ten);
}

/** JSON has no NaN and no infinities: `null`, `"inf"` and `"-inf"`. */
export function jsonNumber(x: number): number | string | null {
  if (Number.isFinite(x)) return x;
  return Number.isNaN(x) ? null : specialText(x);
}

function specialText(x: number): string {
  if (Number.isNaN(x)) return 'nan';
  if (x === 0) return Object.is(x, -0) ? '-0' : '0';
  return x > 0 ? 'inf' : '-inf';
}

/** Below a power of two the numbers lie closer than above it: the nearest decimal may miss where the next does not. */
function isPowerOfTwo(x: number): boolean {
  single[0] = x;
  return (singleBits[0]! & 0x7f_ffff) === 0;
}

/** The decimal of `digits` digits that follows the nearest one, away from zero. */
function nextDecimal(x: number, digits: number): number {
  const [mantissa, exponent] = x.toExponential(digits - 1).split('e');
  const next = Math.abs(Number(mantissa!.replace('.', ''))) + 1;
  return Math.sign(x) * Number(`${next}e${Number(exponent) - digits + 1}`);
}
