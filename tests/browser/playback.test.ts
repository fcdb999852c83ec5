/** Playing the race, by real clicks, drags and keys: where the descents then stand, against f64. */
import type { Browser } from 'puppeteer';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DescentStep, descend } from '../../src/core/descent.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { startColour } from '../../src/render/start-colours.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, type Panel, SMALL_GRID } from './support/app.ts';
import {
  boxOf,
  colourDistance,
  colourOf,
  type PlotPixels,
  pictureOfFigures,
  type Rgb,
} from './support/pixels.ts';
import { numberOf } from './support/probe.ts';

/** On the left it goes far within the steps, on the right hardly at all. */
const START = [-4.3, 2.4] as const;
const STEPS = 200;
const FRAGMENT = `version=1&${SMALL_GRID}&tab=descent&heatmap=0&arrows=0&rate=2&steps=${STEPS}&starts=${START.join()}`;

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

beforeEach(async () => {
  app = await open();
});

afterEach(async () => {
  app.expectNoProblems();
  await app.page.close();
});

async function open(fragment = FRAGMENT): Promise<App> {
  const opened = await App.open(browser, { fragment });
  await eventually(() => opened.page.$eval('.box', (box) => '__zoom' in box)).toBe(true);
  await eventually(() => opened.text('.playback .place')).toMatch(/\d/);
  return opened;
}

/** What the player says: the step that is shown, and how many there are. */
async function place(): Promise<[step: number, steps: number]> {
  const [step, steps] = (await app.text('.playback .place')).split(' / ').map(Number);
  return [step!, steps!];
}

async function descents(): Promise<readonly [DescentStep[], DescentStep[]]> {
  const { experiment, method, rate, momentum, steps, starts } = await app.state();
  const options = { method, rate, momentum, steps, start: starts[0]! };
  const of = (panel: Panel) => [...descend(new PointEvaluator(experiment), panel, options)];
  return [of(0), of(1)];
}

/** Whether a dot of the start's colour is around a point of a plot: 5 of the 7 px that it is wide are full. */
async function isDotAt(plots: PlotPixels, panel: Panel, u: number, v: number): Promise<boolean> {
  const { window } = await app.state();
  const pixels = plots[panel];
  const x = Math.round(((u - window.u[0]) / (window.u[1] - window.u[0])) * pixels.width);
  const y = Math.round(((window.v[1] - v) / (window.v[1] - window.v[0])) * pixels.height);
  const colour = [1, 3, 5].map((at) => Number.parseInt(startColour(0).slice(at, at + 2), 16)) as never as Rgb;
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      if (colourDistance(colourOf(pixels, x + dx, y + dy), colour) > 24) return false;
    }
  }
  return true;
}

/** Both dots are at this step of the f64 descents, and nothing of them is drawn beyond it. */
async function expectAtStep(step: number): Promise<void> {
  const { plots } = await pictureOfFigures(app);
  const both = await descents();
  for (const panel of [0, 1] as const) {
    const at = both[panel][step]!;
    expect(await isDotAt(plots, panel, at.u, at.v), `panel ${panel}, step ${step}`).toBe(true);
    const last = both[panel].at(-1)!;
    const isApart = Math.hypot(last.u - at.u, last.v - at.v) > 1;
    if (isApart) expect(await isDotAt(plots, panel, last.u, last.v), `end of ${panel}`).toBe(false);
  }
}

/** Drags the slider's thumb from where it is to a part of its way. */
async function drag(to: number): Promise<void> {
  const { x, y, width, height } = await boxOf(app, '.playback input');
  const [step, steps] = await place();
  // Chrome's thumb is 16 px wide.
  const pixel = (part: number) => x + 8 + part * (width - 16);
  await app.page.mouse.move(pixel(step / steps), y + height / 2);
  await app.page.mouse.down();
  await app.page.mouse.move(pixel(to), y + height / 2, { steps: 6 });
  await app.page.mouse.up();
}

/** Starts the race, waits until it plays no longer, and gives the steps that were seen on the way. */
async function seenWhilePlaying(play: () => Promise<unknown>): Promise<number[]> {
  // The page itself looks: it may be over before the test has its next turn.
  const seen = app.page.evaluate(
    () =>
      new Promise<number[]>((resolve) => {
        const steps = new Set<number>();
        const player = document.querySelector('.playback')!;
        const observer = new MutationObserver(() => {
          const isPlaying = player.querySelector('.play')!.getAttribute('aria-label')!.startsWith('Pause');
          if (isPlaying) steps.add(Number(player.querySelector('.place')!.textContent.split(' / ')[0]));
          if (isPlaying || steps.size === 0) return;
          observer.disconnect();
          resolve([...steps]);
        });
        observer.observe(player, { attributes: true, childList: true, characterData: true, subtree: true });
      }),
  );
  await play();
  return seen;
}

