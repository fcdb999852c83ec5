/** The race played on surfaces in space: where the descents stand then, projected in f64. */
import type { Browser } from 'puppeteer';
import { beforeAll, expect, test } from 'vitest';
import { type DescentStep, descend } from '../../src/core/descent.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { makeScale, rangeOfValues } from '../../src/core/scale.ts';
import { HEIGHT, orbitCamera, project } from '../../src/render/orbit-camera.ts';
import { startColour } from '../../src/render/start-colours.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, type Panel, SMALL_GRID } from './support/app.ts';
import { colourDistance, colourOf, type PlotPixels, pictureOfFigures, type Rgb } from './support/pixels.ts';

const START = [-4.3, 2.4] as const;
const STEPS = 200;
const FRAGMENT =
  `version=1&${SMALL_GRID}&tab=descent&view=both&camera=35,50,3&heatmap=0&arrows=0` +
  `&rate=2&steps=${STEPS}&starts=${START.join()}`;
const COLOUR = [1, 3, 5].map((at) => Number.parseInt(startColour(0).slice(at, at + 2), 16)) as never as Rgb;

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: FRAGMENT });
});

async function descentOn(panel: Panel): Promise<DescentStep[]> {
  const { experiment, method, rate, momentum, steps } = await app.state();
  const options = { method, rate, momentum, steps, start: START };
  return [...descend(new PointEvaluator(experiment), panel, options)];
}

/** Where points of the surface stand on the plot, px. */
async function placing(panel: Panel, width: number): Promise<(at: DescentStep) => readonly [number, number]> {
  const { experiment, camera } = await app.state();
  const grid = gridOf(experiment);
  const evaluator = new PointEvaluator(experiment);
  const values = Array.from({ length: grid.width * grid.height }, (_, n) => {
    evaluator.updateJets(columnU(grid, n % grid.width), rowV(grid, Math.floor(n / grid.width)), 1);
    return evaluator.field(panel, 'value');
  });
  const scale = makeScale('linear', rangeOfValues(values));
  const { u: us, v: vs } = experiment.window;
  return ({ u, v, value }) => {
    const across = (u - us[0]) / (us[1] - us[0]) - 0.5;
    const up = (v - vs[0]) / (vs[1] - vs[0]) - 0.5;
    const plot = { x: 0, y: 0, width, height: width };
    const [x, y] = project(orbitCamera(camera), plot, [across, up, HEIGHT * scale.position(value)]);
    return [x, y];
  };
}

/** Whether a dot of the start's colour is around a pixel: 5 of the 7 px that it is wide are full. */
function isDotAt(pixels: PlotPixels[Panel], [x, y]: readonly [number, number]): boolean {
  const around = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => [dx, dy] as const));
  return around.every(([dx, dy]) => {
    const at = colourOf(pixels, Math.round(x - 0.5) + dx, Math.round(y - 0.5) + dy);
    return colourDistance(at, COLOUR) <= 24;
  });
}

/** Whether any of the start's colour is there. */
function isLineAt(pixels: PlotPixels[Panel], [x, y]: readonly [number, number]): boolean {
  const around = [-2, -1, 0, 1, 2].flatMap((dy) => [-2, -1, 0, 1, 2].map((dx) => [dx, dy] as const));
  return around.some(([dx, dy]) => {
    const at = colourOf(pixels, Math.round(x) + dx, Math.round(y) + dy);
    return colourDistance(at, COLOUR) <= 24;
  });
}

async function play(step: number): Promise<void> {
  await eventually(() => app.text('.playback .place')).toMatch(/\d/);
  await app.page.focus('.playback input');
  await app.page.keyboard.press('Home');
  for (let n = 0; n < step; n++) await app.page.keyboard.press('ArrowRight');
  await eventually(() => app.text('.playback .place')).toBe(`${step} / ${STEPS}`);
}

test.each([0, 2, 5])('played to step %d, both dots are there, and no line goes beyond', async (step) => {
  await play(step);
  const { plots } = await pictureOfFigures(app);
  for (const panel of [0, 1] as const) {
    const descent = await descentOn(panel);
    const place = await placing(panel, plots[panel].width);
    const here = place(descent[step]!);
    expect(isDotAt(plots[panel], here), `panel ${panel}`).toBe(true);
    for (const later of descent.slice(step + 1)) {
      const there = place(later);
      if (Math.hypot(there[0] - here[0], there[1] - here[1]) < 12) continue;
      expect(isLineAt(plots[panel], there), `panel ${panel}, step ${later.step}`).toBe(false);
    }
  }
  // On the left there is a way to go.
  const place = await placing(0, plots[0].width);
  const [at, last] = await descentOn(0).then((descent) => [place(descent[step]!), place(descent.at(-1)!)]);
  expect(Math.hypot(last![0] - at![0], last![1] - at![1])).toBeGreaterThan(15);
});

test('the whole race is there at the end, its dot where it came to', async () => {
  await app.page.focus('.playback input');
  await app.page.keyboard.press('End');
  await eventually(() => app.text('.playback .place')).toBe(`${STEPS} / ${STEPS}`);
  const { plots } = await pictureOfFigures(app);
  const descent = await descentOn(0);
  const place = await placing(0, plots[0].width);
  expect(isDotAt(plots[0], place(descent.at(-1)!))).toBe(true);
  for (const step of [2, 4]) expect(isLineAt(plots[0], place(descent[step]!)), `step ${step}`).toBe(true);
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});
