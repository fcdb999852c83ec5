/**
 * Every control of the panel reaches the pixels and the address, and what the address says draws the same picture on
 * another page.
 */
import type { Browser } from 'puppeteer';
import { beforeAll, expect, test } from 'vitest';
import { encodeState } from '../../src/app/permalink.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually, type Panel, SMALL_GRID } from './support/app.ts';
import { choose, drag, press, shownBy, toggle, type } from './support/panel.ts';
import { difference, type FiguresPicture, pictureOfFigures, plots } from './support/pixels.ts';

/** The least share of pixels that a visible change changes. */
const VISIBLE = 0.01;

let browser: Browser;
let app: App;
/** Never touched: it follows links only. */
let follower: App;
let initial: AppState;
let initialPicture: FiguresPicture;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
  follower = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
  initial = await app.state();
  initialPicture = await pictureOfFigures(app);
});

interface Change {
  readonly name: string;
  /** Put in place before. */
  readonly given?: object;
  readonly make: () => Promise<void>;
  /** The entries of the address that change, and what they become. */
  readonly entries: Readonly<Record<string, string>>;
  /** The plots that must look different; the others must not change by a single pixel. */
  readonly changes: readonly Panel[];
  /** What the controls then show. */
  readonly shown?: Readonly<Record<string, string | boolean>>;
}

const BOTH: readonly Panel[] = [0, 1];

const CHANGES: readonly Change[] = [
  {
    name: 'the target class',
    make: () => choose(app, 'target', 'class 2 (z₃)'),
    entries: { 'p.target': '2' },
    changes: BOTH,
    shown: { target: 'class 2 (z₃)' },
  },
  {
    name: 'which logit is fixed',
    given: { params: { value: 0 } },
    make: () => choose(app, 'fixed', 'z₁'),
    entries: { 'p.fixed': '0' },
    changes: BOTH,
    shown: { fixed: 'z₁' },
  },
  {
    name: 'the fixed value, typed',
    make: () => type(app, 'value', '7'),
    entries: { 'p.value': '7' },
    changes: BOTH,
    shown: { value: '7' },
  },
  {
    name: 'the fixed value, dragged to zero',
    make: () => drag(app, 'valueSlider', 0.5),
    entries: { 'p.value': '0' },
    changes: BOTH,
    shown: { value: '0' },
  },
  {
    name: 'the fixed value, dragged to its end',
    make: () => drag(app, 'valueSlider', 1.2),
    entries: { 'p.value': '1000' },
    changes: BOTH,
    shown: { value: '1000' },
  },
  {
    name: 'the left loss, exchanged with the right',
    make: () => choose(app, 'left', 'Mean squared error'),
    entries: { losses: 'mse,cross-entropy' },
    changes: BOTH,
    shown: { left: 'Mean squared error', right: 'Cross-entropy' },
  },
  {
    name: 'the right loss, exchanged with the left',
    make: () => choose(app, 'right', 'Cross-entropy'),
    entries: { losses: 'mse,cross-entropy' },
    changes: BOTH,
    shown: { left: 'Mean squared error', right: 'Cross-entropy' },
  },
  {
    name: 'the colour scale, linear',
    make: () => choose(app, 'scale', 'linear'),
    entries: { scale: 'linear' },
    changes: BOTH,
  },
  {
    name: 'the colour scale, symlog',
    make: () => choose(app, 'scale', 'symlog'),
    entries: { scale: 'symlog' },
    changes: BOTH,
  },
  {
    name: 'the range, shared',
    make: () => choose(app, 'range', 'shared'),
    entries: { range: 'shared' },
    changes: BOTH,
  },
  {
    name: 'the palette',
    make: () => choose(app, 'palette', 'magma'),
    entries: { palette: 'magma' },
    changes: BOTH,
    shown: { palette: 'magma' },
  },
  {
    name: 'the heatmap, off',
    make: () => toggle(app, 'heatmap'),
    entries: { heatmap: '0' },
    changes: BOTH,
    shown: { heatmap: false },
  },
  {
    name: 'the heatmap, on again',
    given: { heatmap: false },
    make: () => toggle(app, 'heatmap'),
    entries: { heatmap: '1' },
    changes: BOTH,
  },
  {
    name: 'the contours, on',
    make: () => toggle(app, 'contours'),
    entries: { contours: '1' },
    changes: BOTH,
    shown: { contours: true },
  },
  {
    name: 'the arrows, off',
    make: () => toggle(app, 'arrows'),
    entries: { arrows: '0' },
    changes: BOTH,
    shown: { arrows: false },
  },
  {
    name: 'the density of arrows, typed',
    make: () => type(app, 'arrowDensity', '8'),
    entries: { density: '8' },
    changes: BOTH,
  },
  {
    name: 'the density of arrows, dragged to its end',
    make: () => drag(app, 'arrowDensity', 1.1),
    entries: { density: '64' },
    changes: BOTH,
  },
  {
    name: 'the density of arrows that are not drawn',
    given: { arrows: false },
    // The panel has no such control then.
    make: () => app.set({ arrowDensity: 8 }),
    entries: { density: '8' },
    changes: [],
  },
  {
    name: 'the length of arrows, direction only',
    make: () => choose(app, 'arrowLength', 'direction only'),
    entries: { length: 'direction' },
    changes: BOTH,
  },
  {
    name: 'the length of arrows, by magnitude',
    make: () => choose(app, 'arrowLength', 'magnitude'),
    entries: { length: 'magnitude' },
    changes: BOTH,
  },
  {
    name: 'the grid',
    make: () => choose(app, 'grid', '16 × 16'),
    entries: { grid: '16x16' },
    changes: BOTH,
    shown: { grid: '16 × 16' },
  },
  {
    name: 'the lower end of the first axis',
    make: () => type(app, 'u0', '-2.5'),
    entries: { u: '-2.5,10' },
    changes: BOTH,
    shown: { u0: '-2.5' },
  },
  {
    name: 'the upper end of the second axis',
    make: () => type(app, 'v1', '30'),
    entries: { v: '-10,30' },
    changes: BOTH,
    shown: { v1: '30' },
  },
  {
    name: 'the window, reset',
    given: { window: { u: [-3, 5], v: [1, 2] } },
    make: () => press(app, 'reset window'),
    entries: { u: '-10,10', v: '-10,10' },
    changes: BOTH,
    shown: { u0: '-10', u1: '10', v0: '-10', v1: '10' },
  },
];

