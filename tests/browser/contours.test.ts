/** Contours lie on the analytic level sets, on WebGPU and without it, and the colourbar says at which levels. */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, type Panel } from './support/app.ts';
import { brightness, colourCount, colourOf, difference, type Pixels, plots } from './support/pixels.ts';

const SIDE = 6;
/** Two classes: both losses depend on z1 - z2 = u - v alone. */
const FILE = {
  version: 1,
  map: 'affine',
  link: 'softmax',
  samples: [{ origin: [0, 0], du: [1, 0], dv: [0, 1], target: 0 }],
  window: { u: [-SIDE, SIDE], v: [-SIDE, SIDE] },
  resolution: [129, 129],
};

/** z1 - z2 where log(1 + exp(z2 - z1)) has a value, and where the mean squared error p2² has it. */
const DIFFERENCE = [
  (value: number) => -Math.log(Math.expm1(value)),
  (value: number) => -Math.log(Math.sqrt(value) / (1 - Math.sqrt(value))),
] as const;

/** Levels of each loss: round values between its smallest and its largest on this window. */
const LEVELS = {
  linear: [
    [2, 4, 6, 8, 10],
    [0.2, 0.4, 0.6, 0.8],
  ],
  log: [
    [1e-5, 1e-4, 1e-3, 1e-2, 0.1, 1, 10],
    [1e-10, 1e-8, 1e-6, 1e-4, 1e-2],
  ],
} as const;

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser);
});

/** Middles of the light lines that cross a row of pixels, px. */
function crossings(pixels: Pixels, y: number): number[] {
  const found: number[] = [];
  let [weight, moment] = [0, 0];
  for (let x = 0; x < pixels.width; x++) {
    const light = Math.max(0, brightness(colourOf(pixels, x, y)) - 60);
    weight += light;
    moment += light * (x + 0.5);
    if (light === 0 && weight > 0) {
      found.push(moment / weight);
      weight = moment = 0;
    }
  }
  return found;
}

/** How far the middle of a line may be from its place, px: half a pixel, and what is between grid points. */
const OFF = 0.8;
/** A line that leaves the plot here is half a line, px. */
const EDGE = 4;

describe.each(['auto', 'cpu'] as const)('drawn on %s', (backend) => {
  test.each(['linear', 'log'] as const)(
    'the lines of a %s scale are where z1 - z2 is right',
    async (scale) => {
      await app.set({ experiment: FILE, backend, heatmap: false, arrows: false, contours: true, scale });
      await app.settled();
      const pictures = await plots(app);
      for (const panel of [0, 1] as const) {
        const pixels = pictures[panel];
        // Lines with hard edges would have two colours, and the background a third.
        expect(colourCount(pixels)).toBeGreaterThan(20);
        for (const part of [0.2, 0.5, 0.85]) {
          const y = Math.floor(part * pixels.height);
          const v = SIDE * (1 - (2 * (y + 0.5)) / pixels.height);
          const expected = LEVELS[scale][panel]
            .map((value) => DIFFERENCE[panel](value) + v)
            .map((u) => ((u / SIDE + 1) / 2) * pixels.width)
            .sort((a, b) => a - b);
          const inside = (x: number) => x > EDGE && x < pixels.width - EDGE;
          const found = crossings(pixels, y).filter(inside);
          const wanted = expected.filter(inside);
          const label = `panel ${panel}, row ${y}: found ${found.join()}, not ${wanted.join()}`;
          expect(found.length, label).toBe(wanted.length);
          for (const [n, x] of found.entries()) expect(Math.abs(x - wanted[n]!), label).toBeLessThan(OFF);
        }
      }
    },
  );
});

