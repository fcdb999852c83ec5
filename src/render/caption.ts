/**
 * The caption of an axis: its name, italic, with subscripts set small and low, and what the labels were reduced by. It
 * stands among the tick labels, in the free place nearest the middle, so that it takes no room from the plot.
 */
import { captionOf, type TickRoom, type TickSet } from '../core/ticks.ts';
import { baselineBelowMiddle, LABEL_SIZE, NAME_SIZE, type Pen, snap } from './pen.ts';
import type { Theme } from './theme.ts';

/** A stretch of a line of text in one font. */
export interface TextRun {
  readonly text: string;
  readonly font: string;
  /** How far below the baseline, CSS px. */
  readonly drop: number;
}

/** Clear space between a caption and the labels on either side, px. */
const CAPTION_GAP = 8;
/** Of a name or a formula, as parts of its font size. */
export const SUBSCRIPT = { size: 0.72, drop: 0.2 } as const;

/** `name` is such as "z₁"; digits U+2080 to U+2089 are set as real subscripts, because few italic fonts have them. */
export function captionRuns(name: string, set: TickSet, theme: Theme): TextRun[] {
  const [before = '', after = ''] = captionOf('\u0000', set).split('\u0000');
  const upright = (text: string): TextRun => ({
    text,
    font: `${LABEL_SIZE}px ${theme.labelFamily}`,
    drop: 0,
  });
  const runs = [upright(before)];
  for (const part of name.match(/[₀-₉]+|[^₀-₉]+/g) ?? []) {
    const digits = part.replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080));
    runs.push(
      digits === part
        ? { text: part, font: `italic ${NAME_SIZE}px ${theme.nameFamily}`, drop: 0 }
        : {
            text: digits,
            font: `${NAME_SIZE * SUBSCRIPT.size}px ${theme.nameFamily}`,
            drop: NAME_SIZE * SUBSCRIPT.drop,
          },
    );
  }
  runs.push(upright(after));
  return runs.filter(({ text }) => text !== '');
}

export function runsWidth(pen: Pen, runs: readonly TextRun[]): number {
  return runs.reduce((width, { text, font }) => {
    pen.context.font = font;
    return width + pen.context.measureText(text).width;
  }, 0);
}

/** Draws runs centred on (x, y), turned upwards (readable from the right) if `turned`. */
export function drawRuns(pen: Pen, runs: readonly TextRun[], x: number, y: number, turned: boolean): void {
  const { context, theme } = pen;
  const half = runsWidth(pen, runs) / 2;
  const below = baselineBelowMiddle(LABEL_SIZE);
  context.save();
  context.translate(snap(pen, turned ? x + below : x - half), snap(pen, turned ? y + half : y + below));
  if (turned) context.rotate(-Math.PI / 2);
  context.fillStyle = theme.text;
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  let left = 0;
  for (const { text, font, drop } of runs) {
    context.font = font;
    context.fillText(text, left, snap(pen, drop));
    left += context.measureText(text).width;
  }
  context.restore();
}

interface CaptionedTicks {
  readonly set: TickSet;
  /** Centre of the caption, px along the axis; null if it takes no part of it. */
  readonly captionAt: number | null;
}

/**
 * Ticks with a place for their caption among the labels. Long captions thin out the ticks; where even that does not
 * help, the caption goes to the middle and the labels under it are left out.
 * @param ticksFor ticks in a given room
 * @param captionExtent how much of the axis the caption of a set takes; 0 for none, or one that is not among the labels
 */
export function placeCaption(
  room: TickRoom,
  ticksFor: (room: TickRoom) => TickSet,
  captionExtent: (set: TickSet) => number,
): CaptionedTicks {
  let set = ticksFor(room);
  for (let spacing = room.spacing; ; spacing *= 1.25) {
    const extent = captionExtent(set);
    if (extent === 0) return { set, captionAt: null };
    const captionAt = freePlace(set, room, extent);
    if (captionAt !== null) return { set, captionAt };
    if (spacing > room.length) break;
    set = ticksFor({ ...room, spacing: spacing * 1.25 });
  }
  const [from, to] = [room.length / 2, room.length / 2].map(
    (at, side) => at + (side - 0.5) * captionExtent(set),
  );
  const ticks = set.ticks.map((tick) => {
    const half = room.extent(tick.label) / 2 + CAPTION_GAP / 2;
    const covered = tick.labelAt + half > (from as number) && tick.labelAt - half < (to as number);
    return covered ? { ...tick, label: '' } : tick;
  });
  return { set: { ...set, ticks }, captionAt: room.length / 2 };
}

/** The middle of the gap between labels that is nearest the middle of the axis and wide enough; of two, the upper. */
function freePlace({ ticks }: TickSet, room: TickRoom, extent: number): number | null {
  const starts = [
    CAPTION_GAP - room.before,
    ...ticks.map((tick) => tick.labelAt + room.extent(tick.label) / 2),
  ];
  const ends = [
    ...ticks.map((tick) => tick.labelAt - room.extent(tick.label) / 2),
    room.length + room.after + CAPTION_GAP,
  ];
  const middle = room.length / 2;
  let best: number | null = null;
  for (const [i, start] of starts.entries()) {
    const end = ends[i] as number;
    if (end - start < extent + 2 * CAPTION_GAP) continue;
    const at = (start + end) / 2;
    if (best === null || Math.abs(at - middle) <= Math.abs(best - middle) + CAPTION_GAP) best = at;
  }
  return best;
}
