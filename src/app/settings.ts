/**
 * The state's schema: how the page draws, as one table. Every entry says how a value is checked and how it stands in
 * the URL's fragment; `set()`, the fragment and the panel all go by it. What decides the numbers (preset, params,
 * experiment, losses, window, grid) depends on one another and is handled in state.ts.
 */

import * as v from 'valibot';
import { ARROW_LENGTHS, type ArrowLength } from '../core/arrow-length.ts';
import { decodeNumber } from '../core/number-text.ts';
import { PALETTE_IDS, type PaletteId } from '../core/palette.ts';
import { QUANTITIES, type Quantity } from '../core/quantity.ts';
import { choiceSchema, integerSchema, type ValueSchema } from '../core/readers.ts';
import { SCALE_KINDS, type ScaleKind } from '../core/scale.ts';
import { SLICE_DIRECTIONS, type SliceDirection } from '../core/slice.ts';
import { LANGUAGES, type Language } from './texts.ts';

export const RANGE_MODES = ['panel', 'shared'] as const;
export const BACKENDS = ['auto', 'cpu'] as const;
/** Panes of the dock under the plots: reading text, slices through the surfaces, samples and targets. */
export const TABS = ['read', 'slices', 'samples'] as const;
export type TabId = (typeof TABS)[number];
/** Scales of the loss in the slices. */
export const SLICE_SCALES = ['linear', 'log'] as const;
export const ARROW_DENSITY = { min: 4, max: 64 } as const;

export interface Settings {
  /** Whether the heatmap is drawn. */
  readonly heatmap: boolean;
  /** What the heatmap shows. */
  readonly quantity: Quantity;
  /** Colour scale of the heatmap. */
  readonly scale: ScaleKind;
  /** Colours and arrow lengths by each panel's own range, or by the range of both. */
  readonly range: (typeof RANGE_MODES)[number];
  readonly palette: PaletteId;
  /** Whether lines are drawn at levels of what the heatmap shows. */
  readonly contours: boolean;
  /** Whether arrows of the gradient field are drawn. */
  readonly arrows: boolean;
  /** Arrows along a side. */
  readonly arrowDensity: number;
  readonly arrowLength: ArrowLength;
  /** WebGPU where there is any, or always the CPU. */
  readonly backend: (typeof BACKENDS)[number];
  readonly language: Language;
  /** The pane that the dock shows. */
  readonly tab: TabId;
  /** Along what the slices go. */
  readonly sliceAlong: SliceDirection;
  readonly sliceScale: (typeof SLICE_SCALES)[number];
  /** Whether the curves that belong to the preset stand where the slices do, if it has any. */
  readonly curves: boolean;
  /** Whether the Claims view is open. */
  readonly claims: boolean;
}

interface Setting<T> {
  readonly initial: T;
  /** Name in the fragment. */
  readonly key: string;
  readonly schema: ValueSchema<T>;
  /** The value that a fragment's text stands for, unchecked. */
  readonly decode: (text: string) => unknown;
  readonly encode: (value: T) => string;
}

function choice<const T extends string>(key: string, options: readonly T[]): Setting<T> {
  return {
    initial: options[0]!,
    key,
    schema: choiceSchema(options),
    decode: (text) => text,
    encode: (value) => value,
  };
}

function toggle(key: string, initial: boolean): Setting<boolean> {
  return {
    initial,
    key,
    schema: v.boolean('true or false'),
    decode: (text) => (text === '1' ? true : text === '0' ? false : text),
    encode: (value) => (value ? '1' : '0'),
  };
}

function wholeNumber(
  key: string,
  { min, max }: { min: number; max: number },
  initial: number,
): Setting<number> {
  return {
    initial,
    key,
    schema: integerSchema(min, max, `a whole number from ${min} to ${max}`),
    decode: decodeNumber,
    encode: String,
  };
}

export const SETTINGS: { readonly [name in keyof Settings]: Setting<Settings[name]> } = {
  heatmap: toggle('heatmap', true),
  quantity: choice('quantity', QUANTITIES),
  scale: { ...choice('scale', SCALE_KINDS), initial: 'log' },
  range: choice('range', RANGE_MODES),
  palette: choice('palette', PALETTE_IDS),
  contours: toggle('contours', false),
  arrows: toggle('arrows', true),
  arrowDensity: wholeNumber('density', ARROW_DENSITY, 20),
  arrowLength: { ...choice('length', ARROW_LENGTHS), initial: 'log' },
  backend: choice('backend', BACKENDS),
  language: choice('language', LANGUAGES),
  tab: choice('tab', TABS),
  sliceAlong: choice('slice', SLICE_DIRECTIONS),
  sliceScale: choice('slicescale', SLICE_SCALES),
  curves: toggle('curves', false),
  claims: toggle('claims', false),
};

export const SETTING_NAMES = Object.keys(SETTINGS) as (keyof Settings)[];

export function initialSettings(): Settings {
  return Object.fromEntries(
    SETTING_NAMES.map((name) => [name, SETTINGS[name].initial]),
  ) as unknown as Settings;
}