test('both renderers draw the same lines', async () => {
  for (const partial of [
    { quantity: 'value', scale: 'log' },
    { quantity: 'gradient', scale: 'linear', range: 'shared' },
    { quantity: 'lambda_min', scale: 'symlog', range: 'panel' },
  ]) {
    const drawn = async (backend: 'auto' | 'cpu') => {
      const file = { ...FILE, samples: [{ origin: [0, 0, -1], du: [1, 0, 0], dv: [0, 1, 0], target: 0 }] };
      await app.set({ experiment: file, heatmap: true, arrows: false, contours: true, backend, ...partial });
      await app.settled();
      return plots(app);
    };
    const [gpu, cpu] = [await drawn('auto'), await drawn('cpu')];
    for (const panel of [0, 1] as const) {
      expect(difference(gpu[panel], cpu[panel], 0.1), JSON.stringify(partial)).toBeLessThan(0.002);
      expect(colourCount(gpu[panel])).toBeGreaterThan(50);
    }
  }
});

test('lines are where the values of a deep zoom are, and turn with the layer alone', async () => {
  const window = { u: [1 - 1e-9, 1 + 1e-9], v: [-1e-9, 1e-9] };
  await app.set({ experiment: { ...FILE, window }, backend: 'auto', quantity: 'value', scale: 'linear' });
  await app.set({ heatmap: false, contours: true, range: 'panel' });
  await app.settled();
  for (const pixels of await plots(app)) {
    // Both losses are straight in so small a window: lines rise to the right at 45 degrees, evenly spaced.
    const at = (part: number) => crossings(pixels, Math.floor(part * pixels.height));
    const [upper, middle] = [at(0.4), at(0.5)];
    expect(middle.length).toBeGreaterThanOrEqual(2);
    const gaps = middle.slice(1).map((x, n) => x - middle[n]!);
    for (const gap of gaps) expect(Math.abs(gap - gaps[0]!)).toBeLessThan(1.5);
    const shift = Math.floor(0.5 * pixels.height) - Math.floor(0.4 * pixels.height);
    for (const x of middle.slice(0, -1)) {
      const nearest = Math.min(...upper.map((other) => Math.abs(other - x - shift)));
      expect(nearest).toBeLessThan(1.5);
    }
  }
  await app.set({ contours: false });
  await app.settled();
  for (const pixels of await plots(app)) expect(colourCount(pixels)).toBe(1);
});

/** Brightness down the middle of a panel's colourbar, which is read off the page's overlay. */
function colourbar(panel: Panel): Promise<number[]> {
  return app.page.evaluate((n) => {
    const figure = document.querySelector(`.figure[data-panel="${n}"]`)!;
    const overlay = figure.querySelector<HTMLCanvasElement>('.overlay')!;
    const plot = figure.querySelector<HTMLElement>('.plot')!;
    const ratio = devicePixelRatio;
    const right = (plot.offsetLeft + plot.offsetWidth) * ratio;
    const top = Math.round(plot.offsetTop * ratio);
    const height = Math.round(plot.offsetHeight * ratio);
    const context = overlay.getContext('2d')!;
    // The bar's outline is the first line beside the plot's own.
    const row = context.getImageData(right + 3, top + Math.round(height / 2), 60, 1).data;
    let left = 0;
    while (row[4 * left + 3]! < 200) left += 1;
    const { data } = context.getImageData(right + 3 + left + 6, top, 1, height);
    return Array.from({ length: height }, (_, y) => data[4 * y]! * (data[4 * y + 3]! / 255));
  }, panel);
}

test('the colourbar has a line at each level', async () => {
  await app.set({ experiment: FILE, backend: 'auto', heatmap: false, contours: true, scale: 'linear' });
  await app.settled();
  const bar = await colourbar(0);
  const largest = Math.log1p(Math.exp(2 * SIDE));
  const smallest = Math.log1p(Math.exp(-2 * SIDE));
  for (const value of LEVELS.linear[0]) {
    const y = bar.length * (1 - (value - smallest) / (largest - smallest));
    expect(Math.max(...bar.slice(Math.floor(y) - 1, Math.floor(y) + 2)), `at ${value}`).toBeGreaterThan(120);
  }
  expect(bar.filter((light) => light > 120).length).toBeLessThanOrEqual(3 * LEVELS.linear[0].length);
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});
