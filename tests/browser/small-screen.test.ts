/**
 * A phone's screen, with a finger, and as narrow as a page magnified four times: everything is reached, nothing is wider
 * than the page, nothing is too small to hit.
 */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { TABS } from '../../src/app/settings.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';

/** WCAG 2.2, 2.5.8, CSS px. */
const TARGET = 24;

/** The last one is a screen of 1280 x 720 at 400 %. */
const SIZES = [
  { width: 360, height: 740 },
  { width: 320, height: 640 },
  { width: 320, height: 180 },
] as const;

let app: App;

beforeAll(async () => {
  const browser: Browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
  await app.page.setViewport({ width: 360, height: 740, hasTouch: true });
  await app.visit(`version=1&${SMALL_GRID}`);
  expect(await app.page.evaluate(() => matchMedia('(pointer: coarse)').matches)).toBe(true);
});

const VIEWS = [
  ...TABS.map((tab) => ({ name: `pane ${tab}`, show: () => app.set({ tab, starts: [[-4, 2]] }) })),
  { name: 'slices as a table', show: () => app.set({ tab: 'slices', sliceTable: true }) },
  {
    name: 'many samples',
    show: async () => {
      await app.set({ preset: 'regression-gaussian', grid: [64, 64], tab: 'samples' });
      await eventually(() => app.page.$$eval('.samples-table tr', (rows) => rows.length)).toBeGreaterThan(10);
    },
  },
  {
    name: 'a verdict',
    show: async () => {
      await app.set({ preset: 'three-class-extreme', grid: [64, 64], tab: 'read' });
      await app.page.$eval('.check-run', (button) => (button as HTMLElement).click());
      await eventually(() => app.texts('.check .errors')).toHaveLength(1);
    },
  },
  {
    name: 'a long refusal',
    show: () => app.refusal({ [`x${'y'.repeat(300)}`]: 1 }),
  },
  {
    name: 'the menu of exports',
    show: async () => {
      await app.page.$eval('#export-menu', (button) => (button as HTMLElement).click());
      await eventually(() => app.texts('#export-list button')).not.toEqual([]);
    },
  },
  {
    name: 'the menu of presets',
    show: async () => {
      await app.page.keyboard.press('Escape');
      await app.page.$eval('#preset-menu', (button) => (button as HTMLElement).click());
      await eventually(() => app.texts('#preset-list button')).not.toEqual([]);
    },
  },
  {
    name: 'the claims',
    show: async () => {
      await app.page.keyboard.press('Escape');
      await app.set({ claims: true });
      await eventually(() =>
        app.page.$$('.claims-table tbody tr').then((rows) => rows.length),
      ).toBeGreaterThan(30);
    },
  },
  {
    name: 'the keys',
    show: async () => {
      await app.set({ claims: false });
      await app.page.$eval('#keys', (button) => (button as HTMLElement).click());
      await eventually(() => app.page.$('#help[open]').then(Boolean)).toBe(true);
    },
  },
] as const;

const CASES = SIZES.flatMap((size) => (['en', 'zh'] as const).map((language) => ({ ...size, language })));

describe.each(CASES)('at $width x $height in $language', ({ width, height, language }) => {
  beforeAll(async () => {
    await app.page.keyboard.press('Escape');
    await app.page.setViewport({ width, height, hasTouch: true });
    await app.set({
      language,
      claims: false,
      sliceTable: false,
      preset: 'three-class-extreme',
      grid: [64, 64],
    });
  });

  test.each(VIEWS)('$name', async ({ show }) => {
    await show();
    await app.settled();
    await eventually(outside).toEqual([]);
    expect(await app.page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    expect(await unreachable()).toEqual([]);
    expect(await small()).toEqual([]);
  });
});

/** Controls that no scrolling up or down brings wholly onto the screen; in what scrolls by itself it does. */
function outside(): Promise<string[]> {
  return app.page.evaluate(() => {
    const controls = document.querySelectorAll<HTMLElement>(
      'button, input, select, summary, a[href], [tabindex="0"]',
    );
    const scrollsItself = (node: Element): boolean => {
      for (let box = node.parentElement; box && box !== document.body; box = box.parentElement) {
        if (/auto|scroll/.test(getComputedStyle(box).overflowX) && box.scrollWidth > box.clientWidth)
          return true;
      }
      return false;
    };
    return [...controls]
      .filter((node) => node.checkVisibility() && node.getBoundingClientRect().width > 0)
      .filter((node) => {
        const { left, right } = node.getBoundingClientRect();
        return (left < -0.5 || right > innerWidth + 0.5) && !scrollsItself(node);
      })
      .map((node) => node.outerHTML.slice(0, 120));
  });
}

/** Controls that scrolling brings nowhere onto the screen: cut by what does not scroll, or by a dialog. */
function unreachable(): Promise<string[]> {
  return app.page.evaluate(() => {
    const top = document.querySelector('dialog[open]') ?? document;
    const controls = top.querySelectorAll<HTMLElement>('button, input, select, summary, a[href]');
    const cut: string[] = [];
    for (const node of controls) {
      if (!node.checkVisibility() || node.getBoundingClientRect().height === 0) continue;
      node.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      const box = node.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const met = document.elementFromPoint(x, y);
      // An open menu lies over what is under it until it is closed.
      if (met?.closest('.menu')) continue;
      // A range of the panel is a picture over its field; a hint may lie over another control.
      if (!met || !(node.contains(met) || met.contains(node) || node.parentElement!.contains(met)))
        cut.push(`${node.outerHTML.slice(0, 100)} under ${met?.outerHTML.slice(0, 60)}`);
    }
    scrollTo(0, 0);
    return cut;
  });
}

/** Controls smaller than a finger needs; a box that is ticked by its label is as large as that. Links stand in text. */
function small(): Promise<string[]> {
  return app.page.evaluate((least) => {
    const top = document.querySelector('dialog[open]') ?? document;
    const controls = top.querySelectorAll<HTMLElement>('button, input, select, summary');
    return [...controls]
      .filter((node) => node.checkVisibility())
      .map((node) => (node.closest('label') ?? node) as HTMLElement)
      .filter((node) => {
        const { width, height } = node.getBoundingClientRect();
        return width > 0 && (width < least - 0.01 || height < least - 0.01);
      })
      .map((node) => {
        const { width, height } = node.getBoundingClientRect();
        return `${Math.round(width)} x ${Math.round(height)}: ${node.outerHTML.slice(0, 120)}`;
      });
  }, TARGET);
}
