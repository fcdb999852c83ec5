/**
 * Layout of one figure: a square plot with its axes and a colourbar, as large as its box allows. Pure, in CSS px, y
 * downwards; edges of the plot and the bar lie on device pixels when the box does.
 */
import type { PlaneWindow } from '../core/experiment.ts';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface FigureLayout {
  /** Everything that is drawn, labels included: what a title is aligned with. */
  readonly bounds: Rect;
  /** Square. */
  readonly plot: Rect;
  readonly bar: Rect;
}

/** Room around the plot for labels in 11 px text, CSS px. Fixed, so that a plot does not move when its labels change. */
export const GUTTERS = {
  /** Half a line: the label of the topmost tick. */
  top: 8,
  /** Ticks, and labels of up to 38 px: −1000. */
  left: 46,
  bottom: 24,
  /** Between plot and colourbar. */
  bar: 12,
  barWidth: 12,
  /** Ticks, and labels of up to 46 px: 2.5e−9. */
  right: 54,
} as const;

/**
 * @param width @param height of the box, CSS px
 * @param pixelRatio device px per CSS px
 * The figure is centred sideways and stands at the top. In a box too small for any plot it is one device pixel.
 */
export function layoutFigure(width: number, height: number, pixelRatio: number): FigureLayout {
  const snap = (length: number): number => Math.round(length * pixelRatio) / pixelRatio;
  const [top, left, bottom, right] = [
    snap(GUTTERS.top),
    snap(GUTTERS.left),
    snap(GUTTERS.bottom),
    snap(GUTTERS.right),
  ];
  const [barGap, barWidth] = [snap(GUTTERS.bar), snap(GUTTERS.barWidth)];
  const beside = left + barGap + barWidth + right;
  const available = Math.min(width - beside, height - top - bottom);
  // The slack keeps 300.0000001 px of a snapped box from losing a pixel to rounding.
  const size = Math.max(1, Math.floor(available * pixelRatio + 1e-6)) / pixelRatio;
  const x = Math.max(0, snap((width - beside - size) / 2));
  const plot = { x: snap(x + left), y: top, width: size, height: size };
  return {
    bounds: { x, y: 0, width: size + beside, height: size + top + bottom },
    plot,
    bar: { x: snap(plot.x + size + barGap), y: top, width: barWidth, height: size },
  };
}

/** Where the plane's point is on screen. The window's edges are the plot's edges; v grows upwards. */
export function planeToPixel(plot: Rect, window: PlaneWindow, u: number, v: number): [x: number, y: number] {
  const across = (u - window.u[0]) / (window.u[1] - window.u[0]);
  const up = (v - window.v[0]) / (window.v[1] - window.v[0]);
  return [plot.x + across * plot.width, plot.y + (1 - up) * plot.height];
}

/** The plane's point under a pixel; also outside the plot. Exact at the window's edges. */
export function pixelToPlane(plot: Rect, window: PlaneWindow, x: number, y: number): [u: number, v: number] {
  return [mix(window.u, (x - plot.x) / plot.width), mix(window.v, (plot.y + plot.height - y) / plot.height)];
}

function mix([low, high]: readonly [number, number], t: number): number {
  return t === 1 ? high : low + t * (high - low);
}

/** Whether a pixel lies on the plot, edges included. */
export function isInside(plot: Rect, x: number, y: number): boolean {
  return x >= plot.x && x <= plot.x + plot.width && y >= plot.y && y <= plot.y + plot.height;
}
