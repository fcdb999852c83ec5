/** What a script may ask of the page: rows, backends, order of the losses, stopping, and refusals. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FieldKey } from '../../src/core/fields.ts';
import { CpuEvaluator } from '../../src/cpu/evaluator.ts';
import { fileOf, mixedSamples, oneLogit, parsed, threeClass } from '../unit/support/experiments.ts';
import { LogitscapePage, type LogitscapeWindow } from '../unit/support/logitscape-page.ts';

const KEYS: FieldKey[] = ['cross-entropy.value', 'cross-entropy.dv', 'mse.value', 'mse.du'];

let page: LogitscapePage;

beforeAll(async () => {
  page = await LogitscapePage.open();
});

afterAll(() => page?.expectNoProblems());

describe('rows', () => {
  const file = threeClass(0, -40, { resolution: [67, 53] });

  it.each([
    [0, 1],
    [13, 14],
    [5, 41],
    [52, 53],
  ] as const)('%i to %i are those of the whole', async (j0, j1) => {
    const whole = await page.evaluate(file, { backend: 'webgpu', fields: KEYS });
    const part = await page.evaluate(file, { backend: 'webgpu', fields: KEYS, rows: [j0, j1] });
    expect(part).toMatchObject({ width: 67, height: j1 - j0 });
    for (const key of KEYS) expect(part.fields[key]).toEqual(whole.fields[key]!.slice(j0 * 67, j1 * 67));
  });

  it('in many tiles are those of one', async () => {
    // Enough samples that a tile of 50 ms has few rows.
    const many = fileOf('softmax', mixedSamples(3, 200, 2), { resolution: [200, 40] });
    const whole = await page.evaluate(many, { backend: 'webgpu', fields: ['mse.value'] });
    const row = await page.evaluate(many, { backend: 'webgpu', fields: ['mse.value'], rows: [31, 32] });
    expect(row.fields['mse.value']).toEqual(whole.fields['mse.value']!.slice(31 * 200, 32 * 200));
  });

  it.each([
    [-1, 3],
    [3, 3],
    [4, 2],
    [0, 54],
    [0.5, 2],
  ])('%d to %d are refused', async (j0, j1) => {
    for (const backend of ['webgpu', 'cpu'] as const) {
      await expect(page.evaluate(file, { backend, rows: [j0, j1] })).rejects.toThrow('rows');
    }
  });
});

describe('samples in several chunks', () => {
  // 16384 columns x 10 classes x 28 bytes: 4.6 MB of tables a sample, and a chunk has at most 48 MiB.
  const file = fileOf('softmax', mixedSamples(10, 25, 3), { resolution: [16_384, 4] });
  const chunks = 3;

  it('have their tables made once, however many tiles there are; progress tells of each', async () => {
    const seen = await page.page.evaluate(async (experiment) => {
      const write = GPUQueue.prototype.writeBuffer;
      let tables = 0;
      GPUQueue.prototype.writeBuffer = function (...args: Parameters<typeof write>) {
        if ((args[2] as ArrayBuffer).byteLength > 1e6) tables += 1;
        return write.apply(this, args);
      };
      const steps: number[] = [];
      const { logitscape } = window as unknown as LogitscapeWindow;
      const onProgress = (done: number) => steps.push(done);
      await logitscape.evaluate(experiment, { backend: 'webgpu', fields: ['mse.value'], onProgress });
      GPUQueue.prototype.writeBuffer = write;
      return { tables, steps };
    }, file);
    // Factors and logits of each chunk.
    expect(seen.tables).toBe(2 * chunks);
    expect(new Set(seen.steps).size).toBeGreaterThan(2 * chunks);
    expect(seen.steps).toEqual(seen.steps.toSorted((a, b) => a - b));
    expect(seen.steps.at(-1)).toBe(1);
  });

  it('give each row what it has alone', async () => {
    const fields: FieldKey[] = ['mse.value', 'cross-entropy.duv'];
    const whole = await page.evaluate(file, { backend: 'webgpu', fields });
    const row = await page.evaluate(file, { backend: 'webgpu', fields, rows: [2, 3] });
    for (const key of fields) {
      expect(row.fields[key]).toEqual(whole.fields[key]!.slice(2 * 16_384, 3 * 16_384));
    }
  });
});

describe('grids', () => {
  it.each([
    [2, 2],
    [16, 1000],
    [1000, 16],
    [3, 2],
    [64, 65],
  ])('%i x %i', async (width, height) => {
    await page.expectVerified(threeClass(1, -9, { resolution: [width, height] }));
  });

  it('u runs along rows and v from row to row', async () => {
    const file = threeClass(0, -1000, { resolution: [3, 2], window: { u: [1, 3], v: [-1, 1] } });
    const { fields } = await page.evaluate(file, { backend: 'webgpu', fields: ['cross-entropy.value'] });
    const expected = [-1, 1].flatMap((v) => [1, 2, 3].map((u) => Math.fround(Math.log1p(Math.exp(v - u)))));
    for (const [n, value] of expected.entries()) {
      expect(fields['cross-entropy.value']![n]! / value).toBeCloseTo(1, 6);
    }
  });
});

describe('losses', () => {
  const orders = [
    ['cross-entropy', 'mse'],
    ['mse', 'cross-entropy'],
  ] as const;

  it('in either order have the same numbers', async () => {
    for (const file of [
      threeClass(2, -1000),
      fileOf('softmax', mixedSamples(5, 4, 8), { resolution: [31, 31] }),
    ]) {
      const [one, other] = await Promise.all(
        orders.map((losses) => page.evaluate({ ...file, losses }, { backend: 'webgpu', fields: KEYS })),
      );
      for (const key of KEYS) expect(other!.fields[key], key).toEqual(one!.fields[key]);
    }
  });

  it.each(orders)('%s and %s are verified', async (...losses) => {
    await page.expectVerified(threeClass(1, 0.5, { losses, resolution: [65, 65] }));
    await page.expectVerified(oneLogit('sigmoid', 1, { losses, resolution: [65, 5] }));
  });

  it('come with value, du and dv of both unless others are asked for', async () => {
    const { fields } = await page.evaluate(threeClass(0, 0, { resolution: [3, 3] }), {});
    expect(Object.keys(fields)).toEqual([
      'cross-entropy.value',
      'cross-entropy.du',
      'cross-entropy.dv',
      'mse.value',
      'mse.du',
      'mse.dv',
    ]);
  });
});

describe('backends', () => {
  const file = threeClass(0, -9, { resolution: [40, 30] });

  it('WebGPU gives f32, the CPU f64, and automatic is WebGPU where it can', async () => {
    const fields: FieldKey[] = ['mse.value'];
    const results = [];
    for (const backend of ['webgpu', 'cpu', 'auto'] as const) {
      results.push(await page.evaluate(file, { backend, fields }));
    }
    expect(results.map((result) => result.backend)).toEqual(['webgpu', 'cpu', 'webgpu']);
    const types = results.map((result) => result.fields['mse.value']!.BYTES_PER_ELEMENT);
    expect(types).toEqual([4, 8, 4]);
  });

  it('the page’s CPU workers give what this process does', async () => {
    const fields: FieldKey[] = [...KEYS, 'mse.duv', 'cross-entropy.lambda_min'];
    const there = await page.evaluate(file, { backend: 'cpu', fields });
    const here = await new CpuEvaluator(0).evaluate(parsed(file), [0, 30], fields);
    for (const key of fields) {
      // Chrome's exponential and Node's may differ in the last digit.
      const rounding = 1e-14 * here[key]!.reduce((largest, x) => Math.max(largest, Math.abs(x)), 0);
      for (const [n, value] of here[key]!.entries()) {
        expect(Math.abs(there.fields[key]![n]! - value), `${key} ${n}`).toBeLessThanOrEqual(rounding);
      }
    }
  });

  it('automatic is the CPU for what has no kernel, and WebGPU refuses it', async () => {
    const losses = ['cross-entropy-naive', 'mse'] as const;
    const naive = oneLogit('sigmoid', 0, { losses, resolution: [5, 5] });
    expect(await page.evaluate(naive, {})).toMatchObject({ backend: 'cpu' });
    expect(await page.evaluate(naive, { fields: ['mse.value'] })).toMatchObject({ backend: 'webgpu' });
    await expect(page.evaluate(naive, { backend: 'webgpu' })).rejects.toThrow('no kernel');
    const large = threeClass(0, 2e6, { resolution: [5, 5] });
    expect(await page.evaluate(large, { fields: ['mse.value'] })).toMatchObject({ backend: 'cpu' });
  });

  it('undefined comes as NaN', async () => {
    const outputs = oneLogit('identity', 0.5, { resolution: [3, 2], window: { u: [-0.5, 1.5], v: [0, 1] } });
    const { fields } = await page.evaluate(outputs, { fields: ['cross-entropy.value', 'mse.value'] });
    const defined = [...fields['cross-entropy.value']!].map((value) => !Number.isNaN(value));
    expect(defined).toEqual([false, true, false, false, true, false]);
    expect(fields['mse.value']!.every((value) => value >= 0)).toBe(true);
  });
});

describe('stopping', () => {
  it.each(['webgpu', 'cpu'] as const)(
    '%s: an abort rejects with AbortError before the end',
    async (backend) => {
      const file = fileOf('softmax', mixedSamples(5, 50, 6), { resolution: [400, 400] });
      const seen = await page.page.evaluate(
        async (experiment, asked) => {
          const controller = new AbortController();
          const steps: number[] = [];
          const onProgress = (done: number) => {
            steps.push(done);
            controller.abort();
          };
          const { logitscape } = window as unknown as LogitscapeWindow;
          const options = { backend: asked, signal: controller.signal, onProgress };
          const outcome = await logitscape.evaluate(experiment, options).then(
            () => 'done',
            (error: unknown) => (error instanceof DOMException ? error.name : String(error)),
          );
          return { outcome, steps };
        },
        file,
        backend,
      );
      expect(seen.outcome).toBe('AbortError');
      expect(seen.steps[0]).toBeLessThan(1);
    },
  );

  it('leaves the page able to evaluate', async () => {
    await page.expectVerified(threeClass(0, -1000, { resolution: [33, 33] }));
  });

  it('progress grows to 1', async () => {
    const file = fileOf('softmax', mixedSamples(5, 50, 6), { resolution: [200, 100] });
    const steps = await page.page.evaluate(async (experiment) => {
      const found: number[] = [];
      const { logitscape } = window as unknown as LogitscapeWindow;
      await logitscape.evaluate(experiment, { backend: 'webgpu', onProgress: (done) => found.push(done) });
      return found;
    }, file);
    expect(steps.at(-1)).toBe(1);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
  });
});

describe('refusals', () => {
  const sample = { origin: [0, 0, 1], du: [1, 0, 0], dv: [0, 1, 0], target: 0 };
  const good = { version: 1, map: 'affine', samples: [sample] };

  it.each([
    ['samples[0].origin', { ...good, samples: [{ ...sample, origin: [0, 'x', 1] }] }],
    ['samples[1].origin', { ...good, samples: [sample, { ...sample, origin: [0, 0] }] }],
    ['samples[0].target', { ...good, samples: [{ ...sample, target: 3 }] }],
    ['resolution', { ...good, resolution: [1, 5] }],
    ['losses', { ...good, losses: ['mse', 'mse'] }],
    ['version', { ...good, version: 2 }],
  ])('of a bad experiment begin with its path: %s', async (path, experiment) => {
    for (const ask of [() => page.verify(experiment), () => page.evaluate(experiment, {})]) {
      const error: Error = await ask().then(
        () => Promise.reject(new Error('it was accepted')),
        (refused: Error) => refused,
      );
      expect(error.message).toContain(path);
      expect(error.message).toContain('expected');
    }
  });

  it('of a loss that a target does not allow name it', async () => {
    const experiment = {
      ...good,
      samples: [{ ...sample, target: [0.5, 0.25, 0.25] }],
      losses: ['mse', 'hinge'],
    };
    await expect(page.evaluate(experiment, {})).rejects.toThrow('hinge');
  });
});

it('several evaluations at once do not disturb each other', async () => {
  const files = [threeClass(0, -1000), threeClass(1, 0.5), fileOf('softmax', mixedSamples(4, 3, 1))];
  const options = { backend: 'webgpu', fields: KEYS } as const;
  const alone = [];
  for (const file of files) alone.push(await page.evaluate(file, options));
  expect(await Promise.all(files.map((file) => page.evaluate(file, options)))).toEqual(alone);
});
