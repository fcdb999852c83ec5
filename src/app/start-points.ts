/** A click on a plot, or Enter at the crosshair, drops a start of descents; on a start it takes it away. */
import { MOST_STARTS, type PlanePoint } from '../core/descent-settings.ts';
import type { Interval, PlaneWindow } from '../core/experiment.ts';
import { planeToPixel, type Rect } from '../render/layout.ts';
import type { Figure } from './figure.ts';

/** How near to a start a click means it, CSS px. */
const REACH = 9;
/** Coordinates are rounded to a decimal at most this part of the window's side, less than a pixel: links stay short. */
const PRECISION = 1e-4;
const MOST_DECIMALS = 20;

export interface StartsHost {
  /** The window that is drawn. */
  readonly window: () => PlaneWindow;
  readonly starts: () => readonly PlanePoint[];
  readonly change: (starts: readonly PlanePoint[]) => void;
  /** A click that would have dropped one more than there may be. */
  readonly onFull: () => void;
}

/** Starts follow the clicks on a figure's plot. */
export function dropStarts(figure: Figure, host: StartsHost): void {
  /** What a click has changed, in case it is the first half of a double click. */
  let before: readonly PlanePoint[] | undefined;
  figure.container.addEventListener('click', (event) => {
    if (event.ctrlKey || event.shiftKey || event.altKey || event.metaKey) return;
    const point = figure.pointAt(event, host.window());
    if (!point) return;
    if (event.detail > 1) {
      if (before) host.change(before);
      before = undefined;
      return;
    }
    before = toggleStart(point, figure.layout.plot, host);
  });
}

/**
 * Drops a start at a point of the plane, or takes away what is within reach of it on a plot of this size.
 * @returns the starts as they were; undefined if there was no room for another
 */
export function toggleStart(
  { u, v }: { readonly u: number; readonly v: number },
  plot: Rect,
  host: StartsHost,
): readonly PlanePoint[] | undefined {
  const window = host.window();
  const starts = host.starts();
  const [x, y] = planeToPixel(plot, window, u, v);
  const kept = starts.filter(([startU, startV]) => {
    const [startX, startY] = planeToPixel(plot, window, startU, startV);
    return Math.hypot(startX - x, startY - y) > REACH;
  });
  if (kept.length === starts.length && starts.length === MOST_STARTS) {
    host.onFull();
    return undefined;
  }
  const added = [rounded(window.u, u), rounded(window.v, v)] as const;
  host.change(kept.length < starts.length ? kept : [...starts, added]);
  return starts;
}

function rounded([low, high]: Interval, x: number): number {
  const decimals = Math.ceil(-Math.log10(PRECISION * (high - low)));
  return Number(x.toFixed(Math.min(MOST_DECIMALS, Math.max(0, decimals))));
}
