/** Without WebGPU: the same surfaces, computed in f64 and drawn on 2-D canvases, and a notice that says why. */
import type { Browser } from 'puppeteer';
import { beforeAll, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually, SMALL_GRID } from './support/app.ts';
import { choose } from './support/panel.ts';
import { difference, type PlotPixels, pictureOfFigures, plots } from './support/pixels.ts';
import { numberOf, pointAt, readAt } from './support/probe.ts';
import { recordTexts } from './support/record.ts';

const NO_ADAPTER =
  'The browser offers no GPU for WebGPU, so the surfaces are computed on the CPU in f64 and drawn without it. If there is a GPU, check that the browser’s settings allow hardware acceleration.';

let withGpu: Browser;
let without: Browser;
let model: App;
let app: App;
let initial: AppState;

beforeAll(async () => {
  withGpu = await launchChrome({ webgpu: true });
  without = await launchChrome({ webgpu: false });
  const fragment = `version=1&${SMALL_GRID}`;
  model = await App.open(withGpu, { fragment });
  app = await App.open(without, { fragment });
  initial = await app.state();
});

test('navigator.gpu is there, its adapter is null, and the page says so', async () => {
  expect(await app.page.evaluate(() => navigator.gpu.requestAdapter())).toBeNull();
  expect(await app.notice('backend')).toBe(NO_ADAPTER);
  expect(await app.text('#status .backend')).toBe('CPU · f64');
  await eventually(() => app.text('#status .time')).toMatch(/^[\d.e−]+ ms on the CPU$/);
  expect((await app.state()).backend).toBe('auto');
});

test('words, numbers and notice are those of f64, in Chinese too', async () => {
  await eventually(() => app.figures()).toEqual(await model.figures());
  await app.page.click('#language');
  await eventually(() => app.notice('backend')).toMatch(/^浏览器未提供可用于 WebGPU 的 GPU/);
  await app.page.click('#language');
  await eventually(() => app.notice('backend')).toBe(NO_ADAPTER);
});

test('the surfaces look as with WebGPU', async () => {
  await dismiss(app);
  for (const partial of [
    {},
    { scale: 'linear', palette: 'inferno' },
    { scale: 'symlog', range: 'shared' },
    { params: { target: 2, value: 3 }, window: { u: [-3, 5], v: [0, 30] } },
  ]) {
    const [expected, actual] = await bothPages({ arrows: false, ...partial });
    // The surfaces to the colour that f32 gives; a GPU rounds colours in its own way.
    for (const panel of [0, 1] as const) {
      expect(difference(expected[panel], actual[panel], 0.02), JSON.stringify(partial)).toBe(0);
    }
  }
});

test('the arrows are those of WebGPU but for the smoothing of their edges', async () => {
  for (const arrowLength of ['direction', 'magnitude', 'log']) {
    const [expected, actual] = await bothPages({ arrows: true, arrowLength });
    for (const panel of [0, 1] as const) {
      expect(difference(expected[panel], actual[panel], 0.1), arrowLength).toBeLessThan(0.04);
      expect(difference(expected[panel], actual[panel], 0.3), arrowLength).toBeLessThan(0.005);
    }
  }
});

test('changes in the panel reach the pixels', async () => {
  const before = await pictureOfFigures(app);
  await choose(app, 'target', 'class 2 (z₃)');
  await app.fragmentHas('p.target=2');
  await app.settled();
  const after = await pictureOfFigures(app);
  for (const panel of [0, 1] as const) {
    expect(difference(before.plots[panel], after.plots[panel])).toBeGreaterThan(0.01);
  }
  expect(await app.text('[data-control="grid"] option')).toBe('auto (192 × 192)');
});

test('the probe reads f64 only, and there is nothing to check', async () => {
  await app.set({ params: { target: 0 } });
  await pointAt(app, 0, 0, 1);
  const { losses } = await readAt(app, 'z₁, z₂', '−10, 10');
  expect(losses[0].rows.L).toEqual(['20.0000000021', '20']);
  expect(numberOf(losses[0].rows['|∇L|']?.[0])).toBeCloseTo(Math.SQRT2, 8);
  expect(await app.texts('#probe .loss th[scope="col"]')).toEqual([
    ...['here, f64', 'grid point, f64'],
    ...['here, f64', 'grid point, f64'],
  ]);
  expect(await app.text('.check')).toBe(
    'Every number on this page comes from the f64 evaluator: there is nothing to compare.',
  );
  expect(await app.texts('.check button')).toEqual([]);
});

