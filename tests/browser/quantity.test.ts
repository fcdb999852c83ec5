/** The heatmap shows the gradient's norm or the smaller eigenvalue of the Hessian in place of the value. */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { colourAt, paletteTable } from '../../src/core/palette.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { type Quantity, quantityScale } from '../../src/core/quantity.ts';
import { rangeOfValues } from '../../src/core/scale.ts';
import { parseExperiment } from '../../src/core/validate.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, type Panel } from './support/app.ts';
import { colourDistance, colourOf, plots } from './support/pixels.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

const FILE = {
  version: 1,
  map: 'affine',
  link: 'softmax',
  samples: [{ origin: [0, 0, -1], du: [1, 0, 0], dv: [0, 1, 0], target: 0 }],
  window: { u: [-6, 6], v: [-4, 4] },
  resolution: [65, 65],
};
const experiment = parseExperiment(FILE);
const grid = gridOf(experiment);

/** The quantity over the whole grid, by the point evaluator. */
function truth(panel: Panel, quantity: Exclude<Quantity, 'steps'>): number[] {
  const evaluator = new PointEvaluator(experiment);
  return Array.from({ length: grid.width * grid.height }, (_, n) => {
    evaluator.updateJets(columnU(grid, n % grid.width), rowV(grid, Math.floor(n / grid.width)), 2);
    if (quantity !== 'gradient') return evaluator.field(panel, quantity);
    return Math.hypot(evaluator.field(panel, 'du'), evaluator.field(panel, 'dv'));
  });
}

describe.each(['auto', 'cpu'] as const)('computed on %s', (backend) => {
  test.each([
    ['gradient', 'linear', 'viridis'],
    ['gradient', 'log', 'viridis'],
    ['lambda_min', 'linear', 'blue-red'],
    ['lambda_min', 'symlog', 'blue-red'],
  ] as const)('%s, %s', async (quantity, scale, palette) => {
    const app = await App.open(browser);
    await app.set({ experiment: FILE, backend, arrows: false, quantity, scale });
    await app.settled();
    const table = paletteTable(palette);
    const pictures = await plots(app);
    for (const panel of [0, 1] as const) {
      const values = truth(panel, quantity);
      const drawn = quantityScale(quantity, scale, rangeOfValues(values));
      const pixels = pictures[panel];
      for (const [i, j] of [
        [8, 8],
        [20, 50],
        [32, 32],
        [40, 12],
        [56, 56],
      ] as const) {
        const at = drawn.position(values[j * grid.width + i]!);
        const x = Math.round((i / (grid.width - 1)) * pixels.width);
        const y = Math.round((1 - j / (grid.height - 1)) * pixels.height);
        const expected = colourAt(table, at);
        expect(colourDistance(colourOf(pixels, x, y), expected), `${panel} ${i} ${j}`).toBeLessThan(14);
      }
    }
    await app.page.close();
  });
});

test('the smallest curvature of each loss stands in its range line', async () => {
  const app = await App.open(browser);
  await app.set({ experiment: FILE, quantity: 'lambda_min' });
  await app.settled();
  const [left, right] = [truth(0, 'lambda_min'), truth(1, 'lambda_min')];
  expect(Math.min(...left)).toBeGreaterThan(0);
  expect(Math.min(...right)).toBeLessThan(-0.01);
  /** The first number after λ, once the ranges are known. */
  const shown = (panel: Panel) =>
    eventually(async () => {
      const [, low] = /λ (\S+) …/.exec((await app.figure(panel)).range) ?? [];
      return Number(low?.replaceAll('−', '-'));
    });
  await shown(0).toBeCloseTo(Math.min(...left), 6);
  await shown(1).toBeCloseTo(Math.min(...right), 3);
});
