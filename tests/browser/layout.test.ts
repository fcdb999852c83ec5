/** Where things are: one screen without scrolling, nothing over anything else, every plot on whole device pixels. */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { TABS } from '../../src/app/settings.ts';
import { DARK_THEME, LIGHT_THEME } from '../../src/render/theme.ts';
import { launchChrome } from '../harness/chrome.ts';
import { waitFor } from '../harness/wait-for.ts';
import { App, eventually, type Panel, SMALL_GRID } from './support/app.ts';
import {
  type Box,
  boxesOf,
  boxOf,
  colourOf,
  difference,
  type Pixels,
  plots,
  screenshot,
} from './support/pixels.ts';

const BLOCKS = ['.top', '#figures', '.panes', '#readout', '#panel', '#status'];

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
});

describe.each([
  { width: 1280, height: 720, least: 340 },
  { width: 1920, height: 1080, least: 600 },
])('at $width x $height', ({ width, height, least }) => {
  beforeAll(() => resize(width, height));

  test('nothing scrolls but the panel, and nothing lies over anything else', async () => {
    await app.page.mouse.move(...middleOf(await boxOf(app, '.plot')));
    await eventually(() => app.texts('#probe table')).toHaveLength(2);
    for (const partial of [{}, { params: { target: 2 }, window: { u: [-1e-5, 1e-5], v: [-1e6, 1e6] } }]) {
      await app.set(partial);
      await expectOneScreen(width, height);
    }
    for (const tab of TABS) {
      await app.set({ tab });
      await expectOneScreen(width, height);
    }
    await app.refusal({ scale: 'cubic' });
    expect(await app.notice('input')).not.toBe('');
    await expectOneScreen(width, height);
    await app.set({ params: { target: 0 }, window: { u: [-10, 10], v: [-10, 10] } });
  });

  test('both plots are square, equal, level, and large', async () => {
    const [left, right] = (await boxesOf(app, '.plot')) as [Box, Box];
    expect(left.width).toBe(left.height);
    expect([right.width, right.height, right.y]).toEqual([left.width, left.height, left.y]);
    expect(left.width).toBeGreaterThan(least);
  });

  test('no text is cut off', async () => {
    for (const language of ['zh', 'en']) {
      await app.set({ language });
      expect(await cutTexts(), language).toEqual([]);
    }
  });

  test('long lines of ranges have room, and the plots stay level', async () => {
    for (const partial of [{ quantity: 'error' }, { quantity: 'ratio', language: 'zh' }]) {
      await app.set(partial);
      await eventually(async () => (await app.figure(1)).range).toContain('|∇|');
      await eventually(cutTexts).toEqual([]);
      await expectOneScreen(width, height);
      const [left, right] = (await boxesOf(app, '.plot')) as [Box, Box];
      expect([right.width, right.y]).toEqual([left.width, left.y]);
      // Nothing of them lies over the plots.
      const lines = await boxesOf(app, '.range .part');
      for (const { y, height: high } of lines) expect(y + high).toBeLessThanOrEqual(left.y);
    }
    await app.set({ quantity: 'value', language: 'en' });
  });
});

test('the probe has its room before it says anything: nothing moves when it does', async () => {
  await resize(1280, 720);
  await app.set({ window: { u: [-10, 10], v: [-10, 10] } });
  const before = await boxesOf(app, BLOCKS.join());
  await app.set({ window: { u: [50, 60], v: [50, 60] } });
  await eventually(() => app.texts('#probe table')).toEqual([]);
  expect(await boxesOf(app, BLOCKS.join())).toEqual(before);
  await app.set({ window: { u: [-10, 10], v: [-10, 10] } });
});

