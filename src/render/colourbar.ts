/** The colourbar: the palette from the bottom of the scale to its top, with ticks in the scale's own way. */
import { colourbarTicks } from '../core/colourbar-ticks.ts';
import { CONTOUR, type ContourLevel } from '../core/contour-levels.ts';
import { colourAt } from '../core/palette.ts';
import type { Scale } from '../core/scale.ts';
import { BESIDE, drawVerticalTicks } from './axes.ts';
import type { FigureLayout, Rect } from './layout.ts';
import { drawLabel, hairline, LABEL_SIZE, outline, type Pen, snap } from './pen.ts';
import { CONTOUR_MARK } from './theme.ts';

/** Distance between ticks to aim at, CSS px; less than on axes, because colours are read off by eye. */
const SPACING = 34;

/** CSS px. */
const CAP = { height: 4, gap: 3 } as const;
/** No more than the gutter above a bar has, CSS px. */
const POINT_HEIGHT = 7;
/** The mark of a limit, CSS px: it begins beside the bar. */
const LIMIT = { height: 2, edge: 1, beyond: 5 } as const;

export interface ColourbarContent {
  /** The palette, as from `paletteTable`; without one the bar is empty. */
  readonly table: Uint8Array | undefined;
  /** The loss as a symbol, such as "L"; drawn only where labels are differences or multiples. */
  readonly name: string;
  /** Whether there are infinite values: their colour stands above the bar, apart from it. */
  readonly infinite: boolean;
  /** Of the contours that are drawn: lines across the bar like theirs. */
  readonly levels: readonly ContourLevel[];
  /** Whether there are values beyond the lower and the upper end, in the colours of the ends: the bar is pointed there. */
  readonly beyond?: readonly [below: boolean, above: boolean];
  /** What the ticks count, in a word that is no wider than they are; below the bar. */
  readonly caption?: string | undefined;
  /** A value to mark on the bar: what is above it is too much. */
  readonly limit?: number | undefined;
}

/** Draws `layout.bar` and its labels. Of a scale without a domain only the outline is drawn. */
export function drawColourbar(
  pen: Pen,
  { bar, bounds }: FigureLayout,
  scale: Scale,
  { table, name, infinite, levels, beyond, caption, limit }: ColourbarContent,
): void {
  if (scale.domain && table) fillWithPalette(pen, bar, table);
  drawLevels(pen, bar, levels);
  outline(pen, bar);
  if (infinite) drawCap(pen, bar);
  if (scale.domain && caption) {
    const left = bar.x + bar.width + BESIDE;
    const middle = bar.y + bar.height + BESIDE + LABEL_SIZE / 2; // on a line with the labels of the axis
    drawLabel(pen, caption, left, middle, 0, bounds.x + bounds.width - left);
  }
  if (scale.domain && table && beyond) drawPoints(pen, bar, table, beyond);
  if (scale.domain && limit !== undefined) drawLimit(pen, bar, scale.position(limit));
  drawVerticalTicks(pen, bar, bounds, {
    side: 'right',
    name,
    nameOnlyReduced: true,
    spacing: SPACING,
    ticksIn: (room) => colourbarTicks(scale, room),
  });
}

function drawLevels({ context }: Pen, bar: Rect, levels: readonly ContourLevel[]): void {
  for (const [half, colour] of [
    [CONTOUR.halfWidth + CONTOUR.edge, CONTOUR_MARK.dark],
    [CONTOUR.halfWidth, CONTOUR_MARK.light],
  ] as const) {
    context.fillStyle = colour;
    for (const { position } of levels) {
      context.fillRect(bar.x, bar.y + (1 - position) * bar.height - half, bar.width, 2 * half);
    }
  }
}

/** In the gutter above the bar. */
function drawCap(pen: Pen, bar: Rect): void {
  const cap = { ...bar, y: bar.y - CAP.gap - CAP.height, height: CAP.height };
  const [red, green, blue] = pen.theme.infinite;
  pen.context.fillStyle = `rgb(${red}, ${green}, ${blue})`;
  pen.context.fillRect(cap.x, cap.y, cap.width, cap.height);
  outline(pen, cap);
}

/** Arrowheads that go on where the bar ends, in the gutters above and below it. */
function drawPoints(
  pen: Pen,
  bar: Rect,
  table: Uint8Array,
  [below, above]: readonly [boolean, boolean],
): void {
  const { context, theme } = pen;
  const line = hairline(pen);
  for (const [wanted, base, tip, end] of [
    [below, bar.y + bar.height, bar.y + bar.height + POINT_HEIGHT, 0],
    [above, bar.y, bar.y - POINT_HEIGHT, 1],
  ] as const) {
    if (!wanted) continue;
    const [red, green, blue] = colourAt(table, end).map(Math.round);
    context.beginPath();
    context.moveTo(bar.x, base);
    context.lineTo(bar.x + bar.width / 2, tip);
    context.lineTo(bar.x + bar.width, base);
    context.closePath();
    context.fillStyle = `rgb(${red}, ${green}, ${blue})`;
    context.fill();
    context.strokeStyle = theme.line;
    context.lineWidth = line;
    context.stroke();
  }
}

/** A red line across the bar and a little beyond, as the error map has what is beyond the tolerance. */
function drawLimit(pen: Pen, bar: Rect, position: number): void {
  const { context, theme } = pen;
  const [red, green, blue] = theme.errors.beyond;
  const y = snap(pen, bar.y + (1 - position) * bar.height - LIMIT.height / 2);
  context.fillStyle = theme.background;
  context.fillRect(
    bar.x - LIMIT.beyond,
    y - LIMIT.edge,
    bar.width + LIMIT.beyond,
    LIMIT.height + 2 * LIMIT.edge,
  );
  context.fillStyle = `rgb(${red}, ${green}, ${blue})`;
  context.fillRect(bar.x - LIMIT.beyond, y, bar.width + LIMIT.beyond, LIMIT.height);
}

/** One colour per row of device pixels. */
function fillWithPalette({ context, pixelRatio }: Pen, bar: Rect, table: Uint8Array): void {
  const rows = Math.round(bar.height * pixelRatio);
  for (let row = 0; row < rows; row++) {
    const [red, green, blue] = colourAt(table, 1 - (row + 0.5) / rows);
    context.fillStyle = `rgb(${Math.round(red)}, ${Math.round(green)}, ${Math.round(blue)})`;
    context.fillRect(bar.x, bar.y + row / pixelRatio, bar.width, 1 / pixelRatio);
  }
}
