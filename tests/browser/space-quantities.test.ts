/** Surfaces in space whose colours show another quantity than the loss: as high as the loss, in the quantity's colours. */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { classColour } from '../../src/core/class-colours.ts';
import type { AffineSample, Experiment } from '../../src/core/experiment.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import type { HeightScale, Orbit } from '../../src/core/orbit.ts';
import { colourAt, paletteTable } from '../../src/core/palette.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { makeScale, rangeOfValues, type Scale, unionOfRanges } from '../../src/core/scale.ts';
import { rangeOfSteps, type StepsRule, stepsToLearn } from '../../src/core/steps-map.ts';
import { DARK_THEME } from '../../src/render/theme.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, type Panel } from './support/app.ts';
import { distanceInAnyLight, expectOutline, Ground } from './support/ground.ts';
import { colourDistance, colourOf, plotBox, plots } from './support/pixels.ts';

const SIDE = 33;
/** A link without an arrow, both surfaces in space. */
const START = {
  grid: [SIDE, SIDE],
  arrows: false,
  contours: false,
  heatmap: true,
  view: 'both',
  scale: 'log',
  heightScale: 'linear',
  range: 'panel',
  palette: 'viridis',
};
const ORBIT: Orbit = { azimuth: 35, elevation: 40, distance: 3 };
const VIRIDIS = paletteTable('viridis');
const PANELS = [0, 1] as const;

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser);
});

/** A loss over the grid, in f64. */
function lossOf(experiment: Experiment, panel: Panel) {
  const evaluator = new PointEvaluator(experiment);
  return (u: number, v: number) => {
    evaluator.updateJets(u, v, 1);
    return evaluator.field(panel, 'value');
  };
}

/** `tell` of every grid point. */
function overGrid<T>(experiment: Experiment, tell: (u: number, v: number) => T): T[] {
  const grid = gridOf(experiment);
  return Array.from({ length: grid.width * grid.height }, (_, n) =>
    tell(columnU(grid, n % grid.width), rowV(grid, Math.floor(n / grid.width))),
  );
}

function heightScales(experiment: Experiment, kind: HeightScale, shared: boolean): readonly [Scale, Scale] {
  const [left, right] = PANELS.map((panel) => rangeOfValues(overGrid(experiment, lossOf(experiment, panel))));
  const both = unionOfRanges(left!, right!);
  return [makeScale(kind, shared ? both : left!), makeScale(kind, shared ? both : right!)];
}

/** How the surfaces of the state have to stand. */
async function grounds(): Promise<readonly [Ground, Ground]> {
  const { experiment, camera, heightScale, range } = await app.state();
  const scales = heightScales(experiment, heightScale, range === 'shared');
  const { width } = await plotBox(app, 0);
  const ground = (panel: Panel) => {
    const loss = lossOf(experiment, panel);
    const position = (u: number, v: number) => scales[panel].position(loss(u, v));
    return new Ground(gridOf(experiment), position, camera, width);
  };
  return [ground(0), ground(1)];
}

/** How the quantity colours each grid point of a panel: one of these, as near as it is computed. */
type Colours = (
  experiment: Experiment,
  panel: Panel,
  rule: StepsRule,
) => readonly (readonly (readonly number[])[])[];

/** By probabilities none would ever learn on the trap: two of its samples contradict each other. */
const RULES: Readonly<Record<string, StepsRule>> = {
  'three-class-extreme': rule(0.5, 'probability', 0.1),
  'squared-error-trap': rule(0.02, 'loss', 3),
};

function rule(rate: number, criterion: StepsRule['criterion'], lossThreshold: number): StepsRule {
  return { method: 'gd', rate, momentum: 0.9, steps: 100, criterion, lossThreshold };
}

