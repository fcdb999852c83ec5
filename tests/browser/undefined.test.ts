/**
 * Undefined points through every layer: cross-entropy of a raw output z is defined for 0 < z < 1 only. Here z = u, the
 * window goes from -1 to 2, and the points at u = 0 and u = 1 belong to the undefined.
 */
import type { Browser } from 'puppeteer';
import { beforeAll, describe, expect, test } from 'vitest';
import { DARK_THEME } from '../../src/render/theme.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually } from './support/app.ts';
import { colourOf, difference, type Pixels, plots } from './support/pixels.ts';
import { numberOf, pointAt, read } from './support/probe.ts';

const REGRESSION = {
  version: 1,
  map: 'affine',
  link: 'identity',
  samples: [{ origin: [0], du: [1], dv: [0], target: 1 }],
  window: { u: [-1, 2], v: [-1, 1] },
  resolution: [31, 16],
};
/** Samples beyond the logits that f32 can evaluate: no kernel has them. */
const HUGE = [{ origin: [2 ** 21], du: [1], dv: [0], target: 1 }];
/** Parts of the width that are undefined, away from the first and last defined columns. */
const UNDEFINED = [
  [0, 0.34],
  [0.66, 1],
] as const;
const DEFINED = [0.37, 0.63] as const;

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  app = await App.open(browser, { fragment: 'version=1&grid=16x16' });
});

describe.each([
  { painter: 'WebGPU', backend: 'auto', status: /^WebGPU · ./ },
  { painter: 'the 2-D canvas', backend: 'cpu', status: /^CPU · f64$/ },
])('drawn by $painter', ({ backend, status }) => {
  beforeAll(async () => {
    await app.set({ experiment: REGRESSION, backend, arrows: false });
  });

  test('the status line names it', async () => {
    await eventually(() => app.text('#status .backend')).toMatch(status);
  });

  test('the plot is hatched where the loss is undefined, and only there', async () => {
    const [left, right] = await plots(app);
    for (const part of UNDEFINED) expect(shareOfHatching(left, part), `${part}`).toBe(1);
    expect(shareOfHatching(left, DEFINED)).toBe(0);
    expect(shareOfHatching(right, [0, 1])).toBe(0);
  });

  test('hatching has two stripes of different shade', async () => {
    const [left] = await plots(app);
    const shades = new Set<number>();
    for (let x = 0; x < 0.3 * left.width; x++) shades.add(colourOf(left, x, 20)[0]);
    const [one, other] = DARK_THEME.hatch;
    expect(shades).toContain(one[0]);
    expect(shades).toContain(other[0]);
  });

  test('no arrow stands where there is no gradient', async () => {
    const without = await plots(app);
    await app.set({ arrows: true });
    const withArrows = await plots(app);
    for (const part of UNDEFINED) {
      expect(difference(slice(without[0], part), slice(withArrows[0], part)), `${part}`).toBe(0);
      expect(difference(slice(without[1], part), slice(withArrows[1], part))).toBeGreaterThan(0.02);
    }
    expect(difference(slice(without[0], DEFINED), slice(withArrows[0], DEFINED))).toBeGreaterThan(0.02);
    await app.set({ arrows: false });
  });

  test('ranges and minimum leave them out, and the text says how many there are', async () => {
    // u = 0.1 ... 0.9 are 9 of 31 columns: -log u and its slope 1/u.
    await eventually(async () => (await app.figure(0)).range).toBe(
      '0.105 … 2.3  ·  |∇| 1.11 … 10  ·  71 % undefined  ·  ◇ at 0.9, −1',
    );
    await eventually(async () => (await app.figure(1)).range).toBe('0 … 4  ·  |∇| 0 … 4  ·  ◇ at 1, −1');
  });

  test('the probe says undefined', async () => {
    const [across] = await pointAt(app, 0, 0.1, 0.5);
    await eventually(async () => (await read(app))?.losses[0].rows.L?.slice(0, 2)).toEqual([
      'undefined',
      'undefined',
    ]);
    const { losses, point } = (await read(app))!;
    expect(losses[0].rows['|∇L|']?.slice(0, 2)).toEqual(['undefined', 'undefined']);
    // z = u = -1 + 3 across, and the target is 1.
    expect(numberOf(losses[1].rows.L?.[0])).toBeCloseTo((3 * across - 2) ** 2, 10);
    expect(point).not.toHaveProperty('softmax p');
    // An undefined place: the pointer would hide what the other tests look at.
    await app.set({ window: { u: [5, 6], v: [5, 6] } });
    await app.set({ window: REGRESSION.window });
  });

  test('a window in which nothing is defined', async () => {
    await app.set({ window: { u: [2, 3], v: [0, 1] } });
    await eventually(async () => (await app.figure(0)).range).toBe('undefined everywhere in this window');
    const [left] = await plots(app);
    expect(shareOfHatching(left, [0, 1])).toBe(1);
    await app.set({ range: 'shared' });
    const shared = await plots(app);
    expect(shareOfHatching(shared[0], [0, 1])).toBe(1);
    expect(shareOfHatching(shared[1], [0, 1])).toBe(0);
    await app.set({ range: 'panel', window: REGRESSION.window });
  });
});

