/** The axes of a plot: outline, ticks, labels and names. */
import type { Interval, PlaneWindow } from '../core/experiment.ts';
import { axisTicks, type TickRoom, type TickSet } from '../core/ticks.ts';
import { captionRuns, drawRuns, placeCaption, runsWidth } from './caption.ts';
import type { FigureLayout, Rect } from './layout.ts';
import {
  drawLabel,
  hairline,
  LABEL_SIZE,
  labelFont,
  NAME_SIZE,
  outline,
  type Pen,
  textWidth,
  tickEdge,
} from './pen.ts';

/** CSS px. */
const TICK = { length: 4, gapToLabel: 4 } as const;
/** From the edge of a plot or a bar to the labels beside it, CSS px. */
export const BESIDE = TICK.length + TICK.gapToLabel;
/** Distance between ticks to aim at, the same across and up, so that a square window has square ticks. */
const SPACING = 76;
/** Least distance of neighbouring labels, side by side and one over the other. */
const LABEL_GAP = { across: 12, up: 5 } as const;
/** Between labels and a caption beside them. */
const CAPTION_GAP = 5;
/** Height of a line of labels. */
const LINE = LABEL_SIZE + 1;

/** Draws both axes of `layout.plot`; `names` are such as "z₁". Nothing is drawn inside the plot. */
export function drawAxes(
  pen: Pen,
  { plot, bounds }: FigureLayout,
  window: PlaneWindow,
  names: { readonly u: string; readonly v: string },
): void {
  outline(pen, plot);
  drawHorizontalTicks(pen, plot, bounds, window.u, names.u, SPACING);
  drawVerticalTicks(pen, plot, bounds, {
    side: 'left',
    name: names.v,
    spacing: SPACING,
    ticksIn: (room) => axisTicks(window.v, room),
  });
}

/** Height of the line below the labels of a horizontal axis that a caption may have for itself. */
export const CAPTION_LINE = LINE + 3;

/**
 * Ticks along the lower edge of `plot`, with labels and caption below it; `spacing` is the distance to aim at.
 * @param ownLine whether the caption has a line of its own, CAPTION_LINE below the labels, and takes no room from them
 */
export function drawHorizontalTicks(
  pen: Pen,
  plot: Rect,
  bounds: Rect,
  interval: Interval,
  name: string,
  spacing: number,
  ownLine = false,
): void {
  const width = (label: string): number => textWidth(pen, labelFont(pen.theme), label);
  const left = plot.x - bounds.x;
  const { set, captionAt } = placeCaption(
    {
      length: plot.width,
      before: left,
      after: bounds.x + bounds.width - (plot.x + plot.width),
      extent: width,
      // As on the vertical axis, so that both are labelled in the same way.
      isShort: (label) => width(label) <= left - BESIDE,
      gap: LABEL_GAP.across,
      spacing,
    },
    (room) => axisTicks(interval, room),
    (ticks) => (ownLine ? 0 : runsWidth(pen, captionRuns(name, ticks, pen.theme))),
  );
  const bottom = plot.y + plot.height;
  const labelY = bottom + BESIDE + LABEL_SIZE / 2;
  for (const { position, label, labelAt } of set.ticks) {
    pen.context.fillStyle = pen.theme.line;
    pen.context.fillRect(tickEdge(pen, plot.x, plot.width, position), bottom, hairline(pen), TICK.length);
    drawLabel(pen, label, plot.x + labelAt, labelY, 0.5, bounds.width);
  }
  const runs = captionRuns(name, set, pen.theme);
  if (ownLine) drawRuns(pen, runs, plot.x + plot.width / 2, labelY + CAPTION_LINE, false);
  else if (captionAt !== null) drawRuns(pen, runs, plot.x + captionAt, labelY, false);
}

interface VerticalTicks {
  /** The side of the rectangle that the ticks are on; labels reach from there to the bounds. */
  readonly side: 'left' | 'right';
  readonly name: string;
  /** Whether the name is left out where labels are the values themselves. */
  readonly nameOnlyReduced?: boolean;
  /** Whether the caption stands over the rectangle, at its right end, and takes no room from the labels. */
  readonly captionAbove?: boolean;
  /** Distance between ticks to aim at. */
  readonly spacing: number;
  readonly ticksIn: (room: TickRoom) => TickSet;
}

/** Ticks along a side of `rect`, with labels and caption in the column between it and `bounds`. */
export function drawVerticalTicks(pen: Pen, rect: Rect, bounds: Rect, axis: VerticalTicks): void {
  const { context, theme } = pen;
  const outwards = axis.side === 'left' ? -1 : 1;
  const edge = axis.side === 'left' ? rect.x : rect.x + rect.width;
  const outer = axis.side === 'left' ? bounds.x : bounds.x + bounds.width;
  const labelX = edge + outwards * BESIDE;
  const column = Math.abs(outer - labelX);
  const bottom = rect.y + rect.height;
  const labelWidth = (label: string): number => textWidth(pen, labelFont(theme), label);
  const captionWidth = (set: TickSet): number => runsWidth(pen, captionRuns(axis.name, set, theme));

  const widestLabel = (set: TickSet): number =>
    Math.max(0, ...set.ticks.map(({ label }) => labelWidth(label)));

  /** Above if that is asked for; upright if it is no wider than labels may be; turned beside the labels if they leave a line free; else among them. */
  function captionPlace(set: TickSet): 'none' | 'above' | 'upright' | 'beside' | 'among' {
    if (axis.nameOnlyReduced && !set.offset && !set.unit) return 'none';
    if (axis.captionAbove) return 'above';
    if (captionWidth(set) <= column) return 'upright';
    return column - widestLabel(set) >= LINE + CAPTION_GAP && captionWidth(set) <= rect.height
      ? 'beside'
      : 'among';
  }

  const { set, captionAt } = placeCaption(
    {
      length: rect.height,
      before: LINE / 2,
      after: rect.y - bounds.y,
      extent: () => LINE,
      isShort: (label) => labelWidth(label) <= column,
      gap: LABEL_GAP.up,
      spacing: axis.spacing,
    },
    axis.ticksIn,
    (ticks) => {
      const place = captionPlace(ticks);
      return place === 'upright' ? NAME_SIZE : place === 'among' ? captionWidth(ticks) : 0;
    },
  );
  for (const { position, label, labelAt } of set.ticks) {
    context.fillStyle = theme.line;
    const from = Math.min(edge, edge + outwards * TICK.length);
    context.fillRect(from, tickEdge(pen, rect.y, rect.height, 1 - position), TICK.length, hairline(pen));
    drawLabel(pen, label, labelX, bottom - labelAt, axis.side === 'left' ? 1 : 0, column);
  }

  const runs = captionRuns(axis.name, set, theme);
  const place = captionPlace(set);
  if (place === 'above') {
    const x = rect.x + rect.width - captionWidth(set) / 2;
    drawRuns(pen, runs, x, rect.y - LINE / 2 - CAPTION_GAP / 2, false);
  } else if (place === 'beside') {
    const x = labelX + outwards * (widestLabel(set) + CAPTION_GAP + LINE / 2);
    drawRuns(pen, runs, x, bottom - rect.height / 2, true);
  } else if (place === 'upright' && captionAt !== null) {
    drawRuns(pen, runs, labelX + (outwards * captionWidth(set)) / 2, bottom - captionAt, false);
  } else if (place === 'among' && captionAt !== null) {
    drawRuns(pen, runs, labelX + (outwards * LINE) / 2, bottom - captionAt, true);
  }
}
