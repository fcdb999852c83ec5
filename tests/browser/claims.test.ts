/** The Claims view: opened, measured before one's eyes, stopped, and what "show me" shows. */
import type { Browser } from 'puppeteer';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { VERDICTS } from '../../src/core/claims/claim.ts';
import { CLAIMS } from '../../src/core/claims/index.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually, SMALL_GRID } from './support/app.ts';
import { boxOf } from './support/pixels.ts';
import { numberOf } from './support/probe.ts';

/** All claims on a slow machine. */
const PATIENCE_MS = 240_000;
const MEASURED = VERDICTS.map((verdict) => `[data-claim][data-verdict="${verdict}"]`).join();

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

/** What the view shows is loaded when it is first opened. */
async function open(): Promise<void> {
  await app.page.click('#claims');
  await eventually(() => app.text('#claims-title')).toBe('Claims');
}

function isOpen(): Promise<boolean> {
  return app.page.$eval('#claims-view', (dialog) => (dialog as HTMLDialogElement).open);
}

function measured(): Promise<number> {
  return app.page.$$eval(MEASURED, (rows) => rows.length);
}

async function allMeasured(): Promise<void> {
  await expect.poll(measured, { timeout: PATIENCE_MS, interval: 100 }).toBe(CLAIMS.length);
}

function focused(): Promise<string> {
  return app.page.evaluate(() => document.activeElement?.id ?? '');
}

test('measuring can be stopped, and goes on where it was', async () => {
  await open();
  await eventually(measured).toBeGreaterThan(0);
  expect(await app.text('#claims-view .measure')).toBe('Cancel');
  await app.page.click('#claims-view .measure');
  const before = await measured();
  expect(before).toBeLessThan(CLAIMS.length);
  expect(await app.text('#claims-view .measure')).toBe('Measure the rest');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(await measured()).toBe(before);
  expect(await app.text('#claims')).toBe('Claims');
  await app.page.click('#claims-view .measure');
  await eventually(measured).toBeGreaterThan(before);
});

test('every claim gets a verdict and a reason with its numbers, and the button tells how many of each', async () => {
  await open();
  await allMeasured();
  const rows = await app.page.$$eval('[data-claim]', (found) =>
    found.map((row) => {
      const text = (path: string) => row.querySelector(path)?.textContent ?? '';
      return {
        id: row.getAttribute('data-claim'),
        kind: row.getAttribute('data-verdict'),
        verdict: text('.verdict'),
        why: text('.why'),
        figures: row.querySelectorAll('.figures td').length,
        source: text('.source'),
      };
    }),
  );
  expect(rows.map(({ id }) => id)).toEqual(CLAIMS.map(({ id }) => id));
  for (const row of rows) {
    expect(row.verdict, row.id!).toBe(row.kind);
    expect(row.why, row.id!).toMatch(/^[^{}]+$/);
    expect(row.figures, row.id!).toBeGreaterThan(0);
    expect(row.source, row.id!).not.toBe('');
  }
  const count = (kind: string) => rows.filter((row) => row.kind === kind).length;
  const tally = `${count('upheld')} upheld · ${count('refuted')} refuted · ${count('depends')} depend`;
  await eventually(() => app.text('#claims')).toBe(`Claims ${tally}`);
});

test('a verdict’s button shows the claims of that verdict alone, and again all', async () => {
  await open();
  await allMeasured();
  const seen = () =>
    app.page.$$eval('[data-claim]', (rows) =>
      rows.filter((row) => row.checkVisibility()).map((row) => row.getAttribute('data-verdict')),
    );
  for (const verdict of VERDICTS) {
    const button = `.filters [data-verdict="${verdict}"]`;
    await app.page.click(button);
    const kinds = await seen();
    expect(new Set(kinds), verdict).toEqual(new Set([verdict]));
    expect(await app.text(button)).toBe(`${verdict} ${kinds.length}`);
    expect(await app.page.$eval(button, (node) => node.ariaPressed)).toBe('true');
  }
  await app.page.click('.filters [data-verdict="depends"]');
  expect(await seen()).toHaveLength(CLAIMS.length);
});

