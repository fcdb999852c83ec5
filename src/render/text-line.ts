/** Lines of text beside plots: runs of several fonts, kept inside the width that they are given. */
import { runsWidth, type TextRun } from './caption.ts';
import { type Pen, snap, textWidth } from './pen.ts';

const ELLIPSIS = '…';

export interface ColouredRun extends TextRun {
  readonly colour: string;
}

/** Draws runs from (x, baseline), CSS px; what is wider than `widest` is condensed to it. */
export function drawTextLine(
  pen: Pen,
  runs: readonly ColouredRun[],
  x: number,
  baseline: number,
  widest: number,
): void {
  const { context } = pen;
  const width = runsWidth(pen, runs);
  context.save();
  context.translate(snap(pen, x), snap(pen, baseline));
  context.scale(Math.min(1, widest / width), 1);
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  let left = 0;
  for (const { text, font, drop, colour } of runs) {
    context.font = font;
    context.fillStyle = colour;
    context.fillText(text, left, snap(pen, drop));
    left += context.measureText(text).width;
  }
  context.restore();
}

/** `text`, or as much of its beginning as fits with an ellipsis. */
export function shortened(pen: Pen, text: string, font: string, widest: number): string {
  if (textWidth(pen, font, text) <= widest) return text;
  const characters = [...text];
  let [fits, tooLong] = [0, characters.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    const beginning = characters.slice(0, middle).join('') + ELLIPSIS;
    if (textWidth(pen, font, beginning) <= widest) fits = middle;
    else tooLong = middle;
  }
  return characters.slice(0, fits).join('').trimEnd() + ELLIPSIS;
}

/** Joins parts to as few lines as hold them; a part that is wider than a line has one of its own. */
export function brokenLines(
  pen: Pen,
  parts: readonly string[],
  separator: string,
  font: string,
  widest: number,
): string[] {
  const lines: string[] = [];
  for (const part of parts) {
    const longer = lines.length > 0 ? `${lines.at(-1)}${separator}${part}` : undefined;
    if (longer !== undefined && textWidth(pen, font, longer) <= widest) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}
