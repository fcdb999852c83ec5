/** What the page says to whoever does not know it yet, or does not see it. */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { PRESETS } from '../../src/core/presets/index.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppOptions, eventually, SMALL_GRID } from './support/app.ts';
import { plotBox } from './support/pixels.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

function open(options: AppOptions = {}): Promise<App> {
  return App.open(browser, { fragment: `version=1&${SMALL_GRID}`, ...options });
}

describe('the hint for a first visitor', () => {
  const hint = (app: App) => app.texts('#first-visit p');

  test('stands beside the plots, says three short things, takes no focus and goes for good', async () => {
    const app = await open({ firstVisit: true });
    await eventually(() => hint(app)).toHaveLength(3);
    for (const sentence of await hint(app)) expect(sentence.length).toBeLessThan(80);
    expect(await app.page.evaluate(() => document.activeElement === document.body)).toBe(true);
    const covered = await app.page.evaluate(() => {
      const card = document.querySelector('#first-visit')!.getBoundingClientRect();
      return [...document.querySelectorAll('.plot, #panel, .top, .panes')].filter((node) => {
        const box = node.getBoundingClientRect();
        const across = Math.min(box.right, card.right) - Math.max(box.left, card.left);
        const down = Math.min(box.bottom, card.bottom) - Math.max(box.top, card.top);
        return across > 0 && down > 0;
      }).length;
    });
    expect(covered).toBe(0);
    await app.page.click('#first-visit button');
    expect(await hint(app)).toEqual([]);
    await app.page.reload();
    await app.ready();
    await app.settled();
    await eventually(() => app.page.$eval('.box', (box) => '__zoom' in box)).toBe(true);
    expect(await hint(app)).toEqual([]);
    app.expectNoProblems();
    await app.page.close();
  });

  test('on a phone it leaves each plot to be seen and touched', async () => {
    const app = await open({ firstVisit: true, width: 360, height: 740 });
    await eventually(() => hint(app)).toHaveLength(3);
    const isFree = (panel: 0 | 1) =>
      app.page.evaluate((n) => {
        const plot = document.querySelectorAll('.plot')[n]!;
        plot.scrollIntoView({ block: 'start' });
        const box = plot.getBoundingClientRect();
        const card = document.querySelector('#first-visit')!.getBoundingClientRect();
        return box.top > -1 && box.bottom < card.top;
      }, panel);
    expect([await isFree(0), await isFree(1)]).toEqual([true, true]);
    const { x, y, width, height } = await plotBox(app, 1);
    await eventually(() => app.page.$eval('.box', (box) => '__zoom' in box)).toBe(true);
    await app.page.mouse.click(x + width / 4, y + height / 4);
    await eventually(async () => (await app.state()).starts).toHaveLength(1);
    await eventually(() => hint(app)).toEqual([]);
    await app.page.close();
  });

  test('goes by itself when the visitor does what it says; the page works all the while', async () => {
    const app = await open({ firstVisit: true, language: 'zh-CN' });
    await eventually(() => hint(app)).toHaveLength(3);
    expect((await hint(app))[0]).toMatch(/平移/);
    const { x, y, width, height } = await plotBox(app, 0);
    await eventually(() => app.page.$eval('.box', (box) => '__zoom' in box)).toBe(true);
    await app.page.mouse.click(x + width / 4, y + height / 4);
    await eventually(async () => (await app.state()).starts).toHaveLength(1);
    await eventually(() => hint(app)).toEqual([]);
    await app.page.close();
  });

  test('does not come where the browser lets nothing be stored, and nothing else is the worse for it', async () => {
    const app = await open({
      firstVisit: true,
      before: () =>
        Object.defineProperty(window, 'localStorage', {
          get() {
            throw new DOMException('denied', 'SecurityError');
          },
        }),
    });
    await eventually(() => app.page.$eval('.box', (box) => '__zoom' in box)).toBe(true);
    await app.settled();
    expect(await hint(app)).toEqual([]);
    app.expectNoProblems();
    await app.page.close();
  });
});

