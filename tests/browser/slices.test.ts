/** The slices in the dock: their numbers at the crosshair against f64, their lines on the screen, and the link of both. */
import type { Browser } from 'puppeteer';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { curvesOf } from '../../src/core/curves/index.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { DARK_THEME } from '../../src/render/theme.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually, SMALL_GRID } from './support/app.ts';
import {
  type Box,
  boxesOf,
  boxOf,
  colourDistance,
  colourOf,
  type Rgb,
  screenshot,
} from './support/pixels.ts';
import { numberOf, pointAt, read, readAt } from './support/probe.ts';

const QUANTITIES = ['value', 'first', 'second'] as const;
type Quantity = (typeof QUANTITIES)[number];
const COLOURS = DARK_THEME.losses.map(rgbOf);

let browser: Browser;
let app: App;
let initial: AppState;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}&tab=slices` });
  initial = await app.state();
});

beforeEach(async () => {
  await app.set(initial);
  await eventually(() => boxesOf(app, '.chart .u-over').then(({ length }) => length)).toBe(3);
});

/** The policy's violations are problems too. */
afterEach(() => app.expectNoProblems());

/** Both losses' numbers above a chart, and the name of what they are of. */
function caption(quantity: Quantity): Promise<{ name: string; numbers: string[] }> {
  return app.page.evaluate((id) => {
    const root = document.querySelector(`[data-quantity="${id}"]`)!;
    const numbers = [...root.querySelectorAll('.number')].map((node) => node.textContent ?? '');
    return { name: root.querySelector('.name')!.textContent ?? '', numbers };
  }, quantity);
}

function plotOf(quantity: Quantity): Promise<Box> {
  return boxOf(app, `[data-quantity="${quantity}"] .u-over`);
}

/** Where the cursor's lines stand, as parts of the charts' widths. */
async function lines(): Promise<number[]> {
  const [plots, cursors] = [await boxesOf(app, '.chart .u-over'), await boxesOf(app, '.chart .u-cursor-x')];
  return cursors.map(({ x, width }, n) => (x + width - plots[n]!.x) / plots[n]!.width);
}

/** Moves the pointer to a part of a chart's width; returns the part where it is. */
async function pointAtChart(quantity: Quantity, across: number): Promise<number> {
  const { x, y, width, height } = await plotOf(quantity);
  const left = Math.round(x + across * width);
  await app.page.mouse.move(left, Math.round(y + height / 2));
  return (left - x) / width;
}

/**
 * For each column of pixels of a chart, how far down a pixel of a loss's line is; undefined without one.
 * @param from the topmost, or the lowest, where words in the loss's colour stand above the line
 */
async function lineOf(
  quantity: Quantity,
  panel: 0 | 1,
  from: 'above' | 'below' = 'above',
): Promise<(number | undefined)[]> {
  const box = await plotOf(quantity);
  const pixels = await screenshot(app, box);
  return Array.from({ length: pixels.width }, (_, x) => {
    for (let n = 0; n < pixels.height; n++) {
      const y = from === 'above' ? n : pixels.height - 1 - n;
      if (colourDistance(colourOf(pixels, x, y), COLOURS[panel]!) < 24) return y;
    }
    return undefined;
  });
}

test('at the crosshair the numbers are those of f64, along the row and along the column', async () => {
  const evaluator = new PointEvaluator(initial.experiment);
  for (const [along, fields] of [
    ['row', ['value', 'du', 'duu']],
    ['column', ['value', 'dv', 'dvv']],
  ] as const) {
    await app.set({ sliceAlong: along });
    for (const [panel, across, up] of [
      [0, 0.31, 0.62],
      [1, 0.55, 0.47],
    ] as const) {
      const [atU, atV] = await pointAt(app, panel, across, up);
      evaluator.updateJets(-10 + 20 * atU, -10 + 20 * atV, 2);
      for (const [n, quantity] of QUANTITIES.entries()) {
        for (const side of [0, 1] as const) {
          const truth = evaluator.jets[side][fields[n]!];
          await eventually(async () => numberOf((await caption(quantity)).numbers[side])).toBeCloseTo(
            Number(truth.toPrecision(3)),
            12,
          );
        }
      }
    }
  }
});

test('the names say what is drawn, along which axis and where', async () => {
  const names = () => Promise.all(QUANTITIES.map(async (quantity) => (await caption(quantity)).name));
  await eventually(names).toEqual(['L', '∂L/∂z₁', '∂²L/∂z₁²']);
  expect(await app.text('.charts-bar .place')).toMatch(/^at z₂ = /);
  await app.page.click('[data-along="column"]');
  await eventually(names).toEqual(['L', '∂L/∂z₂', '∂²L/∂z₂²']);
  expect(await app.text('.charts-bar .place')).toMatch(/^at z₁ = /);
  await app.fragmentHas('slice=column');
  // The button that was pressed still has the keyboard.
  expect(await app.page.evaluate(() => (document.activeElement as HTMLElement).dataset.along)).toBe('column');
});

test('without a cursor the slice goes through zero, and there are no numbers', async () => {
  await app.visit(`version=1&${SMALL_GRID}&tab=slices`);
  await eventually(() => app.text('.charts-bar .place')).toBe('at z₂ = 0');
  await eventually(async () => (await caption('value')).name).toBe('L');
  expect((await caption('value')).numbers).toEqual(['', '']);
});

test('the pointer over a plot moves the line in all three charts', async () => {
  for (const across of [0.2, 0.7]) {
    const [at] = await pointAt(app, 0, across, 0.5);
    // A line is a pixel wide and a chart more than a hundred.
    await eventually(async () => (await lines()).every((line) => Math.abs(line - at) < 0.011)).toBe(true);
  }
});

test('a window of another size has larger charts, the line still in its place', async () => {
  const [at] = await pointAt(app, 0, 0.7, 0.5);
  const stands = async () => (await lines()).every((line) => Math.abs(line - at) < 0.011);
  await eventually(stands).toBe(true);
  const before = (await plotOf('value')).width;
  await app.page.setViewport({ width: 1800, height: 900 });
  await eventually(async () => (await plotOf('value')).width).toBeGreaterThan(1.3 * before);
  await eventually(stands).toBe(true);
  await app.page.setViewport({ width: 1280, height: 720 });
  await eventually(async () => (await plotOf('value')).width).toBe(before);
  await eventually(stands).toBe(true);
});

test('the pointer over a chart moves the crosshair along the slice, which stays', async () => {
  await pointAt(app, 0, 0.5, 0.75);
  await eventually(() => app.text('.charts-bar .place')).toBe('at z₂ = 5');
  for (const quantity of QUANTITIES) {
    const at = await pointAtChart(quantity, 0.3);
    const u = Number((-10 + 20 * at).toPrecision(4));
    await readAt(app, 'z₁, z₂', `${String(u).replace('-', '−')}, 5`);
    expect(await app.text('.charts-bar .place')).toBe('at z₂ = 5');
    await pointAtChart(quantity, 0.8);
    await eventually(async () => (await read(app))?.point['z₁, z₂']).not.toContain(String(-u));
  }
});

test('the lines on the screen are those of the losses', async () => {
  await app.visit(`version=1&${SMALL_GRID}&tab=slices`);
  // Where both are flat, one line covers the other.
  await eventually(
    async () => (await lineOf('second', 0)).filter((y) => y !== undefined).length,
  ).toBeGreaterThan(60);
  // At z2 = 0 cross-entropy is log(1 + exp(-z1)): it bends most, by 1/4, at zero, and alike on both sides.
  const bend = (await lineOf('second', 0)).map((y) => y ?? Infinity);
  const top = Math.min(...bend);
  const highest = bend.flatMap((y, x) => (y === top ? [x] : []));
  const middle = (highest[0]! + highest.at(-1)!) / 2;
  expect(Math.abs(middle - (bend.length - 1) / 2)).toBeLessThan(2);
  // It falls all the way, first along -z1: from 10 at the left to half of that at a quarter of the width.
  const value = await lineOf('value', 0);
  const drawn = value.flatMap((y) => (y === undefined ? [] : [y]));
  expect(drawn.every((y, n) => n === 0 || y >= drawn[n - 1]! - 1)).toBe(true);
  const [first, quarter, last] = [value[1]!, value[Math.round(value.length / 4)]!, Math.max(...drawn)];
  expect((last - quarter) / (last - first)).toBeCloseTo(0.5, 1);
});

test('the second derivative is shaded where it is negative, and nowhere else', async () => {
  await app.visit(`version=1&${SMALL_GRID}&tab=slices`);
  // At z2 = 0 the squared error is 2/3 p^2 with p = 1 / (1 + exp(z1)): it bends downwards where p is above 2/3.
  await eventually(
    async () => (await lineOf('second', 1)).filter((y) => y !== undefined).length,
  ).toBeGreaterThan(60);
  const line = await lineOf('second', 1);
  const pixels = await screenshot(app, await plotOf('second'));
  const at = (z1: number) => Math.round(((z1 + 10) / 20) * line.length);
  const background = colourOf(pixels, at(8), line[at(-9)]! + 8);
  const tint = (z1: number, towardsZero: 1 | -1) =>
    colourDistance(colourOf(pixels, at(z1), line[at(z1)]! + 4 * towardsZero), background);
  // Above the line where it is below zero, below it where it is above.
  expect(tint(-1.8, -1)).toBeGreaterThan(20);
  expect(tint(0.3, 1)).toBeLessThan(6);
});

test('by its own range each loss has a band of its own, by one range both have one', async () => {
  await app.visit(`version=1&${SMALL_GRID}&tab=slices`);
  const { height } = await plotOf('value');
  // At z2 = 0 cross-entropy falls from 10, mean squared error from 2/3.
  const extent = async (panel: 0 | 1) => {
    const drawn = (await lineOf('value', panel)).flatMap((y) => y ?? []);
    return { top: Math.min(...drawn) / height, bottom: Math.max(...drawn) / height };
  };
  await eventually(async () => (await extent(1)).bottom).toBeGreaterThan(0.9);
  const [upper, lower] = [await extent(0), await extent(1)];
  expect(upper.bottom - upper.top).toBeGreaterThan(0.3);
  expect(lower.bottom - lower.top).toBeGreaterThan(0.3);
  expect(upper.bottom).toBeLessThan(lower.top);
  await app.set({ range: 'shared' });
  await eventually(async () => (await extent(1)).top).toBeGreaterThan(0.8);
  expect((await extent(0)).bottom).toBeGreaterThan(0.8);
});

test('a log scale shows small losses apart, and the address keeps it', async () => {
  await app.visit(`version=1&${SMALL_GRID}&tab=slices`);
  await eventually(async () => (await caption('value')).name).toBe('L');
  await app.page.click('.charts-bar input');
  await app.fragmentHas('slicescale=log');
  // log L of cross-entropy at z2 = 0 falls by a straight line where z1 is large: by as much over each part.
  await eventually(async () => {
    const line = await lineOf('value', 0);
    const at = (part: number) => line[Math.round(part * (line.length - 1))] ?? NaN;
    return Math.abs(at(0.98) - at(0.84) - (at(0.84) - at(0.7))) <= 3 && at(0.98) - at(0.7) > 10;
  }).toBe(true);
});

test('where a loss is undefined there is no line, and none across', async () => {
  await app.set({
    preset: null,
    experiment: {
      version: 1,
      map: 'affine',
      link: 'identity',
      // Outputs u and 1 - 2u: both are between 0 and 1 for 0 < u < 1/2.
      samples: [
        { origin: [0], du: [1], dv: [0], target: 0.5 },
        { origin: [1], du: [-2], dv: [0], target: 0.5 },
      ],
      losses: ['mse', 'cross-entropy'],
      window: { u: [-1, 1], v: [-1, 1] },
    },
  });
  // Defined from the middle to three quarters of the width.
  await eventually(async () => {
    const line = await lineOf('value', 1);
    const columns = line.flatMap((y, x) => (y === undefined ? [] : [x / line.length]));
    return columns.length > 10 && [Math.min(...columns) > 0.48, Math.max(...columns) < 0.77];
  }).toEqual([true, true]);
  const mse = await lineOf('value', 0);
  expect(mse.filter((y) => y !== undefined).length).toBeGreaterThan(0.7 * mse.length);
  await pointAt(app, 0, 0.2, 0.5);
  await eventually(async () => (await caption('value')).numbers[1]).toBe('undefined');
  await pointAt(app, 0, 0.6, 0.5);
  await eventually(async () => (await caption('value')).numbers[1]).toMatch(/^[\d.]+$/);
});

test('a deep zoom has slices too, each loss as high as its band', async () => {
  await app.visit(`version=1&${SMALL_GRID}&tab=slices&u=2.5,2.500000001&v=0,0.000000001`);
  for (const sliceScale of ['linear', 'log']) {
    await app.set({ sliceScale });
    // Both losses fall, by less than a billionth of their size.
    for (const panel of [0, 1] as const) {
      await eventually(async () => {
        const line = (await lineOf('value', panel, 'below')).flatMap((y) => y ?? []);
        const { height } = await plotOf('value');
        return (line.at(-1)! - line[0]!) / height;
      }).toBeGreaterThan(0.25);
    }
  }
});

test('a preset with curves shows them where its slices are, and the address keeps that', async () => {
  expect(await app.page.$eval('.charts-bar .curves', (button) => (button as HTMLElement).hidden)).toBe(true);
  await app.set({ preset: 'logistic-three-samples' });
  await app.page.click('.charts-bar .curves');
  const ids = () =>
    app.page.$$eval('.chart', (charts) => charts.map((chart) => (chart as HTMLElement).dataset.curve ?? ''));
  const expected = curvesOf('logistic-three-samples', 2).map(({ id }) => id);
  await eventually(ids).toEqual(expected);
  await app.fragmentHas('curves=1');
  expect((await app.texts('.charts .words p')).join(' ')).toContain('parameters, not predictions');

  // Under the pointer: of cross-entropy h - 1, of the squared error with factor 1/2 (h - 1) h (1 - h).
  const { x, y, width, height } = await boxOf(app, `[data-curve="${expected[1]}"] .u-over`);
  const left = Math.round(x + 0.4 * width);
  await app.page.mouse.move(left, Math.round(y + height / 2));
  const h = (left - x) / width;
  const numbers = () => app.texts(`[data-curve="${expected[1]}"] .number`);
  for (const [n, truth] of [h - 1, (h - 1) * h * (1 - h)].entries()) {
    // The nearest of 301 points.
    await eventually(async () => Math.abs(numberOf((await numbers())[n]) - truth)).toBeLessThan(0.003);
  }

  await app.page.click('[data-along="row"]');
  await eventually(ids).toEqual(['', '', '']);
  // A preset without curves has its slices, whatever is asked for.
  await app.set({ curves: true });
  await eventually(ids).toEqual(expected);
  await app.set({ preset: 'three-class-extreme' });
  await eventually(ids).toEqual(['', '', '']);
});

function rgbOf(hex: string): Rgb {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  return [red!, green!, blue!];
}

test('charts are drawn without the GPU, which may be lost or be slower', async () => {
  const hints = await app.page.$$eval('.chart canvas', (canvases) =>
    canvases.map((canvas) => canvas.getContext('2d')!.getContextAttributes().willReadFrequently),
  );
  expect(hints).toEqual([true, true, true]);
});
