/** The menu of exports, by real clicks: what the saved files hold. */
import { PNG } from 'pngjs';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { descend } from '../../src/core/descent.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { parseExperimentText } from '../../src/core/validate.ts';
import { layoutImage } from '../../src/render/image-layout.ts';
import { planeToPixel } from '../../src/render/layout.ts';
import { startColour } from '../../src/render/start-colours.ts';
import { DARK_THEME } from '../../src/render/theme.ts';
import { readNpz } from '../cli/support/npz.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually } from './support/app.ts';
import { Downloads } from './support/downloads.ts';
import { colourCount, colourDistance, colourOf, type Rgb } from './support/pixels.ts';

const START = 'version=1&grid=21x11&backend=cpu';

let browser: Browser;
let app: App;
const downloads = new Downloads();

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: START });
  await downloads.takeFrom(app.page);
});

afterAll(async () => {
  await browser?.close();
  downloads.removeAll();
});

beforeEach(async () => {
  downloads.clear();
  await app.visit(START);
});

/** Chooses an item of the menu, and gives what is then saved under this name. */
async function exported(kind: string, name: string): Promise<Buffer> {
  await app.page.click('#export-menu');
  await app.page.click(`#export-list [data-kind="${kind}"]`);
  return downloads.only(name);
}

/** Where a point of the first experiment's window is in a saved figure, which has a title and ranges on one line. */
function pixelOf({ width, height }: PNG, panel: 0 | 1, u: number, v: number): [x: number, y: number] {
  const { scale, panels } = layoutImage(width, height, { titled: true, rangeLines: 1 });
  const { x, y, figure } = panels[panel];
  const [atX, atY] = planeToPixel(figure.plot, { u: [-10, 10], v: [-10, 10] }, u, v);
  return [Math.floor((x + atX) * scale), Math.floor((y + atY) * scale)];
}

function samePicture(a: Buffer, b: Buffer): boolean {
  return PNG.sync.read(a).data.equals(PNG.sync.read(b).data);
}

function rgbOf(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as never as Rgb;
}

/** Value, du and dv of both losses at every point of the grid, u fastest. */
async function truth() {
  const { experiment } = await app.state();
  const grid = gridOf(experiment);
  const evaluator = new PointEvaluator(experiment);
  const rows: number[][] = [];
  for (let j = 0; j < grid.height; j++) {
    for (let i = 0; i < grid.width; i++) {
      const [u, v] = [columnU(grid, i), rowV(grid, j)];
      evaluator.updateJets(u, v, 1);
      rows.push([u, v, ...evaluator.jets.flatMap(({ value, du, dv }) => [value, du, dv])]);
    }
  }
  return { grid, rows };
}

const FIELDS = ['value', 'du', 'dv'];
const KEYS = ['cross-entropy', 'mse'].flatMap((loss) => FIELDS.map((field) => `${loss}.${field}`));

/** The compiled rows of f64 and the plain evaluator may differ in the last bits. */
function expectClose(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-13 * Math.abs(expected));
}

test('CSV has the numbers of f64, a line for each grid point', async () => {
  const lines = (await exported('csv', 'three-class-extreme.csv')).toString('utf8').split('\n');
  expect(lines[0]).toBe(['u', 'v', ...KEYS].join(','));
  const { grid, rows } = await truth();
  expect([grid.width, grid.height]).toEqual([21, 11]);
  expect(lines.slice(1)).toHaveLength(rows.length + 1);
  for (const [n, expected] of rows.entries()) {
    const cells = lines[n + 1]!.split(',').map(Number);
    expect(cells).toHaveLength(expected.length);
    for (const [at, number] of expected.entries()) expectClose(cells[at]!, number);
  }
  app.expectNoProblems();
});

test('NPZ has the same as arrays, f4 from WebGPU and f8 from the CPU', async () => {
  const arrays = readNpz(await exported('npz', 'three-class-extreme.npz'));
  const { grid, rows } = await truth();
  expect([...arrays.keys()]).toEqual(['u', 'v', ...KEYS]);
  expect(arrays.get('u')?.shape).toEqual([21]);
  for (const [at, key] of KEYS.entries()) {
    const { dtype, shape, values } = arrays.get(key)!;
    expect([dtype, shape]).toEqual(['<f8', [grid.height, grid.width]]);
    for (const [n, row] of rows.entries()) expectClose(values[n]!, row[at + 2]!);
  }
  downloads.remove('three-class-extreme.npz');
  await app.set({ backend: 'auto' });
  const single = readNpz(await exported('npz', 'three-class-extreme.npz'));
  expect(single.get('mse.value')?.dtype).toBe('<f4');
  for (const [n, row] of rows.entries()) {
    expect(Math.abs(single.get('mse.value')!.values[n]! - row[5]!)).toBeLessThan(1e-6);
  }
});

