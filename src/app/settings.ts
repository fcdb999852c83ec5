/**
 * The state's schema: how the page draws, as one table. Every entry says how a value is checked and how it stands in
 * the URL's fragment; `set()`, the fragment and the panel all go by it. What decides the numbers (preset, params,
 * experiment, losses, window, grid) depends on one another and is handled in state.ts. What passes is of the page alone
 * and in no link: the crosshair, pins, the step that a race is played to, and what was revealed of a prediction.
 */

import * as v from 'valibot';
import { ARROW_LENGTHS, type ArrowLength } from '../core/arrow-length.ts';
import {
  CRITERIA,
  DEFAULT_LOSS_THRESHOLD,
  DEFAULT_MOMENTUM,
  DESCENT_METHODS,
  type DescentMethod,
  MOST_STARTS,
  type PlanePoint,
  RACE_STEPS,
} from '../core/descent-settings.ts';
import { CAPS } from '../core/experiment.ts';
import { decodeNumber } from '../core/number-text.ts';
import {
  HEIGHT_SCALES,
  type HeightScale,
  HOME_ORBIT,
  ORBIT_LIMITS,
  type Orbit,
  VIEWS,
  type View,
} from '../core/orbit.ts';
import { PALETTE_IDS, type PaletteId } from '../core/palette.ts';
import { QUANTITIES, type QuantityChoice } from '../core/quantity.ts';
import { choiceSchema, integerSchema, numberSchema, type ValueSchema } from '../core/readers.ts';
import { SCALE_KINDS, type ScaleKind } from '../core/scale.ts';
import { SLICE_DIRECTIONS, type SliceDirection } from '../core/slice.ts';
import { STREAM_DENSITY, STREAM_SPEED } from '../core/stream-motion.ts';
import { LANGUAGES, type Language } from './texts.ts';

export const RANGE_MODES = ['panel', 'shared'] as const;
export const BACKENDS = ['auto', 'cpu'] as const;
/** Panes of the dock under the plots: reading text, slices through the surfaces, the descent race, samples and targets. */
export const TABS = ['read', 'slices', 'descent', 'samples'] as const;
export type TabId = (typeof TABS)[number];
/** Scales of the loss in the slices and in the race's chart. */
export const SLICE_SCALES = ['linear', 'log'] as const;
/** What is hidden until it is asked for: nothing, a panel, or the arrows. */
export const PREDICTIONS = ['off', 'left', 'right', 'arrows'] as const;
export const ARROW_DENSITY = { min: 4, max: 64 } as const;

