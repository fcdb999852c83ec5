/** Marks over a plot: the crosshair, the minimum and pins. */
import type { Rect } from './layout.ts';
import { hairline, type Pen, snap } from './pen.ts';
import { MARK } from './theme.ts';

/** CSS px. */
const CROSSHAIR = { dash: 4, gap: 3, clear: 6 } as const;
const PIN = { radius: 7, edge: 1, text: 10, capHeight: 0.72 } as const;
const MINIMUM = { radius: 5, line: 1.5, edge: 1 } as const;

/** Dark on the light disc, in either theme. */
const PIN_TEXT = '#0a0c12';

/** Dashed lines across the plot through (x, y), CSS px, free around the point itself. A point outside draws nothing. */
export function drawCrosshair(pen: Pen, plot: Rect, x: number, y: number): void {
  const { context } = pen;
  const [right, bottom] = [plot.x + plot.width, plot.y + plot.height];
  if (!(x >= plot.x && x <= right && y >= plot.y && y <= bottom)) return;
  const line = hairline(pen);
  // Lines of whole device pixels, and inside the plot.
  const onPixels = (at: number, end: number): number =>
    Math.min(snap(pen, at - line / 2), end - line) + line / 2;
  const [lineX, lineY] = [onPixels(x, right), onPixels(y, bottom)];
  context.save();
  context.beginPath();
  context.rect(plot.x, plot.y, plot.width, plot.height);
  context.clip();
  context.beginPath();
  // From the point outwards, so that dashes stand still at it and mirror each other.
  for (const [fromX, fromY, toX, toY] of [
    [lineX - CROSSHAIR.clear, lineY, plot.x, lineY],
    [lineX + CROSSHAIR.clear, lineY, right, lineY],
    [lineX, lineY - CROSSHAIR.clear, lineX, plot.y],
    [lineX, lineY + CROSSHAIR.clear, lineX, bottom],
  ] as const) {
    // Where the point is at the edge there is nothing to draw beyond it.
    if ((fromX - lineX) * (toX - fromX) < 0 || (fromY - lineY) * (toY - fromY) < 0) continue;
    context.moveTo(fromX, fromY);
    context.lineTo(toX, toY);
  }
  // A continuous dark line under light dashes: on light colours the dark parts show, on dark ones the light.
  context.lineCap = 'butt';
  context.strokeStyle = MARK.dark;
  context.lineWidth = line;
  context.stroke();
  context.setLineDash([CROSSHAIR.dash, CROSSHAIR.gap]);
  context.strokeStyle = MARK.light;
  context.stroke();
  context.restore();
}

/** A small diamond, light around a dark core, at (x, y), CSS px: the surface's minimum on the grid. May reach over the plot's edge. */
export function drawMinimum(pen: Pen, x: number, y: number): void {
  const { context } = pen;
  const { radius, line, edge } = MINIMUM;
  context.save();
  context.beginPath();
  context.moveTo(x, y - radius);
  context.lineTo(x + radius, y);
  context.lineTo(x, y + radius);
  context.lineTo(x - radius, y);
  context.closePath();
  context.lineJoin = 'miter';
  context.fillStyle = MARK.dark;
  context.fill();
  context.strokeStyle = MARK.dark;
  context.lineWidth = line + 2 * edge;
  context.stroke();
  context.strokeStyle = MARK.light;
  context.lineWidth = line;
  context.stroke();
  context.restore();
}

/** A numbered disc, light with a dark edge, around (x, y), CSS px. May reach over the plot's edge. */
export function drawPin(pen: Pen, x: number, y: number, n: number): void {
  const { context, theme } = pen;
  const { radius, edge, text, capHeight } = PIN;
  context.save();
  for (const [size, colour] of [
    [radius + edge, MARK.dark],
    [radius, MARK.light],
  ] as const) {
    context.beginPath();
    context.arc(x, y, size, 0, 2 * Math.PI);
    context.fillStyle = colour;
    context.fill();
  }
  context.font = `600 ${text}px ${theme.labelFamily}`;
  context.textAlign = 'center';
  context.textBaseline = 'alphabetic';
  context.fillStyle = PIN_TEXT;
  context.fillText(String(n), x, y + (text * capHeight) / 2);
  context.restore();
}
