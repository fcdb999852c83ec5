/** The menu of exports, by real clicks: what the saved files hold. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { parseExperimentText } from '../../src/core/validate.ts';
import { DARK_THEME } from '../../src/render/theme.ts';
import { readNpz } from '../cli/support/npz.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually } from './support/app.ts';
import { colourCount, colourOf } from './support/pixels.ts';

const START = 'version=1&grid=21x11&backend=cpu';

let browser: Browser;
let app: App;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'logitscape-export-'));
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: START });
  const session = await browser.target().createCDPSession();
  await session.send('Browser.setDownloadBehavior', {
    behavior: 'allow',
    downloadPath: folder,
    browserContextId: app.page.browserContext().id!,
  });
});

afterAll(async () => {
  // A Chrome that still saves a file would make the folder anew.
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(async () => {
  for (const file of readdirSync(folder)) rmSync(join(folder, file));
  await app.visit(START);
});

/** Chooses an item of the menu, and gives what is then saved under this name. */
async function exported(kind: string, name: string): Promise<Buffer> {
  await app.page.click('#export-menu');
  await app.page.click(`#export-list [data-kind="${kind}"]`);
  await eventually(() => readdirSync(folder)).toEqual([name]);
  return readFileSync(join(folder, name));
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
  rmSync(join(folder, 'three-class-extreme.npz'));
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
  rmSync(join(folder, 'three-class-extreme.png'));
  await app.set({ palette: 'greys', arrows: false });
  const grey = PNG.sync.read(await exported('png-1', 'three-class-extreme.png'));
  expect(PNG.sync.write(grey)).not.toEqual(PNG.sync.write(PNG.sync.read(plain)));
  // The middle of the left plot.
  const [red, green, blue] = colourOf(grey, 225, 250);
  expect(Math.max(red, green, blue) - Math.min(red, green, blue)).toBeLessThan(8);
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
    'Nothing was saved. 6 fields of 4,096 × 4,096 points are more than a page can hold: choose a coarser grid, or use the command line.',
  );
  expect(readdirSync(folder)).toEqual([]);
});

test('the menu goes by keys, in Chinese too', async () => {
  await app.set({ language: 'zh' });
  await app.page.focus('#export-menu');
  await app.page.keyboard.press('Enter');
  expect(await app.text('#export-list [role="menuitem"]:focus .title')).toBe('图片（PNG）');
  await app.page.keyboard.press('End');
  expect(await app.text('#export-list :focus .title')).toBe('实验（JSON）');
  await app.page.keyboard.press('Enter');
  await eventually(() => readdirSync(folder)).toEqual(['three-class-extreme.json']);
  expect(await app.page.$eval('#export-menu', (button) => button === document.activeElement)).toBe(true);
});
