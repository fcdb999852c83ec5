/**
 * Deep zoom: where a surface varies by only a few steps of f32, its picture would be a staircase. There the f64
 * evaluator takes over, and the buffers that layers read hold each value relative to a reference: the difference to
 * one of the surface's own values, in a unit of about the size of its range, which f32 holds to seven digits.
 */
import type { Experiment } from './experiment.ts';
import { classCount } from './experiment.ts';
import { columnU, rowV } from './grid.ts';
import { PointEvaluator } from './point-evaluator.ts';
import { rangeOfValues, type Scale, type ValueRange } from './scale.ts';
import type { SurfaceRange } from './surface-range.ts';
import { f32Spacing } from './ulp.ts';

/** Fewer steps of f32 than this, and the kernel's errors of some steps show among a palette's 256 colours. */
const ENOUGH_STEPS = 4096;
/** Fewer steps of f64 than this are its own rounding: the surface is constant as far as anybody can tell. */
const FLAT_STEPS = 64;
/** Spacing of f64 numbers as a part of that of f32. */
const F64_SPACING = 2 ** -29;

/** Whether a range is a constant, to within f64's own rounding. */
export function isFlat({ min, max }: ValueRange): boolean {
  return max - min <= FLAT_STEPS * F64_SPACING * f32Spacing(Math.max(Math.abs(min), Math.abs(max)));
}

/** Whether f64 tells values apart that f32 does not: those of the range themselves, or their logarithms. */
export function isNarrow(range: ValueRange): boolean {
  if (isFlat(range)) return false;
  if (steps(range.min, range.max) < ENOUGH_STEPS) return true;
  return range.min > 0 && steps(range.log2Min, range.log2Max) < ENOUGH_STEPS;
}

/**
 * Whether no wider range around this one is narrow. Twice the steps are enough: the spacing doubles at most, unless
 * the size does, and then half of it is the range.
 */
function staysWide({ min, max, log2Min, log2Max }: ValueRange): boolean {
  if (!(steps(min, max) >= 2 * ENOUGH_STEPS)) return false;
  return min <= 0 || steps(log2Min, log2Max) >= 2 * ENOUGH_STEPS;
}

/** How many steps of f32 there are from `low` to `high`. */
function steps(low: number, high: number): number {
  return (high - low) / f32Spacing(Math.max(Math.abs(low), Math.abs(high)));
}

/** The range with what is only rounding taken away: a constant has one value. */
export function withoutNoise(surface: SurfaceRange): SurfaceRange {
  const { value } = surface;
  if (!isFlat(value)) return surface;
  return { ...surface, value: { ...value, max: value.min, log2Max: value.log2Min } };
}

/** Points a side, and numbers of samples, that are looked at to tell whether a window is narrow. */
const PROBE_SIDE = 9;
const PROBE_NUMBERS = 4000;

/**
 * Whether the kernel's f32 has too few distinct values for this window, of either loss. Decided before anything is
 * drawn, from a few points in f64, so that no staircase is ever seen; of large batches, from some of their samples.
 */
export function isTooNarrowForF32(experiment: Experiment): boolean {
  const most = Math.max(1, Math.floor(PROBE_NUMBERS / classCount(experiment)));
  const evaluator = new PointEvaluator(someSamples(experiment, most));
  const grid = { width: PROBE_SIDE, height: PROBE_SIDE, window: experiment.window };
  const values: [number[], number[]] = [[], []];
  for (let j = 0; j < PROBE_SIDE; j++) {
    for (let i = 0; i < PROBE_SIDE; i++) {
      evaluator.updateJets(columnU(grid, i), rowV(grid, j), 1);
      values[0].push(evaluator.field(0, 'value'));
      values[1].push(evaluator.field(1, 'value'));
    }
    // More points change nothing then, and of many samples each of them takes a while.
    if (values.every((panel) => staysWide(rangeOfValues(panel)))) return false;
  }
  return values.some((panel) => isNarrow(rangeOfValues(panel)));
}

/** At most `most` samples, evenly taken. */
function someSamples(experiment: Experiment, most: number): Experiment {
  const stride = Math.ceil(experiment.samples.length / most);
  if (stride === 1) return experiment;
  const samples = experiment.samples.filter((_, n) => n % stride === 0);
  return { ...experiment, samples } as Experiment;
}

/** What relative values are counted from and in. */
export interface Reference {
  /** A value of the surface, of either sign but not zero: values that are alike lie on one side of zero. */
  readonly value: number;
  readonly unit: number;
  /** The unit of logarithms to base 2, of what the values measure without their sign. */
  readonly log2Unit: number;
}

/** The reference for a surface of about this range, or undefined where f32 holds the values themselves well enough. */
export function referenceFor(range: ValueRange): Reference | undefined {
  const size = Math.max(Math.abs(range.min), Math.abs(range.max));
  if (!(size > 0) || !(isNarrow(range) || isFlat(range))) return undefined;
  const unit = Math.max(range.max - range.min, FLAT_STEPS * F64_SPACING * f32Spacing(size));
  return { value: range.min, unit, log2Unit: signedLog2(unit, range.min) };
}

/** How far `difference` above `value` is on an axis of sign(x) log2 |x|, which rises on both sides of zero. */
function signedLog2(difference: number, value: number): number {
  return Math.sign(value) * Math.log1p(difference / value) * Math.LOG2E;
}

/** A value, or by `logarithm` its logarithm (of a negative value: minus that of its size), relative to the reference; NaN and infinity stay. */
export function relativeTo(reference: Reference, value: number, logarithm: boolean): number {
  const difference = value - reference.value;
  if (!logarithm) return difference / reference.unit;
  return signedLog2(difference, reference.value) / reference.log2Unit;
}

/**
 * Where relative values stand on a colour scale: at offset + slope t. Exact on linear and log scales; a symlog scale is
 * one of logarithms where all values are alike, to a thousandth of the range.
 * @param range the surface's own, also where the scale's is wider
 */
export function relativeScale(
  reference: Reference,
  range: ValueRange,
  scale: Scale,
): { readonly offset: number; readonly slope: number } {
  const logarithm = scale.kind !== 'linear';
  const [low, high] = [range.min, range.max].map((value) => relativeTo(reference, value, logarithm));
  const [bottom, top] = [scale.position(range.min), scale.position(range.max)];
  const slope = high! > low! ? (top - bottom) / (high! - low!) : 0;
  return { offset: bottom - slope * low!, slope };
}
