/**
 * A few whole pictures of the plots, marks included, words not: fonts differ between machines. What can be said in
 * numbers is tested elsewhere; these catch what nobody thought of. Tolerances: support/pictures.ts.
 */
import type { Browser } from 'puppeteer';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually } from './support/app.ts';
import { expectPicture } from './support/pictures.ts';
import { pictureOfFigures } from './support/pixels.ts';

let browser: Browser;
let app: App;
let initial: AppState;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  // A small window gives small files.
  app = await App.open(browser, { fragment: 'version=1&grid=128x128&density=12', width: 960, height: 640 });
  initial = await app.state();
});

beforeEach(() => app.set(initial));

/** The picture once the minimum's mark is where it belongs. */
async function expectPictureOf(name: string, minimum: string): Promise<void> {
  await eventually(async () => (await app.figure(0)).range).toContain(minimum);
  const { plots } = await pictureOfFigures(app);
  expectPicture(name, plots);
}

test('first-experiment', async () => {
  await expectPictureOf('first-experiment', '◇ at 10, −10');
});

test('extreme-class-as-target', async () => {
  await app.set({ params: { target: 2 }, scale: 'linear', arrowLength: 'magnitude' });
  await expectPictureOf('extreme-class-as-target', '◇ at −10, −10');
});

test('three-points-one-neuron', async () => {
  await app.set({
    experiment: {
      version: 1,
      map: 'affine',
      link: 'sigmoid',
      samples: [
        { origin: [0], du: [1.5], dv: [1], target: 1 },
        { origin: [0], du: [-0.5], dv: [1], target: 0 },
        { origin: [0], du: [0.75], dv: [1], target: 0.25 },
      ],
      window: { u: [-8, 4], v: [-6, 6] },
      resolution: [128, 96],
    },
    scale: 'symlog',
    range: 'shared',
    palette: 'magma',
    arrowLength: 'direction',
  });
  const { range } = await app.figure(0);
  expect(range).toContain('◇');
  await expectPictureOf('three-points-one-neuron', '◇ at');
});

test('undefined-ground', async () => {
  await app.set({
    experiment: {
      version: 1,
      map: 'affine',
      link: 'identity',
      // No point of the grid lies on the edges of what is defined.
      samples: [{ origin: [0.487], du: [1], dv: [0.5], target: 1 }],
      window: { u: [-1.5, 1.5], v: [-2, 2] },
      resolution: [121, 121],
    },
    scale: 'linear',
    palette: 'cividis',
  });
  await expectPictureOf('undefined-ground', ' % undefined');
});

test('drawn-without-webgpu', async () => {
  await app.set({ backend: 'cpu' });
  await eventually(() => app.text('#status .backend')).toBe('CPU · f64');
  await expectPictureOf('drawn-without-webgpu', '◇ at 10, −10');
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});
