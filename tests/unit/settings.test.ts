import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import {
  ARROW_DENSITY,
  initialSettings,
  SETTING_NAMES,
  SETTINGS,
  type Settings,
} from '../../src/app/settings.ts';
import { decodeNumber } from '../../src/core/number-text.ts';
import { settings } from './support/states.ts';

/** What every setting takes and what it does not. */
const EXAMPLES: { readonly [name in keyof Settings]: { good: Settings[name][]; bad: unknown[] } } = {
  heatmap: { good: [true, false], bad: [1, 'true', null] },
  quantity: {
    good: ['value', 'gradient', 'lambda_min', 'ratio', 'regions', 'error'],
    bad: ['curvature', 'accuracy', 'du', ''],
  },
  scale: { good: ['linear', 'log', 'symlog'], bad: ['Log', 'sqrt', ''] },
  range: { good: ['panel', 'shared'], bad: ['own'] },
  palette: { good: ['viridis', 'magma', 'inferno', 'cividis', 'greys', 'blue-red'], bad: ['jet', 0] },
  view: { good: ['flat', 'left', 'right', 'both'], bad: ['surface', 'Left', true] },
  heightScale: { good: ['linear', 'log'], bad: ['symlog', 1] },
  camera: {
    good: [
      { azimuth: 35, elevation: 30, distance: 3 },
      { azimuth: -180, elevation: 0, distance: 8 },
    ],
    bad: [
      null,
      [35, 30, 3],
      { azimuth: 35, elevation: 30 },
      { azimuth: 35, elevation: -1, distance: 3 },
      { azimuth: 181, elevation: 30, distance: 3 },
      { azimuth: 35, elevation: 30, distance: NaN },
      { azimuth: 35, elevation: 30, distance: 3, roll: 0 },
    ],
  },
  contours: { good: [true, false], bad: [1, 'true', null] },
  arrows: { good: [true, false], bad: [0, 'false'] },
  arrowDensity: { good: [ARROW_DENSITY.min, 20, ARROW_DENSITY.max], bad: [3, 65, 7.5, NaN, Infinity, '20'] },
  arrowLength: { good: ['direction', 'magnitude', 'log'], bad: ['long'] },
  streamlines: { good: [true, false], bad: [1, 'on', null] },
  streamDensity: { good: [4, 20, 64], bad: [3, 65, 8.5, NaN, '20'] },
  streamSpeed: { good: [5, 50, 400], bad: [4, 401, 0.5, -50, Infinity, '50'] },
  backend: { good: ['auto', 'cpu'], bad: ['webgpu', 'gpu'] },
  language: { good: ['en', 'zh'], bad: ['de', 'zh-CN'] },
  tab: { good: ['read', 'slices', 'descent', 'samples'], bad: ['Read', 'probe', 0, null] },
  sliceAlong: { good: ['row', 'column'], bad: ['u', 'Row', null] },
  sliceScale: { good: ['linear', 'log'], bad: ['symlog', 1] },
  curves: { good: [true, false], bad: [1, 'true', null] },
  sliceTable: { good: [true, false], bad: [1, 'true', null] },
  starts: {
    good: [[], [[-4.3, 2.4]], Array.from({ length: 8 }, (_, n) => [n, -1e15] as const)],
    bad: [
      null,
      '1,2',
      [1, 2],
      [[1]],
      [[1, 2, 3]],
      [[1, '2']],
      [[1, NaN]],
      [[1, 2e15]],
      Array.from({ length: 9 }, () => [0, 0]),
    ],
  },
  method: { good: ['gd', 'momentum', 'adam'], bad: ['GD', 'sgd', ''] },
  rate: { good: [1, 5e-324, 1e15], bad: [0, -1, NaN, Infinity, 2e15, '1'] },
  momentum: { good: [0, 0.9, 1 - 2 ** -53], bad: [1, -0.1, NaN, '0.9'] },
  steps: { good: [1, 400, 10_000], bad: [0, 10_001, 2.5, NaN, '400'] },
  criterion: { good: ['probability', 'loss'], bad: ['Loss', ''] },
  lossThreshold: { good: [0.1, 5e-324, 1e15], bad: [0, -1, NaN, Infinity, '0.1'] },
  raceScale: { good: ['linear', 'log'], bad: ['symlog', 1] },
  claims: { good: [true, false], bad: [1, 'true', null] },
  predict: { good: ['off', 'left', 'right', 'arrows'], bad: ['both', 'Left', 0, true, null] },
};

