/** The axes of a surface in space: along the edges of its box, outside of all that is drawn in it. Text stays level and crisp. */
import { colourbarTicks } from '../core/colourbar-ticks.ts';
import type { PlaneWindow } from '../core/experiment.ts';
import type { Scale } from '../core/scale.ts';
import { axisTicks, type TickRoom, type TickSet } from '../core/ticks.ts';
import { captionRuns, drawRuns, runsWidth } from './caption.ts';
import { type FigureLayout, isInside, type Rect } from './layout.ts';
import { type Camera, FLOOR, HEIGHT, type Point3, project } from './orbit-camera.ts';
import {
  drawLabel,
  hairline,
  LABEL_SIZE,
  labelFont,
  NAME_SIZE,
  outline,
  type Pen,
  textWidth,
} from './pen.ts';

/** CSS px. */
const TICK = 4;
const LABEL_GAP = 4;
const NAME_GAP = 5;
const LINE = LABEL_SIZE + 1;
/** Distance between ticks to aim at. */
const SPACING = 46;
/** An edge that looks shorter is no axis. */
const SHORTEST = 48;
/** Least distance between texts. */
const APART = { x: 4, y: 2 } as const;

interface Edge {
  readonly from: Point3;
  readonly to: Point3;
  readonly name: string;
  readonly ticksIn: (room: TickRoom) => TickSet;
  /** Where along the edge, 0 to 1, a position of a tick stands. */
  readonly along: (position: number) => number;
}

/** What the axes count. */
export interface SpaceAxes {
  readonly window: PlaneWindow;
  /** Such as "z₁". */
  readonly names: { readonly u: string; readonly v: string; readonly height: string };
  /** The vertical scale; undefined before it is known. */
  readonly scale: Scale | undefined;
}

/** Draws the near edges of the box with ticks, labels and names, as far as the plot shows them. */
export function drawSpaceAxes(pen: Pen, layout: FigureLayout, camera: Camera, axes: SpaceAxes): void {
  const cutOff = isCutOff(camera, layout.plot);
  if (cutOff) outline(pen, layout.plot);
  const texts = new Texts(layout, cutOff);
  const edges = edgesOf(camera, layout.plot, axes);
  for (const edge of edges) drawEdge(pen, layout.plot, camera, edge, texts);
}

/** Whether the box reaches beyond the plot, whose edge then has to be seen. */
function isCutOff(camera: Camera, plot: Rect): boolean {
  return [-0.5, 0.5].some((x) =>
    [-0.5, 0.5].some((y) =>
      [FLOOR, HEIGHT].some((z) => !isInside(plot, ...firstTwo(project(camera, plot, [x, y, z])))),
    ),
  );
}

function distanceFromMiddle(camera: Camera, plot: Rect, point: Point3): number {
  const [x, y] = project(camera, plot, point);
  return Math.hypot(x - (plot.x + plot.width / 2), y - (plot.y + plot.height / 2));
}

function firstTwo([x, y]: Point3): [number, number] {
  return [x, y];
}

function edgesOf(camera: Camera, plot: Rect, { window, names, scale }: SpaceAxes): Edge[] {
  const { eye } = camera;
  const [x, y] = [eye[0] >= 0 ? 0.5 : -0.5, eye[1] >= 0 ? 0.5 : -0.5];
  // From high above the walls lean outwards, and their upper edges are the outermost.
  const outermost = (x: number, y: number): number => {
    const [floor, top] = [FLOOR, HEIGHT].map((z) => distanceFromMiddle(camera, plot, [x, y, z]));
    return top! > floor! ? HEIGHT : FLOOR;
  };
  const [zOfU, zOfV] = [outermost(0, y), outermost(x, 0)];
  const even = (position: number) => position;
  const edges: Edge[] = [];
  // The upright edge that stands farthest to the left, away from the colourbar.
  const corners = [
    [-0.5, -0.5],
    [0.5, -0.5],
    [-0.5, 0.5],
    [0.5, 0.5],
  ] as const;
  const leftness = ([a, b]: readonly [number, number]) => project(camera, plot, [a, b, HEIGHT / 2])[0];
  const [left] = [...corners].sort((a, b) => leftness(a) - leftness(b));
  if (scale) {
    edges.push({
      from: [left![0], left![1], FLOOR],
      to: [left![0], left![1], HEIGHT],
      name: names.height,
      ticksIn: (room) => colourbarTicks(scale, room),
      along: (position) => (position * HEIGHT - FLOOR) / (HEIGHT - FLOOR),
    });
  }
  edges.push(
    {
      from: [-0.5, y, zOfU],
      to: [0.5, y, zOfU],
      name: names.u,
      ticksIn: (room) => axisTicks(window.u, room),
      along: even,
    },
    {
      from: [x, -0.5, zOfV],
      to: [x, 0.5, zOfV],
      name: names.v,
      ticksIn: (room) => axisTicks(window.v, room),
      along: even,
    },
  );
  return edges;
}