test('the API computes on the CPU, and refuses what needs WebGPU', async () => {
  const answers = await app.page.evaluate(async () => {
    const { evaluate, verify, state } = window.logitscape;
    const refusal = (promise: Promise<unknown>) =>
      promise.then(
        () => 'it was done',
        (error: Error) => error.message,
      );
    const { backend, fields } = await evaluate(state.experiment);
    return [
      backend,
      (fields['mse.du' as never] as Float64Array).BYTES_PER_ELEMENT,
      await refusal(evaluate(state.experiment, { backend: 'webgpu' })),
      await refusal(verify(state.experiment)),
    ];
  });
  expect(answers).toEqual([
    'cpu',
    8,
    'cannot evaluate on WebGPU: no WebGPU device',
    'cannot verify WebGPU: no WebGPU device',
  ]);
});

test('a large grid shows a coarse picture first, and progress, and can be superseded', async () => {
  const said = await recordTexts(app, '#status .points');
  await app.page.evaluate(() => {
    void window.logitscape.set({ grid: [2000, 2000] });
  });
  await eventually(async () => (await said()).join('\n')).toMatch(/^computing 2000 × 2000: \d+ %$/m);
  await app.set({ grid: [40, 40] });
  expect(await app.text('#status .points')).toBe('40 × 40 points');
});

test.each([
  {
    name: 'a browser without WebGPU',
    before: () => Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined }),
    notice:
      /^This browser has no WebGPU, so the surfaces are computed on the CPU in f64 and drawn without it\./,
  },
  {
    name: 'a GPU that cannot be opened',
    before: () => {
      const device = () => Promise.reject(new Error('the driver is on holiday'));
      const adapter = { requestDevice: device, limits: {}, features: new Set(), info: {} };
      Object.defineProperty(Navigator.prototype, 'gpu', {
        get: () => ({ requestAdapter: () => Promise.resolve(adapter) }),
      });
    },
    notice:
      /^The GPU could not be opened, so the surfaces are computed on the CPU in f64\. the driver is on holiday$/,
  },
  {
    name: 'an adapter that is never given for a failure of its own',
    before: () => {
      Object.defineProperty(Navigator.prototype, 'gpu', {
        get: () => ({ requestAdapter: () => Promise.reject(new Error('no')) }),
      });
    },
    notice: /^The browser offers no GPU for WebGPU/,
  },
  {
    name: 'neither WebGPU nor workers',
    before: () => {
      Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined });
      Reflect.deleteProperty(window, 'Worker');
    },
    notice: /^This browser has no WebGPU/,
  },
])('$name has a notice of its own and shows the surfaces', async ({ before, notice }) => {
  const opened = await App.open(without, { fragment: `version=1&${SMALL_GRID}`, before });
  expect(await opened.notice('backend')).toMatch(notice);
  expect(await opened.text('#status .backend')).toBe('CPU · f64');
  await dismiss(opened);
  await eventually(async () => (await opened.figure(0)).range).toContain('2.06e−9 … 20');
  await app.set(initial);
  const [expected, actual] = [await plots(app), await plots(opened)];
  for (const panel of [0, 1] as const) expect(difference(expected[panel], actual[panel])).toBe(0);
  opened.expectNoProblems();
  await opened.page.close();
});

test('nothing went wrong meanwhile', () => {
  model.expectNoProblems();
  app.expectNoProblems(['No available adapters.']);
});

/** Without the notice the plots are as large as on a page that has none. */
async function dismiss(opened: App): Promise<void> {
  await opened.page.click('.notice[data-subject="backend"] .close');
  await opened.settled();
}

/** The plots of the page with WebGPU and of the one without, in the same state. */
async function bothPages(partial: object): Promise<[PlotPixels, PlotPixels]> {
  for (const page of [model, app]) {
    await page.set(initial);
    await page.set(partial);
  }
  return [await plots(model), await plots(app)];
}
