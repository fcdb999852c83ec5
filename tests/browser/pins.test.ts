/** Pinned points: set with P or a click with Shift, marked on both plots, listed, copied, removed. */
import type { Browser } from 'puppeteer';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';
import { boxesOf, boxOf, brightness, colourOf, pictureOfFigures, plotBox } from './support/pixels.ts';
import { numberOf, pointAt, read, readAt } from './support/probe.ts';
import { recordTexts } from './support/record.ts';

const NAMES = 'z₁, z₂';

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

beforeEach(async () => {
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
  // The keys are loaded together with what moves the plots.
  await eventually(() => app.page.$eval('.box', (box) => '__zoom' in box)).toBe(true);
  return () => app.page.close();
});

/** Every pin of the list: its badge, its place, and the numbers of its rows. */
function listed(): Promise<{ badge: string; place: string; rows: Record<string, string[]> }[]> {
  return app.page.$$eval('#pins li', (items) =>
    items.map((item) => {
      const text = (node: Element | null | undefined) => node?.textContent ?? '';
      const rows = [...item.querySelectorAll('tr')].slice(1).map((row) => {
        return [text(row.querySelector('th')), [...row.querySelectorAll('td')].map(text)] as const;
      });
      const badge = text(item.querySelector('.badge'));
      const place = text(item.querySelector('p')).slice(badge.length, -1);
      return { badge, place, rows: Object.fromEntries(rows) };
    }),
  );
}

async function clickWithShift(across: number, up: number): Promise<[number, number]> {
  const at = await pointAt(app, 1, across, up);
  await app.page.keyboard.down('Shift');
  await app.page.mouse.down();
  await app.page.mouse.up();
  await app.page.keyboard.up('Shift');
  return at;
}

test('P pins the point of the crosshair: listed with the numbers of f64, Hessian and eigenvalues included', async () => {
  await app.page.keyboard.press('ArrowUp');
  for (const key of ['ArrowLeft', 'ArrowLeft', 'ArrowUp', 'p'] as const) await app.page.keyboard.press(key);
  await eventually(listed).toHaveLength(1);
  const [pin] = await listed();
  expect(pin!.badge).toBe('1');
  expect(pin!.place).toBe('z₁, z₂ = −0.4, 0.2');
  const { experiment } = await app.state();
  const evaluator = new PointEvaluator(experiment);
  evaluator.updateJets(-0.4, 0.2, 2);
  for (const panel of [0, 1] as const) {
    const { value, du, dv, duu, duv, dvv } = evaluator.jets[panel];
    const [half, radius] = [(duu + dvv) / 2, Math.hypot(duu - dvv, 2 * duv) / 2];
    const truth = {
      L: value,
      '|∇L|': Math.hypot(du, dv),
      '∂²L/∂z₁²': duu,
      '∂²L/∂z₁∂z₂': duv,
      '∂²L/∂z₂²': dvv,
      'λ max': half + radius,
    };
    for (const [name, number] of Object.entries(truth)) {
      expect(Math.abs(numberOf(pin!.rows[name]?.[panel]) / number - 1), name).toBeLessThan(1e-8);
    }
    // Smaller than the rounding of the difference here.
    expect(numberOf(pin!.rows['λ min']?.[panel])).toBeCloseTo(half - radius, 8);
  }
  app.expectNoProblems();
});

test('a new pin is in sight, however many there are', async () => {
  await pointAt(app, 0, 0.5, 0.5);
  await eventually(() => app.texts('#probe table')).toHaveLength(2);
  for (const [n, across] of [0.3, 0.5, 0.7].entries()) {
    await clickWithShift(across, 0.6);
    await eventually(listed).toHaveLength(n + 1);
    const [pin, room] = [(await boxesOf(app, '#pins li'))[n]!, await boxOf(app, '#readout')];
    expect(pin.y).toBeGreaterThanOrEqual(room.y);
    expect(pin.y + pin.height).toBeLessThanOrEqual(room.y + room.height + 1);
  }
});

