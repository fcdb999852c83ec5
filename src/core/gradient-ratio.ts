/**
 * Left against right: the norm of the left surface's gradient over that of the right one's. There is a largest and a
 * smallest ratio that can be told: where a norm is too small for its numbers, it counts as zero.
 */
import { rangeOfValues, type ValueRange } from './scale.ts';
import { NEGLIGIBLE } from './ulp.ts';

/**
 * Norms below this count as zero. f32: below it the numbers from the GPU are held to an absolute error only. f64: with
 * room above for the ratio with the largest norm that there is.
 */
export const VANISHING = { f32: NEGLIGIBLE, f64: 2 ** -960 } as const;

/** log2 of what stands for a ratio beyond every number, where the right norm is zero: above that of every f64 number. */
export const BEYOND_LOG2 = 1024;

/** Stands for that ratio itself: finite, since infinite values have a colour of their own. f32: in quantity.wgsl. */
export const BEYOND_RATIO = Number.MAX_VALUE;
const BEYOND_RATIO_F32 = Math.fround(3e38);

/**
 * The ratio of norms at each point: 0 where the left one counts as zero, BEYOND_RATIO where the right one does, and NaN,
 * undefined, where both do or one of them is undefined.
 * @param vanishing as `VANISHING` has it for the evaluator of these numbers
 */
export function gradientRatios(
  left: { readonly du: ArrayLike<number>; readonly dv: ArrayLike<number> },
  right: { readonly du: ArrayLike<number>; readonly dv: ArrayLike<number> },
  vanishing: number,
): Float64Array {
  const ratios = new Float64Array(left.du.length);
  for (let n = 0; n < ratios.length; n++) {
    const a = Math.hypot(left.du[n]!, left.dv[n]!);
    const b = Math.hypot(right.du[n]!, right.dv[n]!);
    ratios[n] = ratioOf(a < vanishing ? 0 : a, b < vanishing ? 0 : b);
  }
  return ratios;
}

function ratioOf(a: number, b: number): number {
  if (!Number.isFinite(a + b) || (a === 0 && b === 0)) return NaN;
  return b === 0 ? BEYOND_RATIO : a / b;
}

/** The range of ratios: its logarithms are of those that can be told, its ends say whether there are others too. */
export function rangeOfRatios(ratios: Float64Array): ValueRange {
  const told = rangeOfValues(ratios.map((ratio) => (ratio === BEYOND_RATIO ? NaN : ratio)));
  const { min, max } = rangeOfValues(ratios);
  return { ...told, min, max };
}

/** Whether there are ratios beyond the ends of every scale: of a zero on the left, of a zero on the right. */
export function beyondScale({ min, max }: ValueRange): readonly [below: boolean, above: boolean] {
  return [min === 0, max === BEYOND_RATIO || max === BEYOND_RATIO_F32];
}
