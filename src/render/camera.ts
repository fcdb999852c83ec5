/** The window that a gesture leads to: pure functions from window to window. */
import type { Interval, PlaneWindow } from '../core/experiment.ts';

/** Of a window: from -10,000 to 10,000. */
const LARGEST_SIDE = 2e4;
/** Of the size of the coordinates, and of 1: f64 still has a thousand numbers between two points of a grid there. */
const SMALLEST_SIDE = 1e-9;

/** Of the keyboard, across a window. */
const STEPS_ACROSS = 100;
/** Of a step: what is this near to the lattice of steps is on it, but for rounding. */
const LATTICE_ROUNDING = 1e-4;

interface PlanePoint {
  readonly u: number;
  readonly v: number;
}

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

/** The window `times` as close, within the limits, with the point `about` where it was on the plot. */
export function zoomedWindow(window: PlaneWindow, about: PlanePoint, times: number): PlaneWindow {
  const [least, most] = scaleLimits(window);
  const scale = Math.min(most, Math.max(least, times));
  const start = ([low, high]: Interval, at: number) => ((at - low) / (high - low)) * (1 - scale);
  return viewedWindow(window, { scale, left: start(window.u, about.u), bottom: start(window.v, about.v) });
}

/** The window moved by parts of its sides. */
export function pannedWindow({ u, v }: PlaneWindow, across: number, up: number): PlaneWindow {
  const moved = ([low, high]: Interval, part: number): Interval => {
    const by = part * (high - low);
    return [low + by, high + by];
  };
  return { u: moved(u, across), v: moved(v, up) };
}

export function middleOf({ u, v }: PlaneWindow): PlanePoint {
  return { u: u[0] + (u[1] - u[0]) / 2, v: v[0] + (v[1] - v[0]) / 2 };
}

export function isInWindow({ u, v }: PlaneWindow, at: PlanePoint): boolean {
  return at.u >= u[0] && at.u <= u[1] && at.v >= v[0] && at.v <= v[1];
}

/** The point moved by steps, each a hundredth of the window, and kept inside it. */
export function steppedPoint(window: PlaneWindow, from: PlanePoint, across: number, up: number): PlanePoint {
  return { u: stepped(window.u, from.u, across), v: stepped(window.v, from.v, up) };
}

function stepped([low, high]: Interval, from: number, steps: number): number {
  const place = STEPS_ACROSS * ((from - low) / (high - low)) + steps;
  // A point that was reached by steps stays on their lattice: there and back again is the same number.
  const nearest = Math.round(place);
  const to = Math.abs(place - nearest) < LATTICE_ROUNDING ? nearest : place;
  if (to <= 0) return low;
  return to >= STEPS_ACROSS ? high : low + ((high - low) * to) / STEPS_ACROSS;
}