test('every control of the panel says in a sentence what it does, in both languages, for every preset', async () => {
  const app = await open();
  for (const language of ['en', 'zh'] as const) {
    for (const { name } of PRESETS) {
      await app.set({ language, preset: name, grid: [64, 64], method: 'momentum' });
      const silent = () =>
        app.page.evaluate(() =>
          [...document.querySelectorAll('#panel .lil-controller')]
            .filter((row) => {
              const controls = [...row.querySelectorAll('input, select, button')];
              const said = controls.map((control) => {
                const ids = control.getAttribute('aria-describedby')?.split(' ') ?? [];
                const hint = ids.find((id) => id.startsWith('hint-'));
                return (hint && document.getElementById(hint)?.textContent) ?? '';
              });
              return (
                said.length === 0 ||
                said.some(
                  (words) => words === '' || words !== row.querySelector('.lil-name')!.getAttribute('title'),
                )
              );
            })
            .map((row) => row.querySelector('.lil-name')?.textContent),
        );
      await eventually(silent).toEqual([]);
      const hints = await app.texts('#panel .control-hint');
      for (const hint of hints)
        expect(hint).toMatch(language === 'en' ? /^[A-Z].*\.$/ : /\p{Script=Han}.*。$/u);
    }
  }
  app.expectNoProblems();
  await app.page.close();
});

test('a control that is of no use says why, under it and as its description', async () => {
  const app = await open();
  const reasons = () =>
    app.page.$$eval('#panel .control-reason', (lines) =>
      lines.filter((line) => line.checkVisibility()).map((line) => [line.id, line.textContent]),
    );
  const described = (control: string) =>
    app.page.$eval(`#panel [data-control="${control}"] :is(input, select)`, (node) => [
      (node as HTMLInputElement).disabled,
      node
        .getAttribute('aria-describedby')
        ?.split(' ')
        .includes(`reason-${node.closest<HTMLElement>('[data-control]')!.dataset.control}`),
    ]);
  expect(await reasons()).toEqual([]);
  for (const quantity of ['regions', 'steps', 'error'] as const) {
    await app.set({ quantity });
    await eventually(reasons).toEqual([
      ['reason-contours', 'Regions, steps and rounding errors have no contours.'],
    ]);
    expect(await described('contours')).toEqual([true, true]);
  }
  // Its key says the same, and changes nothing that is not seen.
  await app.page.focus('.box');
  await app.page.keyboard.press('2');
  await eventually(() => app.notice('input')).toBe('Regions, steps and rounding errors have no contours.');
  expect((await app.state()).contours).toBe(false);
  await app.set({ quantity: 'value', backend: 'cpu', language: 'zh' });
  await eventually(reasons).toEqual([
    ['reason-view', '三维曲面需要 WebGPU。'],
    ['reason-streamlines', '流线需要 WebGPU。'],
  ]);
  expect(await described('view')).toEqual([true, true]);
  await app.set({ language: 'en', preset: 'regression-gaussian', grid: [64, 64] });
  await app.page.focus('.box');
  await app.page.keyboard.press('8');
  await eventually(() => app.notice('input')).toBe(
    'There are no decision regions: these outputs stand for no classes.',
  );
  expect((await app.state()).quantity).toBe('value');
  await app.page.close();
});

test('the sentence shows under the control that the keyboard is on, and Escape takes it away', async () => {
  const app = await open();
  await eventually(() => app.page.$('#hint-palette').then(Boolean)).toBe(true);
  await app.page.focus('[data-control="range"] select');
  await app.page.keyboard.press('Tab');
  const shown = () =>
    app.page.$$eval('.control-hint', (hints) =>
      hints.filter((hint) => hint.checkVisibility()).map((hint) => hint.id),
    );
  await eventually(shown).toEqual(['hint-palette']);
  await app.page.keyboard.press('Escape');
  expect(await shown()).toEqual([]);
  await app.page.close();
});

test('a folder’s title says whether it is open', async () => {
  const app = await open();
  const title = '[data-name="folderLayers"] > .lil-title';
  const expanded = () => app.page.$eval(title, (node) => node.getAttribute('aria-expanded'));
  expect(await expanded()).toBe('true');
  await app.page.click(title);
  expect(await expanded()).toBe('false');
  await app.page.close();
});

