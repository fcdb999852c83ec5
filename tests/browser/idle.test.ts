/** A page that nobody touches does nothing: no frames, nothing for the GPU, no timers. */
import type { Browser } from 'puppeteer';
import { beforeAll, expect, test } from 'vitest';
import { type DriveCounts, installCounters } from '../../scripts/drive/counters.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, SMALL_GRID } from './support/app.ts';
import { plotBox } from './support/pixels.ts';

/** How long what follows a change may take: the address is written, what is loaded later is loaded. */
const AFTERWARDS_MS = 1500;
const IDLE_MS = 2000;

let browser: Browser;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

function counts(app: App): Promise<DriveCounts> {
  return app.page.evaluate(() => window.driveCounts());
}

/** Waits in the test: a timer of the page's would count. */
function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

test.each([
  ['as it opens', ''],
  ['with slices', '&tab=slices'],
  ['with a race', '&tab=descent&starts=-4,2:3,3'],
  ['with contours of the curvature', '&quantity=lambda_min&contours=1'],
  ['with a map of steps', '&quantity=steps'],
  ['with surfaces in space', '&view=both&starts=-4,2'],
  ['with a panel to be predicted', '&predict=left'],
  ['without WebGPU', '&backend=cpu'],
])('the page %s rests', async (_, entries) => {
  const app = await App.open(browser, {
    fragment: `version=1&${SMALL_GRID}${entries}`,
    before: installCounters,
  });
  // A crosshair, so that the probe has been at work.
  const { x, y, width } = await plotBox(app, 0);
  await app.page.mouse.move(x + width / 3, y + width / 3);
  await app.page.mouse.wheel({ deltaY: -100 });
  await app.settled();
  await wait(AFTERWARDS_MS);
  const before = await counts(app);
  expect(before.frames).toBeGreaterThan(0);
  await wait(IDLE_MS);
  expect(await counts(app)).toEqual(before);
  app.expectNoProblems();
  await app.page.close();
});
