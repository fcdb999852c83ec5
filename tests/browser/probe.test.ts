/** The pointer over a plot reads both surfaces: f64 at the very point, and the GPU's own numbers beside it. */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { tolerance } from '../../src/core/tolerance.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually } from './support/app.ts';
import { type Pixels, pictureOfFigures } from './support/pixels.ts';
import { numberOf, pointAt, read, readAt } from './support/probe.ts';

const NAMES = 'z₁, z₂';
/** log(1 + e^-20). */
const SMALLEST = 2.061153620314381e-9;

let browser: Browser;
let app: App;
let initial: AppState;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: 'version=1&grid=101x101' });
  initial = await app.state();
});

test('before the pointer was over a plot there is a hint and no crosshair', async () => {
  expect(await read(app)).toBeUndefined();
  expect(await app.text('#probe .hint')).toContain('Move the pointer');
});

test('the pointer shows a crosshair at the same place of both plots, and nothing else changes', async () => {
  await eventually(async () => (await app.figure(1)).range).not.toBe('');
  const before = await pictureOfFigures(app);
  await pointAt(app, 1, 0.25, 0.75);
  await readAt(app, NAMES, '−5, 5');
  const after = await pictureOfFigures(app);
  for (const panel of [0, 1] as const) {
    const { columns, rows, pixels } = changedLines(before.plots[panel], after.plots[panel]);
    const { width, height } = after.plots[panel];
    expect(columns, `panel ${panel}`).toHaveLength(1);
    expect(rows, `panel ${panel}`).toHaveLength(1);
    expect(Math.abs(columns[0]! - width / 4)).toBeLessThanOrEqual(1);
    expect(Math.abs(rows[0]! - height / 4)).toBeLessThanOrEqual(1);
    // All but the clear middle of both lines.
    expect(pixels).toBeGreaterThan(0.8 * (width + height));
  }
});

describe('the numbers that are known', () => {
  test('in the middle: log 2 and 1/6', async () => {
    await app.set(initial);
    await pointAt(app, 0, 0.5, 0.5);
    const { point, losses } = await readAt(app, NAMES, '0, 0');
    expect(point).toEqual({
      [NAMES]: '0, 0',
      'logits z': '0, 0, −1000',
      'softmax p': '0.5, 0.5, 0',
      'grid point': '0, 0',
    });
    expect(losses[0].title).toBe('Cross-entropy');
    expect(losses[0].rows.L?.[0]).toBe('0.69314718056');
    expect(losses[0].rows['∂L/∂z₁']?.[0]).toBe('−0.5');
    expect(losses[0].rows['∂L/∂z₂']?.[0]).toBe('0.5');
    expect(losses[0].rows['|∇L|']?.[0]).toBe('0.707106781187');
    expect(losses[1].title).toBe('Mean squared error');
    expect(losses[1].rows.L?.[0]).toBe('0.166666666667');
    // The same point of the grid on the GPU.
    expect(numberOf(losses[0].rows.L?.[1])).toBe(0.693147182);
    expect(numberOf(losses[1].rows.L?.[1])).toBeCloseTo(1 / 6, 7);
  });

  test('in the corner of confident mistakes: 20.0000000021, with a slope of the square root of 2', async () => {
    await pointAt(app, 0, 0, 1);
    const { losses } = await readAt(app, NAMES, '−10, 10');
    expect(losses[0].rows.L?.[0]).toBe('20.0000000021');
    // sqrt(2) (1 - 2.06e-9)
    expect(losses[0].rows['|∇L|']?.[0]).toBe('1.41421355946');
    expect(numberOf(losses[0].rows['|∇L|']?.[1])).toBeCloseTo(Math.SQRT2, 6);
  });

  test('in the corner of the minimum: 2.0611536e-9, never zero', async () => {
    await pointAt(app, 1, 1, 0);
    const { losses } = await readAt(app, NAMES, '10, −10');
    expect(losses[0].rows.L?.[0]).toBe('2.06115362031e−9');
    expect(numberOf(losses[0].rows.L?.[1]) / SMALLEST).toBeCloseTo(1, 6);
  });

  test('with the fixed class as target: a flat squared error, its gradient exactly zero in the middle', async () => {
    await app.set({ params: { target: 2 } });
    await pointAt(app, 1, 0.5, 0.5);
    await eventually(async () => (await read(app))?.losses[0].rows.L?.[0]).toBe('1000.69314718');
    const { losses } = (await read(app))!;
    expect(losses[1].rows).toEqual({
      L: ['0.5', '0.5', '0 ULP'],
      '∂L/∂z₁': ['0', '0', '0 ULP'],
      '∂L/∂z₂': ['0', '0', '0 ULP'],
      '|∇L|': ['0', '0', ''],
    });
    expect(numberOf(losses[0].rows.L?.[1])).toBeCloseTo(1000.693147, 4);
    await app.set(initial);
  });

  test('the API gives the same, from both backends', async () => {
    const corners = await app.page.evaluate(async () => {
      const { experiment } = window.logitscape.state;
      const at = (fields: ArrayLike<number>, i: number, j: number) => fields[j * 101 + i]!;
      const numbers = [];
      for (const backend of ['cpu', 'webgpu'] as const) {
        const { fields, width, height } = await window.logitscape.evaluate(experiment, { backend });
        const [ce, du, dv] = ['value', 'du', 'dv'].map((id) => fields[`cross-entropy.${id}` as never]!);
        const mse = fields['mse.value' as never]!;
        const steep = Math.hypot(at(du!, 0, 100), at(dv!, 0, 100));
        numbers.push([
          width,
          height,
          at(ce!, 50, 50),
          at(mse, 50, 50),
          at(ce!, 0, 100),
          steep,
          at(ce!, 100, 0),
        ]);
      }
      return numbers;
    });
    const truth = [101, 101, Math.LN2, 1 / 6, 20 + SMALLEST, Math.SQRT2 * (1 - SMALLEST), SMALLEST];
    const [cpu, gpu] = corners as [number[], number[]];
    for (const [n, number] of truth.entries()) {
      expect(Math.abs(cpu[n]! / number - 1)).toBeLessThan(1e-13);
      expect(Math.abs(gpu[n]! / number - 1)).toBeLessThan(4 * 2 ** -23);
    }
  });
});

