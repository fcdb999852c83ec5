/** Shaders are compiled while the page goes on, and a picture waits for them together with the words beside it. */
import type { Browser } from 'puppeteer';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { QUANTITIES } from '../../src/core/quantity.ts';
import { SCALE_KINDS } from '../../src/core/scale.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, SMALL_GRID } from './support/app.ts';
import { difference, type PlotPixels, pictureOfFigures, plots } from './support/pixels.ts';

const FRAGMENT = `version=1&${SMALL_GRID}`;

/** What the tests put into the page. */
interface Watched {
  /** Labels of pipelines that the page waited for. */
  waitedFor: string[];
  /** Labels of the others. */
  compiled: string[];
  /** Compilations that are held back, once there is a list. */
  held?: (() => void)[] | undefined;
}

let browser: Browser;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
});

/** Runs in the page before its own scripts. */
function watchPipelines(): void {
  const watched: Watched = { waitedFor: [], compiled: [] };
  Object.assign(window, { watched });
  if (!('GPUDevice' in window)) return;
  const device = GPUDevice.prototype as unknown as Record<string, (...given: unknown[]) => unknown>;
  for (const kind of ['Render', 'Compute']) {
    const make = device[`create${kind}Pipeline`]!;
    device[`create${kind}Pipeline`] = function (...given) {
      watched.waitedFor.push((given[0] as GPURenderPipelineDescriptor).label ?? '');
      return make.apply(this, given);
    };
    const makeLater = device[`create${kind}PipelineAsync`]!;
    device[`create${kind}PipelineAsync`] = async function (...given) {
      const { label } = given[0] as GPURenderPipelineDescriptor;
      watched.compiled.push(label ?? '');
      if (watched.held) await new Promise<void>((resolve) => watched.held!.push(resolve));
      return makeLater.apply(this, given);
    };
  }
}

function watched(app: App): Promise<Watched> {
  return app.page.evaluate(() => {
    const { waitedFor, compiled } = (window as unknown as { watched: Watched }).watched;
    return { waitedFor, compiled };
  });
}

test('every layer, scale, quantity and view is drawn without a shader that the page waits for', async () => {
  const app = await App.open(browser, { fragment: FRAGMENT, before: watchPipelines });
  for (const view of ['flat', 'both'] as const) {
    await app.set({ view, contours: true, arrows: true, streamlines: view === 'flat' });
    for (const quantity of QUANTITIES) {
      for (const scale of SCALE_KINDS) await app.set({ quantity, scale });
      await app.frames();
    }
    await app.set({ quantity: 'value', view: 'left', heightScale: 'linear' });
  }
  // Losses that are undefined here and there, kernels of every kind, windows too narrow for f32.
  for (const partial of [
    { preset: 'golik-gradients', view: 'flat' },
    { view: 'both', scale: 'symlog' },
    { quantity: 'ratio' },
    { preset: 'two-layer-tanh', quantity: 'lambda_min' },
    { preset: 'three-class-extreme', quantity: 'value', view: 'flat', params: { target: 1 } },
    { window: { u: [0, 1e-9], v: [0, 1e-9] } },
    { heatmap: false, view: 'right', predict: 'left' },
  ]) {
    await app.set(partial);
    await app.frames();
  }
  await app.page.click('.check-run');
  await eventually(() => app.texts('.check table.fields')).toHaveLength(1);

  const { waitedFor, compiled } = await watched(app);
  expect(waitedFor).toEqual([]);
  for (const label of ['heatmap', 'contours', 'height_surface', 'box_floor', 'streamlines trail', 'arrows']) {
    expect(compiled, label).toContain(label);
  }
  app.expectNoProblems();
  await app.page.close();
});

describe('while a shader is compiled', () => {
  let app: App;

  beforeAll(async () => {
    app = await App.open(browser, { fragment: FRAGMENT, before: watchPipelines });
  });

  const hold = () =>
    app.page.evaluate(() => {
      (window as unknown as { watched: Watched }).watched.held = [];
    });
  const heldCount = () =>
    app.page.evaluate(() => (window as unknown as { watched: Watched }).watched.held?.length ?? 0);
  const release = () =>
    app.page.evaluate(() => {
      const { watched } = window as unknown as { watched: Watched };
      const held = watched.held ?? [];
      watched.held = undefined;
      for (const go of held) go();
    });
  // What one test holds back is not to hold up the next.
  afterEach(() => release());
  /** Proposes a change and does not wait until it is drawn. */
  const propose = (partial: object) =>
    app.page.evaluate((given) => void window.logitscape.set(given), partial);
  const figures = async (): Promise<PlotPixels> => {
    const { plots, whole } = await pictureOfFigures(app);
    return [plots[0], whole];
  };

  test.each([
    { what: 'another scale', first: {}, partial: { scale: 'symlog' } },
    { what: 'contours', first: {}, partial: { contours: true } },
    { what: 'a surface in space', first: {}, partial: { view: 'both' } },
    { what: 'steps in cells', first: { view: 'flat', contours: false }, partial: { quantity: 'steps' } },
  ])(
    '$what: picture, axes and colourbar stay as they are, then change together',
    async ({ first, partial }) => {
      await app.set(first);
      await app.settled();
      const before = await figures();
      await hold();
      await propose(partial);
      await eventually(heldCount).toBeGreaterThan(0);
      await app.frames();
      const meanwhile = await figures();
      expect(difference(before[0], meanwhile[0]), 'the plot').toBe(0);
      expect(difference(before[1], meanwhile[1]), 'the figures').toBe(0);
      await release();
      await app.settled();
      const after = await figures();
      expect(difference(before[0], after[0]), 'the plot').toBeGreaterThan(0.001);
      // What stands there is what a page shows that was opened so.
      // The address is written a moment after the change.
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const fresh = await App.open(browser, { fragment: await app.fragment() });
      const [expected, actual] = [await plots(fresh), await plots(app)];
      for (const panel of [0, 1] as const) expect(difference(expected[panel], actual[panel])).toBe(0);
      await fresh.page.close();
    },
  );
});
