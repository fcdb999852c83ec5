/** The light on surfaces in space: each place of the ground is as light as its own slope makes it, on every mesh. */
import type { Browser } from 'puppeteer';
import { beforeAll, expect, test } from 'vitest';
import type { Experiment } from '../../src/core/experiment.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import type { HeightScale, Orbit } from '../../src/core/orbit.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { HEIGHT, orbitCamera, type Point3, project } from '../../src/render/orbit-camera.ts';
import { LIGHT_THEME, rgbOf } from '../../src/render/theme.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, type Panel } from './support/app.ts';
import { colourDistance, colourOf, type Pixels, plotBox, plots, type Rgb } from './support/pixels.ts';

/** The squared error's cliff, which no ground hides from here. */
const RIGHT: Panel = 1;
const ORBIT: Orbit = { azimuth: 35, elevation: 62, distance: 3 };
/** From the eye: over the left shoulder. */
const SUN = { left: 0.8, up: 0.5, height: 1 };
/** Of the light, and how dark and light ground can be. */
const [CONTRAST, DARKEST, LIGHTEST] = [0.4, 0.62, 1.18];

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser);
  await app.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);
});

interface Place {
  readonly point: Point3;
  /** Rise over run along x and y, in space. */
  readonly slope: readonly [number, number];
}

/** The ground over the grid, by the loss and its gradient in f64. */
function groundOf(experiment: Experiment, kind: HeightScale): readonly Place[] {
  const grid = gridOf(experiment);
  const evaluator = new PointEvaluator(experiment);
  const { u, v } = experiment.window;
  const points = Array.from({ length: grid.width * grid.height }, (_, n) => {
    const [i, j] = [n % grid.width, Math.floor(n / grid.width)];
    evaluator.updateJets(columnU(grid, i), rowV(grid, j), 1);
    const loss = evaluator.field(RIGHT, 'value');
    const gradient = [evaluator.field(RIGHT, 'du'), evaluator.field(RIGHT, 'dv')] as const;
    const per = kind === 'log' ? 1 / loss : 1;
    const slope = [gradient[0] * per * (u[1] - u[0]), gradient[1] * per * (v[1] - v[0])] as const;
    const height = kind === 'log' ? Math.log(loss) : loss;
    return { x: i / (grid.width - 1) - 0.5, y: j / (grid.height - 1) - 0.5, height, slope };
  });
  const heights = points.map(({ height }) => height);
  const low = heights.reduce((a, b) => Math.min(a, b));
  const per = HEIGHT / (heights.reduce((a, b) => Math.max(a, b)) - low);
  return points.map(({ x, y, height, slope }) => ({
    point: [x, y, per * (height - low)],
    slope: [per * slope[0], per * slope[1]],
  }));
}

/** The part of its colour that ground has, from 1 on the part of the way to white. */
function shadeOf([slopeX, slopeY]: Place['slope'], { azimuth }: Orbit): number {
  const turn = (azimuth * Math.PI) / 180;
  const [left, up, height] = [SUN.left, SUN.up, SUN.height];
  const sunX = -left * Math.cos(turn) + up * Math.sin(turn);
  const sunY = -left * Math.sin(turn) - up * Math.cos(turn);
  const facing = (height - slopeX * sunX - slopeY * sunY) / Math.hypot(slopeX, slopeY, 1);
  const light = (facing - height) / Math.hypot(left, up, height);
  return Math.min(LIGHTEST, Math.max(DARKEST, 1 + CONTRAST * light));
}

/** Between the four pixels around a place, px of the plot. */
function colourBetween(pixels: Pixels, x: number, y: number): Rgb {
  const [left, top] = [Math.floor(x - 0.5), Math.floor(y - 0.5)];
  const [right, below] = [x - 0.5 - left, y - 0.5 - top];
  const row = (line: number) =>
    between(colourOf(pixels, left, line), colourOf(pixels, left + 1, line), right);
  return between(row(top), row(top + 1), below);
}

function between(a: Rgb, b: Rgb, part: number): Rgb {
  return a.map((channel, n) => channel + part * (b[n]! - channel)) as unknown as Rgb;
}

// Levels of a channel, half of one for rounding: between points of the mesh light is interpolated.
test.each([
  ['linear', 10, 1],
  ['linear', 25, 2],
  ['log', 25, 0.75],
] as const)('on a %s scale, of a window to %d, is that of the slope', async (heightScale, half, levels) => {
  const window = { u: [-half, half], v: [-half, half] };
  await app.set({ window, view: 'right', heightScale, heatmap: false, contours: false, camera: ORBIT });
  await app.settled();
  const { experiment } = await app.state();
  const { width } = await plotBox(app, RIGHT);
  // So fine a grid that only some of its points are the mesh's.
  expect(gridOf(experiment).width).toBeGreaterThan(width / 2);
  const camera = orbitCamera(ORBIT);
  const pixels = (await plots(app))[RIGHT];
  const plain = rgbOf(LIGHT_THEME.line);
  // Without the border.
  const places = groundOf(experiment, heightScale).filter(({ point: [x, y] }) => {
    return Math.max(Math.abs(x), Math.abs(y)) < 0.47;
  });
  const off = places.map(({ point, slope }) => {
    const [x, y] = project(camera, { x: 0, y: 0, width, height: width }, point);
    const shade = shadeOf(slope, ORBIT);
    const lit = plain.map((c) => (shade <= 1 ? c * shade : c + (shade - 1) * (255 - c)));
    return colourDistance(colourBetween(pixels, x, y), lit as unknown as Rgb);
  });
  expect(off.length).toBeGreaterThan(10_000);
  expect(off.reduce((a, b) => Math.max(a, b))).toBeLessThan(levels);
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});
