/** What the page says to those who listen: the plots in words, and what keys have done. */
import type { Browser, KeyInput } from 'puppeteer';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

afterEach(async () => {
  app.expectNoProblems();
  await app.page.close();
});

async function open(fragment = ''): Promise<void> {
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}${fragment}` });
}

async function press(...keys: KeyInput[]): Promise<void> {
  for (const key of keys) await app.page.keyboard.press(key);
}

function spoken() {
  return eventually(() => app.text('#spoken'));
}

describe('what keys have done', () => {
  test('is said once they rest: layers, what the colours show, pins and starts', async () => {
    await open();
    await press('3');
    await spoken().toMatch(/^Arrows off\./);
    await press('3');
    await spoken().toMatch(/^Arrows on\./);
    await press('6');
    await spoken().toMatch(/^Colours show gradient norm\./);
    await app.page.focus('.box');
    await press('ArrowRight', 'ArrowRight', 'ArrowUp', 'p');
    await spoken().toMatch(/^Pinned 0\.2, 0\.2\./);
    await press('Enter');
    await spoken().toBe('Start at 0.2, 0.2.');
    await press('Enter');
    await spoken().toBe('Start removed.');
    await app.set({ language: 'zh' });
    await press('2', 'p');
    await spoken().toMatch(/^等值线已显示。 已标记 0\.2，0\.2。/);
  });

  test('is that there must be a crosshair first, for a pin and for a start', async () => {
    await open();
    for (const key of ['p', 'Enter'] as const) {
      await press(key);
      await eventually(() => app.notice('input')).toBe(
        'There is no crosshair yet. Press an arrow key on a plot, or point at it.',
      );
      await app.page.click('.notice .close');
    }
    expect((await app.state()).starts).toEqual([]);
    await press('p');
    await eventually(() => app.notice('input')).not.toBe('');
    await press('ArrowRight', 'p');
    await eventually(() => app.notice('input')).toBe('');
    await spoken().toMatch(/^Pinned 0, 0\./);
  });
});

test('a plot’s label names what its colours show, or its contours', async () => {
  await open('&quantity=gradient');
  const label = async () => (await app.figure(1)).label;
  await eventually(label).toMatch(/Least at .*\. Colours show gradient norm\.$/);
  await app.set({ quantity: 'lambda_min', heatmap: false, contours: true });
  await eventually(label).toMatch(/Contours show smallest curvature\.$/);
  await app.set({ contours: false });
  await eventually(label).toMatch(/Least at [^.]*\.$/);
  await app.set({ heatmap: true, quantity: 'regions', language: 'zh' });
  await eventually(label).toMatch(/。颜色表示决策区域。$/);
});

test('the button of the other language is in that language', async () => {
  await open();
  const button = () => app.page.$eval('#language', (node) => [(node as HTMLElement).lang, node.textContent]);
  expect(await button()).toEqual(['zh', '中文']);
  await app.page.click('#language');
  await eventually(button).toEqual(['en', 'English']);
});
