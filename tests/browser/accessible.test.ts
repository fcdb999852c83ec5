/**
 * What axe-core, which knows the WCAG's rules that a program can judge, says of every view of the page: nothing. Both
 * themes, both languages, screens from small to wide, with WebGPU and without.
 */
import axe, { type RunOptions } from 'axe-core';
import type { Browser, SerializedAXNode } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { TABS } from '../../src/app/settings.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';

const SIZES = [
  { width: 1280, height: 720, languages: ['en', 'zh'] },
  { width: 360, height: 740, languages: ['en', 'zh'] },
  // What a wide screen has beside these, it has in either language.
  { width: 1920, height: 1080, languages: ['zh'] },
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

/** Most are closed at first. */
async function openFolders(): Promise<void> {
  const closed = '.lil-title[aria-expanded="false"]';
  await app.page.$$eval(closed, (titles) => {
    for (const title of titles) (title as HTMLElement).click();
  });
  // They open slowly.
  await eventually(() => app.texts(closed)).toEqual([]);
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
    name: 'surfaces in space',
    async show() {
      await app.set({ view: 'both', starts: [[-4, 2]], contours: true });
      await eventually(() => app.texts('.box[data-space]')).toHaveLength(2);
    },
    leave: () => app.set({ view: 'flat', starts: [], contours: false }),
  },
  {
    name: 'what is to be predicted, where there is something to read',
    async show() {
      await app.set({ tab: 'read', predict: 'right' });
      await eventually(() => app.page.$('.reading .told-later').then(Boolean)).toBe(true);
    },
    leave: () => app.set({ predict: 'off' }),
  },
  {
    name: 'what is to be predicted, among the claims',
    async show() {
      await app.set({ predict: 'right', claims: true });
      await eventually(() => app.page.$('#claims-view .told-later').then(Boolean)).toBe(true);
    },
    leave: () => app.set({ predict: 'off', claims: false }),
  },
  {
    name: 'a key that has nothing to show, and why',
    async show() {
      await app.set({ view: 'both' });
      await eventually(() => app.texts('.box[data-space]')).toHaveLength(2);
      await app.page.focus('.box');
      await app.page.keyboard.press('3');
      await eventually(() => app.notice('input')).not.toBe('');
    },
    leave: () => app.set({ view: 'flat' }),
  },
  {
    name: 'controls that the CPU has no use for',
    show: () => app.set({ backend: 'cpu' }),
    leave: async () => {
      await app.set({ backend: 'auto' });
      await app.settled();
    },
  },
  {
    name: 'decision regions with streamlines',
    show: () => app.set({ quantity: 'regions', streamlines: true }),
    leave: () => app.set({ quantity: 'value', streamlines: false }),
  },
  {
    name: 'steps to converge, and a panel to be predicted',
    async show() {
      await app.set({ quantity: 'steps', predict: 'left' });
      await eventually(() => app.page.$('.cover').then(Boolean)).toBe(true);
    },
    leave: () => app.set({ quantity: 'value', predict: 'off' }),
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

/** Views that the CPU shows otherwise than the GPU, if at all. */
const ALSO_ON_CPU: readonly string[] = [
  'the claims',
  'a refusal',
  'decision regions with streamlines',
  'steps to converge, and a panel to be predicted',
  'a crosshair and a pin',
];

describe.each(SIZES)('at $width x $height', ({ width, height, languages }) => {
  describe.each(languages)('in %s', (language) => {
    beforeAll(async () => {
      await app.page.setViewport({ width, height });
      await app.set({ language, preset: 'three-class-extreme', grid: [64, 64], starts: [] });
      await app.settled();
    });

    test.each(VIEWS)('$name, dark and light', expectNothingFound);
  });
});

test('formulas are in the names of what is to be pressed', async () => {
  await app.set({ language: 'en', preset: 'three-class-extreme', grid: [64, 64], tab: 'read' });
  const step = '.reading li button';
  await eventually(() => app.texts(step)).toHaveLength(3);
  const seen = await app.texts(step);
  const { children } = (await app.page.accessibility.snapshot())!;
  const names: (string | undefined)[] = [];
  const collect = ({ role, name, children = [] }: SerializedAXNode) => {
    if (role === 'button') names.push(name);
    for (const child of children) collect(child);
  };
  for (const child of children!) collect(child);
  expect(seen.some((text) => /z3/.test(text))).toBe(true);
  expect(names).toEqual(expect.arrayContaining(seen));
});

test('whatever the keyboard is on shows it', async () => {
  await app.page.setViewport({ width: 1280, height: 720 });
  await app.set({ language: 'en', tab: 'descent', starts: [[-4, 2]] });
  await openFolders();
  await app.settled();
  // From the first stop of the page, wherever the tests before have been.
  await app.page.focus('header button');
  const stops: string[] = [];
  const unseen: string[] = [];
  for (;;) {
    await app.page.keyboard.press('Tab');
    const stop = await app.page.evaluate(() => {
      const active = document.activeElement!;
      if (active === document.body) return undefined;
      // Plots and the panel's menus have it on what stands for them, the check's fields on the row that they cover.
      const around = [active, ...active.querySelectorAll('.plot'), ...active.parentElement!.children];
      const seen = around.some((node) =>
        [null, '::after'].some((part) => getComputedStyle(node, part).outlineStyle === 'solid'),
      );
      return { name: active.getAttribute('aria-label') ?? active.textContent, seen };
    });
    if (!stop || stops.length > 200) break;
    stops.push(stop.name!);
    if (!stop.seen) unseen.push(stop.name!);
  }
  expect(stops.length).toBeGreaterThan(40);
  expect(stops.length).toBeLessThan(200);
  expect(unseen).toEqual([]);
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

describe('without WebGPU', () => {
  const views: readonly View[] = [
    { name: 'what is told of it', show: () => eventually(() => app.notice('backend')).not.toBe('') },
    ...PANES,
    ...VIEWS.filter(({ name }) => ALSO_ON_CPU.includes(name)),
  ];

  beforeAll(async () => {
    app = await App.open(await launchChrome({ webgpu: false }), { fragment: `version=1&${SMALL_GRID}` });
    await app.page.evaluate(axe.source);
  });

  describe.each(['en', 'zh'])('in %s', (language) => {
    beforeAll(() => app.set({ language }));

    test.each(views)('$name, dark and light', expectNothingFound);
  });

  test('in space, which it is told that there is none of', async () => {
    await expectNothingFound({ name: 'space', show: () => app.set({ view: 'both' }) });
  });
});

async function expectNothingFound({ show, leave }: View): Promise<void> {
  await show();
  for (const value of ['dark', 'light']) {
    await app.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    await app.settled();
    expect(await violations(), value).toEqual([]);
  }
  await leave?.();
}

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
