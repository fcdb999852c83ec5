/** The descent race: starts dropped by a real click, their descents on the plots and in the dock, and the link that keeps them. */
import type { Browser } from 'puppeteer';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { descend } from '../../src/core/descent.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { startColour } from '../../src/render/start-colours.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually, type Panel, SMALL_GRID } from './support/app.ts';
import { press } from './support/panel.ts';
import { boxOf, colourDistance, colourOf, pictureOfFigures, plotBox, type Rgb } from './support/pixels.ts';
import { numberOf } from './support/probe.ts';

const FRAGMENT = `version=1&${SMALL_GRID}&tab=descent`;

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

beforeEach(async () => {
  app = await App.open(browser, { fragment: FRAGMENT });
  await handled();
});

afterEach(async () => {
  await app.expectNoProblems();
  await app.page.close();
});

/** What the pointer does to the plots is loaded after the first picture. */
async function handled(): Promise<void> {
  await eventually(() => app.page.$eval('.box', (box) => '__zoom' in box)).toBe(true);
}

/** Where a point of a plot is, in whole px of the page; `across` and `up` from 0 to 1. */
async function pixelAt(panel: Panel, across: number, up: number): Promise<[x: number, y: number]> {
  const { x, y, width, height } = await plotBox(app, panel);
  return [Math.round(x + across * width), Math.round(y + (1 - up) * height)];
}

/** Clicks there, and gives the plane's point under the pointer by the window of the state. */
async function click(panel: Panel, across: number, up: number): Promise<[u: number, v: number]> {
  const [x, y] = await pixelAt(panel, across, up);
  await app.page.mouse.click(x, y);
  const plot = await plotBox(app, panel);
  const { u, v } = (await app.state()).window;
  return [
    u[0] + ((x - plot.x) / plot.width) * (u[1] - u[0]),
    v[1] - ((y - plot.y) / plot.height) * (v[1] - v[0]),
  ];
}

async function starts(): Promise<AppState['starts']> {
  return (await app.state()).starts;
}

/** The readout, one row a start: coordinates, then steps and last loss of either side. */
function rows(): Promise<string[][]> {
  return app.page.$$eval('.race tr[data-start]', (all) =>
    all.map((row) =>
      [...row.querySelectorAll('button:first-child:not(.remove), td span')].map(
        (node) => node.textContent ?? '',
      ),
    ),
  );
}

/** The last point and value of what the command line's `descend` makes of the state. */
function lastStep({ experiment, starts, method, rate, momentum, steps }: AppState, n: number, panel: Panel) {
  const options = { method, rate, momentum, steps, start: starts[n]! };
  return [...descend(new PointEvaluator(experiment), panel, options)].at(-1)!;
}

/** The part of a plot's pixels within `reach` of a point that have the colour of start n. */
async function colouredAt(panel: Panel, u: number, v: number, n: number, reach: number): Promise<number> {
  const { window } = await app.state();
  const { plots } = await pictureOfFigures(app);
  const pixels = plots[panel];
  const x = Math.round(((u - window.u[0]) / (window.u[1] - window.u[0])) * pixels.width);
  const y = Math.round(((window.v[1] - v) / (window.v[1] - window.v[0])) * pixels.height);
  const colour = [1, 3, 5].map((at) => Number.parseInt(startColour(n).slice(at, at + 2), 16)) as never as Rgb;
  let count = 0;
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      if (colourDistance(colourOf(pixels, x + dx, y + dy), colour) < 24) count += 1;
    }
  }
  return count / (2 * reach + 1) ** 2;
}

test('a click drops a start at the coordinate under the pointer, on either plot and in any window', async () => {
  const first = await click(0, 0.31, 0.62);
  await eventually(async () => (await starts()).length).toBe(1);
  await app.set({ window: { u: [2.5, 2.75], v: [-1000, 1000] } });
  const second = await click(1, 0.8, 0.25);
  await eventually(async () => (await starts()).length).toBe(2);
  for (const [n, [sideU, sideV]] of [
    [20, 20],
    [0.25, 2000],
  ].entries()) {
    const [u, v] = (await starts())[n]!;
    const [wantedU, wantedV] = [first, second][n]!;
    expect(Math.abs(u - wantedU)).toBeLessThan(1e-4 * sideU!);
    expect(Math.abs(v - wantedV)).toBeLessThan(1e-4 * sideV!);
  }
});

