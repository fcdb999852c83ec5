/**
 * Surfaces in space: turned by real drags, wheel, clicks and keys. Where the picture is right, the place of a point of the surface,
 * projected in f64, has the point's colour.
 */
import type { Browser, KeyInput } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { contourLevels } from '../../src/core/contour-levels.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { HOME_ORBIT, type Orbit } from '../../src/core/orbit.ts';
import { colourAt, paletteTable } from '../../src/core/palette.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { makeScale, rangeOfValues, type Scale } from '../../src/core/scale.ts';
import { FLOOR, HEIGHT, orbitCamera, type Point3, project } from '../../src/render/orbit-camera.ts';
import { DARK_THEME, LIGHT_THEME } from '../../src/render/theme.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, type Panel } from './support/app.ts';
import { shownBy } from './support/panel.ts';
import { colourDistance, colourOf, difference, plotBox, plots, type Rgb } from './support/pixels.ts';
import { numberOf, read, readAt } from './support/probe.ts';

/** Sigmoids: the squared error on the right has a hill at (2, 2), where all four samples are half wrong. */
const HILL = {
  version: 1,
  map: 'affine',
  link: 'sigmoid',
  samples: [
    { origin: [0], du: [1], dv: [0], target: 0 },
    { origin: [-4], du: [1], dv: [0], target: 1 },
    { origin: [0], du: [0], dv: [1], target: 0 },
    { origin: [-4], du: [0], dv: [1], target: 1 },
  ],
  window: { u: [-4, 10], v: [-8, 6] },
  resolution: [65, 65],
};
const START = { experiment: HILL, arrows: false, scale: 'linear', view: 'right', tab: 'descent' };
const SIDE = 65;
const RIGHT: Panel = 1;
const TOP = colourAt(paletteTable('viridis'), 1);

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser);
  await app.set(START);
});

interface Surface {
  readonly values: readonly number[];
  readonly scale: Scale;
  readonly place: (index: number) => readonly [u: number, v: number];
}

/** The right surface over its grid, in f64. */
async function surface(kind: 'linear' | 'log' = 'linear'): Promise<Surface> {
  const { experiment } = await app.state();
  const grid = gridOf(experiment);
  const evaluator = new PointEvaluator(experiment);
  const place = (n: number) => [columnU(grid, n % SIDE), rowV(grid, Math.floor(n / SIDE))] as const;
  const values = Array.from({ length: SIDE * SIDE }, (_, n) => {
    evaluator.updateJets(...place(n), 1);
    return evaluator.field(RIGHT, 'value');
  });
  return { values, scale: makeScale(kind, rangeOfValues(values)), place };
}

/** Where a grid point stands in space. */
function inSpace({ values, scale }: Surface, n: number): Point3 {
  const across = (n % SIDE) / (SIDE - 1) - 0.5;
  const up = Math.floor(n / SIDE) / (SIDE - 1) - 0.5;
  return [across, up, HEIGHT * scale.position(values[n]!)];
}

async function pixelOf(point: Point3, orbit: Orbit): Promise<[x: number, y: number]> {
  const { width, height } = await plotBox(app, RIGHT);
  const [x, y] = project(orbitCamera(orbit), { x: 0, y: 0, width, height }, point);
  return [x, y];
}

async function colourAtPoint(point: Point3, orbit: Orbit): Promise<Rgb> {
  const [x, y] = await pixelOf(point, orbit);
  return colourOf((await plots(app))[RIGHT], Math.floor(x), Math.floor(y));
}

/** A number that another picture on a canvas would not have. */
function inked(canvas: Element): number {
  const { width, height } = canvas as HTMLCanvasElement;
  const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
  let sum = 0;
  for (let n = 0; n < data.length; n += 4) sum = (31 * sum + data[n]! + 7 * data[n + 3]!) % 1_000_003;
  return sum;
}

function highest({ values }: Surface): number {
  return values.indexOf(Math.max(...values));
}

async function camera(): Promise<Orbit> {
  return (await app.state()).camera;
}

/** Px of the page. */
async function onPlot(across: number, up: number): Promise<[x: number, y: number]> {
  const { x, y, width, height } = await plotBox(app, RIGHT);
  return [x + across * width, y + (1 - up) * height];
}