test('the formulas are those of raw outputs', async () => {
  await app.set({ experiment: REGRESSION, backend: 'auto' });
  await app.settled();
  expect((await app.figures()).map(({ formula }) => formula)).toEqual([
    '−y log z − (1 − y) log(1 − z)',
    '(z − y)²',
  ]);
});

test('the page says who computes a loss whose derivatives are undefined, and why', async () => {
  const naive = { ...REGRESSION, link: 'sigmoid', losses: ['cross-entropy-naive', 'mse'] };
  await app.set({ experiment: naive, backend: 'auto' });
  await eventually(() => app.notice('failure')).toBe(
    'This experiment is evaluated on the CPU in f64: one of its losses has no kernel for the GPU.',
  );
  // The other loss has a kernel, which can be compared.
  await app.page.click('.check-run');
  await eventually(() => app.text('.check p')).toBe('All fields within tolerance.');
  const compared = await app.page.$$eval('.check tr[data-field]', (rows) =>
    rows.map((row) => row.getAttribute('data-field')),
  );
  expect(compared).toContain('mse.value');
  expect(compared.filter((field) => !field?.startsWith('mse.'))).toEqual([]);
  await app.set({ experiment: { ...naive, samples: HUGE } });
  expect(await app.text('.check')).toContain('there is nothing to compare');
  await app.set({ experiment: naive });
  const refusal = await app.page.evaluate((file) => {
    return window.logitscape.verify(file, { fields: ['cross-entropy-naive.value'] }).then(
      () => 'it was done',
      (error: Error) => error.message,
    );
  }, naive);
  expect(refusal).toBe('cannot verify WebGPU: one of its losses has no kernel for the GPU');
  await app.set({ preset: 'three-class-extreme', grid: [32, 32] });
  await eventually(() => app.notice('failure')).toBe('');
});

test('both painters draw the same', async () => {
  await app.set({ experiment: REGRESSION, backend: 'auto', arrows: false });
  const onGpu = await plots(app);
  await app.set({ backend: 'cpu' });
  await eventually(() => app.text('#status .backend')).toBe('CPU · f64');
  await app.settled();
  const onCpu = await plots(app);
  for (const panel of [0, 1] as const) {
    expect(difference(onGpu[panel], onCpu[panel], 0.1)).toBe(0);
  }
});

test('evaluate() gives NaN, and only there', async () => {
  const counts = await app.page.evaluate(async (file) => {
    const { fields, backend } = await window.logitscape.evaluate(file);
    const undefinedIn = Object.entries(fields).map(([key, values]) => {
      return [key, [...values].filter((x) => Number.isNaN(x)).length];
    });
    return { backend, ...Object.fromEntries(undefinedIn) };
  }, REGRESSION);
  const missing = 22 * 16;
  expect(counts).toEqual({
    backend: 'webgpu',
    'cross-entropy.value': missing,
    'cross-entropy.du': missing,
    'cross-entropy.dv': missing,
    'mse.value': 0,
    'mse.du': 0,
    'mse.dv': 0,
  });
});

test('nothing went wrong meanwhile', () => {
  app.expectNoProblems();
});

type Part = readonly [from: number, to: number];

/** The columns from one part of the width to another. */
function slice({ width, height, data }: Pixels, [from, to]: Part): Pixels {
  const [left, right] = [Math.round(from * width), Math.round(to * width)];
  const rows = Array.from({ length: height }, (_, y) =>
    data.subarray(4 * (y * width + left), 4 * (y * width + right)),
  );
  return { width: right - left, height, data: Buffer.concat(rows) };
}

/** The share of pixels with a colour on the way from one shade of the hatching to the other. */
function shareOfHatching(pixels: Pixels, part: Part): number {
  const strip = slice(pixels, part);
  const [one, other] = DARK_THEME.hatch;
  let count = 0;
  for (let y = 0; y < strip.height; y++) {
    for (let x = 0; x < strip.width; x++) {
      const colour = colourOf(strip, x, y);
      const along = (colour[0] - one[0]) / (other[0] - one[0]);
      const expected = one.map((channel, c) => channel + along * (other[c]! - channel));
      const off = Math.max(...expected.map((channel, c) => Math.abs(channel - colour[c]!)));
      if (along >= -0.05 && along <= 1.05 && off <= 2) count += 1;
    }
  }
  return count / (strip.width * strip.height);
}