test('both descents end where those of the command line do, on the plots and in the readout', async () => {
  await app.set({ rate: 0.5, steps: 30, arrows: false });
  await click(0, 0.4, 0.6);
  await click(1, 0.2, 0.35);
  await eventually(async () => (await rows()).length).toBe(2);
  const state = await app.state();
  for (const n of [0, 1]) {
    const [u, v] = state.starts[n]!;
    for (const panel of [0, 1] as const) {
      const last = lastStep(state, n, panel);
      await eventually(async () => numberOf((await rows())[n]![2 + 2 * panel]?.slice(2))).toBe(
        Number(last.value.toPrecision(4)),
      );
      // A dot of 7 px across, and a ring of 11.
      expect(await colouredAt(panel, last.u, last.v, n, 1)).toBeGreaterThan(0.7);
      expect(await colouredAt(panel, u, v, n, 6)).toBeGreaterThan(0.1);
      // Neither is a spot of the colour that is everywhere.
      expect(await colouredAt(panel, 9, 9, n, 6)).toBe(0);
    }
  }
});

test.each(['momentum', 'adam'] as const)('with %s too', async (method) => {
  await app.set({ method, rate: 0.3, momentum: 0.8, steps: 40, arrows: false });
  await click(0, 0.35, 0.6);
  await eventually(async () => (await rows()).length).toBe(1);
  const state = await app.state();
  for (const panel of [0, 1] as const) {
    const last = lastStep(state, 0, panel);
    const plain = lastStep({ ...state, method: 'gd' }, 0, panel);
    const said = async () => numberOf((await rows())[0]![2 + 2 * panel]?.slice(2));
    await eventually(said).toBe(Number(last.value.toPrecision(4)));
    expect(await said()).not.toBe(Number(plain.value.toPrecision(4)));
    expect(await colouredAt(panel, last.u, last.v, 0, 1)).toBeGreaterThan(0.7);
  }
});

test('the readout says when every sample is learned, or never', async () => {
  // Known from the preset: about 50 steps with cross-entropy, over 400 with the quadratic cost.
  await app.set({ preset: 'saturated-neuron', rate: 0.15, steps: 300, starts: [[2, 2]] });
  // z falls from 4 by twice a step of the rate times a, the output.
  let [z, step] = [4, 0];
  for (; 1 - 1 / (1 + Math.exp(-z)) <= 0.9; step++) z -= (2 * 0.15) / (1 + Math.exp(-z));
  await eventually(async () => (await rows())[0]?.[1]).toBe(`step ${step}`);
  expect((await rows())[0]![3]).toBe('never in 300 steps');
  await app.set({ steps: 1000 });
  await eventually(async () => (await rows())[0]![3]).toMatch(/^step [4-9]\d\d$/);
  expect((await rows())[0]![1]).toBe(`step ${step}`);
});

test('a drag, and a click beside the plots, drop nothing', async () => {
  await app.page.mouse.move(...(await pixelAt(0, 0.3, 0.3)));
  await app.page.mouse.down();
  await app.page.mouse.move(...(await pixelAt(0, 0.4, 0.4)), { steps: 4 });
  await app.page.mouse.up();
  const { x, y, height } = await plotBox(app, 0);
  await app.page.mouse.click(x - 20, y + height / 2);
  await app.frames();
  expect(await starts()).toEqual([]);
  // The next click does.
  await click(0, 0.5, 0.5);
  await eventually(async () => (await starts()).length).toBe(1);
});