async function drag(dx: number, dy: number, steps = 7): Promise<void> {
  const [x, y] = await onPlot(0.5, 0.5);
  await app.page.mouse.move(x, y);
  await app.page.mouse.down();
  await app.page.mouse.move(x + dx, y + dy, { steps });
  await app.page.mouse.up();
}

/** How far the pointer has turned the surface, to two px: pixels of the pointer are whole. */
function turnedFrom(home: Orbit): () => Promise<string> {
  return async () => {
    const { azimuth, elevation } = await camera();
    const perPx = 200 / (await plotBox(app, RIGHT)).width;
    const px = [(home.azimuth - azimuth) / perPx, (elevation - home.elevation) / perPx];
    return `by ${px.map((at) => [0, 45, 60].find((way) => Math.abs(at - way) <= 2) ?? at).join(', ')} px`;
  };
}

async function press(...keys: KeyInput[]): Promise<void> {
  for (const key of keys) await app.page.keyboard.press(key);
}

describe('the picture', () => {
  test.each([
    ['linear', 35],
    ['linear', 215 - 360],
    ['log', 35],
    ['log', -100],
  ] as const)('on a %s scale, from %d degrees, has the hill where it is', async (kind, azimuth) => {
    const orbit = { azimuth, elevation: 62, distance: 3 };
    await app.set({ view: 'right', heightScale: kind, scale: kind, camera: orbit });
    await app.settled();
    const ground = await surface(kind);
    const top = highest(ground);
    // Level ground, which has the colourbar's own colours.
    expect([0, SIDE - 1]).not.toContain(top % SIDE);
    expect([0, SIDE - 1]).not.toContain(Math.floor(top / SIDE));
    expect(colourDistance(await colourAtPoint(inSpace(ground, top), orbit), TOP)).toBeLessThan(12);
  });

  test('shows the hill on the other side after half a turn', async () => {
    await app.set({ heightScale: 'linear', scale: 'linear' });
    const hill = inSpace(await surface(), highest(await surface()));
    const seen: [number, number][] = [];
    for (const azimuth of [0, 180]) {
      const orbit = { azimuth, elevation: 90, distance: 3 };
      await app.set({ camera: orbit });
      await app.settled();
      seen.push(await pixelOf(hill, orbit));
      expect(colourDistance(await colourAtPoint(hill, orbit), TOP)).toBeLessThan(12);
      // Nothing of the kind stands at the same place of the other picture.
      const [x, y] = await pixelOf([-hill[0], -hill[1], hill[2]], orbit);
      const opposite = colourOf((await plots(app))[RIGHT], Math.floor(x), Math.floor(y));
      expect(colourDistance(opposite, TOP)).toBeGreaterThan(40);
    }
    const { width } = await plotBox(app, RIGHT);
    expect(seen[0]![0] + seen[1]![0]).toBeCloseTo(width, 3);
    expect(seen[0]![1] + seen[1]![1]).toBeCloseTo(width, 3);
  });

  test.each([
    ['dark', DARK_THEME],
    ['light', LIGHT_THEME],
  ] as const)('keeps its colours in the %s theme, on its background', async (name, theme) => {
    await app.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: name }]);
    const orbit = { azimuth: 35, elevation: 62, distance: 3 };
    await app.set({ camera: orbit });
    await app.settled();
    const ground = await surface();
    const hill = inSpace(ground, highest(ground));
    const background = [1, 3, 5].map((at) => Number.parseInt(theme.background.slice(at, at + 2), 16));
    await eventually(async () =>
      colourDistance(colourOf((await plots(app))[RIGHT], 2, 2), background as never),
    ).toBeLessThan(3);
    expect(colourDistance(await colourAtPoint(hill, orbit), TOP)).toBeLessThan(12);
  });

  test('leaves the other panel flat, and both where none is asked for', async () => {
    await app.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }]);
    await app.set({ view: 'right' });
    await app.settled();
    const one = await plots(app);
    await app.set({ view: 'both' });
    await app.settled();
    const both = await plots(app);
    await app.set({ view: 'flat' });
    await app.settled();
    const flat = await plots(app);
    expect(difference(one[0], flat[0])).toBe(0);
    expect(difference(one[1], both[1])).toBe(0);
    expect(difference(one[1], flat[1], 0.1)).toBeGreaterThan(0.2);
    expect(difference(both[0], flat[0], 0.1)).toBeGreaterThan(0.2);
  });

  test('draws contours on the ground, at the levels of the flat picture', async () => {
    const orbit = { azimuth: 0, elevation: 90, distance: 3 };
    await app.set({ view: 'right', heatmap: false, contours: true, camera: orbit });
    await app.settled();
    const lined = (await plots(app))[RIGHT];
    const { values, scale } = await surface();
    // Along a row of the grid: between neighbours on either side of a level there is a light line, elsewhere there is none.
    const row = 40;
    let crossings = 0;
    for (const { position: level } of contourLevels(scale)) {
      for (let i = 2; i < SIDE - 2; i++) {
        const n = row * SIDE + i;
        const [a, b] = [scale.position(values[n]!) - level, scale.position(values[n + 1]!) - level];
        if (a * b > 0) continue;
        crossings += 1;
        const part = a / (a - b);
        const point: Point3 = [(i + part) / (SIDE - 1) - 0.5, row / (SIDE - 1) - 0.5, HEIGHT * level];
        const [x, y] = await pixelOf(point, orbit);
        const around = [-1, 0, 1].map((dx) =>
          Math.min(...colourOf(lined, Math.floor(x) + dx, Math.floor(y))),
        );
        expect(Math.max(...around), `column ${i}`).toBeGreaterThan(150);
      }
    }
    expect(crossings).toBeGreaterThan(0);
    await app.set({ heatmap: true, contours: false });
  });

  test('of a deep zoom is the same plane as that of a wider window', async () => {
    const file = {
      version: 1,
      map: 'affine',
      link: 'softmax',
      samples: [{ origin: [0, 0], du: [1, 0], dv: [0, 1], target: 0 }],
      resolution: [SIDE, SIDE],
    };
    const at = async (half: number) => {
      const window = { u: [1 - half, 1 + half], v: [-half, half] };
      await app.set({
        experiment: { ...file, window },
        camera: HOME_ORBIT,
        view: 'both',
        scale: 'linear',
        heatmap: true,
        contours: false,
      });
      await app.settled();
      return plots(app);
    };
    const [wide, deep] = [await at(1e-3), await at(1e-9)];
    for (const panel of [0, 1] as const) {
      expect(difference(deep[panel], wide[panel], 0.05)).toBeLessThan(0.003);
      expect(colourDistance(colourOf(deep[panel], 2, 2), colourOf(deep[panel], 180, 180))).toBeGreaterThan(
        50,
      );
    }
  });

  test('has holes where the loss is undefined, and hatching on the floor under them', async () => {
    await app.set({ preset: 'regression-gaussian', grid: [SIDE, SIDE], view: 'right', camera: HOME_ORBIT });
    await app.settled();
    const pixels = (await plots(app))[RIGHT];
    const { experiment } = await app.state();
    const grid = gridOf(experiment);
    const evaluator = new PointEvaluator(experiment);
    const hatch = new Set<string>();
    for (let i = 0; i < SIDE; i += 2) {
      evaluator.updateJets(columnU(grid, i), rowV(grid, 3), 1);
      expect(evaluator.field(RIGHT, 'value')).toBeNaN();
      const [x, y] = await pixelOf([i / (SIDE - 1) - 0.5, 3 / (SIDE - 1) - 0.5, FLOOR], HOME_ORBIT);
      const colour = colourOf(pixels, Math.floor(x), Math.floor(y));
      const near = DARK_THEME.hatch.findIndex((stripe) => colourDistance(stripe, colour) < 4);
      if (near >= 0) hatch.add(String(near));
    }
    expect([...hatch].sort()).toEqual(['0', '1']);
    await app.set(START);
  });
});

