/**
 * The saved figure of surfaces in space, by real clicks: where it is right, the place of a point of the surface, projected
 * in f64 onto the saved plot, has the point's colour, and the outline is that of the surface.
 */
import { PNG } from 'pngjs';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RenderOptions } from '../../src/app/figure-image.ts';
import { descend } from '../../src/core/descent.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { HOME_ORBIT } from '../../src/core/orbit.ts';
import { colourAt, paletteTable } from '../../src/core/palette.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { makeScale, rangeOfValues } from '../../src/core/scale.ts';
import { layoutImage } from '../../src/render/image-layout.ts';
import { HEIGHT, orbitCamera, project } from '../../src/render/orbit-camera.ts';
import { startColour } from '../../src/render/start-colours.ts';
import { DARK_THEME, LIGHT_THEME } from '../../src/render/theme.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, type Panel } from './support/app.ts';
import { Downloads } from './support/downloads.ts';
import { distanceInAnyLight, expectOutline, Ground } from './support/ground.ts';
import {
  type Box,
  colourDistance,
  colourOf,
  difference,
  type Pixels,
  pictureOfFigures,
  type Rgb,
} from './support/pixels.ts';

const SIDE = 33;
const START = `version=1&grid=${SIDE}x${SIDE}&view=both&camera=35,40,3&height=linear&arrows=0`;
const NAME = 'three-class-extreme';
const PANELS = [0, 1] as const;
const VIRIDIS = paletteTable('viridis');

let browser: Browser;
let app: App;
const downloads = new Downloads();

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: START });
  await downloads.takeFrom(app.page);
});

afterAll(async () => {
  await browser?.close();
  downloads.removeAll();
});

beforeEach(async () => {
  downloads.clear();
  await app.visit(START);
});

/** What the menu saves of the page as it is. */
async function saved(times = 1): Promise<PNG> {
  const name = times === 1 ? `${NAME}.png` : `${NAME}-${times}x.png`;
  await app.page.click('#export-menu');
  await app.page.click(`#export-list [data-kind="png-${times}"]`);
  const picture = PNG.sync.read(await downloads.only(name));
  downloads.remove(name);
  return picture;
}

/** Of a saved figure, which has a title, and ranges on as many lines as put the colourbar where it begins. */
function layoutOf(picture: Pixels) {
  const { width, height } = picture;
  const [one, two] = [1, 2].map((rangeLines) => layoutImage(width, height, { titled: true, rangeLines }));
  const { scale, panels } = one!;
  const { x, y, figure } = panels[0];
  const [left, top] = [Math.round((x + figure.bar.x + 4) * scale), Math.round((y + figure.bar.y) * scale)];
  const theme = [DARK_THEME, LIGHT_THEME].find(
    ({ background }) => colourDistance(rgbOf(background), colourOf(picture, 1, 1)) === 0,
  );
  const begins = colourDistance(colourOf(picture, left, top - 1), rgbOf(theme!.line)) === 0;
  return begins ? one! : two!;
}

/** A panel's plot, px of the picture. */
function plotOf(picture: Pixels, panel: Panel): Box {
  const { scale, panels } = layoutOf(picture);
  const { x, y, figure } = panels[panel];
  const [left, top, side] = [x + figure.plot.x, y + figure.plot.y, figure.plot.width];
  return {
    x: Math.round(left * scale),
    y: Math.round(top * scale),
    width: Math.round(side * scale),
    height: Math.round(side * scale),
  };
}

/** The colourbar, its ticks and their labels. */
function barOf(picture: Pixels, panel: Panel): Box {
  const { scale, panels } = layoutOf(picture);
  const { bounds, bar } = panels[panel].figure;
  const plot = plotOf(picture, panel);
  const x = Math.round((panels[panel].x + bar.x) * scale);
  const right = Math.round((panels[panel].x + bounds.x + bounds.width) * scale);
  return { ...plot, x, width: right - x };
}