test('a click on a start takes it away, a double click resets the window and leaves the starts', async () => {
  await click(0, 0.4, 0.6);
  await eventually(async () => (await starts()).length).toBe(1);
  await new Promise((resolve) => setTimeout(resolve, 600));
  await click(1, 0.4, 0.6);
  await eventually(starts).toEqual([]);
  await app.set({ starts: [[1, 2]], window: { u: [0, 4], v: [0, 4] } });
  await app.page.mouse.click(...(await pixelAt(0, 0.7, 0.2)), { count: 2 });
  await eventually(async () => (await app.state()).window.u).toEqual([-10, 10]);
  expect(await starts()).toEqual([[1, 2]]);
});

test('the link keeps starts and settings; "clear starts" and another preset take the starts away', async () => {
  const race = {
    starts: [
      [-4.25, 3],
      [1e-7, 2],
    ],
    method: 'momentum',
    rate: 0.25,
    momentum: 0.5,
    steps: 60,
  };
  await app.set(race);
  await app.fragmentHas('starts=-4.25,3:1e-7,2');
  await app.fragmentHas('method=momentum');
  const results = async () => (await rows()).map((row) => row.slice(1));
  await eventually(async () => (await results()).flat().filter((text) => /\d/.test(text)).length).toBe(8);
  const before = await results();
  await app.page.reload();
  await app.ready();
  expect(await app.state()).toMatchObject(race);
  await eventually(results).toEqual(before);

  await press(app, 'clear starts');
  await eventually(starts).toEqual([]);
  expect(await app.text('.descent > .hint')).toContain('Click a plot');
  await app.set({ starts: [[0, 0]] });
  await app.set({ params: { target: 1 } });
  expect(await starts()).toEqual([[0, 0]]);
  await app.set({ preset: 'saturated-neuron' });
  expect(await starts()).toEqual([]);
});

test('there are at most eight starts, and the page says so', async () => {
  for (let n = 0; n < 8; n++) await click(0, 0.1 + 0.1 * n, 0.5);
  await eventually(async () => (await starts()).length).toBe(8);
  await click(0, 0.9, 0.9);
  await eventually(() => app.text('#notices')).toContain('8 starts');
  expect(await starts()).toHaveLength(8);
  await app.page.click('.race tr[data-start="2"] .remove');
  await eventually(async () => (await starts()).length).toBe(7);
});

test('a click on the readout is not lost when the numbers change between press and release', async () => {
  const pressed = () =>
    app.page.$$eval('.race th button', (all) => all.map((button) => button.getAttribute('aria-pressed')));
  await app.set({
    starts: [
      [-5, 5],
      [1, 2],
    ],
    steps: 20,
  });
  await eventually(pressed).toEqual(['false', 'true']);
  await eventually(async () => (await rows())[0]?.[2]).toMatch(/\d/);
  const { x, y, width, height } = await boxOf(app, '.race tr[data-start="0"] button');
  await app.page.mouse.move(x + width / 2, y + height / 2);
  await app.page.mouse.down();
  const before = await rows();
  await app.set({ steps: 10_000, rate: 0.25 });
  await eventually(async () => JSON.stringify(await rows())).not.toBe(JSON.stringify(before));
  await app.page.mouse.up();
  await eventually(pressed).toEqual(['true', 'false']);

  // The keyboard stays where it is too, and goes to the last row when its own is gone.
  await app.page.focus('.race tr[data-start="1"] .remove');
  await app.set({ rate: 0.5 });
  await app.frames();
  const focused = () => app.page.evaluate(() => document.activeElement?.closest('tr')?.dataset.start);
  expect(await focused()).toBe('1');
  await app.page.keyboard.press('Enter');
  await eventually(async () => (await starts()).length).toBe(1);
  expect(await focused()).toBe('0');
});

test('panning leaves the race as it is, and what is outside of the window is not drawn', async () => {
  await app.set({ starts: [[-5, 5]], rate: 1, steps: 50, arrows: false });
  await eventually(async () => (await rows())[0]?.[2]).toMatch(/\d/);
  expect(await colouredAt(0, -5, 5, 0, 6)).toBeGreaterThan(0.1);
  const before = await rows();
  await app.set({ window: { u: [0, 20], v: [-10, 10] } });
  await app.frames();
  expect(await rows()).toEqual(before);
  for (const v of [9, 5, 0]) expect(await colouredAt(0, 10, v, 0, 6)).toBe(0);
});
