/** The pane to read: a preset's text in both languages, steps that show what they say, an answer that waits. */
import type { Browser } from 'puppeteer';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { presetLine } from '../../src/app/preset-lines.ts';
import { READINGS } from '../../src/app/reading/index.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually, SMALL_GRID } from './support/app.ts';

const { steps } = READINGS['three-class-extreme']!;

let browser: Browser;
let app: App;
let initial: AppState;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: `version=1&tab=read&${SMALL_GRID}` });
  initial = await app.state();
  await app.page.waitForSelector('.reading');
});

beforeEach(() => app.set(initial));

afterEach(() => app.expectNoProblems());

const heading = () => app.text('.reading h2');
const isOpen = () => app.page.$eval('.reading details', (details) => details.open);

test('the text is that of the preset, in the language of the page', async () => {
  expect(await heading()).toBe(presetLine('three-class-extreme', 'en'));
  await app.set({ language: 'zh' });
  expect(await heading()).toBe(presetLine('three-class-extreme', 'zh'));
  await app.set({ preset: 'margin-loss' });
  expect(await heading()).toBe(presetLine('margin-loss', 'zh'));
});

test('every formula of every reading is drawn, and no placeholder is left', async () => {
  for (const preset of Object.keys(READINGS)) {
    await app.set({ preset });
    expect(await app.text('.reading')).not.toMatch(/[{}]/);
    const sizes = await app.page.$$eval('.reading .look math, .reading .steps math', (formulas) =>
      formulas.map((formula) => formula.getBoundingClientRect().width),
    );
    for (const width of sizes) expect(width).toBeGreaterThan(3);
  }
});

test('a step does what it says at a click, from the preset’s defaults', async () => {
  const click = (step: number) => app.page.click(`.reading li:nth-child(${step}) button`);
  expect(steps[1]!.state).toEqual({ params: { value: 0 } });
  await click(2);
  expect((await app.state()).params.value).toBe(0);
  await click(3);
  expect((await app.state()).params).toMatchObject({ target: 2, value: -1000 });
});

test('the answer waits until it is asked for, and stays open while steps are tried', async () => {
  expect(await isOpen()).toBe(false);
  await app.page.click('.reading summary');
  await eventually(isOpen).toBe(true);
  await app.page.click('.reading li:nth-child(1) button');
  await app.set({ language: 'zh' });
  expect(await isOpen()).toBe(true);
  await app.set({ preset: 'margin-loss' });
  expect(await isOpen()).toBe(false);
});

test('an own experiment has no text', async () => {
  const { experiment } = await app.state();
  await app.set({ experiment });
  expect(await app.page.$('.reading')).toBeNull();
  expect(await app.text('[data-pane="read"]')).toContain('your own');
});

test('columns stand side by side in a wide dock and below one another on a phone', async () => {
  const lefts = () =>
    app.page.$$eval('.reading section', (sections) =>
      sections.map((section) => Math.round(section.getBoundingClientRect().left)),
    );
  expect(new Set(await lefts()).size).toBe(3);
  await app.page.setViewport({ width: 400, height: 800 });
  await eventually(async () => new Set(await lefts()).size).toBe(1);
  // The plots follow a frame later.
  const overflow = () => app.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  await eventually(overflow).toBeLessThanOrEqual(0);
});