describe('the plots in words', () => {
  test('a label says loss, ranges and minimum; the crosshair’s point is said once it rests', async () => {
    const app = await open();
    await eventually(() => app.page.$eval('.box', (box) => '__zoom' in box)).toBe(true);
    await app.page.evaluate(() => {
      const said: string[] = [];
      Object.assign(window, { said });
      new MutationObserver(() => said.push(document.querySelector('#spoken')!.textContent ?? '')).observe(
        document.querySelector('#spoken')!,
        { childList: true, characterData: true, subtree: true },
      );
    });
    await eventually(async () => (await app.figure(0)).label).toMatch(
      /^Cross-entropy over z₁ and z₂\. Values from .* Least at z₁ = 10, z₂ = −10\. Colours show value\.$/,
    );
    const said = () => app.page.evaluate(() => (window as unknown as { said: string[] }).said);
    await app.page.focus('.box');
    // What speaks is loaded after the first picture: a crosshair that moves is heard once it is there.
    for (let turn = 0; turn < 40 && (await said()).length === 0; turn++) {
      await app.page.keyboard.press('ArrowRight');
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
    expect(await said()).toHaveLength(1);
    await app.page.keyboard.press('Escape');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await app.page.evaluate(() => {
      (window as unknown as { said: string[] }).said.length = 0;
    });
    for (let n = 0; n < 8; n++) await app.page.keyboard.press('ArrowRight');
    // 8 steps of a hundredth of the window; the first one only shows the crosshair, in the middle.
    await eventually(async () => (await said()).at(-1)).toContain('z₁ = 1.4, z₂ = 0');
    const sentence = (await said()).at(-1);
    const { u, v } = { u: 1.4, v: 0 };
    const evaluator = new PointEvaluator((await app.state()).experiment);
    evaluator.updateJets(u, v, 1);
    const [left, right] = evaluator.jets;
    expect(sentence).toContain(`Cross-entropy ${Number(left.value.toPrecision(4))}`);
    expect(sentence).toContain(`Mean squared error ${Number(right.value.toPrecision(4))}`);
    // Eight presses, and not eight sentences; on a busy machine there may be a rest between two of them.
    expect((await said()).length).toBeLessThan(8);
    expect(await app.page.$eval('.box', (box) => box.getAttribute('aria-describedby'))).toBe('spoken');
    expect(await app.page.$eval('#spoken', (region) => region.getAttribute('role'))).toBe('status');
    await app.page.close();
  });

  test('the slices are a table too, which a button shows and the cursor moves', async () => {
    const app = await open({ fragment: `version=1&${SMALL_GRID}&tab=slices` });
    await eventually(() => app.texts('.as-table')).toEqual(['As table']);
    await app.page.click('.as-table');
    await app.fragmentHas('slicetable=1');
    const rows = () =>
      app.page.$$eval('.slice-table tbody tr', (lines) =>
        lines.map((line) => [...line.children].map((cell) => cell.textContent ?? '')),
      );
    await eventually(rows).toHaveLength(21);
    expect(await app.text('.slice-table caption')).toContain('along z₁');
    const evaluator = new PointEvaluator((await app.state()).experiment);
    const number = (text: string) => Number(text.replace('−', '-'));
    const check = async (v: number) => {
      const table = await rows();
      for (const [n, cells] of table.entries()) {
        const u = -10 + n;
        expect(number(cells[0]!)).toBeCloseTo(u, 9);
        evaluator.updateJets(u, v, 2);
        const expected = evaluator.jets.flatMap(({ value, du, duu }) => [value, du, duu]);
        for (const [k, x] of expected.entries()) {
          const found = number(cells[k + 1]!.replace(/e−/, 'e-'));
          expect(Math.abs(found - x), `${u} ${k}: ${cells[k + 1]}`).toBeLessThanOrEqual(2e-5 * Math.abs(x));
        }
      }
    };
    await check(0);
    await app.page.focus('.box');
    await eventually(() => app.page.$eval('.box', (box) => '__zoom' in box)).toBe(true);
    await app.page.keyboard.press('ArrowUp');
    for (let n = 0; n < 5; n++) await app.page.keyboard.press('ArrowUp');
    await eventually(() => app.text('.slice-table caption')).toMatch(/z₂ = 1$/);
    await check(1);
    await app.page.click('.as-table');
    await eventually(() => app.page.$$eval('.charts .chart', (charts) => charts.length)).toBe(3);
    app.expectNoProblems();
    await app.page.close();
  });
});

test('who asked for no motion sees none', async () => {
  const app = await open();
  const title = '[data-name="folderGrid"] > .lil-title';
  /** How long what moves is to take, ms. */
  const longest = async () => {
    await app.page.click(title);
    return app.page.evaluate(
      () =>
        new Promise<number>((resolve) => {
          let most = 0;
          let frames = 0;
          const look = () => {
            for (const { effect } of document.getAnimations()) {
              most = Math.max(most, Number(effect?.getComputedTiming().duration ?? 0));
            }
            frames += 1;
            if (frames < 8) requestAnimationFrame(look);
            else resolve(most);
          };
          look();
        }),
    );
  };
  await app.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'no-preference' }]);
  await eventually(longest).toBeGreaterThan(100);
  await app.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
  // What moves still came before.
  await eventually(() => app.page.evaluate(() => document.getAnimations().length)).toBe(0);
  expect(await longest()).toBeLessThan(1);
  await app.page.close();
});

