/** The dock under the plots: its tabs by mouse and keyboard, and the link that keeps the chosen one. */
import type { Browser } from 'puppeteer';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { PANES } from '../../src/app/panes.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually, SMALL_GRID } from './support/app.ts';

const IDS = PANES.map(({ id }) => id);
const [FIRST, LAST] = [IDS[0]!, IDS.at(-1)!];

let browser: Browser;
let app: App;
let initial: AppState;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
  initial = await app.state();
});

beforeEach(() => app.set(initial));

afterEach(() => app.expectNoProblems());

/** The selected tab, the pane that is in the page, and which tab the keyboard reaches. */
function shown(): Promise<{ selected: string[]; pane: string[]; reached: string[] }> {
  return app.page.evaluate(() => {
    const ids = (selector: string, name: string) =>
      [...document.querySelectorAll(selector)].map((node) => node.getAttribute(name)!.replace('tab-', ''));
    return {
      selected: ids('[role="tab"][aria-selected="true"]', 'id'),
      pane: ids('#pane > *', 'data-pane'),
      reached: ids('[role="tab"]:not([tabindex="-1"])', 'id'),
    };
  });
}

async function expectShown(id: string): Promise<void> {
  expect(await shown()).toEqual({ selected: [id], pane: [id], reached: [id] });
  await eventually(() => app.text(`[data-pane="${id}"]`)).not.toBe('');
}

test('there are the tabs of all panes, the first open, each pane with something in it', async () => {
  expect(await app.page.$$eval('[role="tab"]', (tabs) => tabs.map(({ id }) => id))).toEqual(
    IDS.map((id) => `tab-${id}`),
  );
  await expectShown(FIRST);
  for (const id of IDS) {
    await app.page.click(`#tab-${id}`);
    await expectShown(id);
    expect((await app.state()).tab).toBe(id);
  }
});

test('the arrow keys choose among the tabs, around their ends, Home and End the first and the last', async () => {
  await app.page.focus(`#tab-${FIRST}`);
  for (const [key, id] of [
    ['ArrowLeft', LAST],
    ['ArrowRight', FIRST],
    ['End', LAST],
    ['Home', FIRST],
    ['ArrowRight', IDS[1 % IDS.length]!],
  ] as const) {
    await app.page.keyboard.press(key);
    await expectShown(id);
    expect(await app.page.evaluate(() => document.activeElement?.id)).toBe(`tab-${id}`);
  }
  // From the strip the next stop is the pane itself.
  await app.page.keyboard.press('Tab');
  expect(await app.page.evaluate(() => document.activeElement?.id)).toBe('pane');
});

test('a link keeps the tab, and one that is none is refused', async () => {
  await app.page.click(`#tab-${LAST}`);
  await app.fragmentHas(`tab=${LAST}`);
  await app.page.reload();
  await app.ready();
  await expectShown(LAST);
  expect(await app.refusal({ tab: 'probe' })).toContain('ExperimentError: tab: expected');
});

test('the tabs are named in the page’s language', async () => {
  const english = await app.texts('[role="tab"]');
  await app.set({ language: 'zh' });
  for (const [n, name] of (await app.texts('[role="tab"]')).entries()) {
    expect(name).toMatch(/\p{Script=Han}/u);
    expect(english[n]).not.toMatch(/\p{Script=Han}/u);
  }
});