test.each(CHANGES)('$name', async ({ given, make, entries, changes, shown }) => {
  await startFrom(given);
  const start = await app.fragment();
  const before = given ? await pictureOfFigures(app) : initialPicture;

  await make();
  await app.fragmentIs(withEntries(start, entries));
  await app.settled();
  const after = await pictureOfFigures(app);
  for (const panel of BOTH) {
    const share = difference(before.plots[panel], after.plots[panel]);
    if (changes.includes(panel)) expect(share, `panel ${panel} changed`).toBeGreaterThan(VISIBLE);
    else expect(share, `panel ${panel} unchanged`).toBe(0);
  }
  for (const [name, value] of Object.entries(shown ?? {})) expect(await shownBy(app, name), name).toBe(value);
  await expectSameOn(follower, after);
});

test('the target class changes the formula and where the minimum is', async () => {
  await app.set(initial);
  await eventually(async () => (await app.figure(0)).range).toContain('◇ at 10, −10');
  await choose(app, 'target', 'class 1 (z₂)');
  await eventually(async () => (await app.figure(0)).range).toContain('◇ at −10, 10');
  expect((await app.figure(0)).formula).toBe('−log p2');
  await choose(app, 'target', 'class 2 (z₃)');
  // Both free logits at their lowest: log(e^-10 + e^-10 + e^-1000) + 1000.
  await eventually(async () => (await app.figure(0)).range).toMatch(
    /^991 … 1010 .* \|∇\| 0\.707 … 1 .*◇ at −10, −10$/,
  );
  expect((await app.figure(0)).formula).toBe('−log p3');
});

test('exchanged losses take their pictures along', async () => {
  await app.set(initial);
  const before = await plots(app);
  await choose(app, 'left', 'Mean squared error');
  await app.fragmentHas('losses=mse,cross-entropy');
  await app.settled();
  const after = await plots(app);
  expect(difference(before[0], after[1])).toBe(0);
  expect(difference(before[1], after[0])).toBe(0);
});

test('the axes are named after the free logits', async () => {
  await app.set(initial);
  await choose(app, 'fixed', 'z₁');
  await app.fragmentHas('p.fixed=0');
  expect(await app.texts('#panel .lil-name')).toEqual(expect.arrayContaining(['z₂ from', 'z₃ to']));
  await eventually(async () => (await app.figure(0)).label).toContain('over z₂ and z₃');
});

