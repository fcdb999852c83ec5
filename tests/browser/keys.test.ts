/** The keyboard on the plots, with real keys: where the crosshair and the window are after them. */
import type { Browser, KeyInput } from 'puppeteer';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { KEY_ROWS } from '../../src/app/keys.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';
import { numberOf, pointAt, read, readAt } from './support/probe.ts';

const NAMES = 'z₁, z₂';

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

beforeEach(async () => {
  app = await open();
  return () => app.page.close();
});

async function open(language?: string): Promise<App> {
  const opened = await App.open(browser, {
    fragment: `version=1&${SMALL_GRID}`,
    ...(language && { language }),
  });
  // The keys are loaded together with what moves the plots.
  await eventually(() => opened.page.$eval('.box', (box) => '__zoom' in box)).toBe(true);
  return opened;
}

async function press(...keys: KeyInput[]): Promise<void> {
  for (const key of keys) await app.page.keyboard.press(key);
}

async function pressShift(key: KeyInput): Promise<void> {
  await app.page.keyboard.down('Shift');
  await press(key);
  await app.page.keyboard.up('Shift');
}

function focused(): Promise<string> {
  return app.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
}

async function windowNow() {
  return (await app.state()).window;
}

test('Enter drops a start at the crosshair, and takes it away again', async () => {
  await press('Enter');
  expect((await app.state()).starts).toEqual([]);
  await press('ArrowRight', 'ArrowRight', 'ArrowUp', 'Enter');
  await eventually(async () => (await app.state()).starts).toEqual([[0.2, 0.2]]);
  await press('Enter');
  await eventually(async () => (await app.state()).starts).toEqual([]);
});

describe('the arrows', () => {
  test('show the crosshair in the middle, then move it by hundredths of the window', async () => {
    await app.page.focus('.figure[data-panel="1"] .box');
    await press('ArrowRight');
    await readAt(app, NAMES, '0, 0');
    await press('ArrowRight', 'ArrowRight', 'ArrowUp');
    await readAt(app, NAMES, '0.4, 0.2');
    await pressShift('ArrowLeft');
    await pressShift('ArrowDown');
    const { losses } = await readAt(app, NAMES, '−1.6, −1.8');
    const evaluator = new PointEvaluator((await app.state()).experiment);
    evaluator.updateJets(-1.6, -1.8, 1);
    for (const panel of [0, 1] as const) {
      const truth = evaluator.jets[panel].value;
      expect(Math.abs(numberOf(losses[panel].rows.L?.[0]) / truth - 1)).toBeLessThan(1e-10);
    }
  });

  test('stop at the edge', async () => {
    await press('ArrowUp');
    for (let n = 0; n < 7; n++) await pressShift('ArrowUp');
    await readAt(app, NAMES, '0, 10');
  });

  test('go on from where the pointer was, which Escape forgets', async () => {
    await pointAt(app, 0, 0.25, 0.75);
    await readAt(app, NAMES, '−5, 5');
    await press('ArrowLeft');
    await readAt(app, NAMES, '−5.2, 5');
    await press('Escape');
    await eventually(() => read(app)).toBeUndefined();
    await press('ArrowLeft');
    await readAt(app, NAMES, '0, 0');
  });
});

describe('the window', () => {
  test('is zoomed about the crosshair, and reset', async () => {
    const first = await windowNow();
    await press('ArrowUp');
    await pressShift('ArrowUp');
    await press('+');
    await eventually(windowNow).toEqual({ u: [-5, 5], v: [-4, 6] });
    await readAt(app, NAMES, '0, 2');
    await press('-', '-');
    await eventually(windowNow).toEqual({ u: [-20, 20], v: [-22, 18] });
    await press('0');
    await eventually(windowNow).toEqual(first);
  });

  test('is moved by quarters, and "back" leads to the view before', async () => {
    await press('Home');
    await eventually(windowNow).toEqual({ u: [-15, 5], v: [-10, 10] });
    await app.settled();
    await app.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
    await press('PageUp', 'PageUp');
    await eventually(windowNow).toEqual({ u: [-15, 5], v: [0, 20] });
    await press('End', 'PageDown');
    await eventually(windowNow).toEqual({ u: [-10, 10], v: [-5, 15] });
    await app.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
    await app.page.goBack();
    await eventually(windowNow).toEqual({ u: [-10, 10], v: [0, 20] });
  });
});

