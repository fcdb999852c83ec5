/** Descents over a plot: the line of a trajectory, a ring at its start and a dot where it has come to. */
import type { Trajectory } from '../core/descent-race.ts';
import type { PlanePoint } from '../core/descent-settings.ts';
import type { PlaneWindow } from '../core/experiment.ts';
import { planeToPixel, type Rect } from './layout.ts';
import type { Pen } from './pen.ts';
import { startColour } from './start-colours.ts';
import { MARK } from './theme.ts';

/** CSS px; `edge` is what the dark edge adds on either side. */
const LINE = { width: 2, edge: 1.25 } as const;
const START = { radius: 4.5, line: 2 } as const;
const END = { radius: 3.5 } as const;
/** A line goes on at the first point that is as far from the last, CSS px. */
const STEP = 1;
/** Longer lines, of descents that jump to and fro, are left out from here on; their end is still drawn. */
const MOST_SEGMENTS = 1500;
/** Canvases lose lines whose ends are too far away, CSS px. */
const FARTHEST = 1e5;

export interface DrawnDescent {
  readonly start: PlanePoint;
  /** Undefined while it is being computed. */
  readonly trajectory: Trajectory | undefined;
  /** The last step that is drawn; undefined: all of them. */
  readonly upTo?: number | undefined;
}

type Pixel = readonly [x: number, y: number];

/** Draws within the plot only: what lies outside the window is not seen. Each has the colour of its place in the list. */
export function drawDescents(
  pen: Pen,
  plot: Rect,
  window: PlaneWindow,
  descents: readonly DrawnDescent[],
): void {
  const { context } = pen;
  const toPixel = (u: number, v: number): Pixel => {
    const [x, y] = planeToPixel(plot, window, u, v);
    return [near(x), near(y)];
  };
  context.save();
  context.beginPath();
  context.rect(plot.x, plot.y, plot.width, plot.height);
  context.clip();
  context.lineJoin = 'round';
  context.lineCap = 'round';
  for (const [n, { trajectory, upTo }] of descents.entries()) {
    if (trajectory) drawLine(pen, trajectory, pointsOf(trajectory, upTo), toPixel, startColour(n));
  }
  // Over all lines, which may end in the same place.
  for (const [n, { start, trajectory, upTo }] of descents.entries()) {
    const colour = startColour(n);
    const last = trajectory && lastPoint(trajectory, pointsOf(trajectory, upTo));
    const isUnderWay = upTo !== undefined;
    // Where a descent is on its way stands over its start, which it may not have left yet.
    if (last && !isUnderWay) drawEnd(pen, toPixel(...last), colour);
    drawStart(pen, toPixel(...start), colour);
    if (last && isUnderWay) drawEnd(pen, toPixel(...last), colour);
  }
  context.restore();
}

function drawLine(
  { context }: Pen,
  { u, v }: Trajectory,
  points: number,
  toPixel: (u: number, v: number) => Pixel,
  colour: string,
): void {
  let [x, y] = toPixel(u[0]!, v[0]!);
  let segments = 0;
  context.beginPath();
  context.moveTo(x, y);
  for (let n = 1; n < points && segments < MOST_SEGMENTS; n++) {
    if (!Number.isFinite(u[n]!) || !Number.isFinite(v[n]!)) break;
    const [nextX, nextY] = toPixel(u[n]!, v[n]!);
    if (Math.hypot(nextX - x, nextY - y) < STEP && n < points - 1) continue;
    [x, y] = [nextX, nextY];
    context.lineTo(x, y);
    segments += 1;
  }
  strokeDescent(context, colour);
}

/** Strokes the current path as the line of a descent. */
export function strokeDescent(context: Pen['context'], colour: string): void {
  context.strokeStyle = MARK.dark;
  context.lineWidth = LINE.width + 2 * LINE.edge;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = LINE.width;
  context.stroke();
}

export function drawEnd({ context }: Pen, [x, y]: Pixel, colour: string): void {
  context.beginPath();
  context.arc(x, y, END.radius, 0, 2 * Math.PI);
  context.strokeStyle = MARK.dark;
  context.lineWidth = 2 * LINE.edge;
  context.stroke();
  context.fillStyle = colour;
  context.fill();
}

export function drawStart({ context }: Pen, [x, y]: Pixel, colour: string): void {
  context.beginPath();
  context.arc(x, y, START.radius, 0, 2 * Math.PI);
  context.fillStyle = MARK.dark;
  context.fill();
  context.strokeStyle = MARK.dark;
  context.lineWidth = START.line + 2 * LINE.edge;
  context.stroke();
  context.strokeStyle = colour;
  context.lineWidth = START.line;
  context.stroke();
}

/** How many points there are up to a step, which a descent that ended before it does not have. */
export function pointsOf({ u }: Trajectory, upTo: number | undefined): number {
  return upTo === undefined ? u.length : Math.min(u.length, upTo + 1);
}

/** The last of so many points that has a place on the plane; and which of them that is. */
function lastPoint(trajectory: Trajectory, points: number): PlanePoint | undefined {
  const n = lastIndex(trajectory, points);
  return n === undefined ? undefined : [trajectory.u[n]!, trajectory.v[n]!];
}

export function lastIndex({ u, v }: Trajectory, points: number): number | undefined {
  for (let n = points - 1; n >= 0; n--) {
    if (Number.isFinite(u[n]!) && Number.isFinite(v[n]!)) return n;
  }
  return undefined;
}

function near(pixel: number): number {
  return Math.min(FARTHEST, Math.max(-FARTHEST, pixel));
}