test('computed on the CPU the surfaces are the same, and on WebGPU again they are as before', async () => {
  await app.set(initial);
  const onGpu = await plots(app);
  const text = await app.figures();
  await choose(app, 'backend', 'CPU (f64)');
  await app.fragmentHas('backend=cpu');
  await eventually(() => app.text('#status .backend')).toBe('CPU · f64');
  await app.settled();
  const onCpu = await plots(app);
  // Two renderers: edges of arrows may be smoothed differently, surfaces may not.
  for (const panel of BOTH) expect(difference(onGpu[panel], onCpu[panel], 0.1)).toBeLessThan(0.03);
  await eventually(() => app.figures()).toEqual(text);
  await expectSameOn(follower, await pictureOfFigures(app));

  await choose(app, 'backend', 'WebGPU if possible');
  await app.fragmentHas('backend=auto');
  await eventually(() => app.text('#status .backend')).toMatch(/^WebGPU/);
  await app.settled();
  const again = await plots(app);
  for (const panel of BOTH) expect(difference(onGpu[panel], again[panel])).toBe(0);
});

test('the menu of grids ends at what the device allows', async () => {
  const largest = await app.page.evaluate(async () => {
    const adapter = await navigator.gpu.requestAdapter();
    if (!adapter) throw new Error('no adapter');
    return Math.min(adapter.limits.maxStorageBufferBindingSize, adapter.limits.maxBufferSize);
  });
  const options = await app.texts('[data-control="grid"] option');
  // Four f32 a point; an experiment has at most 16384 points a side.
  const side = Math.min(16_384, Math.floor(Math.sqrt(largest / 16)));
  expect(options.at(-1)).toBe(`${side} × ${side} (largest)`);
  expect(options[0]).toMatch(/^auto \(\d+ × \d+\)$/);
  expect(options[1]).toBe('16 × 16');
});

test.each([
  [
    'a window end beyond the other',
    'u0',
    '12',
    'window.u: expected an increasing pair, found [12, 10]',
    '-10',
  ],
  [
    'a value out of bounds',
    'value',
    '5000',
    'params.value: expected a number from -1000 to 1000, found 5000',
    '-1000',
  ],
  ['what is no number', 'v1', '1e999x', 'window.v[1]: expected a finite number', '10'],
  ['nothing', 'value', ' ', 'params.value: expected a number', '-1000'],
])('%s is refused, told, and leaves nothing behind', async (_name, control, typed, message, shown) => {
  await startFrom();
  const before = await app.state();
  await type(app, control, typed);
  await eventually(() => app.notice('input')).toContain(message);
  expect(await app.state()).toEqual(before);
  expect(await shownBy(app, control)).toBe(shown);
});

test('a fraction may be typed, and a number counts once it is complete', async () => {
  await startFrom();
  await app.page.click('[data-control="value"] input', { count: 3 });
  await app.page.keyboard.type('-0.37');
  await app.frames();
  expect((await app.state()).params.value).toBe(-1000);
  await app.page.keyboard.press('Tab');
  await app.fragmentHas('p.value=-0.37');
  expect(await shownBy(app, 'value')).toBe('-0.37');
  expect(await app.notice('input')).toBe('');
});

test('folders that were closed stay closed when the panel changes its language', async () => {
  await app.set(initial);
  const isClosed = () =>
    app.page.$eval('[data-name="folderLayers"]', (folder) => folder.classList.contains('lil-closed'));
  await press(app, 'Layers');
  await eventually(isClosed).toBe(true);
  await app.page.click('#language');
  await eventually(() => app.texts('#panel .lil-title')).toContain('图层');
  expect(await isClosed()).toBe(true);
  await press(app, '图层');
  await eventually(isClosed).toBe(false);
  await app.page.click('#language');
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
  follower.expectNoProblems();
});

/** The initial state with `given` on top, drawn and in the address. */
async function startFrom(given?: object): Promise<void> {
  await app.set(initial);
  if (given) await app.set(given);
  await app.fragmentIs(encodeState(await app.state())!);
  await app.frames();
}

/** The fragment with these entries in place of its own. */
function withEntries(fragment: string, entries: Readonly<Record<string, string>>): string {
  return fragment
    .split('&')
    .map((entry) => {
      const key = entry.slice(0, entry.indexOf('='));
      return key in entries ? `${key}=${entries[key]}` : entry;
    })
    .join('&');
}

/** Another page, given the link, shows the same: plots, axes, colourbars, words. */
async function expectSameOn(other: App, picture: FiguresPicture): Promise<void> {
  await other.paste(await app.fragment());
  await eventually(() => other.state()).toEqual(await app.state());
  await other.settled();
  await eventually(() => other.figures()).toEqual(await app.figures());
  // What stands over and around the plots follows a moment after them, here as there.
  let own = picture;
  await eventually(async () => {
    const share = difference(own.whole, (await pictureOfFigures(other)).whole);
    if (share > 0) own = await pictureOfFigures(app);
    return share;
  }).toBe(0);
}