test.each([
  { name: 'a narrow window', window: { u: [1, 1.0000001], v: [0.5, 0.5000001] }, at: [0.28, 0.2] },
  { name: 'a window far out', window: { u: [-5591, 14409], v: [-15525, 4475] }, at: [0.28, 0.2] },
  // Where the squared error is flat its slopes have most characters.
  { name: 'a plateau', window: { u: [-10, 10], v: [-10, 10] }, at: [0.556, 0.052] },
] as const)(
  'coordinates and numbers of $name have room in the probe',
  async ({ window, at: [right, down] }) => {
    await resize(1280, 720);
    await app.set({ window });
    const { x, y, width } = await boxOf(app, '.plot');
    await app.page.mouse.move(x + right * width, y + down * width);
    // As wide as what is written in them, wherever they end. Lines may be closer than their boxes are high.
    const textBoxes = () =>
      app.page.$$eval('#probe dt, #probe dd, #probe td', (cells) =>
        cells
          .map((cell) => {
            const range = document.createRange();
            range.selectNodeContents(cell);
            const { x, y, width, height } = range.getBoundingClientRect();
            return { x, y: y + 1, width, height: height - 2 };
          })
          .filter(({ width }) => width > 0),
      );
    await eventually(async () => (await textBoxes()).length).toBeGreaterThan(20);
    const texts = await textBoxes();
    const readout = await boxOf(app, '#readout');
    expect(overlaps(texts)).toEqual([]);
    for (const box of texts) expect(isWithin(box, readout)).toBe(true);
    await app.page.mouse.move(0, 0);
    await app.set({ window: { u: [-10, 10], v: [-10, 10] } });
  },
);

test.each([1, 1.25, 1.5, 2])(
  'at %f device px per CSS px canvases have as many px as they cover',
  async (ratio) => {
    await resize(1280, 720, ratio);
    const canvases = await app.page.evaluate(() =>
      [...document.querySelectorAll('canvas')].map((canvas) => {
        const { width, height } = canvas.getBoundingClientRect();
        return { covered: [width, height], own: [canvas.width, canvas.height] };
      }),
    );
    expect(canvases).toHaveLength(4);
    for (const { covered, own } of canvases) {
      // The overlay fills its box, whose size is whole in CSS px only.
      for (const [n, length] of covered.entries()) expect(Math.abs(length * ratio - own[n]!)).toBeLessThan(1);
    }
  },
);

// Emulated ratios between whole numbers blur every canvas: Chrome then puts elements on whole CSS px.
test.each([1, 2])('at %i device px per CSS px every pixel of a plot is one of the screen', async (ratio) => {
  await resize(920, 600, ratio);
  await app.set({ arrows: false });
  const byGpu = await plots(app);
  // Only 2-D canvases let their pixels be read. WebGPU's lie in the same place.
  await app.set({ backend: 'cpu' });
  await eventually(() => app.text('#status .backend')).toBe('CPU · f64');
  for (const panel of [0, 1] as const) {
    // A screenshot may show the frame before.
    await eventually(async () => difference(await canvasPixels(panel), (await plots(app))[panel])).toBe(0);
  }
  const byCpu = await plots(app);
  for (const panel of [0, 1] as const) {
    expect(difference(byGpu[panel], byCpu[panel], 0.02)).toBe(0);
    await expectOutline(panel, ratio);
  }
  await app.set({ backend: 'auto', arrows: true });
});

test('plots follow the size of the window', async () => {
  await resize(1280, 720);
  const small = await boxOf(app, '.plot');
  await resize(1600, 900);
  const large = await boxOf(app, '.plot');
  expect(large.width).toBeGreaterThan(small.width + 100);
  expect(large.width).toBe(large.height);
  await resize(1280, 720);
  expect(await boxOf(app, '.plot')).toEqual(small);
  // Drawn anew, not stretched.
  const canvas = await app.page.$eval('.plot', (node) => (node as HTMLCanvasElement).width);
  expect(canvas).toBe(small.width);
});

