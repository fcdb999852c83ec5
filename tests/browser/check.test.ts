/** The Check folder: the whole GPU grid against f64, at the press of a button. */
import type { Browser } from 'puppeteer';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually } from './support/app.ts';

/** A grid that keeps a machine with many cores busy for long enough to press another button. */
const LONG = [1500, 1500];

let browser: Browser;
let app: App;
let initial: AppState;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: 'version=1&grid=200x200' });
  initial = await app.state();
});

beforeEach(() => app.set(initial));

interface Row {
  /** The loss that the row stands under. */
  readonly loss: string;
  readonly name: string;
  readonly worst: string;
  readonly at: string;
  readonly good: boolean;
}

function rows(): Promise<Row[]> {
  return app.page.evaluate(() => {
    let loss = '';
    return [...document.querySelectorAll('.check tr')].flatMap((row) => {
      const heading = row.querySelector('th[scope="colgroup"]');
      if (heading) loss = heading.textContent ?? '';
      const [worst, at] = row.querySelectorAll('td');
      if (!worst || !at) return [];
      return {
        loss,
        name: row.querySelector('th')!.textContent ?? '',
        worst: worst.textContent ?? '',
        at: at.textContent ?? '',
        good: worst.className === 'good',
      };
    });
  });
}

/** Records what the progress bar shows until the check is over. */
async function recordProgress(): Promise<() => Promise<number[]>> {
  await app.page.evaluate(() => {
    const seen: number[] = [];
    Object.assign(window, { seen });
    new MutationObserver(() => {
      const bar = document.querySelector<HTMLProgressElement>('.check progress');
      if (bar) seen.push(bar.value);
    }).observe(document.querySelector('#panel')!, { childList: true, subtree: true });
  });
  return () => app.page.evaluate(() => (window as unknown as { seen: number[] }).seen);
}

test('a press compares all points: progress, then every field with its worst error and a verdict', async () => {
  // Enough points for several bands of rows.
  await app.set({ grid: [600, 600] });
  expect(await app.text('.check-run')).toBe('Compare all 360,000 points with f64');
  const progress = await recordProgress();
  await app.page.click('.check-run');
  await eventually(() => app.text('.check p')).toBe('All fields within tolerance.');
  const seen = await progress();
  expect(seen.length).toBeGreaterThan(2);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen[0]).toBe(0);
  expect(seen.at(-1)).toBe(1);

  const table = await rows();
  expect(table.map(({ loss, name }) => [loss, name])).toEqual([
    ['Cross-entropy', 'L'],
    ['Cross-entropy', '∂L/∂z₁'],
    ['Cross-entropy', '∂L/∂z₂'],
    ['Mean squared error', 'L'],
    ['Mean squared error', '∂L/∂z₁'],
    ['Mean squared error', '∂L/∂z₂'],
  ]);
  for (const { worst, at, good } of table) {
    const [, error, tolerance] = worst.match(/^([\d.]+) of (\d+)$/) ?? [];
    expect(Number(error)).toBeGreaterThan(0);
    expect(Number(error)).toBeLessThanOrEqual(Number(tolerance));
    expect(at).toMatch(/^−?[\d.e−]+, −?[\d.e−]+$/);
    expect(good).toBe(true);
  }

  // The same as the API says, and the largest of them in the status line.
  const verdict = await app.page.evaluate(() => window.logitscape.verify(window.logitscape.state.experiment));
  const errors = Object.values(verdict.fields).map(({ maxError }) => Number(maxError.toPrecision(2)));
  expect(table.map(({ worst }) => Number.parseFloat(worst))).toEqual(errors);
  expect(await app.text('#status .checked')).toBe(
    `checked: worst ${Math.max(...errors)} ULP, within tolerance`,
  );
});

test('another experiment forgets the result, another look does not', async () => {
  await app.page.click('.check-run');
  await eventually(() => app.text('#status .checked')).not.toBe('');
  await app.set({ palette: 'magma', arrows: false });
  expect(await rows()).toHaveLength(6);
  await app.set({ params: { target: 1 } });
  expect(await rows()).toEqual([]);
  expect(await app.text('#status .checked')).toBe('');
  expect(await app.text('.check-run')).toContain('40,000');
});

test('a long check can be cancelled, and started again', async () => {
  await app.set({ grid: LONG });
  expect(await app.text('.check-run')).toBe('Compare all 2,250,000 points with f64');
  await app.page.click('.check-run');
  await eventually(() => app.texts('.check-cancel')).toEqual(['Cancel']);
  expect(await app.text('.check p')).toMatch(/^Comparing… \d+ %$/);
  await app.page.click('.check-cancel');
  await eventually(() => app.text('.check p')).toBe('Cancelled.');
  expect(await rows()).toEqual([]);
  expect(await app.text('#status .checked')).toBe('');

  await app.set({ grid: [50, 50] });
  await app.page.click('.check-run');
  await eventually(() => app.text('.check p')).toBe('All fields within tolerance.');
});

test('an experiment that changes while it is being checked ends the check', async () => {
  await app.set({ grid: LONG });
  await app.page.click('.check-run');
  await eventually(() => app.texts('.check progress')).toHaveLength(1);
  await app.set({ grid: [50, 50] });
  expect(await app.text('.check-run')).toContain('2,500');
  expect(await app.texts('.check progress')).toEqual([]);
  expect(await app.text('#status .checked')).toBe('');
});

test('the result is told in Chinese too', async () => {
  await app.set({ language: 'zh', grid: [50, 50] });
  expect(await app.text('.check-run')).toBe('将全部 2,500 个点与 f64 对照');
  await app.page.click('.check-run');
  await eventually(() => app.text('.check p')).toBe('所有场均在容差之内。');
  expect(await app.text('#status .checked')).toMatch(/^已校验：最大误差 [\d.]+ ULP，在容差之内$/);
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});
