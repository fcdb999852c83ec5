/** The address holds the whole state: reload and paste give the same page; what is no state changes nothing. */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeState } from '../../src/app/permalink.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually, SMALL_GRID } from './support/app.ts';
import { difference, pictureOfFigures } from './support/pixels.ts';

/** Nothing of it is as on a first visit. */
const EVERYTHING_ELSE = {
  params: { target: 1, fixed: 0, value: -2.5 },
  losses: ['mse', 'cross-entropy'],
  window: { u: [-4, 6.5], v: [-1e-3, 12] },
  grid: [40, 50],
  heatmap: true,
  scale: 'symlog',
  range: 'shared',
  palette: 'cividis',
  contours: true,
  arrows: true,
  arrowDensity: 13,
  arrowLength: 'direction',
  language: 'zh',
};

const OWN_EXPERIMENT = {
  version: 1,
  name: '50 % = half & more',
  map: 'affine',
  link: 'softmax',
  samples: [
    { origin: [0, 0.5, 0, 1], du: [1, 0, -1, 0.25], dv: [0, 1, 0, -1], target: 3 },
    { origin: [1, 0, 0, 0], du: [0, 0, 1, 0], dv: [1, 0, 0, 0], target: [0.25, 0.25, 0.5, 0] },
  ],
  losses: ['cross-entropy', 'mse'],
  sampleReduction: 'sum',
  squaredError: 'half',
  window: { u: [-3, 3], v: [-2, 4] },
  resolution: [48, 32],
};

let browser: Browser;
let app: App;
let initial: AppState;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
  initial = await app.state();
});

describe('the same page again', () => {
  test.each([
    ['every setting other than at first', EVERYTHING_ELSE, 'p.value=-2.5'],
    [
      'an experiment from outside',
      { experiment: OWN_EXPERIMENT, arrowLength: 'magnitude' },
      'length=magnitude',
    ],
  ])('%s: on reload and in another window', async (_name, partial, entry) => {
    await app.set(initial);
    await app.set(partial);
    await app.fragmentHas(entry);
    const [state, fragment] = [await app.state(), await app.fragment()];

    const other = await App.open(browser, { fragment });
    await expectSame(other, app);
    expect(await other.fragment()).toBe(fragment);
    await app.page.reload();
    await app.ready();
    await expectSame(app, other);
    expect(await app.fragment()).toBe(fragment);
    other.expectNoProblems();
    await other.page.close();

    async function expectSame(opened: App, model: App): Promise<void> {
      expect(await opened.state()).toEqual(state);
      expect(await opened.notice('input')).toBe('');
      await opened.settled();
      await model.settled();
      await eventually(() => opened.figures()).toEqual(await model.figures());
      await eventually(async () =>
        difference((await pictureOfFigures(model)).whole, (await pictureOfFigures(opened)).whole),
      ).toBe(0);
    }
  });
});

