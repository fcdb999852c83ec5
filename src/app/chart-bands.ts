/** The bands of a chart: which lines share a scale, and which stand one over the other on scales of their own. */
import { isFlat } from '../core/deep-zoom.ts';
import { makeScale, rangeOfValues, type Scale, unionOfRanges, type ValueRange } from '../core/scale.ts';

/** Free room above and below the lines, as a part of their range. */
const MARGIN = 0.05;
/** Between the bands of two lines that have one each, as a part of the height: room for the labels of both. */
const BAND_GAP = 0.12;
/** Height of a caption over a band and the label beside its end, CSS px; and no more than this part of the height. */
const CAPTIONED_GAP = { length: 24, most: 0.3 } as const;
/** The ticks of lines that change by less than this part of their size need a caption, to be told apart. */
const LEAST_CHANGE = 0.01;

/** A part of the chart's height with a scale of its own, from 0 at the bottom to 1. */
export interface Band {
  readonly from: number;
  readonly to: number;
  readonly scale: Scale;
}

export interface Bands {
  /** One of all lines, or one of each. */
  readonly list: readonly Band[];
  /** Whether there is room over each for what its labels are counted from and in. */
  readonly captioned: boolean;
}

export interface BandedLines {
  readonly lines: readonly { readonly y: Float64Array }[];
  readonly scale: 'linear' | 'log';
  /** Whether zero is always in sight. */
  readonly zero: boolean;
  /** Whether two lines may have scales of their own. */
  readonly apart?: boolean;
}

/**
 * On a linear scale, lines that may stand apart do, unless one of them is a constant. A log scale has room for losses
 * of any size, and there they compare. But where one scale of both would show nothing but flat lines, as in a deep
 * zoom, they always stand apart.
 * @param height of the chart's plot, CSS px
 */
export function bandsOf({ lines, scale, zero, apart }: BandedLines, height: number): Bands {
  const ranges = lines.map(({ y }) => {
    const range = rangeOfValues(y);
    return zero ? unionOfRanges(range, rangeOfValues([0])) : range;
  });
  const nothing = rangeOfValues(zero ? [0] : []);
  const all = ranges.reduce(unionOfRanges, nothing);
  // From the least to the most, with some room around.
  const scaled = (range: ValueRange) => makeScale(scale, withMargin(range));
  const isOwnScale = scale === 'linear' && ranges.every((range) => extent(range) > 0 && !isFlat(range));
  if (apart && ranges.length === 2 && (isOwnScale || hidesChange(ranges, all, scale))) {
    const [upper, lower] = ranges as [ValueRange, ValueRange];
    const captioned = !ranges.every(changes);
    const gap = captioned ? Math.min(CAPTIONED_GAP.length / height, CAPTIONED_GAP.most) : BAND_GAP;
    const list = [
      { from: (1 + gap) / 2, to: 1, scale: scaled(upper) },
      { from: 0, to: (1 - gap) / 2, scale: scaled(lower) },
    ];
    return { list, captioned };
  }
  return { list: [{ from: 0, to: 1, scale: scaled(all) }], captioned: false };
}

/** Whether lines that do change are all flat on one scale. */
function hidesChange(ranges: readonly ValueRange[], all: ValueRange, kind: 'linear' | 'log'): boolean {
  const { position } = makeScale(kind, all);
  return (
    ranges.some((range) => extent(range) > 0 && !isFlat(range)) &&
    ranges.every(({ min, max }) => Math.abs(position(max) - position(min)) < LEAST_CHANGE)
  );
}

function changes(range: ValueRange): boolean {
  return extent(range) > LEAST_CHANGE * Math.max(Math.abs(range.min), Math.abs(range.max));
}

/** NaN where nothing is defined. */
function extent({ min, max }: ValueRange): number {
  return max - min;
}

function withMargin({ min, max, log2Min, log2Max }: ValueRange): ValueRange {
  const margin = MARGIN * (max - min);
  const log2Margin = MARGIN * (log2Max - log2Min);
  return {
    min: min - margin,
    max: max + margin,
    log2Min: log2Min - log2Margin,
    log2Max: log2Max + log2Margin,
  };
}