export interface Settings {
  /** Whether the heatmap is drawn. */
  readonly heatmap: boolean;
  /** What the heatmap shows. */
  readonly quantity: QuantityChoice;
  /** Colour scale of the heatmap. */
  readonly scale: ScaleKind;
  /** Colours and arrow lengths by each panel's own range, or by the range of both. */
  readonly range: (typeof RANGE_MODES)[number];
  readonly palette: PaletteId;
  /** Which panels show their surface as a height, in space. */
  readonly view: View;
  /** The vertical scale of surfaces in space. */
  readonly heightScale: HeightScale;
  /** How surfaces in space are looked at. */
  readonly camera: Orbit;
  /** Whether lines are drawn at levels of what the heatmap shows. */
  readonly contours: boolean;
  /** Whether arrows of the gradient field are drawn. */
  readonly arrows: boolean;
  /** Arrows along a side. */
  readonly arrowDensity: number;
  readonly arrowLength: ArrowLength;
  /** Whether particles drift down the gradient. */
  readonly streamlines: boolean;
  /** Particles along a side. */
  readonly streamDensity: number;
  /** Of the particle on the steepest ground, CSS px a second. */
  readonly streamSpeed: number;
  /** WebGPU where there is any, or always the CPU. */
  readonly backend: (typeof BACKENDS)[number];
  readonly language: Language;
  /** The pane that the dock shows. */
  readonly tab: TabId;
  /** Along what the slices go. */
  readonly sliceAlong: SliceDirection;
  readonly sliceScale: (typeof SLICE_SCALES)[number];
  /** Whether the slices stand there as a table of numbers. */
  readonly sliceTable: boolean;
  /** Whether the curves that belong to the preset stand where the slices do, if it has any. */
  readonly curves: boolean;
  /** Where descents start on both surfaces. */
  readonly starts: readonly PlanePoint[];
  readonly method: DescentMethod;
  /** The learning rate, in units of the plane for each unit of gradient. */
  readonly rate: number;
  /** The factor of the method `momentum`; the others do not read it. */
  readonly momentum: number;
  /** Updates of every descent. */
  readonly steps: number;
  /** When a descent has learned: by the probabilities of its samples, or by its loss. */
  readonly criterion: (typeof CRITERIA)[number];
  /** By its loss, a descent has learned below this. */
  readonly lossThreshold: number;
  readonly raceScale: (typeof SLICE_SCALES)[number];
  /** Whether the Claims view is open. */
  readonly claims: boolean;
  /** Predict first: what is hidden until it is asked for. */
  readonly predict: (typeof PREDICTIONS)[number];
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

/** A number from `min` to `max`, both included. */
function realNumber(
  key: string,
  { min, max }: { min: number; max: number },
  initial: number,
  expected: string,
): Setting<number> {
  return { initial, key, schema: numberSchema(min, max, expected), decode: decodeNumber, encode: String };
}

const POINTS_EXPECTED = `at most ${MOST_STARTS} points [u, v] of two numbers, each at most 1e15 in size`;
const coordinate = numberSchema(-CAPS.magnitude, CAPS.magnitude, POINTS_EXPECTED);

/** Points in a fragment: `-4.3,2.4:1,0`. */
function points(key: string): Setting<readonly PlanePoint[]> {
  return {
    initial: [],
    key,
    schema: v.pipe(
      v.array(v.strictTuple([coordinate, coordinate], POINTS_EXPECTED), POINTS_EXPECTED),
      v.maxLength(MOST_STARTS, POINTS_EXPECTED),
    ),
    decode: (text) => (text === '' ? [] : text.split(':').map((point) => point.split(',').map(decodeNumber))),
    encode: (value) => value.map((point) => point.join()).join(':'),
  };
}

/** A view of a surface in space, in a fragment: azimuth, elevation, distance. */
function orbit(key: string): Setting<Orbit> {
  const limits = Object.entries(ORBIT_LIMITS);
  const expected = limits.map(([name, { min, max }]) => `${name} from ${min} to ${max}`).join(', ');
  const parts = Object.fromEntries(
    limits.map(([name, { min, max }]) => [name, numberSchema(min, max, expected)]),
  ) as Record<keyof Orbit, ValueSchema<number>>;
  return {
    initial: HOME_ORBIT,
    key,
    schema: v.strictObject(parts, expected),
    decode: (text) => {
      const numbers = text.split(',');
      if (numbers.length !== 3) return text;
      const [first, second, third] = numbers.map(decodeNumber);
      return { azimuth: first, elevation: second, distance: third };
    },
    encode: (value) => [value.azimuth, value.elevation, value.distance].join(),
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
  view: choice('view', VIEWS),
  heightScale: choice('height', HEIGHT_SCALES),
  camera: orbit('camera'),
  contours: toggle('contours', false),
  arrows: toggle('arrows', true),
  arrowDensity: wholeNumber('density', ARROW_DENSITY, 20),
  arrowLength: { ...choice('length', ARROW_LENGTHS), initial: 'log' },
  streamlines: toggle('streams', false),
  streamDensity: wholeNumber('streamdensity', STREAM_DENSITY, 20),
  streamSpeed: wholeNumber('streamspeed', STREAM_SPEED, 50),
  backend: choice('backend', BACKENDS),
  language: choice('language', LANGUAGES),
  tab: choice('tab', TABS),
  sliceAlong: choice('slice', SLICE_DIRECTIONS),
  sliceScale: choice('slicescale', SLICE_SCALES),
  curves: toggle('curves', false),
  sliceTable: toggle('slicetable', false),
  starts: points('starts'),
  method: choice('method', DESCENT_METHODS),
  rate: realNumber(
    'rate',
    { min: Number.MIN_VALUE, max: CAPS.magnitude },
    1,
    `a positive number of at most ${CAPS.magnitude}`,
  ),
  momentum: realNumber(
    'momentum',
    { min: 0, max: 1 - Number.EPSILON / 2 },
    DEFAULT_MOMENTUM,
    'a number from 0 up to, but not including, 1',
  ),
  steps: wholeNumber('steps', RACE_STEPS, 400),
  criterion: choice('until', CRITERIA),
  lossThreshold: realNumber(
    'below',
    { min: Number.MIN_VALUE, max: CAPS.magnitude },
    DEFAULT_LOSS_THRESHOLD,
    `a positive number of at most ${CAPS.magnitude}`,
  ),
  raceScale: choice('racescale', SLICE_SCALES),
  claims: toggle('claims', false),
  predict: choice('predict', PREDICTIONS),
};

export const SETTING_NAMES = Object.keys(SETTINGS) as (keyof Settings)[];

export function initialSettings(): Settings {
  return Object.fromEntries(
    SETTING_NAMES.map((name) => [name, SETTINGS[name].initial]),
  ) as unknown as Settings;
}
