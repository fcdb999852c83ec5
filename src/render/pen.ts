/** A 2-D canvas to draw on in CSS px, and what keeps lines and text on it crisp: edges that lie on device pixels. */
import type { Rect } from './layout.ts';
import type { Theme } from './theme.ts';

type Context2D = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

export interface Pen {
  readonly context: Context2D;
  /** Device px per CSS px. */
  readonly pixelRatio: number;
  readonly theme: Theme;
}

/** Size of tick labels and of axis names, CSS px. The gutters of a layout are made for these. */
export const LABEL_SIZE = 11;
export const NAME_SIZE = 14;
/** Height of capitals and digits as a part of the font size: text is centred on it, not on room for descenders. */
const CAP_HEIGHT = 0.72;

/** Sets the context's transform, so that drawing is in CSS px. To draw elsewhere, translate it by whole device px. */
export function makePen(context: Context2D, pixelRatio: number, theme: Theme): Pen {
  context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
  return { context, pixelRatio, theme };
}

/** The nearest edge between device pixels. */
export function snap(pen: Pen, length: number): number {
  return Math.round(length * pen.pixelRatio) / pen.pixelRatio;
}

/** About one CSS px, but whole device pixels and at least one. */
export function hairline(pen: Pen): number {
  return Math.max(1, Math.round(pen.pixelRatio)) / pen.pixelRatio;
}

/** An outline just outside of `rect`, so that it covers nothing of what is in it. */
export function outline(pen: Pen, { x, y, width, height }: Rect): void {
  const { context, theme } = pen;
  const line = hairline(pen);
  context.fillStyle = theme.line;
  context.fillRect(x - line, y - line, width + 2 * line, line);
  context.fillRect(x - line, y + height, width + 2 * line, line);
  context.fillRect(x - line, y, line, height);
  context.fillRect(x + width, y, line, height);
}

/**
 * The near edge of a tick's line at `position` (0 ... 1) along an axis of `length` from `start`. At 0 and 1 the line
 * continues the outline; between, it is moved by less than its half.
 */
export function tickEdge(pen: Pen, start: number, length: number, position: number): number {
  const line = hairline(pen);
  return snap(pen, start - line + position * (length + line));
}

export function labelFont(theme: Theme): string {
  return `${LABEL_SIZE}px ${theme.labelFamily}`;
}

/** Widths that were measured, by font and text: axes measure the same labels many times, in every picture of a drag. */
const widths = new Map<string, number>();
/** The oldest go when there are more. */
const MOST_WIDTHS = 2000;

/** Width of `text` in `font`, CSS px; `font` is then the context's own. */
export function textWidth(pen: Pen, font: string, text: string): number {
  pen.context.font = font;
  const key = `${font} ${text}`;
  let width = widths.get(key);
  if (width === undefined) {
    width = pen.context.measureText(text).width;
    if (widths.size >= MOST_WIDTHS) widths.delete(widths.keys().next().value!);
    widths.set(key, width);
  }
  return width;
}

/** Distance from the middle of digits down to their baseline. */
export function baselineBelowMiddle(size: number): number {
  return (size * CAP_HEIGHT) / 2;
}

/**
 * A tick label with its digits' middle at height `y`.
 * @param align which part of the text is at `x`: 0 its left end, 0.5 its middle, 1 its right end
 * @param widest a text wider than this is condensed to it, the last resort against clipping
 */
export function drawLabel(pen: Pen, text: string, x: number, y: number, align: number, widest: number): void {
  const { context, theme } = pen;
  const font = labelFont(theme);
  const left = x - align * Math.min(widest, textWidth(pen, font, text));
  context.fillStyle = theme.mutedText;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.fillText(text, snap(pen, left), snap(pen, y + baselineBelowMiddle(LABEL_SIZE)), widest);
}
