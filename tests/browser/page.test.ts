/** The page opens, says what it shows, and has nothing to complain about. */
import type { Browser } from 'puppeteer';
import { beforeAll, expect, test } from 'vitest';
import { paletteTable } from '../../src/core/palette.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually } from './support/app.ts';
import {
  brightness,
  colourCount,
  colourDistance,
  colourOf,
  type Pixels,
  plots,
  type Rgb,
} from './support/pixels.ts';
import { recordTexts } from './support/record.ts';

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser);
});

test('the first visit shows both surfaces of the first experiment, in words', async () => {
  await eventually(() => app.figure(0)).toEqual({
    title: 'Cross-entropy',
    formula: '−log p1',
    range: '2.06e−9 … 20  ·  |∇| 2.91e−9 … 1.41  ·  ◇ at 10, −10',
    label:
      'Cross-entropy over z₁ and z₂. Values from 2.06e−9 to 20; gradient norm from 2.91e−9 to 1.41. Least at z₁ = 10, z₂ = −10. Colours show value.',
  });
  // p_t = 1/(1 + e^-20), and the squared error is 2/3 (1 - p_t)^2: 2/3 e^-40 at best.
  await eventually(() => app.figure(1)).toMatchObject({
    title: 'Mean squared error',
    formula: '1/3 Σk (pk − yk)²',
    range: expect.stringMatching(
      /^2\.83e−18 … 0\.667 {2}· {2}\|∇\| 8\.01e−18 … 0\.279 {2}· {2}◇ at 10, −10$/,
    ),
  });
  expect(await app.text('#experiment-name')).toBe('Three classes, one logit at −1000');
  expect(await app.text('#probe')).toContain('Move the pointer over a plot');
  expect(await app.texts('.notice')).toEqual([]);
});

test('the status line names the adapter, the grid and whose time it is', async () => {
  await eventually(() => app.text('#status .time')).toMatch(
    /^[\d.e−]+ ms (on the GPU|until the GPU was done)$/,
  );
  expect(await app.text('#status .backend')).toMatch(/^WebGPU · ./);
  const { experiment } = await app.state();
  expect(await app.text('#status .points')).toBe(`${experiment.resolution.join(' × ')} points`);
  expect(await app.text('#status .hint')).toContain('downhill');
});

test('the colours of the cross-entropy go by the palette: dark at its minimum, bright at its maximum', async () => {
  await app.set({ arrows: false });
  const [left] = await plots(app);
  const corners = { topLeft: colourOf(left, 0, 0), bottomRight: colourOf(left, -1, -1) };
  const table = paletteTable('viridis');
  expect(colourDistance(corners.topLeft, entry(table, 255))).toBeLessThanOrEqual(3);
  expect(colourDistance(corners.bottomRight, entry(table, 0))).toBeLessThanOrEqual(3);
  const { darkest, brightest } = extremes(left);
  expect(brightness(corners.topLeft)).toBeGreaterThanOrEqual(brightest - 1);
  expect(brightness(corners.bottomRight)).toBeLessThanOrEqual(darkest + 1);
  await app.set({ arrows: true });
});

test('neither plot is blank', async () => {
  for (const picture of await plots(app)) {
    expect(picture.width).toBeGreaterThan(300);
    expect(colourCount(picture)).toBeGreaterThan(200);
  }
});

test('a browser that asks for Chinese gets the page in Chinese', async () => {
  const chinese = await App.open(browser, { language: 'zh-CN', fragment: 'version=1&backend=cpu' });
  expect((await chinese.state()).language).toBe('zh');
  expect(await chinese.page.evaluate(() => document.documentElement.lang)).toBe('zh');
  expect((await chinese.figures()).map(({ title }) => title)).toEqual(['交叉熵', '均方误差']);
  // The button leads back, and is named in the language that it leads to.
  expect(await chinese.text('#language')).toBe('English');
  await chinese.page.click('#language');
  await eventually(() => chinese.text('#language')).toBe('中文');
  expect((await chinese.figures()).map(({ title }) => title)).toEqual([
    'Cross-entropy',
    'Mean squared error',
  ]);
  await chinese.fragmentHas('language=en');
  chinese.expectNoProblems();
  await chinese.page.close();
});

test('the link button copies the address of what is seen', async () => {
  const context = app.page.browserContext();
  await context.overridePermissions(new URL(app.page.url()).origin, [
    'clipboard-read',
    'clipboard-write',
    'clipboard-sanitized-write',
  ]);
  await app.set({ params: { target: 1 } });
  const said = await recordTexts(app, '#copy-link');
  await app.page.click('#copy-link');
  await eventually(said).toContain('Link copied');
  const copied = await app.page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(app.page.url());
  expect(copied).toContain('p.target=1');
});

test('nothing went wrong: no errors, no failed requests, no violations of the policy, no validation warnings', () => {
  app.expectNoProblems();
});

function entry(table: Uint8Array, index: number): Rgb {
  return [table[4 * index]!, table[4 * index + 1]!, table[4 * index + 2]!];
}

function extremes(picture: Pixels): { darkest: number; brightest: number } {
  let [darkest, brightest] = [255, 0];
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const bright = brightness(colourOf(picture, x, y));
      darkest = Math.min(darkest, bright);
      brightest = Math.max(brightest, bright);
    }
  }
  return { darkest, brightest };
}