test.each([400, 800])(
  'at %i px wide the figures stack, and nothing is wider than the page',
  async (width) => {
    await resize(width, 800);
    const [left, right] = (await boxesOf(app, '.figure')) as [Box, Box];
    expect(right.y).toBeGreaterThanOrEqual(left.y + left.height);
    expect(right.x).toBe(left.x);
    const [plot] = (await boxesOf(app, '.plot')) as [Box];
    expect(plot.width).toBe(plot.height);
    expect(plot.width).toBeGreaterThan(width - 180);
    const widest = await app.page.evaluate(() => document.documentElement.scrollWidth);
    expect(widest).toBe(width);
    const boxes = await boxesOf(app, BLOCKS.join());
    expect(overlaps(boxes)).toEqual([]);
  },
);

test('as wide as two figures, the panel beside them scrolls by itself', async () => {
  await resize(1000, 500);
  const { scrolls, page } = await app.page.evaluate(() => {
    const panel = document.querySelector('#panel')!;
    return {
      scrolls: panel.scrollHeight > panel.clientHeight,
      page: document.documentElement.scrollHeight <= innerHeight,
    };
  });
  expect([scrolls, page]).toEqual([true, true]);
});

test('at 1280 x 720 the whole panel is seen without scrolling', async () => {
  await resize(1280, 720);
  const [content, room] = await app.page.$eval('#panel', (panel) => [panel.scrollHeight, panel.clientHeight]);
  expect(content).toBeLessThanOrEqual(room!);
});

test('dark and light go by the system, also while the page is open', async () => {
  await resize(1280, 720);
  await app.set({ heatmap: false, arrows: false });
  for (const [value, theme] of [
    ['light', LIGHT_THEME],
    ['dark', DARK_THEME],
  ] as const) {
    await app.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    await app.settled();
    const background = rgbOf(theme.background);
    const { x, y } = await boxOf(app, 'main');
    expect(colourOf(await screenshot(app, { x, y, width: 5, height: 5 }), 2, 2)).toEqual(background);
    const [emptyPlot] = await plots(app);
    expect(colourOf(emptyPlot, 50, 50)).toEqual(background);
    const text = await app.page.$eval('body', (body) => getComputedStyle(body).color);
    expect(contrast(rgbOfCss(text), background)).toBeGreaterThan(7);
  }
  await app.set({ heatmap: true, arrows: true });
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});

async function resize(width: number, height: number, deviceScaleFactor = 1): Promise<void> {
  // Chrome tells a page of another pixel ratio only when the size changes too, as it does when one zooms.
  await app.page.setViewport({ width: width + 1, height, deviceScaleFactor });
  await app.frames();
  await app.page.setViewport({ width, height, deviceScaleFactor });
  const screen = [width, height, deviceScaleFactor].join();
  const isThere = (wanted: string) => [innerWidth, innerHeight, devicePixelRatio].join() === wanted;
  await waitFor(app.page, isThere, [screen]);
  await app.settled();
}

/** The pixels of a plot's own canvas, which must be a 2-D one. */
async function canvasPixels(panel: Panel): Promise<Pixels> {
  const { width, height, data } = await app.page.evaluate((n) => {
    const canvas = document.querySelectorAll<HTMLCanvasElement>('.plot')[n]!;
    const image = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let text = '';
    for (let at = 0; at < image.data.length; at += 32_768) {
      text += String.fromCharCode(...image.data.subarray(at, at + 32_768));
    }
    return { width: image.width, height: image.height, data: btoa(text) };
  }, panel);
  return { width, height, data: Buffer.from(data, 'base64') };
}

