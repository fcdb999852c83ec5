/** The map of steps to converge: its colours and its line against f64, on both renderers, and while things change. */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Experiment } from '../../src/core/experiment.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { colourAt, paletteTable } from '../../src/core/palette.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { presetByName } from '../../src/core/presets/index.ts';
import { quantityScale } from '../../src/core/quantity.ts';
import { rangeOfSteps, type StepsRule, stepsToLearn, summaryOfSteps } from '../../src/core/steps-map.ts';
import { layoutImage } from '../../src/render/image-layout.ts';
import { DARK_THEME, LIGHT_THEME } from '../../src/render/theme.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, type Panel } from './support/app.ts';
import { colourDistance, colourOf, difference, type Pixels, plots, type Rgb } from './support/pixels.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

const SIDE = 33;
const experiment: Experiment = {
  ...presetByName('three-class-extreme').experiment({}),
  resolution: [SIDE, SIDE],
};
const grid = gridOf(experiment);
const RULE: StepsRule = {
  method: 'gd',
  rate: 1,
  momentum: 0.9,
  steps: 100,
  criterion: 'probability',
  lossThreshold: 0.1,
};
const STATE = {
  preset: 'three-class-extreme',
  grid: [SIDE, SIDE],
  arrows: false,
  quantity: 'steps',
  steps: 100,
};

function truth(panel: Panel, rule: StepsRule = RULE): Float32Array {
  const evaluator = new PointEvaluator(experiment);
  return Float32Array.from({ length: SIDE * SIDE }, (_, n) =>
    stepsToLearn(evaluator, panel, rule, columnU(grid, n % SIDE), rowV(grid, Math.floor(n / SIDE))),
  );
}

function colourAtPoint(pixels: Pixels, i: number, j: number): Rgb {
  const x = Math.min(pixels.width - 1, Math.round((i / (SIDE - 1)) * pixels.width));
  const y = Math.min(pixels.height - 1, Math.round((1 - j / (SIDE - 1)) * pixels.height));
  return colourOf(pixels, x, y);
}

describe.each(['auto', 'cpu'] as const)('computed on %s', (backend) => {
  test.each(['linear', 'log'] as const)(
    '%s: steps on the palette, never in a colour of its own',
    async (scale) => {
      const app = await App.open(browser);
      await app.set({ ...STATE, backend, scale });
      await app.settled();
      const table = paletteTable('viridis');
      const drawn = quantityScale('steps', scale === 'log' ? 'symlog' : scale, rangeOfSteps(RULE));
      const pictures = await plots(app);
      for (const panel of [0, 1] as const) {
        const steps = truth(panel);
        for (const [i, j] of [
          [3, 16],
          [16, 16],
          [10, 14],
          [24, 8],
          [28, 31],
          [2, 30],
        ] as const) {
          const count = steps[j * SIDE + i]!;
          const expected = count === Infinity ? DARK_THEME.never : colourAt(table, drawn.position(count));
          const found = colourAtPoint(pictures[panel], i, j);
          expect(colourDistance(found, expected), `${panel} ${i} ${j}: ${count}`).toBeLessThan(14);
        }
      }
      const right = summaryOfSteps(truth(1));
      expect(right.never).toBeGreaterThan(100);
      expect((await app.figure(0)).range).toMatch(/^0 … 15 steps/);
      expect((await app.figure(1)).range).toContain(`0 … ${right.max} steps`);
      expect((await app.figure(1)).range).toContain(`never: ${right.never} points`);
      await app.page.close();
    },
  );
});

test('the rule and the criterion of the panel are those of the map', async () => {
  const app = await App.open(browser);
  for (const rule of [
    { rate: 3 },
    { rate: 1, steps: 30 },
    { criterion: 'loss', lossThreshold: 0.02 },
    { method: 'momentum', momentum: 0.8 },
  ] as const) {
    await app.set({ ...STATE, ...rule });
    await app.settled();
    const { min, max, never } = summaryOfSteps(truth(1, { ...RULE, ...rule }));
    await eventually(async () => (await app.figure(1)).range).toContain(`${min} … ${max} steps`);
    if (never > 0) expect((await app.figure(1)).range).toContain(`never: ${never} points`);
    await app.set({ criterion: 'probability', method: 'gd' });
  }
  // From (-10, 10) squared error learns in no number of steps that anybody would wait for.
  expect(truth(1)[(SIDE - 1) * SIDE]).toBe(Infinity);
  await app.page.close();
});

