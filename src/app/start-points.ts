/** A click on a plot drops a start of descents; a click on a start takes it away. */
import { MOST_STARTS, type PlanePoint } from '../core/descent-settings.ts';
import type { Interval, PlaneWindow } from '../core/experiment.ts';
import { planeToPixel } from '../render/layout.ts';
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

export function dropStarts(figure: Figure, host: StartsHost): void {
  /** What a click has changed, in case it is the first half of a double click. */
  let before: readonly PlanePoint[] | undefined;
  figure.container.addEventListener('click', (event) => {
    if (event.ctrlKey || event.shiftKey || event.altKey || event.metaKey) return;
    const window = host.window();
    const point = figure.pointAt(event, window);
    if (!point) return;
    if (event.detail > 1) {
      if (before) host.change(before);
      before = undefined;
      return;
    }
    const starts = host.starts();
    const { plot } = figure.layout;
    const [x, y] = planeToPixel(plot, window, point.u, point.v);
    const kept = starts.filter(([u, v]) => {
      const [startX, startY] = planeToPixel(plot, window, u, v);
      return Math.hypot(startX - x, startY - y) > REACH;
    });
    before = undefined;
    if (kept.length === starts.length && starts.length === MOST_STARTS) {
      host.onFull();
      return;
    }
    before = starts;
    host.change(
      kept.length < starts.length
        ? kept
        : [...starts, [rounded(window.u, point.u), rounded(window.v, point.v)] as const],
    );
  });
}

function rounded([low, high]: Interval, x: number): number {
  const decimals = Math.ceil(-Math.log10(PRECISION * (high - low)));
  return Number(x.toFixed(Math.min(MOST_DECIMALS, Math.max(0, decimals))));
}