test('a click with Shift pins the point under the pointer, marked on both plots, and moves nothing', async () => {
  const { window } = await app.state();
  await pointAt(app, 1, 0.3, 0.2);
  await eventually(() => read(app)).toBeDefined();
  const before = await pictureOfFigures(app);
  const [across, up] = await clickWithShift(0.3, 0.2);
  await eventually(listed).toHaveLength(1);
  const after = await pictureOfFigures(app);
  for (const panel of [0, 1] as const) {
    const { width, height } = await plotBox(app, panel);
    const [x, y] = [Math.round(across * width) - 4, Math.round((1 - up) * height)];
    expect(brightness(colourOf(after.plots[panel], x, y))).toBeGreaterThan(230);
    expect(brightness(colourOf(before.plots[panel], x, y))).toBeLessThan(230);
  }
  expect((await app.state()).window).toEqual(window);
});

test('a drag with Shift moves the window and pins nothing', async () => {
  const { window } = await app.state();
  await pointAt(app, 0, 0.3, 0.3);
  await app.page.keyboard.down('Shift');
  await app.page.mouse.down();
  await pointAt(app, 0, 0.6, 0.5);
  await app.page.mouse.up();
  await app.page.keyboard.up('Shift');
  await app.settled();
  expect((await app.state()).window).not.toEqual(window);
  expect(await listed()).toEqual([]);
});

test('pins are read anew when samples change, and go with the axes; each can be removed', async () => {
  await clickWithShift(0.25, 0.25);
  await clickWithShift(0.5, 0.5);
  await clickWithShift(0.75, 0.25);
  await eventually(listed).toHaveLength(3);
  expect((await listed())[1]!.rows.L).toEqual(['0.693147181', '0.166666667']);
  await app.set({ params: { target: 2 } });
  await eventually(async () => (await listed())[1]!.rows.L).toEqual(['1000.69315', '0.5']);
  await app.page.click('#pins li:first-child button');
  await eventually(async () => (await listed()).map(({ badge }) => badge)).toEqual(['2', '3']);
  await app.set({ params: { fixed: 0 } });
  await eventually(listed).toEqual([]);
  expect(await app.page.$eval('#pins', (section) => (section as HTMLElement).hidden)).toBe(true);
  app.expectNoProblems();
});

test('are copied as text, a line each, and all removed at once', async () => {
  const context = app.page.browserContext();
  await context.overridePermissions(new URL(app.page.url()).origin, [
    'clipboard-read',
    'clipboard-write',
    'clipboard-sanitized-write',
  ]);
  await app.page.keyboard.press('ArrowUp');
  await readAt(app, NAMES, '0, 0');
  await app.page.keyboard.press('p');
  await clickWithShift(0.25, 0.25);
  await eventually(listed).toHaveLength(2);
  const said = await recordTexts(app, '#pins .copy');
  await app.page.click('#pins .copy');
  await eventually(said).toContain('Copied');
  const copied = await app.page.evaluate(() => navigator.clipboard.readText());
  const [head, first, second, end] = copied.split('\n').map((line) => line.split('\t'));
  expect(end).toEqual(['']);
  expect(second![0]).toBe('2');
  const cell = (name: string) => Number(first![head!.indexOf(name)]);
  expect(cell('z₁')).toBe(0);
  expect(cell('cross-entropy.value')).toBeCloseTo(Math.LN2, 15);
  expect(cell('cross-entropy.gradient_norm')).toBeCloseTo(Math.SQRT1_2, 15);
  // p (1 - p) (1, -1; -1, 1) with p = 1/2: eigenvalues 0 and 1/2.
  expect(cell('cross-entropy.lambda_max')).toBeCloseTo(0.5, 15);
  expect(cell('cross-entropy.duv')).toBeCloseTo(-0.25, 15);
  await app.page.click('#pins .remove-all');
  await eventually(listed).toEqual([]);
});

test('at most twenty: the next is refused with a sentence', async () => {
  await app.page.keyboard.press('ArrowUp');
  for (let n = 0; n < 21; n++) {
    await app.page.keyboard.press('p');
    await app.page.keyboard.press('ArrowRight');
  }
  await eventually(() => app.notice('input')).toContain('20 pins');
  // The list is loaded with the first pin, on its own time.
  await eventually(listed).toHaveLength(20);
});
