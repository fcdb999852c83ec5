/** Windows too narrow for f32: the f64 evaluator takes over by itself, and gives back by itself. */
import type { Browser } from 'puppeteer';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChrome } from '../harness/chrome.ts';
import { App, type AppState, eventually } from './support/app.ts';
import {
  brightness,
  colourDistance,
  colourOf,
  difference,
  type Pixels,
  plots,
  type Rgb,
} from './support/pixels.ts';
import { numberOf, pointAt, read } from './support/probe.ts';

let withGpu: App;
let without: App;
let initial: AppState;

beforeAll(async () => {
  const [gpu, cpu]: Browser[] = [await launchChrome({ webgpu: true }), await launchChrome({ webgpu: false })];
  const fragment = 'version=1&grid=160x160&arrows=0';
  withGpu = await App.open(gpu!, { fragment });
  without = await App.open(cpu!, { fragment });
  await without.page.click('.notice[data-subject="backend"] .close');
  initial = await withGpu.state();
});

beforeEach(async () => {
  for (const app of [withGpu, without]) await app.set(initial);
});

function around(u: number, v: number, width: number) {
  return { window: { u: [u - width / 2, u + width / 2], v: [v - width / 2, v + width / 2] } };
}

const DEEP = /^CPU · f64, since f32 has too few distinct values here · WebGPU · SwiftShader/;

/** Colours along the middle row. */
function middleRow(pixels: Pixels): Rgb[] {
  const y = Math.floor(pixels.height / 2);
  return Array.from({ length: pixels.width }, (_, x) => colourOf(pixels, x, y));
}

/** A smooth ramp: colours in small steps, ever darker, many of them, along the whole palette's length but a part. */
function expectSmooth(pixels: Pixels): void {
  const row = middleRow(pixels);
  const light = row.map(brightness);
  // Both losses fall along z1; viridis grows darker with them.
  for (let x = 1; x < row.length; x++) {
    expect(light[x]! - light[x - 1]!).toBeLessThan(1.5);
    expect(colourDistance(row[x]!, row[x - 1]!)).toBeLessThanOrEqual(4);
  }
  expect(light[0]! - light.at(-1)!).toBeGreaterThan(50);
  expect(new Set(row.map(String)).size).toBeGreaterThan(80);
}

describe.each([
  { name: 'with WebGPU', app: () => withGpu },
  { name: 'without', app: () => without },
])('$name', ({ app }) => {
  test.each([1e-6, 1e-9])('a window of %d has no staircase, on any scale', async (width) => {
    for (const [u, v] of [
      [2.5, -1.3],
      [-5, 5],
    ] as const) {
      for (const scale of ['log', 'linear', 'symlog']) {
        await app().set({ ...around(u, v, width), scale });
        for (const pixels of await plots(app())) expectSmooth(pixels);
      }
    }
  });
});

describe.each([
  { name: 'with WebGPU', app: () => withGpu },
  { name: 'without', app: () => without },
])('values below zero, $name', ({ app }) => {
  test.each([
    [1e-6, 'symlog'],
    [1e-9, 'linear'],
    [1e-9, 'log'],
  ])('a window of ±%d on a %s scale has no staircase', async (half, scale) => {
    await app().set({
      experiment: {
        version: 1,
        map: 'affine',
        link: 'identity',
        samples: [{ origin: [0.9], du: [1], dv: [0.3], target: 3 }],
        losses: ['cross-entropy', 'mse'],
        window: { u: [-half, half], v: [-half, half] },
      },
      window: { u: [-half, half], v: [-half, half] },
      grid: [160, 160],
      scale,
    });
    expect((await app().figure(0)).range).toMatch(/^−4\.289/);
    const [left] = await plots(app());
    expectSmooth(left);
  });
});

test('the status line says who computes, on the way in and on the way out', async () => {
  const backend = () => withGpu.text('#status .backend');
  expect(await backend()).toMatch(/^WebGPU/);
  for (const width of [1e-6, 1e-9]) {
    await withGpu.set(around(2.5, -1.3, width));
    expect(await backend()).toMatch(DEEP);
    await eventually(() => withGpu.text('#status .time')).toMatch(/ ms on the CPU$/);
  }
  await withGpu.set({ language: 'zh' });
  expect(await backend()).toMatch(/^CPU · f64：此处 f32 能区分的取值太少/);
  await withGpu.set({ language: 'en', ...around(2.5, -1.3, 1) });
  expect(await backend()).toMatch(/^WebGPU/);
  await eventually(() => withGpu.text('#status .time')).toMatch(/GPU/);
});

