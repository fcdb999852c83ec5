/** Marks on a surface in space: descents, the crosshair's point, pins and the minimum; what is behind the surface is faint. */
import type { Trajectory } from '../core/descent-race.ts';
import type { PlanePoint } from '../core/descent-settings.ts';
import type { PlaneWindow } from '../core/experiment.ts';
import { clipSegment, pointWithin } from './clip-segment.ts';
import type { HeightMap } from './height-map.ts';
import type { Rect } from './layout.ts';
import { drawMinimum, drawPin } from './marks.ts';
import { type Camera, FLOOR, type Point3, project } from './orbit-camera.ts';
import { hairline, type Pen } from './pen.ts';
import { startColour } from './start-colours.ts';
import { MARK } from './theme.ts';
import { type DrawnDescent, drawEnd, drawStart, lastIndex, pointsOf, strokeDescent } from './trajectories.ts';

/** Opacity of what is hidden. */
const HIDDEN = 0.28;
/** CSS px; `edge` is what the dark edge adds on either side. */
const RING = { radius: 4.5, line: 2, edge: 1.25 } as const;
/** A line goes on at the first point that is as far from the last, CSS px; longer lines end after so many. */
const STEP = 2;
const MOST_SEGMENTS = 800;

/** A surface as marks stand on it. */
export interface MarkedSurface {
  readonly camera: Camera;
  readonly window: PlaneWindow;
  /** The height over a point of the plane, NaN where there is none. @param loss the loss there, where it is known */
  readonly heightOf: (u: number, v: number, loss?: number) => number;
  readonly map: HeightMap;
}

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly hidden: boolean;
}

/** Where a point of the plane stands on the surface; undefined outside the window, and where it has no height. */
function placed(surface: MarkedSurface, plot: Rect, u: number, v: number, loss?: number): Placed | undefined {
  const point = pointOn(surface, u, v, loss);
  if (!point) return undefined;
  const [x, y] = project(surface.camera, plot, point);
  return { x, y, hidden: surface.map.hides(surface.camera.eye, point) };
}

function pointOn({ window, heightOf }: MarkedSurface, u: number, v: number, loss?: number) {
  const across = (u - window.u[0]) / (window.u[1] - window.u[0]);
  const up = (v - window.v[0]) / (window.v[1] - window.v[0]);
  if (!(across >= 0 && across <= 1 && up >= 0 && up <= 1)) return undefined;
  const height = heightOf(u, v, loss);
  return Number.isNaN(height) ? undefined : ([across - 0.5, up - 0.5, height] satisfies Point3);
}

/** Draws within the plot only, as far as descents are played. Each has the colour of its place in the list. */
export function drawSpaceDescents(
  pen: Pen,
  plot: Rect,
  surface: MarkedSurface,
  descents: readonly DrawnDescent[],
): void {
  const { context } = pen;
  context.save();
  context.lineJoin = 'round';
  context.lineCap = 'round';
  for (const [n, { trajectory, upTo }] of descents.entries()) {
    if (trajectory) drawLine(pen, plot, surface, trajectory, pointsOf(trajectory, upTo), startColour(n));
  }
  for (const [n, { start, trajectory, upTo }] of descents.entries()) {
    const end = trajectory && endOf(surface, plot, trajectory, pointsOf(trajectory, upTo));
    const first = placed(surface, plot, ...start);
    const isUnderWay = upTo !== undefined;
    // Where a descent is on its way stands over its start, which it may not have left yet.
    if (end && !isUnderWay) drawDot(pen, end, startColour(n));
    if (first) drawRing(pen, first, startColour(n));
    if (end && isUnderWay) drawDot(pen, end, startColour(n));
  }
  context.restore();
}

function endOf(
  surface: MarkedSurface,
  plot: Rect,
  trajectory: Trajectory,
  points: number,
): Placed | undefined {
  const last = lastIndex(trajectory, points);
  if (last === undefined) return undefined;
  const { u, v, value } = trajectory;
  return placed(surface, plot, u[last]!, v[last]!, value[last]);
}

