/** The f64 evaluator of whole grids, in this thread: workers = 0. */
import { describe, expect, it } from 'vitest';
import { comparisonHolds } from '../../src/core/comparison.ts';
import type { Experiment } from '../../src/core/experiment.ts';
import { FIELD_IDS, type FieldKey, fieldKey, parseFieldKey } from '../../src/core/fields.ts';
import { columnU, gridOf, type Rows, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { CpuEvaluator } from '../../src/cpu/evaluator.ts';
import { fileOf, mixedSamples, oneLogit, parsed, threeClass } from './support/experiments.ts';

const cpu = new CpuEvaluator(0);

function allKeys(experiment: Experiment): FieldKey[] {
  return experiment.losses.flatMap((loss) => FIELD_IDS.map((field) => fieldKey(loss, field)));
}

/** What `PointEvaluator` says, point by point. */
function pointByPoint(experiment: Experiment, [j0, j1]: Rows, key: FieldKey): Float64Array {
  const evaluator = new PointEvaluator(experiment);
  const grid = gridOf(experiment);
  const { loss, field } = parseFieldKey(key);
  const values = new Float64Array((j1 - j0) * grid.width);
  for (let n = 0; n < values.length; n++) {
    evaluator.updateJets(columnU(grid, n % grid.width), rowV(grid, j0 + Math.floor(n / grid.width)), 2);
    values[n] = evaluator.field(experiment.losses[0] === loss ? 0 : 1, field);
  }
  return values;
}

/** Two ways to a row's numbers may differ in their last digits. */
function expectNear(actual: Float64Array, expected: Float64Array): void {
  const largest = Math.max(...expected.map(Math.abs));
  expect(actual).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) {
    expect(Math.abs(actual[i]! - value), `column ${i}`).toBeLessThanOrEqual(1e-14 * largest);
  }
}

/** Points x classes enough for several bands. */
const large = parsed(threeClass(0, -1000, { resolution: [800, 300] }));

describe('evaluate', () => {
  it.each([
    ['three classes', threeClass(2, -1000, { resolution: [31, 17] })],
    ['several samples', fileOf('softmax', mixedSamples(4, 3, 1), { resolution: [9, 14] })],
    [
      'undefined points',
      oneLogit('identity', 0.5, { resolution: [21, 2], window: { u: [-1, 2], v: [0, 1] } }),
    ],
  ])('gives what the point evaluator does: %s', async (_name, file) => {
    const experiment = parsed(file);
    const rows: Rows = [0, experiment.resolution[1]];
    const keys = allKeys(experiment);
    const fields = await cpu.evaluate(experiment, rows, keys);
    expect(Object.keys(fields)).toEqual(keys);
    for (const key of keys) expect(fields[key], key).toEqual(pointByPoint(experiment, rows, key));
  });

  it('of some rows gives those of the whole, across bands', async () => {
    const keys: FieldKey[] = ['mse.value', 'cross-entropy.du'];
    const whole = await cpu.evaluate(large, [0, 300], keys);
    const some = await cpu.evaluate(large, [70, 211], keys);
    for (const key of keys) expect(some[key]).toEqual(whole[key]!.slice(70 * 800, 211 * 800));
  });

  it('of one row, the last', async () => {
    const fields = await cpu.evaluate(large, [299, 300], ['mse.dv']);
    expectNear(fields['mse.dv']!, pointByPoint(large, [299, 300], 'mse.dv'));
  });

  it('refuses a loss that the experiment does not have', async () => {
    await expect(cpu.evaluate(large, [0, 1], ['hinge.value'])).rejects.toThrow(
      "hinge.value: the experiment's losses are cross-entropy and mse",
    );
  });

  it('keeps two experiments apart that run at once', async () => {
    const other = parsed(threeClass(1, 0.5, { resolution: [800, 300] }));
    const results = await Promise.all(
      [large, other].map((experiment) => cpu.evaluate(experiment, [0, 300], ['mse.value'])),
    );
    expect(results[0]).toEqual(await cpu.evaluate(large, [0, 300], ['mse.value']));
    expect(results[1]).toEqual(await cpu.evaluate(other, [0, 300], ['mse.value']));
  });
});

describe('progress', () => {
  it('grows to 1, in more than one step', async () => {
    const steps: number[] = [];
    await cpu.evaluate(large, [20, 300], ['mse.value'], { onProgress: (done) => steps.push(done) });
    expect(steps.length).toBeGreaterThan(2);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps.at(-1)).toBe(1);
  });
});

