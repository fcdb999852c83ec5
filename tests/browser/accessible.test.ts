/**
 * What axe-core, which knows the WCAG's rules that a program can judge, says of every view of the page: nothing. Both
 * themes, both languages, a large screen and a small one.
 */
import axe, { type RunOptions } from 'axe-core';
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { TABS } from '../../src/app/settings.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';

const SIZES = [
  { width: 1280, height: 720 },
  { width: 360, height: 740 },
] as const;

/** Of WCAG 2.2; axe leaves it off by default. */
const OPTIONS: RunOptions = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } };

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
  await app.page.evaluate(axe.source);
});

interface View {
  readonly name: string;
  readonly show: () => Promise<unknown>;
  readonly leave?: () => Promise<unknown>;
}

const PANES: readonly View[] = TABS.map((tab) => ({
  name: `the pane ${tab}`,
  show: async () => {
    await app.set({ tab, starts: [[-4, 2]] });
    await eventually(() => app.page.$eval('.pane', (pane) => pane.childElementCount)).toBeGreaterThan(0);
  },
}));

const VIEWS: readonly View[] = [
  ...PANES,
  {
    name: 'slices as a table',
    async show() {
      await app.set({ tab: 'slices', sliceTable: true });
      await eventually(() => app.page.$('.slice-table td').then(Boolean)).toBe(true);
    },
    leave: () => app.set({ sliceTable: false }),
  },
  {
    name: 'a sample with an error',
    async show() {
      await app.set({ preset: 'logistic-three-samples', tab: 'samples' });
      const input = '.samples-table input';
      await eventually(() => app.page.$(input).then(Boolean)).toBe(true);
      await app.page.$eval(input, (cell) => {
        (cell as HTMLInputElement).value = 'x';
        cell.dispatchEvent(new Event('input', { bubbles: true }));
      });
      await eventually(() => app.texts('.samples-table .problem')).toHaveLength(1);
    },
    leave: () => app.set({ preset: 'three-class-extreme', grid: [64, 64], tab: 'read' }),
  },
  {
    name: 'a preset’s curves',
    async show() {
      await app.set({ preset: 'golik-gradients', tab: 'slices', curves: true });
      await eventually(() => app.page.$('.charts.curves .chart').then(Boolean)).toBe(true);
    },
    leave: () => app.set({ preset: 'three-class-extreme', grid: [64, 64], curves: false, tab: 'read' }),
  },
  {
    name: 'an own experiment',
    show: async () => {
      const { experiment } = await app.state();
      await app.set({ experiment: { ...experiment, name: '' } });
    },
    leave: () => app.set({ preset: 'three-class-extreme', grid: [64, 64] }),
  },
  {
    name: 'the claims',
    async show() {
      await app.set({ claims: true });
      await eventually(() => app.page.$('[data-verdict="upheld"] .figures table').then(Boolean)).toBe(true);
    },
    leave: () => app.set({ claims: false }),
  },
  {
    name: 'the keys',
    async show() {
      await app.page.click('#keys');
      await eventually(() => app.page.$('#help[open]').then(Boolean)).toBe(true);
    },
    leave: () => app.page.keyboard.press('Escape'),
  },
  {
    name: 'the menu of exports',
    show: () => app.page.click('#export-menu'),
    leave: () => app.page.keyboard.press('Escape'),
  },
  {
    name: 'the menu of presets',
    show: () => app.page.click('#preset-menu'),
    leave: () => app.page.keyboard.press('Escape'),
  },
  {
    name: 'a refusal',
    async show() {
      await app.refusal({ scale: 'cubic' });
      await eventually(() => app.notice('input')).not.toBe('');
    },
    leave: () => app.set({}),
  },
  {
    name: 'a crosshair and a pin',
    async show() {
      await app.page.focus('.box');
      await app.page.keyboard.press('ArrowRight');
      await app.page.keyboard.press('p');
      await eventually(() => app.texts('#probe table')).toHaveLength(2);
      await eventually(() => app.page.$('#pins:not([hidden])').then(Boolean)).toBe(true);
    },
    leave: () => app.page.keyboard.press('Escape'),
  },
  {
    name: 'the check’s verdict',
    async show() {
      await app.page.click('.check-run');
      await eventually(() => app.texts('.check .errors')).toHaveLength(1);
    },
  },
];

describe.each(SIZES)('at $width x $height', ({ width, height }) => {
  describe.each(['en', 'zh'] as const)('in %s', (language) => {
    beforeAll(async () => {
      await app.page.setViewport({ width, height });
      await app.set({ language, preset: 'three-class-extreme', grid: [64, 64], starts: [] });
      await app.settled();
    });

    test.each(VIEWS)('$name, dark and light', async ({ show, leave }) => {
      await show();
      for (const value of ['dark', 'light']) {
        await app.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
        await app.settled();
        expect(await violations(), value).toEqual([]);
      }
      await leave?.();
    });
  });
});

test('axe does find what is wrong', async () => {
  await app.page.$eval('#copy-link', (button) => button.replaceChildren());
  await app.page.$eval('#experiment-name', (name) => {
    (name as HTMLElement).style.color = getComputedStyle(document.body).backgroundColor;
  });
  const found = (await violations()).join('\n');
  expect(found).toMatch(/^button-name/m);
  expect(found).toMatch(/^color-contrast/m);
});

/** What axe finds, a line for each rule that is broken: the rule, and where. */
async function violations(): Promise<string[]> {
  const found = await app.page.evaluate((options) => {
    const { run } = (window as unknown as { axe: typeof axe }).axe;
    return run(document, options);
  }, OPTIONS);
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target, failureSummary }) => `${target} ${failureSummary}`)}`,
  );
}