/** The map is within one step of f64. */
const stepsColours: Colours = (experiment, panel, rule) => {
  const scale = makeScale('symlog', rangeOfSteps(rule));
  const colourOfSteps = (steps: number) =>
    steps <= rule.steps ? colourAt(VIRIDIS, scale.position(steps)) : DARK_THEME.never;
  const evaluator = new PointEvaluator(experiment);
  return overGrid(experiment, (u, v) => {
    const steps = stepsToLearn(evaluator, panel, rule, u, v);
    if (steps === Infinity) return [DARK_THEME.never];
    return [steps - 1, steps, steps + 1].filter((n) => n >= 0).map(colourOfSteps);
  });
};

function logitsAt({ origin, du, dv }: AffineSample, u: number, v: number): number[] {
  return origin.map((at, k) => at + u * du[k]! + v * dv[k]!);
}

const classColours: Colours = (experiment) =>
  overGrid(experiment, (u, v) => {
    const logits = logitsAt(experiment.samples[0] as AffineSample, u, v);
    const best = Math.max(...logits);
    const leaders = logits.flatMap((z, k) => (z === best ? [k] : []));
    return leaders.length > 1 ? [] : [classColour(leaders[0]!)];
  });

const accuracyColours: Colours = (experiment) =>
  overGrid(experiment, (u, v) => {
    const samples = experiment.samples as readonly AffineSample[];
    const logits = samples.map((sample) => logitsAt(sample, u, v)[0]!);
    if (logits.some((z) => Math.abs(z) < 1e-9)) return [];
    const right = logits.filter((z, n) => z > 0 === (samples[n]!.target === 1)).length;
    return [colourAt(VIRIDIS, right / samples.length)];
  });

describe.each([
  ['three-class-extreme', 'steps', stepsColours],
  ['three-class-extreme', 'regions', classColours],
  ['squared-error-trap', 'steps', stepsColours],
  ['squared-error-trap', 'regions', accuracyColours],
] as const)('%s with %s', (preset, quantity, colours) => {
  test.each(['linear', 'log'] as const)('has the heights of the loss, %s', async (heightScale) => {
    await app.set({ ...START, preset, quantity, heightScale, ...RULES[preset], camera: ORBIT });
    await app.settled();
    const pictures = await plots(app);
    for (const [panel, ground] of (await grounds()).entries()) expectOutline(pictures[panel]!, ground);
  });

  test('has the colours of the quantity', async () => {
    await app.set({ ...START, preset, quantity, ...RULES[preset], camera: ORBIT });
    await app.settled();
    const pictures = await plots(app);
    const { experiment } = await app.state();
    for (const [panel, ground] of (await grounds()).entries()) {
      const wanted = colours(experiment, panel as Panel, RULES[preset]!);
      let looked = 0;
      const seen = new Set<string>();
      for (let j = 2; j < SIDE - 2; j += 4) {
        for (let i = 2; i < SIDE - 2; i += 4) {
          const n = j * SIDE + i;
          if (wanted[n]!.length === 0 || !ground.isInSight(n, 2)) continue;
          const [x, y] = ground.pixelOf(n);
          const pixel = colourOf(pictures[panel]!, Math.floor(x), Math.floor(y));
          const off = Math.min(...wanted[n]!.map((colour) => distanceInAnyLight(pixel, colour)));
          expect(off, `panel ${panel}, point ${i}, ${j}`).toBeLessThan(14);
          looked += 1;
          seen.add(wanted[n]!.join());
        }
      }
      expect(looked).toBeGreaterThan(15);
      expect(seen.size).toBeGreaterThan(1);
    }
  });
});

