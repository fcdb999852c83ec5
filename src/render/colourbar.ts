/** The colourbar: the palette from the bottom of the scale to its top, with ticks in the scale's own way. */
import { colourbarTicks } from '../core/colourbar-ticks.ts';
import { CONTOUR, type ContourLevel } from '../core/contour-levels.ts';
import { colourAt } from '../core/palette.ts';
import type { Scale } from '../core/scale.ts';
import { drawVerticalTicks } from './axes.ts';
import type { FigureLayout, Rect } from './layout.ts';
import { outline, type Pen } from './pen.ts';
import { CONTOUR_MARK } from './theme.ts';

/** Distance between ticks to aim at, CSS px; less than on axes, because colours are read off by eye. */
const SPACING = 34;

/** CSS px. */
const CAP = { height: 4, gap: 3 } as const;

export interface ColourbarContent {
  /** The palette, as from `paletteTable`; without one the bar is empty. */
  readonly table: Uint8Array | undefined;
  /** The loss as a symbol, such as "L"; drawn only where labels are differences or multiples. */
  readonly name: string;
  /** Whether there are infinite values: their colour stands above the bar, apart from it. */
  readonly infinite: boolean;
  /** Of the contours that are drawn: lines across the bar like theirs. */
  readonly levels: readonly ContourLevel[];
}

/** Draws `layout.bar` and its labels. Of a scale without a domain only the outline is drawn. */
export function drawColourbar(
  pen: Pen,
  { bar, bounds }: FigureLayout,
  scale: Scale,
  { table, name, infinite, levels }: ColourbarContent,
): void {
  if (scale.domain && table) fillWithPalette(pen, bar, table);
  drawLevels(pen, bar, levels);
  outline(pen, bar);
  if (infinite) drawCap(pen, bar);
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

/** One colour per row of device pixels. */
function fillWithPalette({ context, pixelRatio }: Pen, bar: Rect, table: Uint8Array): void {
  const rows = Math.round(bar.height * pixelRatio);
  for (let row = 0; row < rows; row++) {
    const [red, green, blue] = colourAt(table, 1 - (row + 0.5) / rows);
    context.fillStyle = `rgb(${Math.round(red)}, ${Math.round(green)}, ${Math.round(blue)})`;
    context.fillRect(bar.x, bar.y + row / pixelRatio, bar.width, 1 / pixelRatio);
  }
}
