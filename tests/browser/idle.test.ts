/** A page that nobody touches does nothing: no frames, nothing for the GPU, no timers. */
import type { Browser } from 'puppeteer';
import { beforeAll, expect, test } from 'vitest';
import { type DriveCounts, installCounters } from '../../scripts/drive/counters.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';
import { plotBox } from './support/pixels.ts';

const IDLE_MS = 2000;

let browser: Browser;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

function counts(app: App): Promise<DriveCounts> {
  return app.page.evaluate(() => window.driveCounts());
}

/** What the page does within a while, in words. */
async function doneWithin(app: App, ms: number): Promise<string[]> {
  const before = Object.entries(await counts(app));
  // In the test: a timer of the page's would count.
  await new Promise((resolve) => setTimeout(resolve, ms));
  const after: Record<string, unknown> = { ...(await counts(app)) };
  return before.flatMap(([name, was]) => {
    const texts = [was, after[name]].map((count) => JSON.stringify(count));
    return texts[0] === texts[1] ? [] : [`${name}: ${texts.join(', then ')}`];
  });
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
  expect((await counts(app)).frames).toBeGreaterThan(0);
  // What follows a change has its time: the address is written, what is loaded later is loaded.
  await eventually(() => doneWithin(app, IDLE_MS)).toEqual([]);
  app.expectNoProblems();
  await app.page.close();
});
