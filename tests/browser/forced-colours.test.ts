/** High contrast, as a system's own few colours force it: every control is seen, what is chosen shows, data keep their colours. */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';
import { difference, plots } from './support/pixels.ts';

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}&tab=descent&starts=-4,2` });
});

async function force(scheme: 'dark' | 'light', active: boolean): Promise<void> {
  const session = await app.page.createCDPSession();
  await session.send('Emulation.setEmulatedMedia', {
    features: [
      { name: 'prefers-color-scheme', value: scheme },
      { name: 'forced-colors', value: active ? 'active' : 'none' },
    ],
  });
  await app.settled();
}

/** Controls of which nothing stands out against the ground: neither border, nor outline, nor background, nor letters. */
function unseen(): Promise<string[]> {
  return app.page.evaluate(() => {
    const canvas = getComputedStyle(document.body).backgroundColor;
    const standsOut = (node: Element): boolean => {
      const look = getComputedStyle(node);
      const isLine = (kind: 'borderTop' | 'outline') =>
        look[`${kind}Style`] !== 'none' && look[`${kind}Width`] !== '0px' && look[`${kind}Color`] !== canvas;
      const hasGround = ![canvas, 'rgba(0, 0, 0, 0)'].includes(look.backgroundColor);
      return isLine('borderTop') || isLine('outline') || hasGround || look.appearance !== 'none';
    };
    return [...document.querySelectorAll<HTMLElement>('button, input, select, .lil-slider')]
      .filter(
        (node) => node.checkVisibility({ opacityProperty: true }) && node.getBoundingClientRect().width > 0,
      )
      .filter((node) => node.textContent.trim() === '' && !node.querySelector('svg, .copy-sign'))
      .filter((node) => !standsOut(node))
      .map((node) => node.outerHTML.slice(0, 100));
  });
}

const style = (selector: string, property: 'backgroundColor' | 'outlineColor' | 'color' | 'outlineStyle') =>
  app.page.$eval(selector, (node, name) => getComputedStyle(node)[name as 'color'], property);

describe.each(['dark', 'light'] as const)('forced colours, %s', (scheme) => {
  test('leave every control to be seen, and what is chosen', async () => {
    await force(scheme, true);
    expect(await app.page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
    expect(await unseen()).toEqual([]);
    const chosen = await style('.tabs [aria-selected="true"]', 'backgroundColor');
    expect(await style('.tabs [aria-selected="false"]', 'backgroundColor')).not.toBe(chosen);
  });

  test('show what the keyboard is on', async () => {
    const ground = await style('body', 'backgroundColor');
    await app.page.focus('#copy-link');
    for (let n = 0; n < 30; n++) {
      await app.page.keyboard.press('Tab');
      const rings = await app.page.evaluate(() => {
        const active = document.activeElement!;
        if (active === document.body) return [];
        const around = [active, ...active.querySelectorAll('.plot'), ...active.parentElement!.children];
        return around
          .map((node) => getComputedStyle(node))
          .filter(({ outlineStyle }) => outlineStyle === 'solid')
          .map(({ outlineColor }) => outlineColor);
      });
      expect(rings.length).toBeGreaterThan(0);
      expect(rings).not.toContain(ground);
    }
  });

  test('leave plots, colours of losses and of starts as they are', async () => {
    await force(scheme, false);
    const colours = async () => [
      await style('.figure[data-panel="0"] h2', 'color'),
      await style('.figure[data-panel="1"] h2', 'color'),
      await style('.race .ring', 'backgroundColor'),
    ];
    const [picture, own] = [await plots(app), await colours()];
    await force(scheme, true);
    const forced = await plots(app);
    for (const panel of [0, 1] as const) expect(difference(forced[panel], picture[panel])).toBe(0);
    expect(await colours()).toEqual(own);
    expect(own[0]).not.toBe(own[1]);
  });
});

test('nothing went wrong meanwhile', async () => {
  await eventually(() => app.text('#status .backend')).not.toBe('');
  app.expectNoProblems();
});
