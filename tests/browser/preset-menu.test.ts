/** The menu of presets, by mouse and by keyboard, and the browser's history of presets. */
import type { Browser } from 'puppeteer';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PRESETS } from '../../src/core/presets/index.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually, SMALL_GRID } from './support/app.ts';
import { boxOf } from './support/pixels.ts';

const MENU = '#preset-menu';
const ITEMS = '#preset-list button';
const OWN = {
  experiment: {
    version: 1,
    name: 'Mine',
    map: 'affine',
    samples: [{ origin: [0, 0], du: [1, 0], dv: [0, 1], target: 0 }],
    resolution: [16, 16],
  },
};

let browser: Browser;
let app: App;
let initial: AppState;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
  initial = await app.state();
});

beforeEach(() => app.set(initial));

afterEach(() => app.expectNoProblems());

function isOpen(): Promise<boolean> {
  return app.page.$eval('#preset-list', (list) => list.checkVisibility());
}

/** Title and line of every entry. */
function entries(): Promise<string[][]> {
  return app.page.$$eval(ITEMS, (items) =>
    items.map((item) => [...item.querySelectorAll('span')].map((span) => span.textContent ?? '')),
  );
}

function focused(): Promise<string> {
  return app.page.evaluate(() => document.activeElement?.id || (document.activeElement?.textContent ?? ''));
}

async function chooseByClick(n: number): Promise<void> {
  await app.page.click(MENU);
  const item = (await app.page.$$(ITEMS))[n]!;
  await item.click();
}

async function chooseByKey(steps: number): Promise<void> {
  await app.page.focus(MENU);
  await app.page.keyboard.press('Enter');
  await app.page.keyboard.press('Home');
  for (let step = 0; step < steps; step++) await app.page.keyboard.press('ArrowDown');
  await app.page.keyboard.press('Enter');
}

describe.each([
  ['click', chooseByClick],
  ['key', chooseByKey],
] as const)('by %s', (_how, choose) => {
  test.each(PRESETS.map(({ name }, n) => [name, n] as const))('%s opens', async (name, n) => {
    // From another preset, so that there is something to change.
    await app.set({ preset: PRESETS[(n + 1) % PRESETS.length]!.name, grid: [16, 16] });
    await choose(n);
    await app.fragmentHas(`preset=${name}`);
    const { preset, experiment } = await app.state();
    expect(preset).toBe(name);
    // It is the preset's own experiment, but for the resolution, which the page chooses.
    const { resolution } = experiment;
    expect({ ...experiment, resolution }).toEqual({ ...PRESETS[n]!.experiment(), resolution });
    expect(await isOpen()).toBe(false);
    expect(await focused()).toBe('preset-menu');
  });
});

test('the menu says of each preset what it is and what it asks, and which is shown', async () => {
  await app.page.click(MENU);
  expect(await entries()).toHaveLength(PRESETS.length);
  for (const [title, line] of await entries()) expect([title, line]).not.toContain(undefined);
  expect(new Set((await entries()).map(([title]) => title)).size).toBe(PRESETS.length);
  const checked = await app.page.$$eval(ITEMS, (items) => items.map((item) => item.ariaChecked));
  expect(checked).toEqual(PRESETS.map(({ name }) => String(name === initial.preset)));
  expect(await focused()).toContain(await app.text('#experiment-name'));
});

test('the keyboard walks around the list, and Escape leaves everything as it was', async () => {
  await app.page.focus(MENU);
  await app.page.keyboard.press('ArrowDown');
  expect(await isOpen()).toBe(true);
  const titles = (await entries()).map(([title]) => title!);
  for (const [key, title] of [
    ['End', titles.at(-1)],
    ['ArrowDown', titles[0]],
    ['ArrowUp', titles.at(-1)],
    ['Home', titles[0]],
    ['ArrowDown', titles[1]],
  ] as const) {
    await app.page.keyboard.press(key);
    expect(await focused(), key).toContain(title);
  }
  await app.page.keyboard.press('Escape');
  expect(await isOpen()).toBe(false);
  expect(await focused()).toBe('preset-menu');
  expect((await app.state()).preset).toBe(initial.preset);
});

test('it closes when the keyboard or a press goes elsewhere', async () => {
  await app.page.click(MENU);
  await app.page.keyboard.press('Tab');
  expect(await isOpen()).toBe(false);
  await app.page.click(MENU);
  expect(await isOpen()).toBe(true);
  await app.page.mouse.click(900, 600);
  expect(await isOpen()).toBe(false);
});

test('an experiment of one’s own stands in the menu as such, and stays when it is chosen', async () => {
  await app.set(OWN);
  expect(await app.text('#experiment-name')).toBe('Mine');
  await app.page.click(MENU);
  expect((await entries())[0]).toEqual(['Mine', 'Own experiment']);
  expect(await entries()).toHaveLength(PRESETS.length + 1);
  expect(await app.page.$$eval(`${ITEMS}[aria-checked="true"]`, (items) => items.length)).toBe(1);
  await app.page.keyboard.press('Enter');
  expect(await isOpen()).toBe(false);
  expect((await app.state()).preset).toBeNull();
  expect(await app.text('#experiment-name')).toBe('Mine');
});

test('"back" leads to the preset before, as it was left', async () => {
  await app.set({ params: { target: 1 } });
  await app.fragmentHas('p.target=1');
  await chooseByClick(1);
  await app.fragmentHas(`preset=${PRESETS[1]!.name}`);
  // At once, before the address has been written.
  await app.set({ scale: 'linear' });
  await app.set(OWN);
  await eventually(() => app.fragment()).toContain('experiment=');
  await app.page.goBack();
  await eventually(async () => (await app.state()).preset).toBe(PRESETS[1]!.name);
  expect((await app.state()).scale).toBe('linear');
  await app.page.goBack();
  await eventually(async () => (await app.state()).preset).toBe(initial.preset);
  expect((await app.state()).params.target).toBe(1);
  await app.page.goForward();
  await eventually(async () => (await app.state()).preset).toBe(PRESETS[1]!.name);
});

test.each([
  [1280, 720],
  [360, 640],
])('at %i x %i the list lies in the window, and what it says is not cut off', async (width, height) => {
  await app.page.setViewport({ width, height });
  for (const language of ['zh', 'en']) {
    await app.set({ language });
    await app.page.click(MENU);
    const { x, y, width: wide, height: high } = await boxOf(app, '#preset-list');
    expect([x >= 0, x + wide <= width, y + high <= height], language).toEqual([true, true, true]);
    const cut = await app.page.$$eval(`${ITEMS} span`, (spans) =>
      spans.filter((span) => span.scrollWidth > span.clientWidth).map((span) => span.textContent),
    );
    expect(cut, language).toEqual([]);
    await app.page.keyboard.press('Escape');
  }
  await app.page.setViewport({ width: 1280, height: 720 });
});
