/** Files of what the heatmap shows: the numbers of the page's own maps, and an independent computation of each. */
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { type StepsRule, stepsToLearn } from '../../src/core/steps-map.ts';
import { type NpyArray, readNpz } from '../cli/support/npz.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually } from './support/app.ts';
import { Downloads } from './support/downloads.ts';

const [WIDTH, HEIGHT] = [21, 11];
const START = `version=1&grid=${WIDTH}x${HEIGHT}`;
const LOSSES = ['cross-entropy', 'mse'] as const;
const FIELDS = LOSSES.flatMap((loss) => ['value', 'du', 'dv'].map((field) => `${loss}.${field}`));
const RULE: StepsRule = {
  ...{ method: 'gd', rate: 1, momentum: 0.9, steps: 60 },
  ...{ criterion: 'probability', lossThreshold: 0.1 },
};

let browser: Browser;
let app: App;
const downloads = new Downloads();

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: START });
  await downloads.takeFrom(app.page);
});

afterAll(async () => {
  await browser?.close();
  downloads.removeAll();
});

beforeEach(async () => {
  downloads.clear();
  await app.visit(START);
});

async function exported(kind: 'csv' | 'npz', name = 'three-class-extreme'): Promise<Buffer> {
  await app.page.click('#export-menu');
  await app.page.click(`#export-list [data-kind="${kind}"]`);
  const bytes = await downloads.only(`${name}.${kind}`);
  downloads.remove(`${name}.${kind}`);
  return bytes;
}

/** The arrays beside axes and fields. */
async function beside(names: readonly string[], name?: string): Promise<NpyArray[]> {
  const arrays = readNpz(await exported('npz', name));
  expect([...arrays.keys()]).toEqual(['u', 'v', ...FIELDS, ...names]);
  return names.map((one) => {
    const array = arrays.get(one)!;
    expect(array.shape).toEqual([HEIGHT, WIDTH]);
    return array;
  });
}

/** Something of every grid point of the page's experiment, in the grid's order. */
async function everywhere<T>(
  of: (u: number, v: number, evaluator: PointEvaluator) => T,
): Promise<readonly T[]> {
  const { experiment } = await app.state();
  const grid = gridOf(experiment);
  const evaluator = new PointEvaluator(experiment);
  return Array.from({ length: grid.width * grid.height }, (_, n) =>
    of(columnU(grid, n % grid.width), rowV(grid, Math.floor(n / grid.width)), evaluator),
  );
}

function norms(): Promise<readonly (readonly [number, number])[]> {
  return everywhere((u, v, evaluator) => {
    evaluator.updateJets(u, v, 1);
    const [left, right] = evaluator.jets.map(({ du, dv }) => Math.hypot(du, dv));
    return [left!, right!];
  });
}

describe.each(['auto', 'cpu'] as const)('computed on %s', (backend) => {
  test('steps: those of the map, and those of descents from each point', async () => {
    await app.set({ backend, quantity: 'steps', rate: RULE.rate, steps: RULE.steps });
    const found = await beside(LOSSES.map((loss) => `${loss}.steps`));
    const maps = await app.page.evaluate(
      async (given) => {
        const { steps, state } = window.logitscape;
        const map = await steps(state.experiment, given);
        return map.steps.map((numbers) => Array.from(numbers, String));
      },
      { ...RULE, backend },
    );
    for (const panel of [0, 1] as const) {
      const { dtype, values } = found[panel]!;
      expect(dtype).toBe('<f4');
      expect(Array.from(values, String)).toEqual(maps[panel]);
      const truth = await everywhere((u, v, evaluator) => stepsToLearn(evaluator, panel, RULE, u, v));
      for (const [n, steps] of truth.entries()) {
        // A point at the very end of the steps may be counted on either side of it.
        if (steps === Infinity || values[n] === Infinity) {
          expect(Math.min(steps, values[n]!)).toBeGreaterThanOrEqual(RULE.steps);
        } else expect(Math.abs(values[n]! - steps)).toBeLessThanOrEqual(backend === 'cpu' ? 0 : 1);
      }
      expect(Math.max(...truth.filter(Number.isFinite))).toBeGreaterThan(2);
    }
    expect(found[1]!.values).toContain(Infinity);

    const lines = (await exported('csv')).toString('utf8').trimEnd().split('\n');
    expect(lines[0]).toBe(['u', 'v', ...FIELDS, 'cross-entropy.steps', 'mse.steps'].join());
    expect(lines).toHaveLength(WIDTH * HEIGHT + 1);
    const cells = lines.slice(1).map((line) => line.split(',').slice(-2));
    const written = (values: ArrayLike<number>) =>
      Array.from(values, (steps) => (steps === Infinity ? 'inf' : String(steps)));
    expect(cells.map(([left]) => left)).toEqual(written(found[0]!.values));
    expect(cells.map(([, right]) => right)).toEqual(written(found[1]!.values));
  });

  test('norms of gradients, in the type of the fields, and their ratio', async () => {
    await app.set({ backend, quantity: 'gradient' });
    const truth = await norms();
    const single = backend === 'auto';
    const found = await beside(LOSSES.map((loss) => `${loss}.gradient_norm`));
    await app.set({ quantity: 'ratio' });
    const [ratio] = await beside(['gradient_ratio']);
    // A gradient is good to a few units in the last place of f32, or of f64.
    const near = single ? 4e-6 : 1e-12;
    for (const panel of [0, 1] as const) {
      expect(found[panel]!.dtype).toBe(single ? '<f4' : '<f8');
      for (const [n, both] of truth.entries()) {
        expect(Math.abs(found[panel]!.values[n]! / both[panel] - 1)).toBeLessThan(near);
      }
    }
    for (const [n, [left, right]] of truth.entries()) {
      expect(Math.abs(ratio!.values[n]! / (left / right) - 1)).toBeLessThan(2 * near);
    }
  });

  test('the predicted class, none where two lead', async () => {
    await app.set({ backend, quantity: 'regions' });
    const [found] = await beside(['predicted_class']);
    // The third logit is -1000.
    const truth = await everywhere((u, v) => (u === v ? NaN : Number(v > u)));
    expect([...found!.values]).toEqual(truth);
    expect(truth.filter(Number.isNaN)).toHaveLength(HEIGHT);
  });

  test('the share that is classified right, half for a tie', async () => {
    const samples = [
      { origin: [0], du: [1], dv: [2], target: 1 },
      { origin: [1], du: [-1], dv: [1], target: 0 },
    ];
    const window = { u: [-10, 10], v: [-10, 10] };
    const resolution = [WIDTH, HEIGHT];
    const experiment = {
      version: 1,
      name: 'two',
      map: 'affine',
      link: 'sigmoid',
      samples,
      window,
      resolution,
    };
    await app.set({ backend, experiment, quantity: 'regions' });
    const [found] = await beside(['accuracy'], 'two');
    const right = (z: number, target: number) => (z === 0 ? 0.5 : Number(z > 0 === (target === 1)));
    const truth = await everywhere((u, v) => (right(u + 2 * v, 1) + right(1 - u + v, 0)) / 2);
    expect([...found!.values]).toEqual(truth);
    expect(new Set(truth)).toContain(0.25);
  });
});