describe('turning', () => {
  test('a drag turns the surface, and moves neither window nor starts', async () => {
    await app.set({ view: 'right', camera: HOME_ORBIT });
    await app.settled();
    const before = await app.state();
    const home = before.camera;
    await drag(60, 45);
    await eventually(turnedFrom(home)).toBe('by 60, 45 px');
    // Many small steps are as far as a few large ones.
    await drag(-60, -45, 30);
    await eventually(turnedFrom(home)).toBe('by 0, 0 px');
    const after = await app.state();
    expect(after.window).toEqual(before.window);
    expect(after.starts).toEqual([]);
  });

  test('the elevation stops above and level, the azimuth goes round', async () => {
    await drag(0, 150);
    await drag(0, 150);
    expect((await camera()).elevation).toBe(90);
    await drag(0, -170);
    await drag(0, -170);
    expect((await camera()).elevation).toBe(0);
    for (let n = 0; n < 3; n++) await drag(150, 0);
    const { azimuth } = await camera();
    expect(Math.abs(azimuth)).toBeLessThanOrEqual(180);
    expect(azimuth).toBeGreaterThan(40);
  });

  test('the wheel comes nearer and goes away, within limits; a double click leads back', async () => {
    await app.set({ camera: HOME_ORBIT });
    const { window } = await app.state();
    await app.page.mouse.move(...(await onPlot(0.4, 0.4)));
    await app.page.mouse.wheel({ deltaY: -250 });
    await eventually(async () => (await camera()).distance).toBeCloseTo(3 / 2 ** 0.5, 3);
    for (let n = 0; n < 6; n++) await app.page.mouse.wheel({ deltaY: 500 });
    await eventually(async () => (await camera()).distance).toBe(8);
    await app.page.mouse.click(...(await onPlot(0.03, 0.97)), { count: 2 });
    await eventually(camera).toEqual(HOME_ORBIT);
    expect((await app.state()).window).toEqual(window);
    expect((await app.state()).starts).toEqual([]);
  });

  test('two fingers come nearer', async () => {
    await app.set({ camera: HOME_ORBIT });
    const [x, y] = await onPlot(0.5, 0.5);
    const session = await app.page.createCDPSession();
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', spread: number) =>
      session.send('Input.dispatchTouchEvent', {
        type,
        touchPoints:
          type === 'touchEnd'
            ? []
            : [
                { x: x - spread, y, id: 0 },
                { x: x + spread, y, id: 1 },
              ],
      });
    await touch('touchStart', 30);
    for (const spread of [35, 40, 50, 60]) await touch('touchMove', spread);
    await touch('touchEnd', 60);
    await session.detach();
    await eventually(async () => (await camera()).distance).toBeLessThan(1.7);
    expect((await camera()).distance).toBeGreaterThan(1.3);
    expect((await camera()).azimuth).toBe(HOME_ORBIT.azimuth);
  });

  test('the keys that move the window turn it, where a plot in space has the focus', async () => {
    await app.set({ camera: HOME_ORBIT });
    const { window } = await app.state();
    await app.page.focus(`.figure[data-panel="${RIGHT}"] .box`);
    await press('Home', 'PageUp', 'PageUp');
    expect(await camera()).toEqual({ azimuth: 30, elevation: 40, distance: 3 });
    await press('End', 'End', 'End', 'PageDown');
    expect(await camera()).toEqual({ azimuth: 45, elevation: 35, distance: 3 });
    expect((await app.state()).window).toEqual(window);
    await press('+');
    expect((await camera()).distance).toBe(2.4);
    await press('-', '-');
    expect((await camera()).distance).toBe(3.75);
    await press('0');
    expect(await camera()).toEqual(HOME_ORBIT);
    // On the flat panel they are what they were.
    await app.page.focus('.figure[data-panel="0"] .box');
    await press('+');
    await eventually(async () => (await app.state()).window).not.toEqual(window);
    expect(await camera()).toEqual(HOME_ORBIT);
    await app.set({ window });
  });

  test('the arrows move the crosshair over it, the way they point on the screen', async () => {
    const { window } = await app.state();
    await app.page.focus(`.figure[data-panel="${RIGHT}"] .box`);
    for (const azimuth of [0, 35, 80, 180, -100]) {
      const orbit = { azimuth, elevation: 40, distance: 3 };
      await app.set({ camera: orbit });
      await app.settled();
      await press('Escape', 'ArrowRight');
      await readAt(app, 'u, v', '3, −1');
      const before = await app.page.$eval('.figure[data-panel="1"] .overlay', inked);
      await app.page.keyboard.down('Shift');
      await press('ArrowRight');
      await app.page.keyboard.up('Shift');
      await eventually(async () => (await read(app))?.point['u, v']).not.toBe('3, −1');
      const [u, v] = (await read(app))!.point['u, v']!.split(', ').map(numberOf) as [number, number];
      // Ten steps of a hundredth along one axis.
      const [least, most] = [Math.abs(u - 3), Math.abs(v + 1)].sort((a, b) => a - b);
      expect(least).toBe(0);
      expect(most).toBeCloseTo(1.4, 9);
      const place = ([at, up]: [number, number]): Point3 => [(at - 3) / 14, (up + 1) / 14, FLOOR];
      const [from, to] = [await pixelOf(place([3, -1]), orbit), await pixelOf(place([u, v]), orbit)];
      expect(to[0] - from[0], `azimuth ${azimuth}`).toBeGreaterThan(Math.abs(to[1] - from[1]));
      // It is drawn where it went.
      await eventually(() => app.page.$eval('.figure[data-panel="1"] .overlay', inked)).not.toBe(before);
    }
    await press('Escape');
    expect((await app.state()).window).toEqual(window);
    await app.set({ camera: HOME_ORBIT });
  });

  test('with both in 3-D, the keys of arrows and streamlines change nothing and say why', async () => {
    await app.set({ view: 'both', camera: HOME_ORBIT });
    await app.settled();
    const before = await app.state();
    await app.page.focus(`.figure[data-panel="${RIGHT}"] .box`);
    await press('3');
    await eventually(() => app.notice('input')).toBe('Surfaces in 3-D show no arrows.');
    await press('4');
    await eventually(() => app.notice('input')).toBe('Surfaces in 3-D show no streamlines.');
    expect(await app.page.$eval('#notices', (list) => list.getAttribute('role'))).toBe('status');
    expect(await app.state()).toEqual(before);
    // Without the focus on a plot the keys are for the surfaces too.
    await app.page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await press('End');
    expect((await camera()).azimuth).toBe(HOME_ORBIT.azimuth + 5);
    await app.set({ view: 'right', camera: HOME_ORBIT });
    await app.settled();
    await press('3');
    await eventually(async () => (await app.state()).arrows).toBe(!before.arrows);
    await app.set({ arrows: before.arrows });
  });

  test('a click drops a start on the ground under it', async () => {
    await app.set({ camera: { azimuth: 35, elevation: 62, distance: 3 } });
    await app.settled();
    const ground = await surface();
    const n = highest(ground);
    const [x, y] = await pixelOf(inSpace(ground, n), await camera());
    const box = await plotBox(app, RIGHT);
    await app.page.mouse.click(box.x + x, box.y + y);
    await eventually(async () => (await app.state()).starts.length).toBe(1);
    const [[u, v]] = (await app.state()).starts as [readonly [number, number]];
    const [hillU, hillV] = ground.place(n);
    expect(Math.hypot(u - hillU, v - hillV)).toBeLessThan(0.1);
    await app.set({ starts: [] });
  });

  test('a link shows the same view', async () => {
    await app.set({
      camera: { azimuth: -70.5, elevation: 41, distance: 2.5 },
      view: 'both',
      heightScale: 'log',
    });
    await app.settled();
    const before = await plots(app);
    await app.fragmentHas('camera=-70.5,41,2.5');
    await app.visit(await app.fragment());
    const after = await plots(app);
    for (const panel of [0, 1] as const) expect(difference(before[panel], after[panel])).toBe(0);
  });
});

test('without WebGPU the panel says what is missing, and both plots are flat', async () => {
  await app.set({ view: 'both', backend: 'cpu' });
  await app.settled();
  const reason = () => app.text('#reason-view');
  await eventually(reason).toBe('Surfaces in 3-D need WebGPU.');
  const select = '#panel [data-control="view"] select';
  expect(await app.page.$eval(select, (node) => node.getAttribute('aria-describedby'))).toContain(
    'reason-view',
  );
  expect(await app.page.$eval('#panel [data-control="view"] select', (select) => select.disabled)).toBe(true);
  expect(await app.page.$('.box[data-space]')).toBeNull();
  await app.set({ backend: 'auto' });
  await eventually(reason).toBe('');
  expect(await shownBy(app, 'view')).toBe('both');
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});