test.each([1, 2, 4])('PNG at %dx has its size and the theme of the page', async (times) => {
  const name = times === 1 ? 'three-class-extreme.png' : `three-class-extreme-${times}x.png`;
  const picture = PNG.sync.read(await exported(`png-${times}`, name));
  expect([picture.width, picture.height]).toEqual([times * 920, times * 460]);
  const background = colourOf(picture, 1, 1);
  expect(`#${background.map((part) => part.toString(16).padStart(2, '0')).join('')}`).toBe(
    DARK_THEME.background,
  );
  expect(colourCount(picture)).toBeGreaterThan(200);
});

test('the figure goes by the settings of the page', async () => {
  const plain = await exported('png-1', 'three-class-extreme.png');
  downloads.remove('three-class-extreme.png');
  await app.set({ palette: 'greys', arrows: false });
  const grey = PNG.sync.read(await exported('png-1', 'three-class-extreme.png'));
  expect(PNG.sync.write(grey)).not.toEqual(PNG.sync.write(PNG.sync.read(plain)));
  // The middle of the left plot.
  const [red, green, blue] = colourOf(grey, 225, 250);
  expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(8);
});

test.each([1, 2, 4])(
  'the figure at %dx has the descents and pins of the page, as sharp as it is large',
  async (times) => {
    const name = times === 1 ? 'three-class-extreme.png' : `three-class-extreme-${times}x.png`;
    await app.set({ arrows: false, heatmap: false, rate: 2, steps: 100, tab: 'descent', starts: [[-4, 2]] });
    await eventually(() => app.text('.playback .place')).toBe('100 / 100');
    const state = await app.state();
    const { rate, method, steps, starts, experiment } = state;
    const colour = rgbOf(startColour(0));
    const dots = async (upTo: number) => {
      const picture = PNG.sync.read(await exported(`png-${times}`, name));
      downloads.remove(name);
      return ([0, 1] as const).map((panel) => {
        const options = { method, rate, steps, start: starts[0]! };
        const { u, v } = [...descend(new PointEvaluator(experiment), panel, options)][upTo]!;
        const [x, y] = pixelOf(picture, panel, u, v);
        const reach = 2 * times;
        let count = 0;
        for (let dy = -reach; dy <= reach; dy++) {
          for (let dx = -reach; dx <= reach; dx++) {
            if (colourDistance(colourOf(picture, x + dx, y + dy), colour) < 24) count += 1;
          }
        }
        return count / (2 * reach + 1) ** 2;
      });
    };
    // A dot of 7 px across at 1x: a square of 5 px around its middle is full of it but for the corners.
    for (const share of await dots(100)) expect(share).toBeGreaterThan(0.8);
    // As far as the race is played.
    await app.page.focus('.playback input');
    await app.page.keyboard.press('Home');
    for (let n = 0; n < 4; n++) await app.page.keyboard.press('PageUp');
    const [step] = (await app.text('.playback .place')).split(' / ').map(Number);
    expect(step).toBeGreaterThan(10);
    expect(step).toBeLessThan(90);
    for (const share of await dots(step!)) expect(share).toBeGreaterThan(0.8);
    expect((await dots(100))[0]).toBeLessThan(0.1);

    // A pin at the crosshair, where the plane is bare: a light disc.
    const pinned = async () => {
      const picture = PNG.sync.read(await exported(`png-${times}`, name));
      downloads.remove(name);
      const [x, y] = pixelOf(picture, 1, 0, 0);
      return colourDistance(colourOf(picture, x - 5 * times, y), [255, 255, 255]) < 24;
    };
    expect(await pinned()).toBe(false);
    await app.page.focus('.figure[data-panel="0"] .box');
    await app.page.keyboard.press('ArrowUp');
    await app.page.keyboard.press('p');
    await eventually(async () => (await app.page.$$('#pins li')).length).toBe(1);
    expect(await pinned()).toBe(true);
  },
);

test('S saves the figure, as the first entry of the menu does', async () => {
  const first = await exported('png-1', 'three-class-extreme.png');
  downloads.remove('three-class-extreme.png');
  await app.page.focus('.figure[data-panel="0"] .box');
  await app.page.keyboard.press('s');
  expect(samePicture(await downloads.only('three-class-extreme.png'), first)).toBe(true);
});

