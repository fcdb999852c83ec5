/** Fingers on the plots: real touch events, by Chrome's own protocol. */
import type { Browser, CDPSession } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { waitFor } from '../harness/wait-for.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';
import { plotBox } from './support/pixels.ts';

let browser: Browser;
let app: App;
let session: CDPSession;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

type Point = readonly [x: number, y: number];

async function touch(type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: readonly Point[]) {
  await session.send('Input.dispatchTouchEvent', {
    type,
    touchPoints: points.map(([x, y], id) => ({ x, y, id })),
  });
}

/** Moves fingers from where they touch to where they let go, in a few steps. */
async function gesture(from: readonly Point[], to: readonly Point[], steps = 8): Promise<void> {
  await touch('touchStart', ...from);
  for (let step = 1; step <= steps; step++) {
    const part = step / steps;
    await touch(
      'touchMove',
      ...from.map(([x, y], n): Point => [x + part * (to[n]![0] - x), y + part * (to[n]![1] - y)]),
    );
    await app.frames();
  }
  await touch('touchEnd');
  await app.frames();
}

/** A page of its own: Chrome no longer hands touches to one whose screen was of another size before. */
async function useScreen(width: number, height: number): Promise<void> {
  if (app) {
    app.expectNoProblems();
    await app.page.close();
  }
  app = await App.open(browser, { fragment: `version=1&${SMALL_GRID}` });
  session = await app.page.createCDPSession();
  await app.page.setViewport({ width, height, hasTouch: true });
  await app.visit(`version=1&${SMALL_GRID}`);
  // What moves the plots is loaded after the first picture.
  await waitFor(app.page, () => '__zoom' in document.querySelector('.box')!, []);
}

async function pixelAt(across: number, up: number): Promise<Point> {
  const { x, y, width, height } = await plotBox(app, 0);
  return [x + across * width, y + (1 - up) * height];
}

async function planeAt(across: number, up: number): Promise<Point> {
  const { u, v } = (await app.state()).window;
  return [u[0] + across * (u[1] - u[0]), v[0] + up * (v[1] - v[0])];
}

async function side(): Promise<number> {
  const { u } = (await app.state()).window;
  return u[1] - u[0];
}

const scrolled = () => app.page.evaluate(() => scrollY);

describe.each([
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
])('at $width x $height', ({ width, height }) => {
  beforeAll(() => useScreen(width, height));

  test('a pinch zooms, and keeps the point between the fingers', async () => {
    await app.set({ window: { u: [-10, 10], v: [-10, 10] } });
    const before = await planeAt(0.4, 0.6);
    await gesture(
      [await pixelAt(0.3, 0.6), await pixelAt(0.5, 0.6)],
      [await pixelAt(0.2, 0.6), await pixelAt(0.6, 0.6)],
    );
    await eventually(side).toBeLessThan(11);
    expect(await side()).toBeGreaterThan(9);
    const after = await planeAt(0.4, 0.6);
    const pixel = 20 / (await plotBox(app, 0)).width;
    for (const axis of [0, 1] as const) expect(Math.abs(after[axis] - before[axis])).toBeLessThan(2 * pixel);
    expect(await scrolled()).toBe(0);
  });

  test('two fingers side by side take the plane along', async () => {
    await app.set({ window: { u: [-10, 10], v: [-10, 10] } });
    await gesture(
      [await pixelAt(0.3, 0.4), await pixelAt(0.5, 0.4)],
      [await pixelAt(0.5, 0.6), await pixelAt(0.7, 0.6)],
    );
    await eventually(async () => (await app.state()).window.u[0]).toBeLessThan(-13.5);
    const { u, v } = (await app.state()).window;
    expect(Math.abs(u[0] + 14)).toBeLessThan(0.4);
    expect(Math.abs(v[0] + 14)).toBeLessThan(0.4);
    expect(await side()).toBeCloseTo(20, 1);
  });

  test('a tap drops a start, and moves nothing', async () => {
    await app.set({ window: { u: [-10, 10], v: [-10, 10] }, starts: [] });
    const finger = await pixelAt(0.25, 0.75);
    // At once: to Chrome a finger that rests while the test waits is a long press.
    await Promise.all([touch('touchStart', finger), touch('touchEnd')]);
    await eventually(async () => (await app.state()).starts).toHaveLength(1);
    const [[u, v]] = (await app.state()).starts as [[number, number]];
    expect(Math.abs(u + 5)).toBeLessThan(0.2);
    expect(Math.abs(v - 5)).toBeLessThan(0.2);
    expect((await app.state()).window.u).toEqual([-10, 10]);
    await app.set({ starts: [] });
  });
});

test('where the page scrolls, one finger on a plot scrolls it and leaves the window as it is', async () => {
  await useScreen(360, 740);
  await gesture([await pixelAt(0.5, 0.2)], [await pixelAt(0.5, 0.95)]);
  const { window } = await app.state();
  expect(window).toEqual({ u: [-10, 10], v: [-10, 10] });
  await eventually(scrolled).toBeGreaterThan(50);
  await app.page.evaluate(() => scrollTo(0, 0));
});

test('where it does not, one finger takes the plane along', async () => {
  await useScreen(1280, 800);
  await gesture([await pixelAt(0.3, 0.4)], [await pixelAt(0.5, 0.6)]);
  await eventually(async () => (await app.state()).window.u[0]).toBeLessThan(-13.5);
  expect(await side()).toBeCloseTo(20, 6);
  expect((await app.state()).starts).toEqual([]);
});

test('beside the plots a finger scrolls the page', async () => {
  await useScreen(360, 740);
  const { y } = await plotBox(app, 0);
  await gesture([[100, y + 400]], [[100, y + 150]]);
  await eventually(scrolled).toBeGreaterThan(50);
});

test('a surface in space is turned by one finger and comes nearer by two, as the status line says', async () => {
  await useScreen(360, 740);
  await app.set({ view: 'both' });
  await eventually(() => app.page.$('.box[data-space]').then(Boolean)).toBe(true);
  expect(await app.text('#status .hint')).toMatch(/^3-D: a finger turns · two come nearer/);
  const orbit = async () => (await app.state()).camera;
  const before = await orbit();
  await gesture([await pixelAt(0.3, 0.5)], [await pixelAt(0.6, 0.5)]);
  await eventually(async () => (await orbit()).azimuth).not.toBe(before.azimuth);
  expect((await orbit()).distance).toBe(before.distance);
  await gesture(
    [await pixelAt(0.45, 0.5), await pixelAt(0.55, 0.5)],
    [await pixelAt(0.35, 0.5), await pixelAt(0.65, 0.5)],
  );
  await eventually(async () => (await orbit()).distance).toBeLessThan(before.distance);
  expect(await scrolled()).toBe(0);
  expect((await app.state()).starts).toEqual([]);
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});
