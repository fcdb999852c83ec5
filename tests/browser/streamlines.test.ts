/** The streamlines on the page: what flows, what stands still, and when nothing may move or be done. */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, type Panel, SMALL_GRID } from './support/app.ts';
import { shownBy, toggle } from './support/panel.ts';
import { difference, type Pixels, type PlotPixels, plots } from './support/pixels.ts';

/** Where the model is sure and wrong, in parts of the plots: there the squared error is flat and cross-entropy steep. */
const PLATEAU = { left: 0.04, top: 0.04, side: 0.22 } as const;
const FRAGMENT = `version=1&${SMALL_GRID}&arrows=0`;
/** Colours as far apart count as the same: smoothed edges. */
const ALIKE = 0.05;

let browser: Browser;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

type CountingWindow = Window & { submissions?: number };

/** Has the page count what it gives the GPU to do. */
function countSubmissions(): void {
  // An empty page has none.
  if (!('GPUQueue' in window)) return;
  const counting = window as CountingWindow;
  counting.submissions = 0;
  const { submit } = GPUQueue.prototype;
  GPUQueue.prototype.submit = function (buffers) {
    counting.submissions! += 1;
    submit.call(this, buffers);
  };
}

function submissions(app: App): Promise<number> {
  return app.page.evaluate(() => (window as CountingWindow).submissions!);
}

async function open(fragment: string, motion: 'reduce' | 'no-preference'): Promise<App> {
  const app = await App.open(browser, { fragment, before: countSubmissions });
  await prefer(app, motion);
  await app.settled();
  return app;
}

function prefer(app: App, motion: 'reduce' | 'no-preference'): Promise<void> {
  return app.page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: motion }]);
}

function part({ width, height, data }: Pixels): Pixels {
  const [left, top] = [Math.round(PLATEAU.left * width), Math.round(PLATEAU.top * height)];
  const side = Math.round(PLATEAU.side * width);
  const rows = Array.from({ length: side }, (_, y) => {
    const from = 4 * ((top + y) * width + left);
    return data.subarray(from, from + 4 * side);
  });
  return { width: side, height: side, data: Buffer.concat(rows) };
}

/** The share of the plateau's pixels that differ, of each panel. */
function changes(before: PlotPixels, after: PlotPixels): [left: number, right: number] {
  const change = (panel: Panel) => difference(part(before[panel]), part(after[panel]), ALIKE);
  return [change(0), change(1)];
}

/** Whether the GPU is given nothing to do for a while. */
async function isIdle(app: App): Promise<boolean> {
  const before = await submissions(app);
  await new Promise((resolve) => setTimeout(resolve, 700));
  return (await submissions(app)) === before;
}

describe('where motion is welcome', () => {
  let app: App;

  beforeAll(async () => {
    app = await open(FRAGMENT, 'no-preference');
  });

  test('a page without the layer gives the GPU nothing to do', async () => {
    await eventually(() => isIdle(app)).toBe(true);
    expect(await shownBy(app, 'streamlines')).toBe(false);
  });

  test('cross-entropy flows where the squared error stands still', async () => {
    const without = await plots(app);
    await toggle(app, 'streamlines');
    await app.fragmentHas('streams=1');
    await app.settled();
    // At first the particles fade in on both.
    await eventually(async () => {
      const before = await plots(app);
      const [flowing, still] = changes(before, await plots(app));
      return { flowing: flowing > 0.04, still: still < 0.002 };
    }).toEqual({ flowing: true, still: true });
    // What stands still is there to be seen.
    expect(changes(without, await plots(app))[1]).toBeGreaterThan(0.01);
    app.expectNoProblems();
  });

  test('by the range of both, the squared error’s plateau stands still as well', async () => {
    await app.set({ range: 'shared' });
    await eventually(async () => {
      const before = await plots(app);
      const [flowing, still] = changes(before, await plots(app));
      return { flowing: flowing > 0.04, still: still < 0.002 };
    }).toEqual({ flowing: true, still: true });
    await app.set({ range: 'panel' });
  });

  test('the flow goes on while the window moves, and in deep zoom', async () => {
    for (const window of [
      { u: [-12, 8], v: [-8, 12] },
      { u: [-9 - 1e-9, -9 + 1e-9], v: [8 - 1e-9, 8 + 1e-9] },
    ]) {
      await app.set({ window });
      await eventually(async () => {
        const before = await plots(app);
        return changes(before, await plots(app))[0] > 0.04;
      }).toBe(true);
    }
    await app.set({ window: { u: [-10, 10], v: [-10, 10] } });
    app.expectNoProblems();
  });

  test('it stops at once where the system asks for less motion, and starts again', async () => {
    await prefer(app, 'reduce');
    await eventually(() => isIdle(app)).toBe(true);
    await prefer(app, 'no-preference');
    await eventually(() => isIdle(app)).toBe(false);
  });

  test('nothing moves where neither panel is both flat and seen', async () => {
    for (const hiding of [{ view: 'both' }, { view: 'left', predict: 'right' }]) {
      await app.set(hiding);
      await eventually(() => isIdle(app)).toBe(true);
      await app.set({ view: 'flat', predict: 'off' });
      await eventually(() => isIdle(app)).toBe(false);
    }
  });

  test('without the layer there is rest again, and the picture of before', async () => {
    await app.set({ streamlines: true });
    await eventually(() => isIdle(app)).toBe(false);
    await app.set({ streamlines: false });
    await eventually(() => isIdle(app)).toBe(true);
    const off = await plots(app);
    await app.visit(FRAGMENT);
    await app.settled();
    expect(changes(off, await plots(app))).toEqual([0, 0]);
    app.expectNoProblems();
  });
});

describe('where the system asks for less motion', () => {
  test('lines stand still, long where cross-entropy is steep, and dots on the plateau', async () => {
    const app = await open(FRAGMENT, 'reduce');
    const without = await plots(app);
    await app.set({ streamlines: true });
    await app.settled();
    const first = await plots(app);
    await eventually(() => isIdle(app)).toBe(true);
    const second = await plots(app);
    for (const panel of [0, 1] as const) expect(difference(first[panel], second[panel])).toBe(0);
    const [lines, dots] = changes(without, first);
    expect(dots).toBeGreaterThan(0.01);
    expect(lines).toBeGreaterThan(2 * dots);
    app.expectNoProblems();
  });
});

describe('without WebGPU', () => {
  test('the control says what it needs, and cannot be turned', async () => {
    const app = await open(`${FRAGMENT}&backend=cpu&streams=1`, 'no-preference');
    const control = '#panel [data-control="streamlines"]';
    expect(await app.text('#reason-streamlines')).toBe('Streamlines need WebGPU.');
    expect(await app.page.$eval(`${control} input`, (input) => (input as HTMLInputElement).disabled)).toBe(
      true,
    );
    await app.set({ backend: 'auto' });
    await app.settled();
    expect(await app.text('#reason-streamlines')).toBe('');
    await eventually(() => isIdle(app)).toBe(false);
    app.expectNoProblems();
  });
});
