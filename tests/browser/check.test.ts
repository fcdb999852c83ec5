/** The Check folder: the whole GPU grid against f64, at the press of a button. */
import type { Browser } from 'puppeteer';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { formatPoint } from '../../src/app/names.ts';
import { binOf } from '../../src/core/error-map.ts';
import type { FieldKey } from '../../src/core/fields.ts';
import { errorColours } from '../../src/render/error-map.ts';
import { DARK_THEME, LIGHT_THEME } from '../../src/render/theme.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually } from './support/app.ts';
import { boxOf } from './support/pixels.ts';
import { readAt } from './support/probe.ts';

/** A grid that keeps a machine with many cores busy for long enough to press another button. */
const LONG = [1500, 1500];
/** The first experiment's window. */
const PLANE = { u: [-10, 10], v: [-10, 10] } as const;

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
    return [...document.querySelectorAll('.check .fields tr')].flatMap((row) => {
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

/** What the API says of every field that the kernel has. */
function verifyAll() {
  return app.page.evaluate(() => {
    const { experiment } = window.logitscape.state;
    const ids = ['value', 'du', 'dv', 'duu', 'duv', 'dvv', 'lambda_min'] as const;
    const fields = experiment.losses.flatMap((loss) => ids.map((id) => `${loss}.${id}` as const));
    return window.logitscape.verify(experiment, { fields, errors: true });
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
  const names = ['L', '∂L/∂z₁', '∂L/∂z₂', '∂²L/∂z₁²', '∂²L/∂z₁∂z₂', '∂²L/∂z₂²', 'λmin'];
  expect(table.map(({ loss, name }) => [loss, name])).toEqual(
    ['Cross-entropy', 'Mean squared error'].flatMap((loss) => names.map((name) => [loss, name])),
  );
  for (const { name, worst, at, good } of table) {
    const [, error, tolerance] = worst.match(/^([\d.]+) of (\d+)$/) ?? [];
    // With one class at probability zero the smaller eigenvalue is zero, and exactly so.
    if (name !== 'λmin') expect(Number(error)).toBeGreaterThan(0);
    expect(Number(error)).toBeLessThanOrEqual(Number(tolerance));
    expect(at).toMatch(/^−?[\d.e−]+, −?[\d.e−]+$/);
    expect(good).toBe(true);
  }

  // The same as the API says, and the largest of them in the status line.
  const verdict = await verifyAll();
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
  expect(await rows()).toHaveLength(14);
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

/** What is shown of the errors of the chosen field. */
function errorsShown() {
  return app.page.evaluate(() => {
    const text = (node: Element) => node.textContent ?? '';
    const all = (path: string) => [...document.querySelectorAll(`.errors ${path}`)];
    return {
      title: text(all('h4')[0]!),
      label: all('canvas')[0]!.getAttribute('aria-label') ?? '',
      bins: all('.histogram th').map(text),
      counts: all('.histogram td:nth-child(3)').map((cell) => Number(text(cell).replaceAll(',', ''))),
      worst: all('.worst button').map((button) => [...button.children].map(text)),
      pressed: [...document.querySelectorAll('.check [aria-pressed="true"]')].map(text),
    };
  });
}

async function runCheck(): Promise<void> {
  await app.page.click('.check-run');
  await eventually(() => app.texts('.errors')).toHaveLength(1);
}

/** The error map's pixels as `red,green,blue`, by rows from the top; of a check that is run if there is none. */
async function mapPicture(): Promise<string[][]> {
  if ((await app.texts('.errors')).length === 0) await runCheck();
  return app.page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.errors canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const pixel = (at: number) => data.slice(4 * at, 4 * at + 3).join();
    return Array.from({ length: canvas.height }, (_, y) =>
      Array.from({ length: canvas.width }, (_, x) => pixel(y * canvas.width + x)),
    );
  });
}

test('the errors of a field: how many of which size, and the worst places', async () => {
  await runCheck();
  const verdict = await verifyAll();
  for (const [n, [key, field]] of Object.entries(verdict.fields).entries()) {
    await app.page.click(`.check [data-field="${key}"]`);
    const shown = await errorsShown();
    const { loss, name } = (await rows())[n]!;
    expect(shown.title).toBe(`${loss}, ${name}`);
    expect(shown.pressed).toEqual([name]);
    expect(shown.label).toContain(`the largest is ${Number(field.maxError.toPrecision(2))} ULP`);
    expect(shown.bins.at(-1)).toBe(`> ${field.tolerance}`);
    expect(shown.bins.at(-2)).toMatch(new RegExp(`^[\\d.]+ – ${field.tolerance}$`));
    expect(shown.counts).toEqual(Object.values(verdict.errors![key as FieldKey]!.counts));
    expect(shown.counts.reduce((sum, count) => sum + count)).toBe(200 * 200);
    expect(shown.counts.at(-1)).toBe(0);
    const sizes = shown.worst.map(([size]) => Number.parseFloat(size!));
    expect(sizes[0] ?? 0).toBeCloseTo(field.maxError, 1);
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(new Set(shown.worst.map(([, at]) => at)).size).toBe(field.maxError > 0 ? 5 : 0);
    // The map has errors in f32: alike there, they may be apart in f64.
    const errors = Object.values(verdict.errors![key as FieldKey]!.errors);
    const alike = errors.filter((error) => error === Math.fround(field.maxError));
    if (field.maxError > 0 && alike.length === 1) expect(shown.worst[0]![1]).toBe((await rows())[n]!.at);
  }
});

test('arrow keys choose a field, and the choice outlives the next check', async () => {
  await runCheck();
  await app.page.click('.check [data-field="cross-entropy.lambda_min"]');
  await app.page.keyboard.press('ArrowDown');
  expect((await errorsShown()).title).toBe('Mean squared error, L');
  await app.page.keyboard.press('ArrowUp');
  await app.page.keyboard.press('ArrowUp');
  expect((await errorsShown()).title).toBe('Cross-entropy, ∂²L/∂z₂²');
  await runCheck();
  expect((await errorsShown()).title).toBe('Cross-entropy, ∂²L/∂z₂²');
});

test('pressing a worst place or a point of the map goes there', async () => {
  await runCheck();
  await app.page.click('.check [data-field="mse.value"]');
  for (const [n, [size, at]] of (await errorsShown()).worst.slice(0, 2).entries()) {
    await app.page.click(`.errors .worst li:nth-child(${n + 1}) button`);
    const { point, losses } = await readAt(app, 'z₁, z₂', at!);
    expect(point['grid point']).toBe(at);
    // The probe finds the same error there.
    const off = losses.flatMap((loss) =>
      Object.values(loss.rows).map((cells) => Number.parseFloat(cells[2]!)),
    );
    expect(off).toContain(Number(Number.parseFloat(size!).toPrecision(2)));
  }
  const map = await boxOf(app, '.errors canvas');
  // The map has a cell for each of the 200 points a side: this is the 50th from the left, the 20th from the top.
  await app.page.mouse.click(map.x + (50.5 / 200) * map.width, map.y + (20.5 / 200) * map.height);
  await readAt(app, 'z₁, z₂', formatPoint(PLANE, [-10 + (20 * 50) / 199, 10 - (20 * 20) / 199]).join(', '));
});

test('on a narrow screen the figure comes into view with the place', async () => {
  const before = app.page.viewport();
  await app.page.setViewport({ width: 400, height: 800 });
  await runCheck();
  await app.page.click('.check [data-field="mse.value"]');
  const top = () => app.page.$eval('.figure', (figure) => figure.getBoundingClientRect().top);
  await app.page.$eval('.errors .worst button', (button) => button.scrollIntoView({ block: 'end' }));
  expect(await top()).toBeLessThan(-200);
  await app.page.click('.errors .worst button');
  await eventually(top).toBeGreaterThanOrEqual(-1);
  await app.page.setViewport(before);
});

test('the map has the colour of each error, dark and light', async () => {
  // As many points as the map has pixels.
  const side = (await mapPicture()).length;
  await app.set({ grid: [side, side] });
  await runCheck();
  await app.page.click('.check [data-field="mse.value"]');
  const { errors } = await verifyAll();
  const map = errors!['mse.value']!;
  for (const [colorScheme, theme] of [
    ['light', LIGHT_THEME],
    ['dark', DARK_THEME],
  ] as const) {
    await app.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: colorScheme }]);
    await app.frames();
    const colours = errorColours(map, theme).map((colour) => colour.join());
    const rows = (await mapPicture()).reverse();
    expect(new Set(rows.flat()).size).toBeGreaterThan(3);
    for (const [j, row] of rows.entries()) {
      const expected = row.map((_, i) => colours[binOf(map, map.errors[j * side + i]!)]);
      expect(row, `row ${j}`).toEqual(expected);
    }
  }
});

test('the API has maps only where they are asked for', async () => {
  const keys = await app.page.evaluate(async () => {
    const { verify, state } = window.logitscape;
    const plain = await verify(state.experiment);
    const some = await verify(state.experiment, { fields: ['mse.du' as never], errors: true });
    return [Object.keys(plain), Object.keys(some.errors!)];
  });
  expect(keys).toEqual([['ok', 'adapter', 'points', 'fields', 'skipped'], ['mse.du']]);
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
