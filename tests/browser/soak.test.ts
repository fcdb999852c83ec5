/** Use of every kind leaves nothing behind: counted in short here, and for minutes by `npm run soak`. */
import type { Browser } from 'puppeteer';
import { beforeAll, expect, test } from 'vitest';
import { installCounters } from '../../scripts/drive/counters.ts';
import { grownClasses, heapClasses } from '../../scripts/drive/heap-classes.ts';
import { growthOf, HOME_FRAGMENT, holdings, RandomUse } from '../../scripts/drive/random-use.ts';
import { steadyHoldings } from '../../scripts/drive/steady-use.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually } from './support/app.ts';

/** About a minute where the machine has nothing else to do. */
const ACTIONS = 60;
const TIMEOUT_MS = 1_200_000;

let browser: Browser;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

test(
  'random use leaves no objects behind',
  async () => {
    const app = await App.open(browser, { fragment: HOME_FRAGMENT, before: installCounters });
    const { page } = app;
    await eventually(() => page.$eval('.box', (box) => '__zoom' in box)).toBe(true);
    const session = await page.createCDPSession();
    const system = await browser.target().createCDPSession();
    const use = new RandomUse({ page, session, system }, 7);
    await use.everyKind();
    const before = await holdings({ page, session, system });
    expect(before.buffers).toBeGreaterThan(0);
    for (let n = 0; n < ACTIONS; n++) await use.step();
    const after = await holdings({ page, session, system });
    // How much memory they take is for minutes of use to tell.
    expect(growthOf(before, { ...after, heapBytes: before.heapBytes })).toEqual([]);
    expect(use.problems).toEqual([]);
  },
  TIMEOUT_MS,
);

test(
  'pictures leave nothing on the GPU that their painter would let go of later',
  async () => {
    const app = await App.open(browser, { fragment: HOME_FRAGMENT, before: installCounters });
    const { page } = app;
    const session = await page.createCDPSession();
    const [before, after] = await steadyHoldings({ page, session }, 2);
    expect(before.buffers).toBeGreaterThan(0);
    expect(after).toEqual(before);
  },
  TIMEOUT_MS,
);

test('what grows is told', () => {
  const none = { heapBytes: 0, nodes: 0, listeners: 0, documents: 1, buffers: 9, bufferBytes: 0 };
  const before = { ...none, textures: 0, textureBytes: 0, workers: 2, residentBytes: 1e9 };
  expect(growthOf(before, { ...before, residentBytes: 2e9, nodes: 50 })).toEqual([]);
  expect(growthOf(before, { ...before, buffers: 20, workers: 3 })).toEqual([
    'buffers by 11 (allowed: 8)',
    'workers by 1 (allowed: 0)',
  ]);
});

test(
  'so are the classes that have grown',
  async () => {
    const app = await App.open(browser, { fragment: HOME_FRAGMENT });
    const session = await app.page.createCDPSession();
    const before = await heapClasses(session);
    await app.page.evaluate(() => {
      class Leak {
        readonly numbers = [0, 1, 2];
      }
      Object.assign(window, { leaks: Array.from({ length: 5000 }, () => new Leak()) });
    });
    const grown = grownClasses(before, await heapClasses(session), 5);
    expect(grown.join('\n')).toMatch(/ bytes in 5000 more: object Leak$/m);
  },
  TIMEOUT_MS,
);
