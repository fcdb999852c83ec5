/** What says which colour is what, beside a plot: a colourbar, or of decision regions a legend. */
import { classColour } from '../core/class-colours.ts';
import { beyondScale } from '../core/gradient-ratio.ts';
import { type ColoursId, paletteTable } from '../core/palette.ts';
import { type Colours, coloursFor, levelsOf, panelScale, type Quantity } from '../core/quantity.ts';
import type { Scale } from '../core/scale.ts';
import { drawColourbar } from '../render/colourbar.ts';
import type { FigureLayout } from '../render/layout.ts';
import { drawLegend, type LegendEntry, legendRoom } from '../render/legend.ts';
import type { Pen } from '../render/pen.ts';
import { TIED } from './apart-rows.ts';
import type { Live } from './live.ts';
import type { ShownNotes } from './painter.ts';
import { className, type PaintedRange } from './quantity-text.ts';
import type { Settings } from './settings.ts';
import { type Language, type TextKey, text } from './texts.ts';

/** More entries than these no one compares. */
const MOST_ENTRIES = 12;

export interface ColourKey extends PaintedRange {
  readonly scale: Scale;
  /** Of the heatmap; undefined where there is none. */
  readonly palette: ColoursId | undefined;
  readonly contours: boolean;
  /** Whether the loss is infinite anywhere. */
  readonly infinite: boolean;
  readonly language: Language;
}

/** What the ticks of a bar count, where that is not the loss. */
const captions: Partial<Record<Quantity, TextKey>> = {
  ratio: 'barRatio',
  accuracy: 'barAccuracy',
  steps: 'barSteps',
  error: 'barError',
};

export function drawColourKey(pen: Pen, layout: FigureLayout, key: ColourKey): void {
  const { panel, quantity, scale, range, palette, contours, infinite, notes, language } = key;
  if (quantity === 'regions') {
    if (palette) drawLegend(pen, layout, ...legendOf(key, legendRoom(layout)));
    return;
  }
  const caption = captions[quantity];
  drawColourbar(pen, layout, scale, {
    table: palette && paletteTable(palette),
    name: caption ? '' : 'L',
    infinite: palette !== undefined && (caption ? hasInfinite(notes, panel) : infinite),
    levels: contours ? levelsOf(quantity, scale, range) : [],
    beyond: quantity === 'ratio' ? beyondScale(range) : [false, false],
    caption: caption && text(caption, language),
    limit: notes.tolerances?.[panel],
  });
}

/** Whether what is shown is infinite anywhere, or of steps never reached. */
function hasInfinite({ infinite, steps }: ShownNotes, panel: 0 | 1): boolean {
  return steps ? steps[panel].never > 0 : infinite?.[panel] === true;
}

/**
 * The classes that occur, in their order; where there are too many, those with the most points, and how many more there
 * are.
 */
export function legendOf(
  { experiment, notes: { classes }, language }: Pick<ColourKey, 'experiment' | 'notes' | 'language'>,
  room: number,
): [entries: LegendEntry[], more: string] {
  const most = Math.min(MOST_ENTRIES, room);
  const occurring = [...(classes ?? [])].filter(([k]) => k !== TIED).sort(([, a], [, b]) => b - a);
  const tied = classes?.has(TIED) === true && occurring.length > 0;
  const all = occurring.length + Number(tied);
  const shown = all <= most ? occurring : occurring.slice(0, Math.max(1, most - 1 - Number(tied)));
  const entries: LegendEntry[] = shown
    .map(([k]) => k)
    .sort((a, b) => a - b)
    .map((k) => ({ label: className(experiment, k, language), colour: classColour(k) }));
  if (tied) entries.push({ label: text('regionTied', language), colour: undefined });
  const rest = occurring.length - shown.length;
  return [entries, rest > 0 ? text('regionMore', language, { n: rest }) : ''];
}

type KeySettings = Pick<Settings, 'heatmap' | 'contours' | 'scale' | 'range' | 'language'> & {
  readonly palette: ColoursId;
};
type Ranges = NonNullable<Live['ranges']['value']>;

export function paintedRange({ painted, shown, ...notes }: Ranges, panel: 0 | 1): PaintedRange {
  const { quantity, experiment } = shown;
  return { panel, quantity, experiment, range: painted[panel], notes };
}

/** The key to what the page shows; undefined where it shows neither heatmap nor contours. */
export function colourKey(latest: Ranges, panel: 0 | 1, settings: KeySettings): ColourKey | undefined {
  const { heatmap, contours, scale, palette, range, language } = settings;
  if (!heatmap && !contours) return undefined;
  const painted = paintedRange(latest, panel);
  const colours = coloursFor<Colours>(painted.quantity, { scale, palette });
  return {
    ...painted,
    scale: panelScale(painted.quantity, colours.scale, latest.painted, panel, range === 'shared'),
    palette: heatmap ? colours.palette : undefined,
    contours,
    infinite: latest.surfaces[panel].infiniteCount > 0,
    language,
  };
}
