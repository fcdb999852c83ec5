/** The columns that what the heatmap shows adds to a file. */
import { describe, expect, it } from 'vitest';
import { CsvSink } from '../../src/core/csv.ts';
import { BEYOND_RATIO } from '../../src/core/gradient-ratio.ts';
import { columnNumbers, columnsOf } from '../../src/core/quantity-columns.ts';
import { parsed, threeClass } from './support/experiments.ts';

const experiment = parsed(threeClass(0, 0, { resolution: [2, 2] }));
const SINGLE = new Float32Array(0);
const DOUBLE = new Float64Array(0);

describe('columns', () => {
  it.each([
    ['value', []],
    ['lambda_min', []],
    ['gradient', ['cross-entropy.gradient_norm', 'mse.gradient_norm']],
    ['ratio', ['gradient_ratio']],
    ['regions', ['predicted_class']],
    ['accuracy', ['accuracy']],
    ['steps', ['cross-entropy.steps', 'mse.steps']],
    ['error', ['cross-entropy.error_ulp', 'mse.error_ulp']],
  ] as const)('of %s: %s', (quantity, names) => {
    expect(columnsOf(quantity, experiment).map(({ name }) => name)).toEqual(names);
  });

  it('of a norm have the type of its fields', () => {
    const norms = Float64Array.of(0.1, 2, NaN);
    expect(columnNumbers('gradient', norms, DOUBLE)).toBe(norms);
    expect(columnNumbers('gradient', norms, SINGLE)).toEqual(Float32Array.of(0.1, 2, NaN));
  });

  it('of ratios are infinite where the right gradient counts as zero', () => {
    const ratios = Float64Array.of(0, 3, BEYOND_RATIO, NaN);
    expect(columnNumbers('ratio', ratios, SINGLE)).toEqual(Float64Array.of(0, 3, Infinity, NaN));
  });

  it('of steps and errors are f32, as they are computed', () => {
    const values = Float64Array.of(0, 17, Infinity, NaN);
    for (const quantity of ['steps', 'error'] as const) {
      expect(columnNumbers(quantity, values, DOUBLE)).toEqual(Float32Array.from(values));
    }
  });
});

it('CSV writes each column in the digits of its own type', async () => {
  let text = '';
  const names = ['mse.value', 'mse.error_ulp'];
  const sink = new CsvSink(experiment, names, {
    async write(piece) {
      text += piece;
    },
    finish: async () => {},
  });
  await sink.begin();
  await sink.write([0, 2], {
    'mse.value': Float64Array.of(0.1, 1 / 3, 0, NaN),
    'mse.error_ulp': Float32Array.of(0.1, 1 / 3, Infinity, NaN),
  });
  const lines = text.trimEnd().split('\n');
  expect(lines[0]).toBe('u,v,mse.value,mse.error_ulp');
  expect(lines.slice(1).map((line) => line.split(',').slice(2))).toEqual([
    ['0.1', '0.1'],
    ['0.3333333333333333', '0.33333334'],
    ['0', 'inf'],
    ['nan', 'nan'],
  ]);
});
