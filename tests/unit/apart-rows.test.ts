/** Quantities that are not made of fields, band by band. */
import { describe, expect, it } from 'vitest';
import { apartRows, type Judged, TIED } from '../../src/app/apart-rows.ts';
import type { Rows } from '../../src/core/grid.ts';
import type { Quantity } from '../../src/core/quantity.ts';
import { classRows } from '../../src/core/regions.ts';
import { f32Spacing } from '../../src/core/ulp.ts';
import { CpuEvaluator } from '../../src/cpu/evaluator.ts';
import { fileOf, obliqueSample, oneLogit, parsed, threeClass } from './support/experiments.ts';

const cpu = new CpuEvaluator(0);

/** All rows, put together; and that bands came in order, each once. */
async function rowsOf(experiment: ReturnType<typeof parsed>, quantity: Quantity, judged?: Judged) {
  const [left, right]: [number[], number[]] = [[], []];
  let next = 0;
  const done: number[] = [];
  const onBand = ([j0, j1]: Rows, painted: readonly [ArrayLike<number>, ArrayLike<number>]) => {
    expect(j0).toBe(next);
    next = j1;
    left.push(...Array.from(painted[0]));
    right.push(...Array.from(painted[1]));
  };
  const onProgress = (part: number) => void done.push(part);
  const told = await apartRows(cpu, experiment, quantity, judged, onBand, { onProgress });
  expect(next).toBe(experiment.resolution[1]);
  return { left, right, told, done };
}

describe('decision regions', () => {
  it('are the same in both panels, in several bands, and every point is counted', async () => {
    const experiment = parsed(threeClass(0, 0, { resolution: [401, 401] }));
    const { left, right, told, done } = await rowsOf(experiment, 'regions');
    expect(left).toEqual([...classRows(experiment, [0, 401])]);
    expect(right).toEqual(left);
    const counted = (k: number) =>
      left.filter((value) => (k === TIED ? Number.isNaN(value) : value === k)).length;
    expect([...told.classes!].sort(([a], [b]) => a - b)).toEqual([TIED, 0, 1, 2].map((k) => [k, counted(k)]));
    expect(counted(TIED)).toBeGreaterThan(400);
    expect(done.length).toBeGreaterThan(1);
    expect(done.at(-1)).toBe(1);
  });

  it('of outputs are undefined', async () => {
    const { left, told } = await rowsOf(parsed(oneLogit('identity', 1, { resolution: [5, 5] })), 'regions');
    expect(left).toEqual(Array(25).fill(NaN));
    expect(told.painted[0].min).toBeNaN();
  });

  it('give way to the accuracy', async () => {
    const samples = [1, 2].map((seed) => obliqueSample(3, 'hard', seed));
    const { left, told } = await rowsOf(
      parsed(fileOf('softmax', samples, { resolution: [31, 31] })),
      'accuracy',
    );
    expect(new Set(left)).toEqual(new Set([0, 0.5, 1]));
    expect([told.painted[0].min, told.painted[0].max]).toEqual([0, 1]);
  });
});

describe('errors', () => {
  const experiment = parsed(threeClass(0, 0.5, { resolution: [9, 7] }));

  /** f64 values, of which every third of the left loss is too large by `steps` of f32. */
  async function judgedBy(steps: number): Promise<Judged> {
    const fields = await cpu.evaluate(experiment, [0, 7], ['cross-entropy.value', 'mse.value']);
    const [left, right] = Object.values(fields).map((values) => Float32Array.from(values));
    for (let n = 0; n < left!.length; n += 3) left![n]! += steps * f32Spacing(left![n]!);
    const part = (values: Float32Array, [j0, j1]: Rows) => new Float32Array(values.subarray(9 * j0, 9 * j1));
    return { software: true, values: async (rows) => [part(left!, rows), part(right!, rows)] };
  }

  it('are those of each loss, and the range reaches to its tolerance', async () => {
    const { left, right, told } = await rowsOf(experiment, 'error', await judgedBy(3));
    for (const [n, error] of left.entries()) {
      expect(Math.abs(error - (n % 3 === 0 ? 3 : 0)), `${n}`).toBeLessThanOrEqual(1);
    }
    expect(Math.max(...right)).toBeLessThanOrEqual(0.5);
    expect(told.tolerances).toEqual([4, 8]);
    expect(told.painted.map(({ max }) => max)).toEqual([4, 8]);
    expect(told.infinite).toEqual([false, false]);
    expect(told.worst).toEqual([Math.max(...left), Math.max(...right)]);
  });

  it('beyond the tolerance stretch the range', async () => {
    const { told } = await rowsOf(experiment, 'error', await judgedBy(40));
    expect(told.painted[0].max).toBeGreaterThan(39);
    expect(told.painted[1].max).toBe(8);
  });

  it('are infinite where the GPU has no value', async () => {
    const judged = await judgedBy(0);
    const values: Judged['values'] = async (rows) => {
      const [left, right] = await judged.values(rows);
      return [left.fill(NaN), right];
    };
    const { left, told } = await rowsOf(experiment, 'error', { ...judged, values });
    expect(left).toEqual(Array(63).fill(Infinity));
    expect(told.infinite).toEqual([true, false]);
  });

  it('are undefined where no GPU computed anything', async () => {
    const { left, told } = await rowsOf(experiment, 'error');
    expect(left).toEqual(Array(63).fill(NaN));
    expect(told.painted[0].max).toBeNaN();
  });

  it('end with an abort', async () => {
    const abort = new AbortController();
    const judged = await judgedBy(0);
    const values: Judged['values'] = (rows) => {
      abort.abort();
      return judged.values(rows);
    };
    const onBand = () => expect.unreachable('nothing is handed over after an abort');
    const run = apartRows(cpu, experiment, 'error', { ...judged, values }, onBand, { signal: abort.signal });
    await expect(run).rejects.toThrow(/abort/i);
  });
});
