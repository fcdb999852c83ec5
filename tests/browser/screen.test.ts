/** Screens that change under the page, windows that nobody sees, figures without a size: the picture follows, or waits. */
import type { Browser, CDPSession } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';
import { difference, plots } from './support/pixels.ts';

const FRAGMENT = `version=1&${SMALL_GRID}`;
const ON_WEBGPU = /^WebGPU · ./;

let browser: Browser;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

describe.each(['auto', 'cpu'])('the pixel ratio, drawn by %s', (backend) => {
  let app: App;
  let session: CDPSession;

  beforeAll(async () => {
    app = await App.open(browser, { fragment: `${FRAGMENT}&backend=${backend}` });
    session = await app.page.createCDPSession();
  });

  /** Emulation tells the page of another ratio, as of a window on another screen, only where the size changes too. */
  async function screen(width: number, height: number, deviceScaleFactor: number): Promise<void> {
    for (const wider of [1, 0]) {
      const metrics = { width: width + wider, height, deviceScaleFactor, mobile: false };
      await session.send('Emulation.setDeviceMetricsOverride', metrics);
      await app.frames();
    }
  }

  /** Every canvas of the figures: its pixels, and how many device px it covers on the screen. */
  function canvases() {
    return app.page.evaluate(() =>
      [...document.querySelectorAll<HTMLCanvasElement>('.figure canvas')].map((canvas) => {
        const { width, height } = canvas.getBoundingClientRect();
        const covered = [width * devicePixelRatio, height * devicePixelRatio];
        return { pixels: [canvas.width, canvas.height], covered, kind: canvas.className };
      }),
    );
  }

  test.each([1.25, 2, 3, 0.75, 1])(
    'is followed to %d: a canvas pixel is a pixel of the screen',
    async (ratio) => {
      await screen(1280, 720, ratio);
      await eventually(() => app.page.evaluate(() => devicePixelRatio)).toBe(ratio);
      await eventually(async () => {
        const off = (await canvases()).map(({ pixels, covered, kind }) => {
          // The overlay covers the box, whose sides need not be whole pixels; the plot's edges lie on pixels,
          // as exactly as Chrome places anything, which is to 1/64 of a CSS px.
          const slack = kind === 'plot' ? ratio / 32 : 0.51;
          return pixels.every((side, n) => Math.abs(side - covered[n]!) <= slack);
        });
        return off;
      }).toEqual([true, true, true, true]);
      await app.settled();
    },
  );

  test('a screen beyond what GPUs can draw has larger pixels, and a picture', async () => {
    await screen(1800, 900, 10);
    await eventually(async () =>
      Math.max(...(await canvases()).flatMap(({ pixels }) => pixels)),
    ).toBeLessThan(8193);
    await app.settled();
    const sides = (await canvases()).map(({ pixels }) => pixels);
    expect(Math.min(...sides.flat())).toBeGreaterThan(1000);
    await screen(1280, 720, 1);
    await app.settled();
    app.expectNoProblems();
    await app.page.close();
  });
});

test.each(['auto', 'cpu'])('figures without a size, drawn by %s, come back as they were', async (backend) => {
  const app = await App.open(browser, { fragment: `${FRAGMENT}&backend=${backend}` });
  await app.set({ palette: 'inferno', window: { u: [-4, 4], v: [-3, 3] } });
  const before = await plots(app);
  const show = (display: string) =>
    app.page.evaluate((value) => {
      // A rule of the page's own style sheet would be the page's affair; this is the window's.
      document.querySelector<HTMLElement>('#figures')!.style.display = value;
    }, display);
  await show('none');
  await app.frames();
  await app.set({ palette: 'magma', scale: 'linear', contours: true, starts: [[1, 1]] });
  await app.set({ grid: [40, 40], quantity: 'lambda_min' });
  await app.set({ view: 'both', quantity: 'steps' });
  await app.set({ view: 'flat', streamlines: true });
  await app.frames();
  await app.set({ streamlines: false });
  await app.page.mouse.move(300, 300);
  await app.set({
    palette: 'inferno',
    scale: 'log',
    contours: false,
    starts: [],
    quantity: 'value',
    grid: [64, 64],
  });
  await show('');
  await app.settled();
  await eventually(async () => {
    const after = await plots(app);
    return [difference(before[0], after[0]), difference(before[1], after[1])];
  }).toEqual([0, 0]);
  await app.page.setViewport({ width: 1, height: 1 });
  await app.settled();
  await app.page.setViewport({ width: 1280, height: 720 });
  await eventually(async () => {
    const after = await plots(app);
    return [difference(before[0], after[0]), difference(before[1], after[1])];
  }).toEqual([0, 0]);
  app.expectNoProblems();
  await app.page.close();
});

describe('a hidden tab', () => {
  let app: App;

  beforeAll(async () => {
    app = await App.open(browser, {
      fragment: FRAGMENT,
      // Headless Chrome shows every tab: a hidden one is one that says so and is given no frames.
      before: () => {
        let hidden = false;
        let waiting: FrameRequestCallback[] = [];
        const request = window.requestAnimationFrame.bind(window);
        window.requestAnimationFrame = (callback) => (hidden ? waiting.push(callback) : request(callback));
        Object.defineProperty(document, 'hidden', { get: () => hidden });
        Object.defineProperty(document, 'visibilityState', { get: () => (hidden ? 'hidden' : 'visible') });
        Object.assign(window, {
          hide(value: boolean) {
            hidden = value;
            document.dispatchEvent(new Event('visibilitychange'));
            const callbacks = value ? [] : waiting;
            if (!value) waiting = [];
            for (const callback of callbacks) request(callback);
          },
        });
        if (!navigator.gpu) return;
        const { requestDevice } = GPUAdapter.prototype;
        GPUAdapter.prototype.requestDevice = async function (this: GPUAdapter, ...given) {
          const device = await requestDevice.apply(this, given);
          Object.assign(window, { device });
          return device;
        };
      },
    });
  });

  const hide = (value: boolean) =>
    app.page.evaluate((given) => (window as unknown as { hide(value: boolean): void }).hide(given), value);

  test('takes changes, and shows the last of them when it is seen again', async () => {
    await app.set({ palette: 'inferno', params: { target: 1 }, window: { u: [-4, 4], v: [-3, 3] } });
    const expected = await plots(app);
    await app.set({ palette: 'viridis', params: { target: 0 }, window: { u: [-9, 9], v: [-9, 9] } });
    await hide(true);
    for (let n = 1; n <= 20; n++) await app.set({ window: { u: [-n, n], v: [-n, n] } });
    await app.set({ palette: 'inferno', params: { target: 1 }, window: { u: [-4, 4], v: [-3, 3] } });
    await hide(false);
    await app.settled();
    const actual = await plots(app);
    for (const panel of [0, 1] as const) expect(difference(expected[panel], actual[panel])).toBe(0);
  });

  test('that loses its device has a picture again when it is seen', async () => {
    const expected = await plots(app);
    await hide(true);
    await app.page.evaluate(async () => {
      const { device } = window as unknown as { device: GPUDevice };
      device.destroy();
      await device.lost;
    });
    await eventually(() => app.text('#status .backend')).toMatch(ON_WEBGPU);
    await hide(false);
    await app.settled();
    await eventually(async () => {
      const actual = await plots(app);
      return [difference(expected[0], actual[0]), difference(expected[1], actual[1])];
    }).toEqual([0, 0]);
    expect(await app.texts('.notice')).toEqual([]);
    app.expectNoProblems();
  });
});
