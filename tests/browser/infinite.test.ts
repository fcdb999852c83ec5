/**
 * Infinite points, which are values and not undefined: naive cross-entropy of the target's logit z1 beside two others
 * at 0 and z2, in a window where it is finite, infinite (the probability vanishes) and undefined (inf / inf).
 */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { DARK_THEME, LIGHT_THEME } from '../../src/render/theme.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually } from './support/app.ts';
import {
  boxOf,
  colourDistance,
  colourOf,
  type Pixels,
  pictureOfFigures,
  plots,
  type Rgb,
} from './support/pixels.ts';

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: 'version=1&grid=61x61&arrows=0' });
});

/** The colour at a point of the right plot, whose window is 150 to either side. */
function at(pixels: Pixels, z1: number, z2: number): Rgb {
  const part = (z: number) => (z + 150) / 300;
  return colourOf(pixels, Math.round(part(z1) * pixels.width), Math.round((1 - part(z2)) * pixels.height));
}

describe.each(['auto', 'cpu'])('drawn by %s', (backend) => {
  beforeAll(() =>
    app.set({
      backend,
      params: { value: 0 },
      losses: ['cross-entropy', 'cross-entropy-naive'],
      window: { u: [-150, 150], v: [-150, 150] },
    }),
  );

  test('they have a colour of their own, on every scale and palette, dark and light', async () => {
    for (const [colorScheme, theme] of [
      ['light', LIGHT_THEME],
      ['dark', DARK_THEME],
    ] as const) {
      await app.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: colorScheme }]);
      for (const partial of [
        { scale: 'log', palette: 'viridis' },
        { scale: 'linear', palette: 'magma' },
      ]) {
        await app.set(partial);
        const [left, right] = await plots(app);
        expect(at(right, -130, -50)).toEqual([...theme.infinite]);
        expect(at(right, 0, 130)).toEqual([...theme.infinite]);
        // Finite, and undefined.
        for (const [z1, z2] of [
          [-50, -50],
          [50, -50],
          [120, 0],
        ] as const) {
          expect(colourDistance(at(right, z1, z2), theme.infinite)).toBeGreaterThan(60);
        }
        expect(colourDistance(at(left, -130, -50), theme.infinite)).toBeGreaterThan(60);
      }
    }
  });

  test('the range line counts them, the colourbar has their colour above it', async () => {
    const count = await app.page.evaluate(async () => {
      const { experiment } = window.logitscape.state;
      const { fields } = await window.logitscape.evaluate(experiment, { backend: 'cpu' });
      return fields['cross-entropy-naive.value']!.filter((value) => value === Infinity).length;
    });
    expect(count).toBeGreaterThan(100);
    await eventually(async () => (await app.figure(1)).range).toContain(
      `∞ at ${count.toLocaleString('en')} points`,
    );
    expect((await app.figure(1)).range).not.toContain('∇'); // The naive loss has no derivatives.
    expect((await app.figure(0)).range).not.toContain('∞');
    const { whole } = await pictureOfFigures(app);
    const figures = await boxOf(app, '#figures');
    const hasCap = async (panel: 0 | 1) => {
      const plot = await boxOf(app, `.figure[data-panel="${panel}"] .plot`);
      const [x, top] = [Math.round(plot.x + plot.width + 18 - figures.x), Math.round(plot.y - figures.y)];
      const above = Array.from({ length: 8 }, (_, n) => colourOf(whole, x, top - 1 - n));
      return above.some((colour) => colour.join() === DARK_THEME.infinite.join());
    };
    expect([await hasCap(0), await hasCap(1)]).toEqual([false, true]);
  });
});

test('a loss that is infinite everywhere has a caption and no range', async () => {
  await app.set({ params: { value: -1000, target: 2 }, window: { u: [-10, 10], v: [-10, 10] } });
  await eventually(async () => (await app.figure(1)).range).toBe(
    `∞ at ${(61 * 61).toLocaleString('en')} points`,
  );
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});