describe('the layers', () => {
  test('are shown and hidden by 1 to 4, and 5 to 9 choose what the colours show', async () => {
    const layers = async () => {
      const { heatmap, contours, arrows, streamlines } = await app.state();
      return [heatmap, contours, arrows, streamlines];
    };
    expect(await layers()).toEqual([true, false, true, false]);
    await press('1');
    await eventually(layers).toEqual([false, false, true, false]);
    await press('2', '3', '4');
    await eventually(layers).toEqual([false, true, false, true]);
    await press('4');
    const chosen = ['value', 'gradient', 'lambda_min', 'regions', 'steps'];
    for (const [n, quantity] of chosen.entries()) {
      await press(String(5 + n) as KeyInput);
      await eventually(async () => (await app.state()).quantity).toBe(quantity);
    }
    // Contours have the colours' quantity too, but none of regions and of steps: with these the heatmap comes.
    expect(await layers()).toEqual([true, true, false, false]);
    await press('1', '6');
    await eventually(layers).toEqual([false, true, false, false]);
    await press('2', '6');
    await eventually(layers).toEqual([true, false, false, false]);
    expect((await app.state()).quantity).toBe('gradient');
    await app.fragmentHas('quantity=gradient');
  });

  test('keep their keys from text fields and buttons, and from a key that is held', async () => {
    await app.page.focus('#panel [data-control="value"] input');
    await press('1', '2', '3');
    await app.page.focus('#copy-link');
    await press('1', '2', '3');
    await app.settled();
    const { heatmap, contours, arrows } = await app.state();
    expect([heatmap, contours, arrows]).toEqual([true, false, true]);
    await app.page.focus('.figure[data-panel="0"] .box');
    // The second is a repetition, which would take back what the first did.
    await app.page.keyboard.down('2');
    await app.page.keyboard.down('2');
    await app.page.keyboard.up('2');
    await app.settled();
    expect((await app.state()).contours).toBe(true);
  });

  test('are listed with their names', async () => {
    await press('?');
    await eventually(() => app.texts('#help dd')).toContain(
      'Show or hide heatmap, contours, arrows, streamlines',
    );
    const names = await app.texts('#help dd');
    expect(names.find((name) => name.startsWith('Colours show'))).toMatch(
      /^Colours show value, gradient norm, smallest curvature/,
    );
    expect(names).toContain('Play the descents, or pause them');
    expect(names).toContain('Save the figure as PNG');
  });
});

describe('the focus', () => {
  test('of Tab reaches both plots, by name, and shows', async () => {
    await eventually(async () => (await app.figure(0)).label).toContain('Values from');
    await app.page.focus('#keys');
    await press('Tab');
    expect(await focused()).toMatch(/^Cross-entropy over z₁ and z₂\./);
    const outline = () =>
      app.page.$eval('.box:focus-visible .plot', (plot) => getComputedStyle(plot).outlineStyle);
    expect(await outline()).toBe('solid');
    await press('Tab');
    expect(await focused()).toMatch(/^Mean squared error over/);
  });

  test('on a button, a text field or a menu keeps the keys there', async () => {
    const first = await windowNow();
    for (const control of ['#copy-link', '#panel input', '#panel select']) {
      await app.page.focus(control);
      await press('Home', 'Escape', 'ArrowUp', 'ArrowDown');
    }
    await app.page.focus('#language');
    await press('+', '-', '-', 'PageUp');
    await app.settled();
    expect(await windowNow()).toEqual(first);
    expect(await read(app)).toBeUndefined();
  });

  test('nowhere, on a page that scrolls: the arrows scroll it until a plot is pressed', async () => {
    await app.page.setViewport({ width: 400, height: 800 });
    await app.settled();
    await press('ArrowDown', 'ArrowRight');
    await app.frames();
    expect(await read(app)).toBeUndefined();
    const box = (await app.page.$('.plot'))!;
    await box.click();
    await eventually(() => read(app)).toBeDefined();
    await press('Escape', 'ArrowRight');
    await readAt(app, NAMES, '0, 0');
  });
});

describe('the list of keys', () => {
  const rows = () => app.texts('#help dt');

  test('opens with "?" or its button, has every row of the table, and takes the keys', async () => {
    const first = await windowNow();
    await press('?');
    await eventually(rows).toHaveLength(KEY_ROWS.length);
    expect(await app.text('#help h2')).toBe('Keys');
    await press('PageUp', '+', '?');
    expect(await app.page.$$('#help')).toHaveLength(1);
    await press('Escape');
    await eventually(rows).toEqual([]);
    expect(await windowNow()).toEqual(first);
    await app.page.click('#keys');
    await eventually(rows).toHaveLength(KEY_ROWS.length);
    await app.page.click('#help .head button');
    await eventually(rows).toEqual([]);
    app.expectNoProblems();
  });

  test('opens from other controls, but not while text is typed', async () => {
    await app.page.focus('#panel input[type="text"], #panel input[type="number"], #panel input');
    await press('?');
    await app.frames();
    expect(await rows()).toEqual([]);
    await app.page.focus('#copy-link');
    await press('?');
    await eventually(rows).toHaveLength(KEY_ROWS.length);
  });

  test('is Chinese on a Chinese page', async () => {
    await app.page.close();
    app = await open('zh-CN');
    await press('?');
    await eventually(() => app.text('#help h2')).toBe('快捷键');
    expect(await app.texts('#help dd')).toContain('显示快捷键');
  });
});
