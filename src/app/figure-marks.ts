/** What the page has on its plots beside the surfaces, for a picture of them: descents, pins, and what is not revealed. */
import type { Race } from '../core/descent-race.ts';
import type { PlanePoint } from '../core/descent-settings.ts';
import type { Experiment } from '../core/experiment.ts';
import { isInWindow } from '../render/camera.ts';
import { planeToPixel, type Rect } from '../render/layout.ts';
import { drawPin } from '../render/marks.ts';
import { type Pen, textWidth } from '../render/pen.ts';
import { brokenLines, drawTextLine } from '../render/text-line.ts';
import type { DrawMarks } from './figure.ts';
import type { Pin } from './pins.ts';
import { predictQuestion, predictText } from './predict-texts.ts';
import type { Language } from './texts.ts';

export interface FigureMarks {
  /** Draws the descents of the left and of the right panel as they stand on the page. */
  readonly descents?: readonly [DrawMarks, DrawMarks] | undefined;
  /** The same descents, as surfaces in space have them. */
  readonly race?:
    | {
        readonly starts: readonly PlanePoint[];
        readonly race: Race | undefined;
        /** The step that the race is played to; undefined: it is shown whole. */
        readonly upTo: number | undefined;
      }
    | undefined;
  readonly pins?: readonly Pin[];
  /** The panel that has a question in the place of its surface. */
  readonly covered?: 0 | 1 | undefined;
}

/** CSS px. */
const QUESTION = { size: 15, line: 23 } as const;
/** Of the plot's width. */
const QUESTION_WIDTH = 0.84;

/** Draws descents and pins over a panel's surface. */
export function drawFigureMarks(
  pen: Pen,
  plot: Rect,
  { window }: Experiment,
  panel: 0 | 1,
  { descents, pins = [] }: FigureMarks,
): void {
  descents?.[panel](pen, plot, window);
  for (const pin of pins) {
    if (isInWindow(window, pin)) drawPin(pen, ...planeToPixel(plot, window, pin.u, pin.v), pin.n);
  }
}

/** Draws the question in the place of a panel's surface; the cover alone where there is no room for words. */
export function drawCover(
  pen: Pen,
  plot: Rect,
  experiment: Experiment,
  panel: 0 | 1,
  language: Language,
): void {
  const { context, theme } = pen;
  context.fillStyle = theme.cover;
  context.fillRect(plot.x, plot.y, plot.width, plot.height);
  const font = `${QUESTION.size}px ${theme.labelFamily}`;
  const width = QUESTION_WIDTH * plot.width;
  // Lines may end after a word, and in Chinese after a mark.
  const parts = predictQuestion(experiment, panel, language).split(/(?<=[，。？ ])/);
  const lines = brokenLines(pen, parts, '', font, width);
  lines.push(predictText('invitation', language));
  const height = lines.length * QUESTION.line;
  if (height > plot.height) return;
  const top = plot.y + (plot.height - height) / 2;
  for (const [n, text] of lines.entries()) {
    const line = text.trim();
    const colour = n < lines.length - 1 ? theme.text : theme.mutedText;
    const x = plot.x + (plot.width - Math.min(width, textWidth(pen, font, line))) / 2;
    const run = { text: line, font, drop: 0, colour };
    drawTextLine(pen, [run], x, top + (n + 0.68) * QUESTION.line, width);
  }
}