describe('a link that is no state', () => {
  test.each([
    ['a value that is none', 'version=1&palette=sunset', /palette: expected "viridis", .*found "sunset"/],
    ['an unknown key', 'version=1&pallete=magma', /pallete: expected no such entry .*found "magma"/],
    ['another version', 'version=2&palette=magma', /version: expected 1 .*found "2"/],
    ['no version', 'palette=magma', /version: expected 1 .*found nothing/],
    ['a key twice', 'version=1&grid=16x16&grid=32x32', /grid: expected one such entry, found two/],
    [
      'a bad parameter',
      'version=1&p.target=3',
      /params\.target: expected a whole number from 0 to 2, found 3/,
    ],
    ['an unknown parameter', 'version=1&p.speed=3', /params\.speed: expected no such key/],
    ['half a window', 'version=1&u=3', /window\.u: expected 2 numbers, found 1/],
    ['a window upside down', 'version=1&v=5,-5', /window\.v: expected an increasing pair, found \[5, -5\]/],
    ['equal losses', 'version=1&losses=mse,mse', /losses\[1\]: expected another loss than losses\[0\]/],
    [
      'a grid beyond all bounds',
      'version=1&grid=16x99999',
      /grid\[1\]: expected a whole number from 2 to 16384/,
    ],
    ['percent signs that mean nothing', 'version=1&palette=%zz', /palette: expected percent signs/],
    ['an experiment that is no JSON', 'version=1&experiment=%7B', /experiment: expected .*JSON/],
    [
      'an experiment with a bad field',
      `version=1&experiment=${encodeURIComponent(JSON.stringify({ ...OWN_EXPERIMENT, link: 'tanh' }))}`,
      /experiment\.link: expected "softmax", "sigmoid" or "identity", found "tanh"/,
    ],
    ['plain text', 'figures', /version: expected 1 .*found nothing/],
  ])('%s: pasted, it is told and the page keeps its state', async (_name, fragment, message) => {
    await app.set({ ...initial, palette: 'inferno', arrows: false });
    await app.fragmentHas('palette=inferno');
    const state = await app.state();
    await app.paste(fragment);
    await eventually(() => app.notice('input')).toMatch(message);
    expect(await app.notice('input')).toMatch(
      /^The link was not understood and nothing of it was applied\. Copy it again/,
    );
    expect(await app.state()).toEqual(state);
  });

  test('dismissed, its message leaves the picture as it was', async () => {
    await app.set({ ...initial, palette: 'inferno' });
    await app.fragmentHas('palette=inferno');
    const { whole } = await pictureOfFigures(app);
    await app.paste('version=1&palette=sunset');
    await eventually(() => app.notice('input')).not.toBe('');
    await app.page.click('.notice[data-subject="input"] button');
    expect(await app.notice('input')).toBe('');
    await eventually(async () => difference(whole, (await pictureOfFigures(app)).whole)).toBe(0);
  });

  test('after a bad link a good one applies, and the message goes', async () => {
    await app.paste('version=1&nonsense=1');
    await eventually(() => app.notice('input')).toContain('nonsense');
    await app.paste(`version=1&palette=greys&${SMALL_GRID}`);
    await eventually(async () => (await app.state()).palette).toBe('greys');
    await eventually(() => app.notice('input')).toBe('');
    expect((await app.state()).arrows).toBe(true);
  });

  test('a change after a bad link writes the state into the address again', async () => {
    await app.set(initial);
    await app.paste('version=1&nonsense=1');
    await eventually(() => app.notice('input')).toContain('nonsense');
    await app.set({ palette: 'magma' });
    await app.fragmentHas('palette=magma');
    expect(await app.notice('input')).toBe('');
  });

  test('opened with it, the page says so in its language and shows what a first visit shows', async () => {
    const fragment = 'version=1&p.target=7&palette=magma';
    const opened = await App.open(browser, { fragment, language: 'zh-CN' });
    // What it says in Chinese is loaded for it.
    await eventually(() => opened.notice('input')).toMatch(
      /^链接无法识别，未应用其中任何内容。.*params\.target：应为.*，实际为 7。$/,
    );
    const { palette, params, language } = await opened.state();
    expect([palette, params.target, language]).toEqual(['viridis', 0, 'zh']);
    // What was pasted stands there to be mended, until the state changes.
    expect(await opened.fragment()).toBe(fragment);
    await opened.page.click('.notice button');
    expect(await opened.notice('input')).toBe('');
    await opened.set({ palette: 'greys' });
    await opened.fragmentHas('palette=greys');
    opened.expectNoProblems();
    await opened.page.close();
  });
});

test('what a link leaves out is as on a first visit, whatever was before', async () => {
  await app.set({ ...initial, palette: 'magma', scale: 'linear', window: { u: [0, 1], v: [0, 1] } });
  await app.paste(`version=1&${SMALL_GRID}&arrows=0`);
  await eventually(async () => (await app.state()).arrows).toBe(false);
  expect(await app.state()).toEqual({ ...initial, arrows: false });
});

test('going back and forth between links follows them', async () => {
  await app.paste(`version=1&${SMALL_GRID}&palette=magma`);
  await eventually(async () => (await app.state()).palette).toBe('magma');
  await app.paste(`version=1&${SMALL_GRID}&palette=greys`);
  await eventually(async () => (await app.state()).palette).toBe('greys');
  await app.page.evaluate(() => history.back());
  await eventually(async () => (await app.state()).palette).toBe('magma');
});

test('an experiment too large for a link is shown, and the page says that no link holds it', async () => {
  await app.set(initial);
  const before = encodeState(initial)!;
  await app.fragmentIs(before);
  const numbers = (n: number) => [Math.sin(n), Math.cos(n), Math.sin(2 * n)];
  const samples = Array.from({ length: 5000 }, (_, n) => ({
    origin: numbers(n),
    du: numbers(3 * n),
    dv: numbers(5 * n),
    target: n % 3,
  }));
  await app.set({ experiment: { version: 1, map: 'affine', samples, resolution: [8, 8] } });
  await eventually(() => app.notice('link')).toContain('too large for a link');
  expect(await app.fragment()).toBe(before);
  await app.set(initial);
  await eventually(() => app.notice('link')).toBe('');
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});