describe('while one waits', () => {
  test('empty plots and panes say that something comes, and are busy', async () => {
    const app = await open({
      before: () => {
        // A device that takes its time.
        const { gpu } = navigator;
        const request = gpu.requestAdapter.bind(gpu);
        gpu.requestAdapter = async (options) => {
          await new Promise((resolve) => Object.assign(window, { release: resolve }));
          return request(options);
        };
      },
      waits: true,
    });
    await eventually(() => app.texts('.box[aria-busy] .waiting')).toHaveLength(2);
    expect(await app.text('#status .backend')).toContain('starting WebGPU');
    await app.page.evaluate(() => (window as unknown as { release: () => void }).release());
    await app.ready();
    expect(await app.texts('.box .waiting')).toEqual([]);
    // The pane is loaded on its own time.
    await eventually(() => app.texts('.waiting')).toEqual([]);
    expect(await app.page.$('.box[aria-busy]')).toBeNull();
    await app.page.close();
  });

  test('a check keeps its button to cancel while it tells how far it is, and the keyboard stays with it', async () => {
    const app = await open();
    await app.set({ grid: [1500, 1500] });
    await app.settled();
    await app.page.focus('.check-run');
    await app.page.keyboard.press('Enter');
    const progress = () => app.page.$eval('.check progress', (bar) => bar.value);
    await eventually(() => app.page.$('.check progress').then(Boolean)).toBe(true);
    const focused = () => app.page.evaluate(() => document.activeElement!.className);
    expect(await focused()).toBe('check-cancel');
    const button = (await app.page.$('.check-cancel'))!;
    await eventually(progress).toBeGreaterThan(0);
    expect(await button.evaluate((node) => node.isConnected)).toBe(true);
    expect(await focused()).toBe('check-cancel');
    await app.page.keyboard.press('Enter');
    await eventually(() => app.text('.check p')).toBe('Cancelled.');
    expect(await focused()).toBe('check-run');
    await app.page.close();
  });

  test('a part of the page that does not come is told of, in both languages, and nothing waits for it', async () => {
    const app = await open();
    await eventually(() => app.page.$eval('.box', (box) => '__zoom' in box)).toBe(true);
    await app.page.setRequestInterception(true);
    app.page.on('request', (request) => void request.abort());
    await app.page.click('#keys');
    await eventually(() => app.notice('load')).toMatch(/^A part of the page could not be loaded/);
    await app.page.focus('.notice[data-subject="load"] .close');
    await app.page.keyboard.press('Enter');
    expect(await app.notice('load')).toBe('');
    expect(await app.page.evaluate(() => document.activeElement!.className)).toBe('box');
    await app.page.click('.check-run');
    await eventually(() => app.text('.check .bad')).toMatch(/^A part of the page could not be loaded/);
    await app.page.click('#language');
    await eventually(() => app.text('.check .bad')).toMatch(/^页面的一部分加载失败/);
    await app.set({ streamlines: true });
    await eventually(() => app.notice('load')).toMatch(/^页面的一部分加载失败/);
    expect(await app.notice('failure')).toBe('');
    await app.page.close();
  });

  test('an export says how far it is, and can be cancelled: nothing is saved then', async () => {
    const app = await open();
    await app.set({ backend: 'cpu', grid: [1024, 1024] });
    const saved: string[] = [];
    await app.page.exposeFunction('saved', (name: string) => saved.push(name));
    await app.page.evaluate(() => {
      HTMLAnchorElement.prototype.click = function () {
        void (window as unknown as { saved: (name: string) => void }).saved(this.download);
      };
    });
    await app.page.click('#export-menu');
    await app.page.click('#export-list [data-kind="csv"]');
    await eventually(() => app.text('#export-menu')).toMatch(/^Exporting… \d+ %$/);
    await app.page.click('#export-menu');
    expect(await app.texts('#export-list .title')).toEqual(['Cancel']);
    await app.page.click('#export-list [data-kind="cancel"]');
    await eventually(() => app.text('#export-menu')).toBe('Export');
    expect(await app.notice('input')).toBe('');
    expect(saved).toEqual([]);
    app.expectNoProblems();
    await app.page.close();
  });
});