function part(picture: PNG, { x, y, width, height }: Box): PNG {
  const pixels = new PNG({ width, height });
  PNG.bitblt(picture, pixels, x, y, width, height, 0, 0);
  return pixels;
}

function panelOf(picture: PNG, panel: Panel): PNG {
  return part(picture, plotOf(picture, panel));
}

/** A loss of the state over its grid, in f64, and how it stands in a plot of this width. */
async function truth(panel: Panel, width: number) {
  const { experiment, camera, heightScale, scale } = await app.state();
  const grid = gridOf(experiment);
  const evaluator = new PointEvaluator(experiment);
  const lossAt = (u: number, v: number) => {
    evaluator.updateJets(u, v, 1);
    return evaluator.field(panel, 'value');
  };
  const values = Array.from({ length: SIDE * SIDE }, (_, n) =>
    lossAt(columnU(grid, n % SIDE), rowV(grid, Math.floor(n / SIDE))),
  );
  const range = rangeOfValues(values);
  const heights = makeScale(heightScale, range);
  const colours = makeScale(scale, range);
  const { u: us, v: vs } = experiment.window;
  return {
    values,
    ground: new Ground(grid, (u, v) => heights.position(lossAt(u, v)), camera, width),
    colours: values.map((value) => colourAt(VIRIDIS, colours.position(value))),
    /** Where a point of the surface is on the plot, px. */
    placeOf(u: number, v: number): readonly [number, number] {
      const across = (u - us[0]) / (us[1] - us[0]) - 0.5;
      const up = (v - vs[0]) / (vs[1] - vs[0]) - 0.5;
      const plot = { x: 0, y: 0, width, height: width };
      const z = HEIGHT * heights.position(lossAt(u, v));
      const [x, y] = project(orbitCamera(camera), plot, [across, up, z]);
      return [x, y];
    },
  };
}

/** Both plots of the picture show the surfaces of the state, as they stand and in their colours. */
async function expectSurfaces(picture: PNG, times: number): Promise<void> {
  for (const panel of PANELS) {
    const plot = panelOf(picture, panel);
    const { ground, colours, values } = await truth(panel, plot.width);
    expectOutline(plot, ground, Math.max(2, times));
    const mark = ground.pixelOf(values.indexOf(Math.min(...values)));
    let looked = 0;
    for (let j = 2; j < SIDE - 2; j += 3) {
      for (let i = 2; i < SIDE - 2; i += 3) {
        const n = j * SIDE + i;
        const [x, y] = ground.pixelOf(n);
        if (!ground.isInSight(n, 2 * times)) continue;
        if (Math.hypot(x - mark[0], y - mark[1]) < 12 * times) continue;
        const off = distanceInAnyLight(colourOf(plot, Math.floor(x), Math.floor(y)), colours[n]!);
        expect(off, `panel ${panel}, point ${i}, ${j}`).toBeLessThan(14);
        looked += 1;
      }
    }
    expect(looked).toBeGreaterThan(30);
  }
}

/** The mean colours of n x n parts of a square picture. */
function coarsely({ width, height, data }: Pixels, n: number): Rgb[] {
  return Array.from({ length: n * n }, (_, at) => {
    const [i, j] = [at % n, Math.floor(at / n)];
    const sum = [0, 0, 0];
    let count = 0;
    for (let y = Math.floor((j * height) / n); y < Math.floor(((j + 1) * height) / n); y++) {
      for (let x = Math.floor((i * width) / n); x < Math.floor(((i + 1) * width) / n); x++) {
        for (const c of [0, 1, 2]) sum[c]! += data[4 * (y * width + x) + c]!;
        count += 1;
      }
    }
    return sum.map((channel) => channel / count) as never as Rgb;
  });
}

/** The share of 32 x 32 parts whose mean colours are apart. */
function apart(a: Pixels, b: Pixels): number {
  const [one, other] = [coarsely(a, 32), coarsely(b, 32)];
  return one.filter((colour, n) => colourDistance(colour, other[n]!) > 24).length / one.length;
}