test('at any point the numbers are those of f64, and the GPU beside them is within tolerance', async () => {
  await app.set(initial);
  const { experiment } = await app.state();
  const grid = gridOf(experiment);
  const evaluator = new PointEvaluator(experiment);
  for (const [panel, across, up] of [
    [0, 0, 0],
    [1, 1, 1],
    [0, 0.28, 0.06],
    [1, 0.09, 0.87],
    [0, 0.71, 0.69],
  ] as const) {
    const [atU, atV] = await pointAt(app, panel, across, up);
    const [u, v] = [-10 + 20 * atU, -10 + 20 * atV];
    const { losses, point } = await readAt(app, NAMES, `${short(u)}, ${short(v)}`);
    evaluator.updateJets(u, v, 1);
    const [i, j] = [Math.round((u + 10) * 5), Math.round((v + 10) * 5)];
    expect(point['grid point']).toBe(`${short(columnU(grid, i))}, ${short(rowV(grid, j))}`);
    for (const side of [0, 1] as const) {
      const { value, du, dv } = evaluator.jets[side];
      const { rows } = losses[side];
      const truth = { L: value, '∂L/∂z₁': du, '∂L/∂z₂': dv, '|∇L|': Math.hypot(du, dv) };
      for (const [name, number] of Object.entries(truth)) {
        expect(Math.abs(numberOf(rows[name]?.[0]) / number - 1), `${name} at ${u}, ${v}`).toBeLessThan(1e-9);
      }
      const loss = experiment.losses[side];
      for (const [name, field] of [
        ['L', 'value'],
        ['∂L/∂z₁', 'du'],
        ['∂L/∂z₂', 'dv'],
      ] as const) {
        const said = rows[name]?.[2] ?? '';
        expect(said, name).toMatch(/ ULP$/);
        // The adapter may be a real one.
        expect(Number.parseFloat(said), name).toBeLessThanOrEqual(tolerance(experiment, loss, field, false));
      }
    }
  }
});

test('leaving the plot keeps the last point, and a window without it forgets it', async () => {
  await app.set(initial);
  await pointAt(app, 0, 0.25, 0.75);
  await readAt(app, NAMES, '−5, 5');
  await app.page.mouse.move(5, 5);
  expect((await read(app))?.point[NAMES]).toBe('−5, 5');
  await app.set({ window: { u: [0, 10], v: [-10, 10] } });
  await eventually(() => read(app)).toBeUndefined();
  await app.set(initial);
});

test('a change of the experiment changes the numbers under a pointer that rests', async () => {
  await app.set(initial);
  await pointAt(app, 0, 0.5, 0.5);
  await readAt(app, NAMES, '0, 0');
  await app.set({ params: { fixed: 0, value: 0 } });
  const { losses, point } = await readAt(app, 'z₂, z₃', '0, 0');
  expect(point['softmax p']).toBe('0.33333, 0.33333, 0.33333');
  expect(losses[0].rows.L?.[0]).toBe('1.09861228867');
  expect(Object.keys(losses[0].rows)).toEqual(['L', '∂L/∂z₂', '∂L/∂z₃', '|∇L|']);
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});

/** As the page writes coordinates in this window: four digits. */
function short(x: number): string {
  return String(Number(x.toPrecision(4))).replace('-', '−');
}

/** The columns and rows that changed over more than half of their length, if nothing changed outside of them. */
function changedLines(before: Pixels, after: Pixels): { columns: number[]; rows: number[]; pixels: number } {
  const { width, height } = before;
  const across = new Array<number>(width).fill(0);
  const up = new Array<number>(height).fill(0);
  const changed: [number, number][] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 4 * (y * width + x);
      if (before.data.readUInt32LE(at) === after.data.readUInt32LE(at)) continue;
      changed.push([x, y]);
      across[x]! += 1;
      up[y]! += 1;
    }
  }
  const columns = across.flatMap((count, x) => (count > height / 2 ? [x] : []));
  const rows = up.flatMap((count, y) => (count > width / 2 ? [y] : []));
  const outside = changed.filter(([x, y]) => !columns.includes(x) && !rows.includes(y));
  expect(outside).toEqual([]);
  return { columns, rows, pixels: changed.length };
}
