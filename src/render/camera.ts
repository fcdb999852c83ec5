/** The window that a gesture leads to: pure functions from window to window. */
import type { Interval, PlaneWindow } from '../core/experiment.ts';

/** Of a window: from -10,000 to 10,000. */
const LARGEST_SIDE = 2e4;
/** Of the size of the coordinates, and of 1: f64 still has a thousand numbers between two points of a grid there. */
const SMALLEST_SIDE = 1e-9;

/** How a window is looked at: `scale` times as close, and shifted. */
export interface View {
  readonly scale: number;
  /** Where the base's lower left corner stands, in sides of the plot; up is positive. */
  readonly left: number;
  readonly bottom: number;
}

/** The part of the plane that a view of `base` shows. */
export function viewedWindow(base: PlaneWindow, { scale, left, bottom }: View): PlaneWindow {
  return { u: viewedInterval(base.u, scale, left), v: viewedInterval(base.v, scale, bottom) };
}

function viewedInterval([low, high]: Interval, scale: number, start: number): Interval {
  const side = high - low;
  const from = low - (start / scale) * side;
  return [from, from + side / scale];
}

/** The smallest and the largest scale of views of `base`. */
export function scaleLimits({ u, v }: PlaneWindow): readonly [least: number, most: number] {
  const limits = [u, v].map(([low, high]) => {
    const side = high - low;
    const smallest = SMALLEST_SIDE * Math.max(1, Math.abs(low), Math.abs(high));
    return [Math.min(1, side / LARGEST_SIDE), Math.max(1, side / smallest)] as const;
  });
  return [Math.max(...limits.map(([least]) => least)), Math.min(...limits.map(([, most]) => most))];
}