describe('a deep zoom', () => {
  const file = {
    version: 1,
    map: 'affine',
    link: 'softmax',
    samples: [{ origin: [0, 0], du: [1, 0], dv: [0, 1], target: 0 }],
    resolution: [SIDE, SIDE],
    window: { u: [1 - 1e-9, 1 + 1e-9], v: [-1e-9, 1e-9] },
  };

  test.each(['value', 'gradient', 'regions', 'steps'])(
    'has the slope of the loss under %s',
    async (quantity) => {
      // Numbers that hardly differ: a linear scale tells them apart.
      await app.set({ ...START, experiment: file, quantity, scale: 'linear', camera: ORBIT });
      await app.settled();
      const pictures = await plots(app);
      for (const [panel, ground] of (await grounds()).entries()) expectOutline(pictures[panel]!, ground);
    },
  );

  test.each(['linear', 'log'] as const)(
    'on one %s range for both, the larger loss stands at the top and the smaller one at the bottom',
    async (heightScale) => {
      const low = { azimuth: 35, elevation: 12, distance: 3 };
      await app.set({
        ...START,
        experiment: file,
        quantity: 'value',
        range: 'shared',
        heightScale,
        camera: low,
      });
      await app.settled();
      const pictures = await plots(app);
      const [left, right] = await grounds();
      expectOutline(pictures[0], left);
      expectOutline(pictures[1], right);
      // Cross-entropy is 0.31 there, the squared error 0.07.
      const middle = Math.floor(pictures[0].width / 2);
      expect(right.tops()[middle]! - left.tops()[middle]!).toBeGreaterThan(0.2 * pictures[0].height);
    },
  );
});

test('losses that can be compared have heights that can, where the range is shared', async () => {
  await app.set({
    ...START,
    preset: 'three-class-extreme',
    quantity: 'regions',
    range: 'shared',
    camera: ORBIT,
  });
  await app.settled();
  const pictures = await plots(app);
  for (const [panel, ground] of (await grounds()).entries()) expectOutline(pictures[panel]!, ground);
  await app.set({ range: 'panel' });
});

test('where only the quantity is undefined, the ground is hatched', async () => {
  // At (150, -150) both gradients vanish, and they have no ratio; the losses are 0 there.
  const window = { u: [-200, 200], v: [-200, 200] };
  const above = { azimuth: 0, elevation: 90, distance: 3 };
  await app.set({ ...START, preset: 'three-class-extreme', quantity: 'ratio', window, camera: above });
  await app.settled();
  const pictures = await plots(app);
  const { experiment } = await app.state();
  const place = overGrid(experiment, (u, v) => Math.hypot(u - 150, v + 150));
  const n = place.indexOf(Math.min(...place));
  for (const [panel, ground] of (await grounds()).entries()) {
    const [x, y] = ground.pixelOf(n);
    const stripes = new Set<number>();
    for (let dx = 0; dx < 16; dx++) {
      const pixel = colourOf(pictures[panel]!, Math.floor(x) - 8 + dx, Math.floor(y));
      const stripe = DARK_THEME.hatch.findIndex((colour) => colourDistance(pixel, colour) < 4);
      if (stripe >= 0) stripes.add(stripe);
    }
    expect([...stripes].sort()).toEqual([0, 1]);
    // Elsewhere it is coloured: at the upper left the left loss pulls harder.
    const [left, top] = ground.pixelOf(SIDE * (SIDE - 5) + 4);
    const [red, , blue] = colourOf(pictures[panel]!, Math.floor(left), Math.floor(top));
    expect(red - blue).toBeGreaterThan(40);
  }
});

test('arrows and streamlines say that they are not in 3-D, where nothing is flat', async () => {
  await app.set({ ...START, preset: 'three-class-extreme', quantity: 'steps', camera: ORBIT });
  const reason = (name: string) => app.text(`#reason-${name}`);
  await eventually(() => reason('arrows')).toBe('Surfaces in 3-D show no arrows.');
  expect(await reason('streamlines')).toBe('Surfaces in 3-D show no streamlines.');
  expect(await app.page.$eval('#panel [data-control="arrows"] input', (input) => input.disabled)).toBe(true);
  await app.set({ view: 'left' });
  await eventually(() => reason('arrows')).toBe('');
  expect(await reason('streamlines')).toBe('');
  expect(await app.page.$eval('#panel [data-control="arrows"] input', (input) => input.disabled)).toBe(false);
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});