describe('the figure', () => {
  test.each([1, 2, 4])('at %dx has both surfaces as large and as sharp as it is', async (times) => {
    const picture = await saved(times);
    expect([picture.width, picture.height]).toEqual([times * 920, times * 460]);
    await expectSurfaces(picture, times);
  });

  test('has what the screen shows', async () => {
    await app.set({ contours: true, heightScale: 'log', camera: { ...HOME_ORBIT, azimuth: -50 } });
    await app.settled();
    const { plots } = await pictureOfFigures(app);
    const picture = await saved();
    await app.set({ view: 'flat' });
    const flat = await saved();
    for (const panel of PANELS) {
      expect(apart(panelOf(picture, panel), plots[panel])).toBeLessThan(0.03);
      expect(apart(panelOf(flat, panel), plots[panel])).toBeGreaterThan(0.3);
    }
  });

  test('turns with the camera', async () => {
    const before = await saved();
    await app.set({ camera: { azimuth: 75, elevation: 62, distance: 2.8 }, heightScale: 'log' });
    const after = await saved();
    await expectSurfaces(after, 1);
    for (const panel of PANELS)
      expect(apart(panelOf(before, panel), panelOf(after, panel))).toBeGreaterThan(0.2);
  });

  test('keeps a flat panel flat beside one in space', async () => {
    const both = await saved();
    await app.set({ view: 'right' });
    const right = await saved();
    await app.set({ view: 'flat' });
    const flat = await saved();
    expect(difference(panelOf(right, 0), panelOf(flat, 0))).toBe(0);
    expect(difference(panelOf(right, 1), panelOf(both, 1))).toBe(0);
    expect(apart(panelOf(both, 0), panelOf(flat, 0))).toBeGreaterThan(0.3);
  });

  test('has title, heading and colourbars of the flat one, and axes of its own', async () => {
    const space = await saved();
    await app.set({ view: 'flat' });
    const flat = await saved();
    const { y } = plotOf(space, 0);
    const above = { x: 0, y: 0, width: space.width, height: y - 10 };
    expect(difference(part(space, above), part(flat, above))).toBe(0);
    for (const panel of PANELS) {
      const bar = barOf(space, panel);
      expect(difference(part(space, bar), part(flat, bar))).toBe(0);
      // The names of the axes and their labels, which the flat one has outside of its plot.
      const greys = (picture: PNG) => {
        const plot = panelOf(picture, panel);
        let count = 0;
        for (let at = 0; at < plot.data.length; at += 4) {
          const pixel = [plot.data[at]!, plot.data[at + 1]!, plot.data[at + 2]!] as const;
          if (colourDistance(pixel, rgbOf(DARK_THEME.mutedText)) < 12) count += 1;
        }
        return count;
      };
      expect(greys(space)).toBeGreaterThan(25);
      expect(greys(flat)).toBe(0);
    }
  });

  test('is light on a light page', async () => {
    await app.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
    await app.settled();
    const picture = await saved();
    expect(colourOf(picture, 1, 1)).toEqual(rgbOf(LIGHT_THEME.background));
    for (const panel of PANELS) {
      expect(colourOf(panelOf(picture, panel), 4, 4)).toEqual(rgbOf(LIGHT_THEME.background));
    }
    await expectSurfaces(picture, 1);
    await app.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  });

  test('has the descents as far as they are played, and the pins, on the ground', async () => {
    await app.set({ rate: 2, steps: 100, tab: 'descent', starts: [[-4.3, 2.4]] });
    await eventually(() => app.text('.playback .place')).toBe('100 / 100');
    const { rate, method, steps, starts, experiment } = await app.state();
    const options = { method, rate, steps, start: starts[0]! };
    const descent = [...descend(new PointEvaluator(experiment), 0, options)];
    const hasDot = async (picture: PNG, step: number) => {
      const plot = panelOf(picture, 0);
      const { placeOf } = await truth(0, plot.width);
      const [x, y] = placeOf(descent[step]!.u, descent[step]!.v);
      const around = [-1, 0, 1].flatMap((dy) => [-1, 0, 1].map((dx) => [dx, dy] as const));
      return around.every(([dx, dy]) => {
        const at = colourOf(plot, Math.round(x - 0.5) + dx, Math.round(y - 0.5) + dy);
        return colourDistance(at, rgbOf(startColour(0))) < 24;
      });
    };
    expect(await hasDot(await saved(), 100)).toBe(true);
    await app.page.focus('.playback input');
    await app.page.keyboard.press('Home');
    for (let n = 0; n < 3; n++) await app.page.keyboard.press('ArrowRight');
    await eventually(() => app.text('.playback .place')).toBe('3 / 100');
    const played = await saved();
    expect(await hasDot(played, 3)).toBe(true);
    expect(await hasDot(played, 100)).toBe(false);

    const isPinned = async () => {
      const plot = panelOf(await saved(), 1);
      const { placeOf } = await truth(1, plot.width);
      const [x, y] = placeOf(0, 0);
      return colourDistance(colourOf(plot, Math.round(x) - 5, Math.round(y)), [255, 255, 255]) < 24;
    };
    await app.set({ starts: [], camera: { azimuth: 0, elevation: 90, distance: 3 } });
    expect(await isPinned()).toBe(false);
    // Where keys turn the surface, no crosshair goes by them.
    await app.set({ view: 'right' });
    await app.page.focus('.figure[data-panel="0"] .box');
    await app.page.keyboard.press('ArrowUp');
    await app.page.keyboard.press('p');
    await eventually(async () => (await app.page.$$('#pins li')).length).toBe(1);
    expect(await isPinned()).toBe(true);
  });

  test('covers what is to be predicted', async () => {
    const plain = await saved();
    await app.set({ predict: 'right', range: 'shared' });
    const picture = await saved();
    expect(difference(panelOf(picture, 0), panelOf(plain, 0))).toBe(0);
    expect(colourOf(panelOf(picture, 1), 10, 10)).toEqual(rgbOf(DARK_THEME.cover));
    // A comparison of both would tell of the one that is covered: the figure shows the value, as the page does.
    await app.set({ quantity: 'ratio' });
    expect(difference(panelOf(await saved(), 0), panelOf(plain, 0))).toBe(0);
  });

  test('tells pale ground from a light page by its border', async () => {
    await app.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
    // The curvature of cross-entropy is zero here: all of it has the middle colour, which is nearly white.
    await app.set({ quantity: 'lambda_min' });
    await app.settled();
    const background = rgbOf(LIGHT_THEME.background);
    const lined = (plot: PNG, ground: Ground) => {
      const tops = ground.tops();
      let [known, count] = [0, 0];
      for (let column = 0; column < tops.length; column++) {
        if (Number.isNaN(tops[column])) continue;
        known += 1;
        const around = [-2, -1, 0, 1, 2].map((dy) =>
          colourDistance(colourOf(plot, column, Math.max(0, Math.round(tops[column]!) + dy)), background),
        );
        if (Math.max(...around) > 45) count += 1;
      }
      expect(known).toBeGreaterThan(0.6 * tops.length);
      return count / known;
    };
    const picture = await saved();
    const plot = panelOf(picture, 0);
    const { ground } = await truth(0, plot.width);
    expect(lined(plot, ground)).toBeGreaterThan(0.95);
    // The ground itself keeps the colour that the colourbar has for zero.
    const middle = colourAt(paletteTable('blue-red'), 0.5);
    const [x, y] = ground.pixelOf(Math.floor(SIDE / 2) * SIDE + Math.floor(SIDE / 2));
    expect(distanceInAnyLight(colourOf(plot, Math.floor(x), Math.floor(y)), middle)).toBeLessThan(4);
    await app.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
  });

  test('is flat where the page is: on the CPU', async () => {
    await app.set({ backend: 'cpu' });
    const both = await saved();
    await app.set({ view: 'flat' });
    expect(difference(both, await saved())).toBe(0);
  });

  test.each(['lambda_min', 'ratio', 'regions', 'steps', 'error'] as const)(
    'has the colours of %s as the screen has them',
    async (quantity) => {
      await app.set({ quantity, rate: 0.5, steps: 100 });
      await app.settled();
      const { plots } = await pictureOfFigures(app);
      const picture = await saved();
      for (const panel of PANELS) expect(apart(panelOf(picture, panel), plots[panel])).toBeLessThan(0.04);
    },
  );

  test('has the slope of a deep zoom, and holes where the loss is undefined', async () => {
    const file = {
      version: 1,
      name: NAME,
      map: 'affine',
      link: 'softmax',
      samples: [{ origin: [0, 0], du: [1, 0], dv: [0, 1], target: 0 }],
      window: { u: [1 - 1e-9, 1 + 1e-9], v: [-1e-9, 1e-9] },
      resolution: [SIDE, SIDE],
    };
    await app.set({ experiment: file, scale: 'linear' });
    await app.settled();
    const deep = await pictureOfFigures(app);
    const picture = await saved();
    for (const panel of PANELS) {
      expect(apart(panelOf(picture, panel), deep.plots[panel])).toBeLessThan(0.03);
      expect(new Set(coarsely(panelOf(picture, panel), 32).map(String)).size).toBeGreaterThan(60);
    }
    const holes = { ...file, link: 'identity', samples: [{ origin: [0], du: [1], dv: [0], target: 1 }] };
    await app.set({ experiment: { ...holes, window: { u: [-1, 1], v: [-1, 1] } } });
    await app.settled();
    const { plots } = await pictureOfFigures(app);
    expect(apart(panelOf(await saved(), 0), plots[0])).toBeLessThan(0.04);
  });
});