test('the race is shown whole at first; dragging the slider shows it as far as that', async () => {
  expect(await place()).toEqual([STEPS, STEPS]);
  await expectAtStep(STEPS);
  for (const part of [0.5, 0.1, 0.8]) {
    await drag(part);
    const [step] = await place();
    expect(Math.abs(step - part * STEPS)).toBeLessThan(0.03 * STEPS);
    await expectAtStep(step);
    // The chart says both losses there, and its line stands there.
    const both = await descents();
    expect(await app.text('.race figcaption .name')).toBe(`L, step ${step}`);
    for (const panel of [0, 1] as const) {
      const number = numberOf(await app.text(`.race .number[data-panel="${panel}"]`));
      expect(number).toBe(Number(both[panel][step]!.value.toPrecision(4)));
    }
    const line = await boxOf(app, '.race .u-cursor-x');
    const over = await boxOf(app, '.race .u-over');
    expect(Math.abs((line.x + line.width - over.x) / over.width - step / STEPS)).toBeLessThan(0.02);
  }
});

test('the slider goes by keys, step by step; the start begins at the start', async () => {
  await app.page.focus('.playback input');
  await app.page.keyboard.press('Home');
  await eventually(place).toEqual([0, STEPS]);
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight'] as const) await app.page.keyboard.press(key);
  await eventually(place).toEqual([3, STEPS]);
  await expectAtStep(3);
  const spoken = () => app.page.$eval('.playback input', (input) => input.getAttribute('aria-valuetext'));
  expect(await spoken()).toBe(`step 3 of ${STEPS}`);
  await app.page.click('.playback .restart');
  await eventually(place).toEqual([0, STEPS]);
  await expectAtStep(0);
});

test('Space plays the whole race from its start, and it stays at the end', async () => {
  await app.page.select('.playback select', '4');
  await app.page.focus('.figure[data-panel="1"] .box');
  const seen = await seenWhilePlaying(() => app.page.keyboard.press('Space'));
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.length).toBeGreaterThan(2);
  expect(seen[0]).toBeLessThan(STEPS / 2);
  expect(await place()).toEqual([STEPS, STEPS]);
  await expectAtStep(STEPS);
  // The line in the chart has stayed too.
  expect(await app.text('.race figcaption .name')).toBe(`L, step ${STEPS}`);
});

test('Space pauses, and what is paused asks for no frames; it goes on from there', async () => {
  await app.page.evaluate(() => {
    const request = window.requestAnimationFrame.bind(window);
    Object.assign(window, { requested: 0 });
    window.requestAnimationFrame = (callback) => {
      (window as never as { requested: number }).requested += 1;
      return request(callback);
    };
  });
  const requested = () => app.page.evaluate(() => (window as never as { requested: number }).requested);
  await app.page.select('.playback select', '0.5');
  await app.page.click('.playback .play');
  await eventually(async () => (await place())[0]).toBeGreaterThan(2);
  // The button has the focus: its own Space, and the page's.
  await app.page.keyboard.press('Space');
  const [step] = await place();
  expect(step).toBeLessThan(STEPS);
  expect(await requested()).toBeGreaterThan(0);
  // What shows the step has its last frames.
  await eventually(async () => {
    const before = await requested();
    await new Promise((resolve) => setTimeout(resolve, 500));
    return (await requested()) - before;
  }).toBe(0);
  expect(await place()).toEqual([step, STEPS]);
  await expectAtStep(step);
  await app.page.keyboard.press('Space');
  await eventually(async () => (await place())[0]).toBeGreaterThan(step);
  expect((await app.state()).starts).toEqual([START]);
});

test('Space elsewhere keeps its meaning, and without a race it does nothing', async () => {
  await app.page.focus('#panel [data-control="value"] input');
  await app.page.keyboard.press('Space');
  await app.page.focus('#keys');
  await app.page.keyboard.press('Space');
  await eventually(async () => (await app.page.$$('#help')).length).toBe(1);
  await app.page.keyboard.press('Escape');
  expect(await place()).toEqual([STEPS, STEPS]);
  await app.set({ starts: [] });
  await app.page.focus('.figure[data-panel="0"] .box');
  await app.page.keyboard.press('Space');
  await app.frames();
  expect(await app.page.$eval('.playback', (node) => (node as HTMLElement).hidden)).toBe(true);
});

test('another race is shown whole, also while one plays; the link has no step', async () => {
  const fragment = await app.fragment();
  await app.page.click('.playback .play');
  await app.set({ rate: 4 });
  await eventually(() =>
    app.page.$eval('.playback .play', (node) => node.getAttribute('aria-label')),
  ).toMatch(/^Play/);
  await eventually(place).toEqual([STEPS, STEPS]);
  await expectAtStep(STEPS);
  await drag(0.4);
  await app.set({ rate: 2 });
  await app.fragmentHas('rate=2');
  expect(await app.fragment()).toBe(fragment);
});

describe('with less motion', () => {
  test('playing shows a few places of the way, one after the other', async () => {
    await app.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    await app.page.select('.playback select', '4');
    const seen = await seenWhilePlaying(() => app.page.click('.playback .play'));
    expect(seen.length).toBeGreaterThan(2);
    for (const step of seen) expect(step % (STEPS / 10)).toBe(0);
    expect(await place()).toEqual([STEPS, STEPS]);
  });
});