describe('abort', () => {
  it('stops before the end and rejects with an AbortError', async () => {
    const controller = new AbortController();
    const steps: number[] = [];
    const evaluation = cpu.evaluate(large, [0, 300], ['mse.value'], {
      signal: controller.signal,
      onProgress: (done) => {
        steps.push(done);
        controller.abort();
      },
    });
    await expect(evaluation).rejects.toMatchObject({ name: 'AbortError' });
    expect(steps).toHaveLength(1);
    expect(steps[0]).toBeLessThan(1);
  });

  it('before the start does nothing', async () => {
    const steps: number[] = [];
    const evaluation = cpu.evaluate(large, [0, 300], ['mse.value'], {
      signal: AbortSignal.abort(),
      onProgress: (done) => steps.push(done),
    });
    await expect(evaluation).rejects.toMatchObject({ name: 'AbortError' });
    expect(steps).toEqual([]);
  });

  it('from another turn of the event loop is heard between bands', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort());
    const evaluation = cpu.evaluate(large, [0, 300], ['mse.value'], { signal: controller.signal });
    await expect(evaluation).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('leaves the evaluator usable', async () => {
    await cpu
      .evaluate(large, [0, 300], ['mse.value'], { signal: AbortSignal.abort() })
      .catch(() => undefined);
    const fields = await cpu.evaluate(large, [0, 1], ['mse.value']);
    expectNear(fields['mse.value']!, pointByPoint(large, [0, 1], 'mse.value'));
  });
});

describe('compare', () => {
  const keys: FieldKey[] = [
    'cross-entropy.value',
    'cross-entropy.du',
    'mse.value',
    'mse.dv',
    'mse.lambda_min',
  ];
  const rows: Rows = [50, 290];

  /** The truth in f32, made once and copied for each test. */
  const truth = cpu.evaluate(large, rows, keys);
  async function rounded(): Promise<Partial<Record<FieldKey, Float32Array>>> {
    const fields = await truth;
    return Object.fromEntries(keys.map((key) => [key, Float32Array.from(fields[key]!)]));
  }

  it('finds half a unit at most in rounded truth', async () => {
    const comparisons = await cpu.compare(large, rows, await rounded(), true);
    for (const key of keys) {
      const comparison = comparisons[key]!;
      expect(comparison, key).toMatchObject({ points: 240 * 800, falseZeros: 0, wrongSigns: 0 });
      // The smaller eigenvalue may be twice the scale that it is judged at.
      expect(comparison.maxError, key).toBeLessThanOrEqual(key === 'mse.lambda_min' ? 1 : 0.5);
      expect(comparisonHolds(comparison), key).toBe(true);
    }
  });

  it('has the tolerance of the adapter', async () => {
    const actual = { 'mse.value': new Float32Array(800) };
    const toleranceFor = async (software: boolean) =>
      (await cpu.compare(large, [0, 1], actual, software))['mse.value']!.tolerance;
    expect([await toleranceFor(true), await toleranceFor(false)]).toEqual([8, 16]);
  });

  it('finds what is planted, by its index in the whole grid', async () => {
    const actual = await rounded();
    const index = 123 * 800 + 456;
    const local = index - rows[0] * 800;
    actual['mse.value']![local]! *= 1 + 2 ** -18;
    actual['cross-entropy.value']![local] = 0;
    actual['cross-entropy.du']![local]! *= -1;
    actual['mse.dv']![local] = NaN;
    const comparisons = await cpu.compare(large, rows, actual, true);
    expect(comparisons['mse.value']!.worstIndex).toBe(index);
    expect(comparisons['mse.value']!.maxError).toBeGreaterThan(16);
    expect(comparisons['cross-entropy.value']).toMatchObject({ falseZeros: 1, worstIndex: index });
    expect(comparisons['cross-entropy.du']).toMatchObject({ wrongSigns: 1, worstIndex: index });
    expect(comparisons['mse.dv']).toMatchObject({ undefinedMismatches: 1 });
    const failed = keys.filter((key) => !comparisonHolds(comparisons[key]!));
    expect(failed).toEqual(keys.filter((key) => key !== 'mse.lambda_min'));
  });

  it('tells the error at each point, once for every band', async () => {
    const actual = await rounded();
    const local = (123 - rows[0]) * 800 + 456;
    actual['mse.dv']![local] = NaN;
    const errors = new Float32Array(240 * 800).fill(NaN);
    const comparisons = await cpu.compare(large, rows, actual, true, {}, (band, part) => {
      errors.set(part['mse.dv']!, (band[0] - rows[0]) * 800);
    });
    expect(errors[local]).toBe(Infinity);
    errors[local] = 0;
    expect(errors.reduce((a, b) => Math.max(a, b))).toBe(Math.fround(comparisons['mse.dv']!.maxError));
    expect(errors.some(Number.isNaN)).toBe(false);
  });

  it('leaves the numbers that it was given where they are', async () => {
    const actual = await rounded();
    await cpu.compare(large, rows, actual, true);
    expect(actual['mse.value']).toHaveLength(240 * 800);
  });
});