describe('asked for by a script', () => {
  const render = (options: RenderOptions) =>
    app.page
      .evaluate(async (given) => {
        const { state, render } = window.logitscape;
        const bytes = new Uint8Array(await render(state.experiment, given));
        return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
      }, options)
      .then((base64) => PNG.sync.read(Buffer.from(base64, 'base64')));
  const settings = {
    view: 'both',
    camera: { azimuth: 35, elevation: 40, distance: 3 },
    arrows: false,
  } as const;

  test('a figure has surfaces in space, and is flat without WebGPU', async () => {
    const picture = await render({ width: 1400, height: 700, settings });
    await expectSurfaces(picture, 1.5);
    const onCpu = await render({ width: 700, height: 350, settings, backend: 'cpu' });
    const flat = await render({
      width: 700,
      height: 350,
      settings: { ...settings, view: 'flat' },
      backend: 'cpu',
    });
    expect(difference(onCpu, flat)).toBe(0);
  });

  test('where the GPU has no memory for so large a picture, it is drawn smaller and enlarged', async () => {
    const options = { width: 1400, height: 700, settings };
    const sharp = await render(options);
    await app.page.evaluate(() => {
      const { createTexture } = GPUDevice.prototype;
      GPUDevice.prototype.createTexture = function (descriptor) {
        const [width] = descriptor.size as number[];
        // A size that no device has is refused as one without memory would be.
        const size = width! > 300 ? [2 ** 24, 1] : descriptor.size;
        return createTexture.call(this, { ...descriptor, size });
      };
    });
    const blurred = await render(options);
    for (const panel of PANELS) {
      expect(apart(panelOf(blurred, panel), panelOf(sharp, panel))).toBeLessThan(0.06);
      expect(difference(panelOf(blurred, panel), panelOf(sharp, panel))).toBeGreaterThan(0.1);
    }
  });
});

function rgbOf(hex: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as never as Rgb;
}

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});