test('what is to be predicted is in no file: the figure has its question, the numbers are refused', async () => {
  const plain = PNG.sync.read(await exported('png-1', 'three-class-extreme.png'));
  downloads.remove('three-class-extreme.png');
  await app.set({ predict: 'right', range: 'shared' });
  const picture = PNG.sync.read(await exported('png-1', 'three-class-extreme.png'));
  downloads.remove('three-class-extreme.png');
  const cover = rgbOf(DARK_THEME.cover);
  const colours = (of: PNG, panel: 0 | 1) => {
    const [left, top] = pixelOf(of, panel, -10, 10);
    const [right, bottom] = pixelOf(of, panel, 10, -10);
    const plot = new PNG({ width: right - left, height: bottom - top });
    PNG.bitblt(of, plot, left, top, plot.width, plot.height, 0, 0);
    return plot;
  };
  // The other panel is as it was: no scale of both tells of the one that is covered.
  expect(colours(picture, 0).data.equals(colours(plain, 0).data)).toBe(true);
  // A cover and some words on it, and nothing beside it but axes.
  const covered = colours(picture, 1);
  const greys = new Set<string>();
  let bare = 0;
  for (let y = 1; y < covered.height - 1; y++) {
    for (let x = 1; x < covered.width - 1; x++) {
      const colour = colourOf(covered, x, y);
      if (colour.join() === cover.join()) bare += 1;
      // Words are grey, with a touch of blue.
      if (Math.max(...colour) - Math.min(...colour) > 32) greys.add(colour.join());
    }
  }
  expect(bare / (covered.width * covered.height)).toBeGreaterThan(0.9);
  expect(bare).toBeLessThan((covered.width - 2) * (covered.height - 2));
  expect([...greys]).toEqual([]);
  const bar = (of: PNG) => {
    const [right, top] = pixelOf(of, 1, 10, 9);
    return new Set(Array.from({ length: 100 }, (_, n) => colourOf(of, right + 18, top + n).join())).size;
  };
  expect(bar(plain)).toBeGreaterThan(20);
  expect(bar(picture)).toBe(1);

  await app.page.click('#export-menu');
  await app.page.click('#export-list [data-kind="npz"]');
  await eventually(() => app.notice('input')).toBe(
    'Nothing was saved. Mean squared error is hidden: reveal it to save its numbers.',
  );
  expect(downloads.names()).toEqual([]);
  await app.page.click('.cover .reveal');
  await exported('npz', 'three-class-extreme.npz');
  downloads.remove('three-class-extreme.npz');

  await app.set({ range: 'panel', predict: 'arrows' });
  const bareField = await exported('png-1', 'three-class-extreme.png');
  downloads.remove('three-class-extreme.png');
  await app.set({ predict: 'off', arrows: false });
  expect(samePicture(await exported('png-1', 'three-class-extreme.png'), bareField)).toBe(true);
});

test('JSON opens to the experiment that is shown', async () => {
  await app.set({ params: { target: 1 }, window: { u: [-3, 4], v: [0, 1] } });
  const text = (await exported('json', 'three-class-extreme.json')).toString('utf8');
  expect(parseExperimentText(text)).toEqual((await app.state()).experiment);
});

test('what a page cannot hold is refused with a sentence, and nothing is saved', async () => {
  await app.set({ grid: [4096, 4096] });
  await app.page.click('#export-menu');
  await app.page.click('#export-list [data-kind="csv"]');
  await eventually(() => app.notice('input')).toBe(
    'Nothing was saved. 6 numbers at each of 4,096 × 4,096 points are more than a page can hold: choose a coarser grid, or use the command line.',
  );
  expect(downloads.names()).toEqual([]);
});

test('the menu goes by keys, in Chinese too', async () => {
  await app.set({ language: 'zh' });
  await app.page.focus('#export-menu');
  await app.page.keyboard.press('Enter');
  expect(await app.text('#export-list [role="menuitem"]:focus .title')).toBe('图片（PNG）');
  await app.page.keyboard.press('End');
  expect(await app.text('#export-list :focus .title')).toBe('实验（JSON）');
  await app.page.keyboard.press('Enter');
  await downloads.only('three-class-extreme.json');
  expect(await app.page.$eval('#export-menu', (button) => button === document.activeElement)).toBe(true);
});
