/** Wheel, drag and double click on the plots, as a person does them: what matters is the plane under the pointer. */
import type { Browser } from 'puppeteer';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, type Panel, SMALL_GRID } from './support/app.ts';
import { plotBox } from './support/pixels.ts';

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

beforeEach(async () => {
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
  // What moves the plots is loaded after the first picture.
  await eventually(() => app.page.$eval('.box', (box) => '__zoom' in box)).toBe(true);
  return () => app.page.close();
});

/** Where a point of a plot is, in px of the page; `across` and `up` from 0 to 1. */
async function pixelAt(panel: Panel, across: number, up: number): Promise<[x: number, y: number]> {
  const { x, y, width, height } = await plotBox(app, panel);
  return [x + across * width, y + (1 - up) * height];
}

/** The plane's point there, by the window of the state. */
async function planeAt(across: number, up: number): Promise<[u: number, v: number]> {
  const { u, v } = (await app.state()).window;
  return [u[0] + across * (u[1] - u[0]), v[0] + up * (v[1] - v[0])];
}

async function side(): Promise<number> {
  const { u } = (await app.state()).window;
  return u[1] - u[0];
}

/** The range line names the corner of the window as it is drawn. */
function drawnRange(): Promise<string> {
  return app.figure(0).then(({ range }) => range);
}

describe('the wheel', () => {
  test.each([
    [0, 0.25, 0.75],
    [1, 0.9, 0.1],
  ] as const)('zooms about the pointer: panel %d', async (panel, across, up) => {
    await app.page.mouse.move(...(await pixelAt(panel, across, up)));
    const before = await planeAt(across, up);
    for (let turn = 0; turn < 5; turn++) await app.page.mouse.wheel({ deltaY: -200 });
    await eventually(side).toBeLessThan(20 / 3.9); // 2^(0.002 * 200 * 5) = 4
    const after = await planeAt(across, up);
    // Pixels of the pointer are whole.
    const pixel = 20 / (await plotBox(app, panel)).width;
    expect(Math.abs(after[0] - before[0])).toBeLessThan(pixel);
    expect(Math.abs(after[1] - before[1])).toBeLessThan(pixel);

    for (let turn = 0; turn < 10; turn++) await app.page.mouse.wheel({ deltaY: 200 });
    await eventually(side).toBeGreaterThan(70);
  });

  test('the picture is that of the new window', async () => {
    const before = await drawnRange();
    await app.page.mouse.move(...(await pixelAt(0, 0.5, 0.5)));
    await app.page.mouse.wheel({ deltaY: -500 });
    await eventually(side).toBeCloseTo(10, 6);
    await app.settled();
    await eventually(drawnRange).toMatch(/◇ at 5, −5$/);
    expect(await drawnRange()).not.toBe(before);
  });

  test('stops before the window is too wide, or too narrow', async () => {
    await app.page.mouse.move(...(await pixelAt(0, 0.5, 0.5)));
    for (let turn = 0; turn < 12; turn++) await app.page.mouse.wheel({ deltaY: 2000 });
    await eventually(side).toBeCloseTo(2e4, 6);
    for (let turn = 0; turn < 40; turn++) await app.page.mouse.wheel({ deltaY: -2000 });
    await eventually(side).toBeLessThan(1e-6);
    expect(await side()).toBeGreaterThan(0.9e-9);
    expect(await app.texts('#notices .notice')).toEqual([]);
  });

  test('beside the plots leaves the window as it is', async () => {
    const { x, y, height } = await plotBox(app, 0);
    await app.page.mouse.move(x - 20, y + height / 2);
    await app.page.mouse.wheel({ deltaY: -500 });
    await app.frames();
    expect(await side()).toBe(20);
  });
});

describe('the wheel and the history', () => {
  const entries = () => app.page.evaluate(() => history.length);
  const notch = () => app.page.mouse.wheel({ deltaY: -100 });
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

  /** Keeps the page busy for this long in every frame; 0 ends that. */
  function slowFrames(ms: number): Promise<void> {
    return app.page.evaluate((busy) => {
      const page = globalThis as { busy?: number };
      const isRunning = (page.busy ?? 0) > 0;
      page.busy = busy;
      const frame = () => {
        for (const start = performance.now(); performance.now() - start < (page.busy ?? 0); );
        if (page.busy) requestAnimationFrame(frame);
      };
      if (busy > 0 && !isRunning) requestAnimationFrame(frame);
    }, ms);
  }

  test('notches on end are one view, however slowly the pictures come', async () => {
    const { window: first } = await app.state();
    const before = await entries();
    await app.page.mouse.move(...(await pixelAt(0, 0.5, 0.5)));
    await slowFrames(300);
    const turned: Promise<void>[] = [];
    for (let turn = 0; turn < 8; turn++) {
      turned.push(notch());
      await pause(150);
    }
    await Promise.all(turned);
    await slowFrames(0);
    await eventually(side).toBeCloseTo(20 / 2 ** (8 * 0.2), 6);
    await app.settled();
    await pause(1000);
    expect(await entries()).toBe(before + 1);
    await app.page.goBack();
    await eventually(async () => (await app.state()).window).toEqual(first);
  });

  test('after a rest the next notch is a view of its own', async () => {
    const before = await entries();
    await app.page.mouse.move(...(await pixelAt(0, 0.5, 0.5)));
    await notch();
    await app.settled();
    await pause(1500);
    await notch();
    await eventually(side).toBeCloseTo(20 / 2 ** 0.4, 6);
    await app.settled();
    await pause(1000);
    expect(await entries()).toBe(before + 2);
  });
});

