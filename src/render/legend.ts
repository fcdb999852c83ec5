/** The legend of colours that stand for classes, where a colourbar stands otherwise. */
import type { FigureLayout } from './layout.ts';
import { drawLabel, outline, type Pen } from './pen.ts';
import type { Rgb } from './theme.ts';

/** CSS px. */
const SWATCH = { side: 12, gapToLabel: 8 } as const;
const LINE = 18;

export interface LegendEntry {
  readonly label: string;
  /** 0 ... 255; undefined for what is hatched. */
  readonly colour: Rgb | undefined;
}

/** How many entries there is room for beside the plot, `more` among them. */
export function legendRoom({ bar }: FigureLayout): number {
  return Math.max(1, Math.floor((bar.height - SWATCH.side) / LINE) + 1);
}

/** Draws the entries from the top of `layout.bar` down. @param more stands under them, without a swatch; none if empty */
export function drawLegend(
  pen: Pen,
  { bar, bounds }: FigureLayout,
  entries: readonly LegendEntry[],
  more: string,
): void {
  const left = bar.x + SWATCH.side + SWATCH.gapToLabel;
  const widest = bounds.x + bounds.width - left;
  for (const [n, { label, colour }] of entries.entries()) {
    const swatch = { x: bar.x, y: bar.y + n * LINE, width: SWATCH.side, height: SWATCH.side };
    if (colour) {
      pen.context.fillStyle = css(colour);
      pen.context.fillRect(swatch.x, swatch.y, swatch.width, swatch.height);
    } else {
      hatch(pen, swatch);
    }
    outline(pen, swatch);
    drawLabel(pen, label, left, swatch.y + SWATCH.side / 2, 0, widest);
  }
  if (more) drawLabel(pen, more, left, bar.y + entries.length * LINE + SWATCH.side / 2, 0, widest);
}

/** Stripes like those of the heatmap, two of each. */
function hatch({ context, theme }: Pen, { x, y, width, height }: FigureLayout['bar']): void {
  const [one, other] = theme.hatch;
  context.fillStyle = css(one);
  context.fillRect(x, y, width, height);
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.strokeStyle = css(other);
  context.lineWidth = 3;
  context.beginPath();
  for (const from of [0, 9, 18]) {
    context.moveTo(x + from - height, y + height);
    context.lineTo(x + from, y);
  }
  context.stroke();
  context.restore();
}

function css([red, green, blue]: Rgb): string {
  return `rgb(${red}, ${green}, ${blue})`;
}