test('a window that is not zoomed has the same reason, and no word of a zoom', async () => {
  // The squared error of a logit of -1000 is above 333,333, where f32 has steps of 1/32, and changes by 74: 2358 steps.
  await withGpu.set({ losses: ['cross-entropy', 'mse-logits'] });
  expect(await withGpu.text('#status .backend')).toMatch(DEEP);
});

test('back from a deep zoom the picture is the one before', async () => {
  const before = await plots(withGpu);
  await withGpu.set(around(2.5, -1.3, 1e-9));
  await withGpu.set(initial);
  const after = await plots(withGpu);
  for (const panel of [0, 1] as const) expect(difference(before[panel], after[panel])).toBe(0);
});

test('moving about in a deep zoom never shows what f32 has', async () => {
  await withGpu.set(around(2.5, -1.3, 1e-8));
  const seen = await withGpu.page.evaluate(async () => {
    const texts = new Set<string>();
    const status = document.querySelector('#status')!;
    const observer = new MutationObserver(() => {
      texts.add(status.querySelector('.backend')!.textContent!.split(' · WebGPU')[0]!);
    });
    observer.observe(status, { childList: true });
    for (let step = 1; step <= 10; step++) {
      const low = 2.5 + step * 1e-9;
      await window.logitscape.set({ window: { u: [low, low + 1e-8], v: [-1.3, -1.3 + 1e-8] } });
    }
    observer.disconnect();
    return [...texts];
  });
  expect(seen).toEqual(['CPU · f64, since f32 has too few distinct values here']);
});

test('both renderers draw the same, arrows and shared range too', async () => {
  for (const partial of [
    { ...around(2.5, -1.3, 1e-7), arrows: true },
    { ...around(0.3, 0.1, 1e-9), range: 'shared', scale: 'linear' },
    { ...around(-5, 5, 0.5), scale: 'symlog', palette: 'inferno' },
  ]) {
    for (const app of [withGpu, without]) await app.set({ arrows: false, ...partial });
    const [expected, actual] = [await plots(without), await plots(withGpu)];
    const share = 'arrows' in partial ? 0.04 : 0;
    for (const panel of [0, 1] as const) {
      expect(difference(expected[panel], actual[panel], 0.1), JSON.stringify(partial)).toBeLessThanOrEqual(
        share,
      );
    }
    expect((await withGpu.figure(0)).range).toBe((await without.figure(0)).range);
  }
});

test('ranges and the probe are those of f64', async () => {
  await withGpu.set(around(2.5, -1.3, 1e-9));
  await eventually(async () => (await withGpu.figure(0)).range).toMatch(
    /^0\.0221242 \+ \(0 … 4\.\d+e−11\) {2}· {2}\|∇\| ≈ 0\.0309448$/,
  );
  await pointAt(withGpu, 0, 0.25, 0.5);
  await eventually(async () => (await read(withGpu))?.point['z₁, z₂']).toMatch(/^2\.49999999975\d*, −1\.3$/);
  const { losses } = (await read(withGpu))!;
  expect(numberOf(losses[0].rows.L![0])).toBeCloseTo(0.0221242165, 10);
  // No column of the GPU, which computed nothing of this.
  expect(losses[0].rows.L).toHaveLength(2);
});

test('a plateau is one colour, whoever computes it', async () => {
  // Behind a logit of 1000 the squared error is 2/3 everywhere.
  for (const app of [withGpu, without]) {
    await app.set({ params: { value: 1000 } });
    const [, right] = await plots(app);
    expect(new Set(middleRow(right).map(String)).size).toBe(1);
  }
  expect(await withGpu.text('#status .backend')).toMatch(/^WebGPU/);
});

test('a large grid shows a coarse picture first', async () => {
  const grids = await withGpu.page.evaluate(async () => {
    const seen = new Set<string>();
    const observer = new MutationObserver(() =>
      seen.add(document.querySelector('#status .points')!.textContent!),
    );
    observer.observe(document.querySelector('#status')!, { childList: true });
    await window.logitscape.set({ grid: [900, 900], window: { u: [2.5, 2.5 + 1e-9], v: [0, 1e-9] } });
    await new Promise((resolve) => setTimeout(resolve, 100));
    observer.disconnect();
    return [...seen];
  });
  expect(grids.some((text) => /^computing 900 × 900/.test(text))).toBe(true);
  expect(grids.at(-1)).toBe('900 × 900 points');
  for (const pixels of await plots(withGpu)) expectSmooth(pixels);
});

test('the kernel can be checked there all the same', async () => {
  await withGpu.set(around(2.5, -1.3, 1e-9));
  await withGpu.page.click('.check-run');
  await eventually(() => withGpu.text('.check p')).toBe('All fields within tolerance.');
});

test('nothing went wrong meanwhile', () => {
  withGpu.expectNoProblems();
  without.expectNoProblems(['No available adapters.']);
});