describe('a drag', () => {
  test('takes the plane along', async () => {
    const before = await planeAt(0.3, 0.3);
    await app.page.mouse.move(...(await pixelAt(1, 0.3, 0.3)));
    await app.page.mouse.down();
    await app.page.mouse.move(...(await pixelAt(1, 0.5, 0.4)), { steps: 4 });
    await app.page.mouse.up();
    const after = await planeAt(0.5, 0.4);
    const pixel = 20 / (await plotBox(app, 1)).width;
    expect(Math.abs(after[0] - before[0])).toBeLessThan(pixel);
    expect(Math.abs(after[1] - before[1])).toBeLessThan(pixel);
    expect(await side()).toBeCloseTo(20, 9);
  });

  test('a click alone changes nothing', async () => {
    const { window } = await app.state();
    await app.page.mouse.click(...(await pixelAt(0, 0.4, 0.4)));
    await app.frames();
    expect((await app.state()).window).toEqual(window);
  });
});

test('a double click leads back to the window of the preset, and "back" to the view before', async () => {
  const { window: first } = await app.state();
  await app.page.mouse.move(...(await pixelAt(0, 0.2, 0.2)));
  await app.page.mouse.wheel({ deltaY: -1000 });
  await eventually(side).toBeCloseTo(5, 6);
  const { window: close } = await app.state();
  await app.page.mouse.click(...(await pixelAt(0, 0.5, 0.5)), { count: 2 });
  await eventually(side).toBe(20);
  expect((await app.state()).window).toEqual(first);
  await app.settled();
  await app.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 400)));
  await app.page.goBack();
  await eventually(async () => (await app.state()).window).toEqual(close);
  await app.page.goBack();
  await eventually(async () => (await app.state()).window).toEqual(first);
});

test('"back" and "forward" change the window, and undo nothing that was done since', async () => {
  const { window: first } = await app.state();
  await app.page.mouse.move(...(await pixelAt(0, 0.2, 0.2)));
  await app.page.mouse.wheel({ deltaY: -1000 });
  await eventually(side).toBeCloseTo(5, 6);
  const since = { starts: [[-4, 2]], palette: 'magma', params: { target: 1 } };
  await app.set(since);
  await app.fragmentHas('palette=magma');
  const { window: close, ...others } = await app.state();
  expect(others).toMatchObject(since);
  /** What is drawn is of the window, the rest of the state is not. */
  const expectView = async (window: typeof first) => {
    await eventually(async () => (await app.state()).window).toEqual(window);
    const { window: _, experiment, ...rest } = await app.state();
    expect({ ...rest, experiment: { ...experiment, window: close } }).toEqual(others);
  };
  await app.page.goBack();
  await expectView(first);
  await app.page.goForward();
  await expectView(close);
  await app.page.reload();
  await app.ready();
  await app.page.goBack();
  await expectView(first);
  // The entry has it all now, too.
  await app.fragmentHas('palette=magma');
  await app.page.reload();
  await app.ready();
  await expectView(first);
});

test('an own experiment leads back to the window that it came with', async () => {
  const file = {
    version: 1,
    map: 'affine',
    link: 'sigmoid',
    samples: [{ origin: [0], du: [1], dv: [1], target: 1 }],
    window: { u: [-3, 5], v: [2, 4] },
    resolution: [32, 32],
  };
  await app.set({ experiment: file });
  await app.page.mouse.move(...(await pixelAt(0, 0.2, 0.2)));
  await app.page.mouse.wheel({ deltaY: -1000 });
  await eventually(side).toBeCloseTo(2, 6);
  await app.page.mouse.click(...(await pixelAt(0, 0.5, 0.5)), { count: 2 });
  await eventually(async () => (await app.state()).window).toEqual(file.window);
});
