/** What the ranges of a surface read like: its values, the norm of its gradient, where the minimum is. */
import { formatLog2, formatNumber } from '../core/format.ts';
import { columnU, type Grid, rowV } from '../core/grid.ts';
import type { StepsSummary } from '../core/steps-map.ts';
import type { SurfaceRange } from '../core/surface-range.ts';
import { formatPoint } from './names.ts';
import type { Shown, ShownRanges } from './painter.ts';
import { type PaintedRange, quantityText } from './quantity-text.ts';
import type { ShowingLayer } from './shown-words.ts';
import { type Language, text } from './texts.ts';

/** Significant digits of ranges: few, more where the ends are close, no more than f32 or f64 has. */
const RANGE_DIGITS = 3;
const READABLE_DIGITS = 6;
const MOST_RANGE_DIGITS = { webgpu: 9, cpu: 17 } as const;
/** Characters of a coordinate that fit on the range line. */
const LONGEST_COORDINATE = 9;
/** Between the parts of the range line. */
export const BETWEEN = '  ·  ';
/** Values below this power of two are zero in f32. */
const FLUSHED_LOG2 = -120;

/** A range and the grid that it was taken over. */
export interface RangedGrid {
  readonly grid: Grid;
  readonly range: SurfaceRange;
  readonly backend: Shown['backend'];
  /** What the heatmap shows. */
  readonly painted?: PaintedRange | undefined;
  /** What shows that; undefined where nothing does. */
  readonly shownBy?: ShowingLayer | undefined;
}

/** The ends of both ranges, and how the range line says them. */
export interface RangeTexts {
  readonly min: string;
  readonly max: string;
  readonly gmin: string;
  readonly gmax: string;
  readonly values: string;
  readonly norms: string;
}

/** A loss is never negative, so what was flushed to 0 may be told from its logarithm. */
export function rangeTexts({ range: { value, norm }, backend }: RangedGrid): RangeTexts {
  const most = MOST_RANGE_DIGITS[backend];
  const digits = digitsApart(value.min, value.max, most);
  const normDigits = digitsApart(norm[0], norm[1], most);
  const formatValue = (x: number, log2: number) =>
    x === 0 && log2 < FLUSHED_LOG2 ? formatLog2(log2, RANGE_DIGITS) : formatNumber(x, digits);
  const [min, max] = [formatValue(value.min, value.log2Min), formatValue(value.max, value.log2Max)];
  const [gmin, gmax] = norm.map((x) => formatNumber(x, normDigits));
  // Ends with all their digits would not fit on a line: the first and the difference tell as much.
  const difference = formatNumber(value.max - value.min, RANGE_DIGITS);
  const values =
    digits > READABLE_DIGITS
      ? `${formatNumber(value.min, READABLE_DIGITS)} + (0 … ${difference})`
      : between(min, max, formatNumber(value.min, most));
  const norms =
    normDigits > READABLE_DIGITS
      ? `≈ ${formatNumber(norm[0], READABLE_DIGITS)}`
      : between(gmin!, gmax!, formatNumber(norm[0], most));
  return { min, max, gmin: gmin!, gmax: gmax!, values, norms };
}

/** Both ends, or the one number that they are; `exact` has all its digits and tells whether some are left out. */
function between(low: string, high: string, exact: string): string {
  if (low !== high) return `${low} … ${high}`;
  return low === exact ? low : `≈ ${low}`;
}

/** Enough digits to tell two numbers apart, if they are two. */
function digitsApart(low: number, high: number, most: number): number {
  let digits = RANGE_DIGITS;
  while (low !== high && digits < most && formatNumber(low, digits) === formatNumber(high, digits))
    digits += 1;
  return digits;
}

/** The parts of the range line, in their order: values, gradient, minimum, what is undefined. */
export function rangeParts(ranged: RangedGrid, language: Language): string[] {
  const { grid, range } = ranged;
  if (range.minIndex < 0) return range.infiniteCount > 0 ? [] : [text('undefinedEverywhere', language)];
  const { values, norms } = rangeTexts(ranged);
  const [u, v] = formatPoint(grid.window, minimumOf(ranged));
  // What the colours show, where they show something else, comes first: the end of a long line is not seen.
  const painted = ranged.painted && quantityText(ranged.painted, language);
  const steps = stepsOf(ranged);
  if (steps) return [...stepsParts(steps, grid, language), `L ${values}`];
  const isCurvature = ranged.painted?.quantity === 'lambda_min';
  const parts = painted === undefined || isCurvature ? [values] : [painted, `L ${values}`];
  if (!Number.isNaN(range.norm[0])) parts.push(`|∇| ${norms}`);
  if (painted !== undefined && isCurvature) parts.push(painted);
  if (range.undefinedCount > 0) {
    const percent = (100 * range.undefinedCount) / (grid.width * grid.height);
    parts.push(text('undefinedPart', language, { share: `${formatNumber(percent, 2)} %` }));
  }
  // Coordinates with all the digits of a deep zoom would take a second line, and move the plots.
  if (Math.max(u.length, v.length) <= LONGEST_COORDINATE) parts.push(text('minimumAt', language, { u, v }));
  return parts;
}

/** Of the panel, where the heatmap shows steps. */
export function stepsOf({ painted }: RangedGrid): StepsSummary | undefined {
  return painted?.notes.steps?.[painted.panel];
}

function stepsParts({ min, max, stopped }: StepsSummary, grid: Grid, language: Language): string[] {
  const parts: string[] = [];
  if (!Number.isNaN(min)) {
    const [low, high] = [min, max].map((steps) => steps.toLocaleString(language));
    parts.push(text('stepsRange', language, { range: between(low!, high!, low!) }));
  }
  if (stopped > 0) {
    const percent = (100 * stopped) / (grid.width * grid.height);
    parts.push(text('stepsStopped', language, { share: `${formatNumber(percent, 2)} %` }));
  }
  return parts;
}

/** What marks over the plots go by: of a map of steps, points that never learn, and no minimum. */
export function markedRange(
  {
    surfaces,
    steps,
  }: { readonly surfaces: ShownRanges['surfaces']; readonly steps?: ShownRanges['steps'] | undefined },
  panel: 0 | 1,
): SurfaceRange {
  const range = surfaces[panel];
  return steps ? { ...range, infiniteCount: steps[panel].never, minIndex: -1 } : range;
}

/** How many points have the colour that is on no scale: infinite, or never learning; undefined where none do. */
export function infiniteText(ranged: RangedGrid, language: Language): string | undefined {
  const { range } = ranged;
  const steps = stepsOf(ranged);
  if (steps) {
    return steps.never === 0
      ? undefined
      : text('stepsNever', language, { n: steps.never.toLocaleString(language) });
  }
  if (range.infiniteCount === 0) return undefined;
  return text('infiniteAt', language, { n: range.infiniteCount.toLocaleString(language) });
}

/** The grid point of the smallest value. */
export function minimumOf({ grid, range }: Pick<RangedGrid, 'grid' | 'range'>): [u: number, v: number] {
  return [columnU(grid, range.minIndex % grid.width), rowV(grid, Math.floor(range.minIndex / grid.width))];
}