/** The axes' outline lies right around the plot: no gap, no overlap. */
async function expectOutline(panel: Panel, ratio: number): Promise<void> {
  const box = (await boxesOf(app, '.plot'))[panel]!;
  const [x, y] = [Math.floor(box.x) - 2, Math.floor(box.y) - 2];
  const around = await screenshot(app, { x, y, width: box.width + 6, height: box.height + 6 });
  const [left, top] = [Math.round(box.x * ratio) - x * ratio, Math.round(box.y * ratio) - y * ratio];
  const [width, height] = [Math.round(box.width * ratio), Math.round(box.height * ratio)];
  const line = rgbOf(DARK_THEME.line);
  // Away from the corners, where the minimum's mark may stand, and from ticks.
  for (const part of [0.3, 0.4, 0.6, 0.7]) {
    const [across, down] = [left + Math.round(part * width), top + Math.round(part * height)];
    expect(colourOf(around, across, top - 1), 'top').toEqual(line);
    expect(colourOf(around, across, top + height), 'bottom').toEqual(line);
    expect(colourOf(around, left - 1, down), 'left').toEqual(line);
    expect(colourOf(around, left + width, down), 'right').toEqual(line);
    expect(colourOf(around, across, top), 'in the plot').not.toEqual(line);
  }
}

async function expectOneScreen(width: number, height: number): Promise<void> {
  await app.frames();
  const size = await app.page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    return { scrollWidth, scrollHeight };
  });
  expect(size.scrollHeight).toBeLessThanOrEqual(height);
  expect(size.scrollWidth).toBeLessThanOrEqual(width);
  const boxes = await boxesOf(app, [...BLOCKS, '.notice'].join());
  expect(overlaps(boxes)).toEqual([]);
  for (const box of boxes) expect(isWithin(box, { x: 0, y: 0, width, height })).toBe(true);
  // Each part in its own: plots in figures, tables in the probe.
  const [figures, probe] = [await boxOf(app, '#figures'), await boxOf(app, '#readout')];
  for (const box of await boxesOf(app, '.figure, .plot, .heading, .range'))
    expect(isWithin(box, figures)).toBe(true);
  for (const box of await boxesOf(app, '#probe table, #probe dl')) expect(isWithin(box, probe)).toBe(true);
  expect(overlaps(await boxesOf(app, '#probe section'))).toEqual([]);
  expect(overlaps(await boxesOf(app, '.heading, .box'))).toEqual([]);
}

/** Pairs of boxes that share more than an edge. */
function overlaps(boxes: readonly Box[]): [Box, Box][] {
  const pairs: [Box, Box][] = [];
  for (const [n, a] of boxes.entries()) {
    for (const b of boxes.slice(n + 1)) {
      const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      if (across > 0.5 && down > 0.5) pairs.push([a, b]);
    }
  }
  return pairs;
}

function isWithin(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x - 0.5 &&
    inner.y >= outer.y - 0.5 &&
    inner.x + inner.width <= outer.x + outer.width + 0.5 &&
    inner.y + inner.height <= outer.y + outer.height + 0.5
  );
}

/** Texts that are wider than the room they are given. */
function cutTexts(): Promise<string[]> {
  return app.page.evaluate(() => {
    const nodes = document.querySelectorAll<HTMLElement>(
      '#experiment-name, .heading h2, .range, #probe td, #probe dd, .lil-name, .lil-display, button, #status span',
    );
    return [...nodes]
      .filter((node) => node.scrollWidth > node.clientWidth && node.clientWidth > 0)
      .map((node) => node.textContent ?? '');
  });
}

function middleOf({ x, y, width, height }: Box): [number, number] {
  return [x + width / 2, y + height / 2];
}

function rgbOf(hex: string): [number, number, number] {
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16);
  return [channel(1), channel(3), channel(5)];
}

function rgbOfCss(colour: string): [number, number, number] {
  const [red, green, blue] = (colour.match(/\d+/g) ?? []).map(Number);
  return [red!, green!, blue!];
}

/** The contrast ratio of WCAG. */
function contrast(a: readonly number[], b: readonly number[]): number {
  const luminance = (colour: readonly number[]) => {
    const [red, green, blue] = colour.map((channel) => {
      const part = channel / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light! + 0.05) / (dark! + 0.05);
}
