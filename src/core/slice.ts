/** Slices through both surfaces along an axis of the plane: values, slopes and curvatures on one line, in f64. */
import { classCount, type Experiment, type PlaneWindow } from './experiment.ts';
import { gridCoordinate } from './grid.ts';
import type { Jet } from './jet.ts';
import type { PointEvaluator } from './point-evaluator.ts';

/** A row goes along u at one v, a column along v at one u. */
export const SLICE_DIRECTIONS = ['row', 'column'] as const;
export type SliceDirection = (typeof SLICE_DIRECTIONS)[number];

/** One loss on the slice, n numbers each; NaN where it is undefined. */
export interface SlicedLoss {
  readonly value: Float64Array;
  /** First and second derivative along the slice. */
  readonly first: Float64Array;
  readonly second: Float64Array;
}

export interface Slice {
  /** The n coordinates along the slice, evenly spaced over the window, its ends included. */
  readonly coordinates: Float64Array;
  /** Left and right loss. */
  readonly losses: readonly [SlicedLoss, SlicedLoss];
}

/** Enough for a smooth line; an odd count, so that the middle of the window is one of the points. */
const MOST_POINTS = 301;
const FEWEST_POINTS = 61;
/** Numbers of all samples, times points, that are worth the wait. */
const MOST_WORK = 300_000;

/** How many points a slice of this experiment should have: fewer where each is the sum of many samples. */
export function slicePoints(experiment: Experiment): number {
  const affordable = Math.floor(MOST_WORK / (experiment.samples.length * classCount(experiment)));
  const half = Math.floor((Math.min(MOST_POINTS, Math.max(FEWEST_POINTS, affordable)) - 1) / 2);
  return 2 * half + 1;
}

/** Where a slice goes that nobody has placed: through 0 if that is in the window, else through the middle. */
export function defaultPlace(window: PlaneWindow, direction: SliceDirection): number {
  const [low, high] = direction === 'row' ? window.v : window.u;
  return low <= 0 && high >= 0 ? 0 : low + (high - low) / 2;
}

/**
 * Evaluates a slice point by point and some samples at a time, so that a caller may pause in between.
 * @param window what the slice runs across
 * @param at the coordinate that stays: v of a row, u of a column
 * @param count points along the slice, at least 2
 */
export function* sliceSteps(
  evaluator: PointEvaluator,
  window: PlaneWindow,
  direction: SliceDirection,
  at: number,
  count: number,
): Generator<undefined, Slice> {
  const interval = direction === 'row' ? window.u : window.v;
  const coordinates = Float64Array.from({ length: count }, (_, n) => gridCoordinate(interval, count, n));
  const losses = [emptyLoss(count), emptyLoss(count)] as const;
  for (const [n, coordinate] of coordinates.entries()) {
    const [u, v] = direction === 'row' ? [coordinate, at] : [at, coordinate];
    const jets = yield* evaluator.jetSteps(u, v, 2);
    for (const panel of [0, 1] as const) {
      const { value, first, second } = alongSlice(jets[panel], direction);
      losses[panel].value[n] = value;
      losses[panel].first[n] = first;
      losses[panel].second[n] = second;
    }
  }
  return { coordinates, losses };
}

/** What a slice has at the point of a jet of order 2. */
export function alongSlice(
  { value, du, dv, duu, dvv }: Jet,
  direction: SliceDirection,
): { value: number; first: number; second: number } {
  return direction === 'row' ? { value, first: du, second: duu } : { value, first: dv, second: dvv };
}

function emptyLoss(count: number): SlicedLoss {
  return {
    value: new Float64Array(count),
    first: new Float64Array(count),
    second: new Float64Array(count),
  };
}