/** In stretches that are in sight, and others that are not; what is outside the window is cut off at its edges. */
function drawLine(
  { context }: Pen,
  plot: Rect,
  surface: MarkedSurface,
  { u, v, value }: Trajectory,
  points: number,
  colour: string,
): void {
  const { window } = surface;
  let stretch: Placed[] = [];
  let segments = 0;
  const finish = () => {
    if (stretch.length > 1) {
      context.globalAlpha = stretch[0]!.hidden ? HIDDEN : 1;
      context.beginPath();
      for (const { x, y } of stretch) context.lineTo(x, y);
      strokeDescent(context, colour);
      context.globalAlpha = 1;
    }
    stretch = [];
  };
  const add = (at: Placed | undefined) => {
    if (!at) {
      finish();
      return;
    }
    const last = stretch.at(-1);
    stretch.push(at);
    segments += 1;
    if (last && at.hidden !== last.hidden) {
      finish();
      stretch.push(at);
    }
  };
  /** Which point the line has come to. */
  let from = 0;
  add(placed(surface, plot, u[0]!, v[0]!, value[0]));
  for (let n = 1; n < points && segments < MOST_SEGMENTS; n++) {
    const at = placed(surface, plot, u[n]!, v[n]!, value[n]);
    const last = stretch.at(-1);
    if (at && last && Math.hypot(at.x - last.x, at.y - last.y) < STEP && n < points - 1) continue;
    const ends: readonly [PlanePoint, PlanePoint] = [
      [u[from]!, v[from]!],
      [u[n]!, v[n]!],
    ];
    from = n;
    const [start, end] = clipSegment(window, ...ends) ?? [];
    if (start === undefined || end === undefined) {
      finish();
      continue;
    }
    // The loss at an edge is not known, but the height of the surface is.
    const edge = (part: number) => placed(surface, plot, ...pointWithin(window, ...ends, part));
    if (start > 0) {
      finish();
      add(edge(start));
    }
    add(end < 1 ? edge(end) : at);
    if (end < 1) finish();
  }
  finish();
}

function drawDot(pen: Pen, { x, y, hidden }: Placed, colour: string): void {
  faintly(pen, hidden, () => drawEnd(pen, [x, y], colour));
}

function drawRing(pen: Pen, { x, y, hidden }: Placed, colour: string): void {
  faintly(pen, hidden, () => drawStart(pen, [x, y], colour));
}

/** A ring on the surface, and a dashed line from the floor under it. Where the surface is undefined, on the floor. */
export function drawSpaceCrosshair(pen: Pen, plot: Rect, surface: MarkedSurface, u: number, v: number): void {
  const { context } = pen;
  const at = placed(surface, plot, u, v);
  const under = placed({ ...surface, heightOf: () => FLOOR }, plot, u, v);
  if (!under) return;
  context.save();
  if (at) {
    context.globalAlpha = under.hidden ? HIDDEN : 1;
    context.beginPath();
    context.moveTo(under.x, under.y);
    context.lineTo(at.x, at.y);
    context.lineWidth = hairline(pen);
    context.strokeStyle = MARK.dark;
    context.stroke();
    context.setLineDash([4, 3]);
    context.strokeStyle = MARK.light;
    context.stroke();
    context.setLineDash([]);
  }
  const { x, y, hidden } = at ?? under;
  context.globalAlpha = hidden ? HIDDEN : 1;
  for (const [width, colour] of [
    [RING.line + 2 * RING.edge, MARK.dark],
    [RING.line, MARK.light],
  ] as const) {
    context.beginPath();
    context.arc(x, y, RING.radius, 0, 2 * Math.PI);
    context.lineWidth = width;
    context.strokeStyle = colour;
    context.stroke();
  }
  context.restore();
}

export function drawSpaceMinimum(
  pen: Pen,
  plot: Rect,
  surface: MarkedSurface,
  [u, v]: readonly [number, number],
): void {
  const at = placed(surface, plot, u, v);
  if (at) faintly(pen, at.hidden, () => drawMinimum(pen, at.x, at.y));
}

export function drawSpacePin(
  pen: Pen,
  plot: Rect,
  surface: MarkedSurface,
  { u, v, n }: { readonly u: number; readonly v: number; readonly n: number },
): void {
  const at = placed(surface, plot, u, v);
  if (at) faintly(pen, at.hidden, () => drawPin(pen, at.x, at.y, n));
}

function faintly({ context }: Pen, hidden: boolean, draw: () => void): void {
  context.save();
  context.globalAlpha = hidden ? HIDDEN : 1;
  draw();
  context.restore();
}