describe('the table of settings', () => {
  it('says of every setting how it begins, is checked, written and read', () => {
    expect(SETTING_NAMES).toEqual(Object.keys(EXAMPLES));
    const initial = initialSettings();
    for (const name of SETTING_NAMES) {
      const { schema, encode, decode, key } = SETTINGS[name];
      expect(v.is(schema as v.GenericSchema, initial[name]), name).toBe(true);
      expect(EXAMPLES[name].good, name).toContainEqual(initial[name]);
      expect([typeof encode, typeof decode], name).toEqual(['function', 'function']);
      // In a fragment keys stand unescaped, and `p.` begins a parameter.
      expect(key, name).toMatch(/^[a-z]+$/);
    }
  });

  it('gives every setting a key of its own, apart from those of the experiment', () => {
    const keys = SETTING_NAMES.map((name) => SETTINGS[name].key);
    const others = ['version', 'preset', 'experiment', 'losses', 'u', 'v', 'grid'];
    expect(new Set([...keys, ...others]).size).toBe(keys.length + others.length);
  });

  it.each(SETTING_NAMES)('%s: takes its values and no others', (name) => {
    const schema = SETTINGS[name].schema as v.GenericSchema;
    for (const value of EXAMPLES[name].good) expect(v.is(schema, value), String(value)).toBe(true);
    const none = [undefined, {}, ...(name === 'starts' ? [] : [[]])];
    for (const value of [...EXAMPLES[name].bad, ...none]) {
      expect(v.is(schema, value), String(value)).toBe(false);
    }
  });

  it('reads what it has written', () => {
    fc.assert(
      fc.property(settings, (values) => {
        for (const name of SETTING_NAMES) {
          const { encode, decode } = SETTINGS[name];
          expect(decode((encode as (value: unknown) => string)(values[name]))).toEqual(values[name]);
        }
      }),
    );
  });

  it('reads nothing else: what it would not write is left for the check to refuse', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SETTING_NAMES), fc.string(), (name, text) => {
        const { schema, encode, decode } = SETTINGS[name];
        const value = decode(text);
        if (!v.is(schema as v.GenericSchema, value)) return;
        // The same number in other digits is fine: 020 is 20.
        const written = (encode as (value: unknown) => string)(value);
        expect(typeof value === 'number' ? Number(text) : text).toBe(
          typeof value === 'number' ? value : written,
        );
      }),
    );
  });
});

describe('a number in a fragment', () => {
  it.each([
    ['0', 0],
    ['-1000', -1000],
    ['+3', 3],
    ['.5', 0.5],
    ['5.', 5],
    ['1e-7', 1e-7],
    ['1.25E+2', 125],
  ])('%s is one', (text, value) => {
    expect(decodeNumber(text)).toBe(value);
  });

  it.each([
    '',
    ' ',
    ' 1',
    '1 ',
    '0x10',
    '1e',
    'e5',
    '.',
    '-',
    '1,5',
    '1_000',
    'NaN',
    'Infinity',
    '１',
    '1n',
    '--1',
  ])('"%s" is none', (text) => {
    expect(decodeNumber(text)).toBe(text);
  });

  it('is what JavaScript writes for any finite number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        expect(decodeNumber(String(x))).toBe(x + 0);
      }),
    );
  });
});