test('never has a colour for light pages, and an exported figure has the map too', async () => {
  const app = await App.open(browser, { colorScheme: 'light' });
  await app.set(STATE);
  await app.settled();
  const [, right] = await plots(app);
  expect(colourAtPoint(right, 2, 30)).toEqual([...LIGHT_THEME.never]);
  const { scale, panels } = layoutImage(600, 320, { titled: true, rangeLines: 1 });
  const { x, y, textLeft, textWidth, nameBaseline } = panels[1];
  const box = [x + textLeft, nameBaseline, textWidth, y - nameBaseline].map((length) =>
    Math.floor(length * scale),
  ) as [number, number, number, number];
  const picture = await app.page.evaluate(
    async (file, heading) => {
      const { render } = window.logitscape;
      const settings = { quantity: 'steps', steps: 100, arrows: false } as const;
      const bytes = await render(file, { width: 600, height: 320, settings });
      const image = await createImageBitmap(new Blob([bytes]));
      const canvas = new OffscreenCanvas(image.width, image.height);
      const context = canvas.getContext('2d')!;
      context.drawImage(image, 0, 0);
      const { data } = context.getImageData(0, 0, image.width, image.height);
      const counts: Record<string, number> = {};
      const count = (pixels: Uint8ClampedArray, name: string) => {
        for (let at = 0; at < pixels.length; at += 4) {
          const key = `${name}${pixels[at]},${pixels[at + 1]},${pixels[at + 2]}`;
          counts[key] = (counts[key] ?? 0) + 1;
        }
      };
      count(data, '');
      count(context.getImageData(...heading).data, 'heading ');
      return counts;
    },
    experiment,
    box,
  );
  expect(picture[LIGHT_THEME.never.join()]).toBeGreaterThan(1000);
  // Above the plot, beside the words that say how many points never learn.
  const swatch = picture[`heading ${LIGHT_THEME.never.join()}`];
  expect(swatch).toBeGreaterThan(30);
  expect(swatch).toBeLessThan(120);
  await app.page.close();
});

test('another quantity in the middle of it leaves nothing of it', async () => {
  const app = await App.open(browser);
  await app.set({ ...STATE, quantity: 'gradient', steps: 400, grid: [256, 256] });
  await app.settled();
  const before = await plots(app);
  // Whatever of it is under way then: the shader being compiled, a sketch, the whole grid.
  for (const wait of [40, 120, 400, 1200]) {
    await app.page.evaluate(async (milliseconds) => {
      const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
      void window.logitscape.set({ quantity: 'steps' });
      await pause(milliseconds);
      await window.logitscape.set({ quantity: 'gradient' });
      // A sketch is finished, though it is not shown.
      await pause(1000);
    }, wait);
    await app.settled();
    const after = await plots(app);
    for (const panel of [0, 1] as const) {
      expect(difference(before[panel], after[panel], 0.02), `after ${wait} ms`).toBe(0);
    }
  }
  await app.page.close();
});

test('a sketch follows the window while it moves, and the whole grid comes to rest', async () => {
  const app = await App.open(browser);
  await app.set({ ...STATE, grid: [128, 128] });
  // The line of a figure tells the smallest loss in the window that is shown.
  const lines = await app.page.evaluate(async () => {
    const seen = new Set<string>();
    const moved = (n: number) => ({ u: [-10 + n / 5, 10 + n / 5], v: [-10, 10] });
    // A slow machine shows fewer.
    for (let n = 1; n <= 40 || (n <= 400 && seen.size <= 3); n++) {
      void window.logitscape.set({ window: moved(n) });
      await new Promise((resolve) => setTimeout(resolve, 60));
      seen.add(document.querySelector('.figure[data-panel="0"] .range')!.textContent);
    }
    return [...seen];
  });
  // No whole grid is done within 60 ms: these were sketches.
  expect(lines.length).toBeGreaterThan(3);
  await app.settled();
  await eventually(() =>
    app.page.evaluate(() => document.querySelector('#status .points')!.textContent),
  ).toBe('128 × 128 points');
  await app.page.close();
});

test('the panel asks for a threshold where the loss decides, and outputs leave no choice', async () => {
  const app = await App.open(browser, { fragment: 'version=1&grid=33x33&tab=descent&starts=1,1' });
  const shown = () =>
    app.page.evaluate(() => {
      const isShown = (name: string) =>
        document.querySelector<HTMLElement>(`[data-control="${name}"]`)?.checkVisibility() ?? false;
      return { criterion: isShown('criterion'), lossThreshold: isShown('lossThreshold') };
    });
  const readout = () =>
    app.page.evaluate(() => document.querySelector('#dock .charts-bar .hint')?.textContent ?? '');
  await app.page.click('#panel [data-name="folderDescent"] > .lil-title');
  await eventually(shown).toEqual({ criterion: true, lossThreshold: false });
  await eventually(readout).toContain('p(target) > 0.9');
  await app.set({ criterion: 'loss', lossThreshold: 0.025 });
  await eventually(shown).toEqual({ criterion: true, lossThreshold: true });
  await eventually(readout).toContain('loss is below 0.025');
  await app.set({ preset: 'regression-gaussian', criterion: 'probability', starts: [[1, 1]] });
  await eventually(shown).toEqual({ criterion: false, lossThreshold: true });
  await eventually(readout).toMatch(/^Outputs have no probabilities: .* below 0.025/);
  await app.page.close();
});
