/** Random states of the page: everything that a person or a script can bring about. */
import fc from 'fast-check';
import {
  ARROW_DENSITY,
  BACKENDS,
  PREDICTIONS,
  RANGE_MODES,
  type Settings,
  SLICE_SCALES,
  TABS,
} from '../../../src/app/settings.ts';
import { applyPartial, initialState, type State } from '../../../src/app/state.ts';
import { LANGUAGES } from '../../../src/app/texts.ts';
import { ARROW_LENGTHS } from '../../../src/core/arrow-length.ts';
import { CRITERIA, DESCENT_METHODS, MOST_STARTS, RACE_STEPS } from '../../../src/core/descent-settings.ts';
import { HEIGHT_SCALES, ORBIT_LIMITS, VIEWS } from '../../../src/core/orbit.ts';
import { PALETTE_IDS } from '../../../src/core/palette.ts';
import { QUANTITIES } from '../../../src/core/quantity.ts';
import { SCALE_KINDS } from '../../../src/core/scale.ts';
import { SLICE_DIRECTIONS } from '../../../src/core/slice.ts';
import { STREAM_DENSITY, STREAM_SPEED } from '../../../src/core/stream-motion.ts';
import { sigmoidFiles, softmaxFiles } from './arbitraries.ts';

/** Any number of at most 1e15 in size, as a coordinate that someone types or that a gesture gives. */
const coordinates = fc
  .oneof(
    fc.integer({ min: -50, max: 50 }),
    fc.double({ min: -1e15, max: 1e15, noNaN: true }),
    fc.double({ min: -1, max: 1, noNaN: true }),
  )
  .map((x) => x + 0);

const within = (limits: { min: number; max: number }) =>
  fc.double({ ...limits, noNaN: true }).map((x) => x + 0);

const orbits = fc.record({
  azimuth: within(ORBIT_LIMITS.azimuth),
  elevation: within(ORBIT_LIMITS.elevation),
  distance: within(ORBIT_LIMITS.distance),
});

export const settings: fc.Arbitrary<Settings> = fc.record({
  heatmap: fc.boolean(),
  quantity: fc.constantFrom(...QUANTITIES),
  scale: fc.constantFrom(...SCALE_KINDS),
  range: fc.constantFrom(...RANGE_MODES),
  palette: fc.constantFrom(...PALETTE_IDS),
  view: fc.constantFrom(...VIEWS),
  heightScale: fc.constantFrom(...HEIGHT_SCALES),
  camera: orbits,
  contours: fc.boolean(),
  arrows: fc.boolean(),
  arrowDensity: fc.integer(ARROW_DENSITY),
  arrowLength: fc.constantFrom(...ARROW_LENGTHS),
  streamlines: fc.boolean(),
  streamDensity: fc.integer(STREAM_DENSITY),
  streamSpeed: fc.integer(STREAM_SPEED),
  backend: fc.constantFrom(...BACKENDS),
  language: fc.constantFrom(...LANGUAGES),
  tab: fc.constantFrom(...TABS),
  sliceAlong: fc.constantFrom(...SLICE_DIRECTIONS),
  sliceScale: fc.constantFrom(...SLICE_SCALES),
  curves: fc.boolean(),
  sliceTable: fc.boolean(),
  starts: fc.array(fc.tuple(coordinates, coordinates), { maxLength: MOST_STARTS }),
  method: fc.constantFrom(...DESCENT_METHODS),
  rate: fc.double({ min: Number.MIN_VALUE, max: 1e15, noNaN: true }),
  momentum: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map((x) => x + 0),
  steps: fc.integer(RACE_STEPS),
  criterion: fc.constantFrom(...CRITERIA),
  lossThreshold: fc.double({ min: Number.MIN_VALUE, max: 1e15, noNaN: true }),
  raceScale: fc.constantFrom(...SLICE_SCALES),
  claims: fc.boolean(),
  predict: fc.constantFrom(...PREDICTIONS),
});

const intervals = fc
  .tuple(coordinates, coordinates)
  // Windows narrower than 1e-290 are refused.
  .filter(([a, b]) => Math.abs(a - b) > 1e-280)
  .map(([a, b]) => (a < b ? [a, b] : [b, a]));

const sides = fc.integer({ min: 2, max: 16_384 });

const onTop = fc.record(
  {
    losses: fc.constantFrom(['cross-entropy', 'mse'], ['mse', 'cross-entropy']),
    window: fc.record({ u: intervals, v: intervals }),
    grid: fc.oneof(fc.constant('auto'), fc.tuple(sides, sides)),
  },
  { requiredKeys: [] },
);

const presets = fc.record({
  preset: fc.constant('three-class-extreme'),
  params: fc.record(
    {
      target: fc.integer({ min: 0, max: 2 }),
      fixed: fc.integer({ min: 0, max: 2 }),
      value: fc.double({ min: -1000, max: 1000, noNaN: true }),
    },
    { requiredKeys: [] },
  ),
});

const names = fc.oneof(fc.string(), fc.constantFrom('a=b&c', '100 %', '%41', '#', 'Erdős + 学習 🜂', '"\\'));

const ownExperiments = fc
  .tuple(fc.oneof(softmaxFiles(), sigmoidFiles), names)
  .map(([file, name]) => ({ preset: null, experiment: { ...file, name } }));

/** What `set` takes: a source of the numbers, or none, and things on top of it. */
export const partials: fc.Arbitrary<object> = fc
  .tuple(fc.oneof(presets, ownExperiments, fc.constant({})), onTop, fc.oneof(settings, fc.constant({})))
  .map((parts) => Object.assign({}, ...parts) as object);

/** A state that one change has led to. */
export const states: fc.Arbitrary<State> = partials.map((partial) => applyPartial(initialState(), partial));