test('the GPU’s figures stand beside those of f64, and lead to the same verdicts', async () => {
  await open();
  await allMeasured();
  const rows = await app.page.$$eval('.figures .figure-row:not(.unseen)', (found) =>
    found.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')),
  );
  for (const [f64] of rows) expect(f64).toMatch(/\d|∞/);
  // Some figures come from descents and sums, which only f64 makes.
  const onGpu = rows.filter(([, gpu]) => gpu !== '–');
  expect(onGpu.length).toBeGreaterThan(0);
  expect(onGpu.length).toBeLessThan(rows.length);
  // Measured, not copied: f32 and f64 differ somewhere in four digits, but not by much where both are of order 1.
  expect(onGpu.some(([f64, gpu]) => f64 !== gpu)).toBe(true);
  for (const [f64, gpu] of onGpu) {
    const [a, b] = [numberOf(f64), numberOf(gpu)];
    if (Math.abs(a) > 0.01) expect(Math.abs(b / a - 1), `${f64} and ${gpu}`).toBeLessThan(0.01);
  }
  expect(await app.texts('.why .bad')).toEqual([]);
});

test('"show me" opens the experiment that makes a claim visible', async () => {
  // Not the first preset, which is what stands there anyway.
  const { id, show } = CLAIMS.find(({ id }) => id === 'squared-error-trap')!;
  await open();
  await app.page.click(`[data-claim="${id}"] .show button`);
  await app.settled();
  expect(await isOpen()).toBe(false);
  expect(await app.state()).toMatchObject({ ...show, claims: false });
  await eventually(() => app.page.$$eval('.charts .chart', (charts) => charts.length)).toBe(3);
  expect(await focused()).toBe('claims');
});

test('data that are no preset are shown too', async () => {
  await open();
  await app.page.click('[data-claim="mse-many-local-extrema"] .show button');
  await app.settled();
  const { preset, experiment } = await app.state();
  expect([preset, experiment.name, experiment.samples.length]).toEqual([null, 'zigzag', 8]);
});

test('every claim with something to see has a button, and the page takes what it shows', async () => {
  await open();
  const withButton = await app.page.$$eval('[data-claim]:has(.show button)', (rows) =>
    rows.map((row) => row.getAttribute('data-claim')),
  );
  expect(withButton).toEqual(CLAIMS.filter(({ show }) => show).map(({ id }) => id));
  for (const { id, show } of CLAIMS) {
    if (!show) continue;
    expect(await app.refusal({ ...show, grid: [16, 16] }), id).toBe('it was applied');
  }
});

test('by keyboard: opened, walked through, closed', async () => {
  await app.page.focus('#claims');
  await app.page.keyboard.press('Enter');
  await eventually(() => app.text('#claims-title')).toBe('Claims');
  expect(await isOpen()).toBe(true);
  // What lies behind cannot be reached.
  for (let step = 0; step < 6; step++) {
    await app.page.keyboard.press('Tab');
    const inside = await app.page.evaluate(
      () => document.activeElement === document.body || !!document.activeElement?.closest('#claims-view'),
    );
    expect(inside, `after ${step + 1}`).toBe(true);
  }
  await app.page.keyboard.press('Escape');
  await eventually(async () => (await app.state()).claims).toBe(false);
  expect(await isOpen()).toBe(false);
  expect(await focused()).toBe('claims');
});

test('a link opens it, in its language', async () => {
  const chinese = await App.open(browser, {
    fragment: `version=1&${SMALL_GRID}&claims=1&language=zh`,
    width: 400,
    height: 800,
  });
  await eventually(() => chinese.text('#claims-title')).toBe('论断');
  expect(await chinese.page.$$eval('[data-claim]', (rows) => rows.length)).toBe(CLAIMS.length);
  // Cards as wide as the window, no table that scrolls sideways.
  const { width } = await boxOf(chinese, '.claims-table');
  const wide = await chinese.page.$eval('.claims-table', (node) => node.scrollWidth);
  expect(wide).toBeLessThanOrEqual(Math.ceil(width));
  await chinese.page.click('#claims-view .close');
  await chinese.fragmentHas('claims=0');
  chinese.expectNoProblems();
  await chinese.page.close();
});