function drawEdge(pen: Pen, plot: Rect, camera: Camera, edge: Edge, texts: Texts): void {
  const { context, theme } = pen;
  const at = (along: number): Point3 => {
    const [from, to] = [edge.from, edge.to];
    return [0, 1, 2].map((axis) => from[axis]! + along * (to[axis]! - from[axis]!)) as [
      number,
      number,
      number,
    ];
  };
  const place = (along: number) => project(camera, plot, at(along));
  const [start, end] = [place(0), place(1)];
  const [dx, dy] = [end[0] - start[0], end[1] - start[1]];
  const length = Math.hypot(dx, dy);
  if (length < SHORTEST) return;
  context.save();
  context.beginPath();
  context.rect(plot.x, plot.y, plot.width, plot.height);
  context.clip();
  context.beginPath();
  context.moveTo(start[0], start[1]);
  context.lineTo(end[0], end[1]);
  context.lineWidth = hairline(pen);
  context.strokeStyle = theme.line;
  context.stroke();
  context.restore();

  // Outwards: away from the middle of the box.
  const middle = project(camera, plot, [0, 0, (HEIGHT + FLOOR) / 2]);
  const side = -dy * (start[0] - middle[0]) + dx * (start[1] - middle[1]) >= 0 ? 1 : -1;
  const [outX, outY] = [(-dy / length) * side, (dx / length) * side];
  const font = labelFont(theme);
  const [slantX, slantY] = [Math.abs(dx) / length, Math.abs(dy) / length];
  // Along a slanting edge a text takes what its box does, seen in that direction, until neighbours are one over the other.
  const extent = (label: string) =>
    Math.min(textWidth(pen, font, label) / Math.max(slantX, 1e-6), LINE / Math.max(slantY, 1e-6));
  const set = edge.ticksIn({
    length,
    before: length,
    after: length,
    extent,
    isShort: (label) => label.length <= 7,
    gap: 4,
    spacing: SPACING,
  });
  let farthest = TICK + LABEL_GAP;
  for (const { position, label } of set.ticks) {
    const [x, y] = place(edge.along(position));
    if (!texts.isOnPlot(x, y)) continue;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + TICK * outX, y + TICK * outY);
    context.lineWidth = hairline(pen);
    context.strokeStyle = theme.line;
    context.stroke();
    const width = textWidth(pen, font, label);
    const reach = TICK + LABEL_GAP;
    const box = boxBeside(x + reach * outX, y + reach * outY, outX, outY, width, LINE);
    farthest = Math.max(farthest, reach + Math.abs(outX) * width + Math.abs(outY) * LINE);
    if (!texts.take(box)) continue;
    drawLabel(pen, label, box.x, box.y + LINE / 2, 0, width);
  }
  const runs = captionRuns(edge.name, set, theme);
  const width = runsWidth(pen, runs);
  const reach = farthest + NAME_GAP;
  for (const along of [0.5, 0.65, 0.35, 0.8, 0.2, 0.95]) {
    const [x, y] = place(along);
    if (!texts.isOnPlot(x, y)) continue;
    const box = boxBeside(x + reach * outX, y + reach * outY, outX, outY, width, NAME_SIZE);
    if (!texts.take(box)) continue;
    drawRuns(pen, runs, box.x + width / 2, box.y + NAME_SIZE / 2, false);
    return;
  }
}

/** The box of a text of this size that stands beside (x, y) in a direction. */
function boxBeside(x: number, y: number, outX: number, outY: number, width: number, height: number): Rect {
  return {
    x: x + ((outX - 1) / 2) * width,
    y: y + ((outY - 1) / 2) * height,
    width,
    height,
  };
}

/** Keeps texts apart, and inside the figure without its colourbar. */
class Texts {
  private readonly plot: Rect;
  private readonly room: Rect;
  private readonly taken: Rect[] = [];
  /** Whether the plot's edge is drawn: no text stands on it. */
  private readonly outlined: boolean;

  constructor({ plot, bounds, bar }: FigureLayout, outlined: boolean) {
    this.plot = plot;
    this.outlined = outlined;
    this.room = { ...bounds, width: bar.x - bounds.x - APART.x };
  }

  isOnPlot(x: number, y: number): boolean {
    return isInside(this.plot, x, y);
  }

  /** Whether there is room for a text, which then is taken. */
  take(box: Rect): boolean {
    const { room, taken, plot, outlined } = this;
    if (outlined && meets(box, plot) && !isWithin(box, plot)) return false;
    if (!isWithin(box, room) || taken.some((other) => meets(box, other))) return false;
    taken.push(box);
    return true;
  }
}

/** Whether texts in two boxes would be too near to each other. */
function meets(a: Rect, b: Rect): boolean {
  return (
    a.x < b.x + b.width + APART.x &&
    b.x < a.x + a.width + APART.x &&
    a.y < b.y + b.height + APART.y &&
    b.y < a.y + a.height + APART.y
  );
}

function isWithin(box: Rect, room: Rect): boolean {
  return (
    box.x >= room.x &&
    box.x + box.width <= room.x + room.width &&
    box.y >= room.y &&
    box.y + box.height <= room.y + room.height
  );
}