test('errors of the GPU: those of the check, counted from the very values of the file', async () => {
  await app.set({ quantity: 'error' });
  const arrays = readNpz(await exported('npz'));
  const maps = await app.page.evaluate(async (losses) => {
    const { verify, state } = window.logitscape;
    const fields = losses.map((loss) => `${loss}.value` as const);
    const { errors } = await verify(state.experiment, { fields, errors: true });
    return fields.map((field) => Array.from(errors![field]!.errors, String));
  }, LOSSES);
  for (const panel of [0, 1] as const) {
    const { dtype, values } = arrays.get(`${LOSSES[panel]}.error_ulp`)!;
    expect(dtype).toBe('<f4');
    expect(Array.from(values, String)).toEqual(maps[panel]);
    const judged = arrays.get(`${LOSSES[panel]}.value`)!;
    expect(judged.dtype).toBe('<f4');
    const truth = await everywhere((u, v, evaluator) => {
      evaluator.updateJets(u, v, 1);
      return evaluator.jets[panel].value;
    });
    for (const [n, value] of truth.entries()) {
      const spacing = 2 ** (Math.floor(Math.log2(value)) - 23);
      const expected = Math.abs(judged.values[n]! - value) / spacing;
      expect(Math.abs(values[n]! - expected), `${n}`).toBeLessThan(1e-3 * expected + 1e-5);
    }
    expect(Math.max(...values)).toBeGreaterThan(0);
  }
  await app.set({ backend: 'cpu' });
  for (const { values } of await beside(LOSSES.map((loss) => `${loss}.error_ulp`))) {
    expect([...values]).toEqual(Array(WIDTH * HEIGHT).fill(NaN));
  }
});

test('what is not drawn is in no file', async () => {
  await app.set({ quantity: 'steps', heatmap: false, contours: true });
  await beside([]);
});

test('a long map can be called off while it is being saved', async () => {
  await app.page.evaluate(() => {
    void window.logitscape.set({
      backend: 'cpu',
      quantity: 'steps',
      rate: 1e-6,
      steps: 10_000,
      grid: [64, 64],
    });
  });
  await eventually(() => app.state().then(({ quantity }) => quantity)).toBe('steps');
  await app.page.click('#export-menu');
  await app.page.click('#export-list [data-kind="npz"]');
  await eventually(() => app.text('#export-menu')).toMatch(/^Exporting… \d+ %$/);
  await app.page.click('#export-menu');
  await app.page.click('#export-list [data-kind="cancel"]');
  await eventually(() => app.text('#export-menu')).toBe('Export');
  expect(downloads.names()).toEqual([]);
  expect(await app.notice('input')).toBe('');
});

test('a map of too many steps over too many samples is refused with a sentence, in Chinese too', async () => {
  await app.page.evaluate(async () => {
    const sample = (n: number) => ({ origin: [n / 1e4, 0, 0], du: [1, 0, 0], dv: [0, 1, 0], target: n % 3 });
    const samples = Array.from({ length: 20_000 }, (_, n) => sample(n));
    const resolution = [8, 8];
    await window.logitscape.set({ experiment: { version: 1, map: 'affine', samples, resolution } });
    void window.logitscape.set({ quantity: 'steps', steps: 400 });
  });
  await eventually(() => app.notice('failure')).toBe(
    'The plots could not be drawn anew: steps: expected at most 165 for a map over 20000 samples, found 400. Change a setting or reload the page to try again; the link keeps everything.',
  );
  await app.set({ language: 'zh', steps: 401 });
  await eventually(() => app.notice('failure')).toBe(
    '无法重新绘制：steps：应为至多 165 步（20000 个样本的收敛步数图以此为限），实际为 401。请更改设置或刷新页面重试，链接会保留全部内容。',
  );
  await app.set({ steps: 2 });
  await eventually(() => app.notice('failure')).toBe('');
});
