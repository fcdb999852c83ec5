/**
 * The heatmap shows the ratio of the gradients, the decision regions, the accuracy, the error of the GPU: their numbers,
 * read back from the buffers that are drawn, and what stands on the screen, against f64.
 */
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { classColour } from '../../src/core/class-colours.ts';
import { comparePoint, comparisonHolds, startComparison } from '../../src/core/comparison.ts';
import type { Experiment } from '../../src/core/experiment.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { colourAt, paletteTable } from '../../src/core/palette.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { tolerance } from '../../src/core/tolerance.ts';
import { ulpError } from '../../src/core/ulp.ts';
import { parseExperiment } from '../../src/core/validate.ts';
import { launchChrome } from '../harness/chrome.ts';
import { App, eventually, type Panel } from './support/app.ts';
import { colourDistance, colourOf, type Pixels, plots } from './support/pixels.ts';

const SIDE = 49;
const EMPTY_SHARE = 0.02;

const oneSample = (target: number, fixed: number, half = 6) => ({
  version: 1,
  map: 'affine',
  link: 'softmax',
  samples: [{ origin: [0, 0, fixed], du: [1, 0, 0], dv: [0, 1, 0], target }],
  window: { u: [-half, half], v: [-half, half] },
  resolution: [SIDE, SIDE],
});
const CLASSES = oneSample(0, 0.25);
const BATCH = {
  ...CLASSES,
  samples: [
    { origin: [0, 0.5, 0.25], du: [1, 0, 0], dv: [0, 1, 0], target: 0 },
    { origin: [0, 0, 1], du: [-1, 0.5, 0], dv: [0, 1, -1], target: 1 },
    { origin: [1, 0, 0], du: [0, 1, 0], dv: [1, 0, -0.75], target: [0.2, 0.2, 0.6] },
  ],
};

let browser: Browser;
let app: App;

beforeAll(async () => {
  browser = await launchChrome({ webgpu: true });
  // The buffers that are drawn, by their labels.
  app = await App.open(browser, {
    before: () => {
      if (!('GPUDevice' in window)) return; // a page without an address has none
      const create = GPUDevice.prototype.createBuffer;
      const kept = new Map<string, [GPUDevice, GPUBuffer]>();
      GPUDevice.prototype.createBuffer = function (this: GPUDevice, descriptor) {
        const buffer = create.call(this, descriptor);
        if (descriptor.label) kept.set(descriptor.label, [this, buffer]);
        return buffer;
      };
      Object.assign(window, { keptBuffers: kept });
    },
  });
});

afterAll(() => app?.expectNoProblems());

async function show(file: object, partial: object = {}): Promise<void> {
  await app.set({
    experiment: file,
    backend: 'auto',
    arrows: false,
    range: 'panel',
    scale: 'log',
    ...partial,
  });
  await app.settled();
}

interface Painted {
  readonly value: number;
  readonly log2: number;
}

/** What the heatmap of a panel was drawn from, point by point. */
async function painted(panel: Panel): Promise<Painted[]> {
  const floats = await floatsOf(`full derived ${panel === 0 ? 'left' : 'right'} fields`);
  return Array.from({ length: SIDE * SIDE }, (_, n) => ({ value: floats[4 * n]!, log2: floats[4 * n + 3]! }));
}

/** The four numbers of each point that are in this buffer. */
async function floatsOf(label: string): Promise<Float32Array> {
  const words = await app.page.evaluate(
    async (name, size) => {
      const { keptBuffers } = window as unknown as { keptBuffers: Map<string, [GPUDevice, GPUBuffer]> };
      const [device, buffer] = keptBuffers.get(name)!;
      const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
      const staging = device.createBuffer({ size, usage });
      const encoder = device.createCommandEncoder();
      encoder.copyBufferToBuffer(buffer, 0, staging, 0, size);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      const read = [...new Uint32Array(staging.getMappedRange())];
      staging.destroy();
      return read;
    },
    label,
    16 * SIDE * SIDE,
  );
  return new Float32Array(Uint32Array.from(words).buffer);
}

/** Points of the grid, all over it. */
const SAMPLED = [0, 5, 48, 300, 777, 1200, 1201, 1600, 1999, 2352, 2400];

function eachPoint<T>(file: object, at: (evaluator: PointEvaluator, u: number, v: number) => T): T[] {
  const experiment: Experiment = parseExperiment(file);
  const grid = gridOf(experiment);
  const evaluator = new PointEvaluator(experiment);
  return Array.from({ length: SIDE * SIDE }, (_, n) => {
    const [u, v] = [columnU(grid, n % SIDE), rowV(grid, Math.floor(n / SIDE))];
    evaluator.updateJets(u, v, 1);
    return at(evaluator, u, v);
  });
}

const norms = (file: object) =>
  eachPoint(file, ({ jets }) => jets.map(({ du, dv }) => Math.hypot(du, dv)) as [number, number]);

// Pictures have a variant of the kernel that check and evaluate() do not have.
test.each([0.5, -40])(
  'the numbers that are drawn are within the tolerance of f64, third logit %d',
  async (fixed) => {
    const file = oneSample(0, fixed);
    await show(file, { quantity: 'value' });
    const experiment = parseExperiment(file);
    for (const panel of [0, 1] as const) {
      const floats = await floatsOf(`full ${panel === 0 ? 'left' : 'right'} fields`);
      const loss = experiment.losses[panel];
      for (const [word, field] of (['value', 'du', 'dv'] as const).entries()) {
        const comparison = startComparison(tolerance(experiment, loss, field, true));
        const truths = eachPoint(file, (evaluator, u, v) => {
          evaluator.updateScales(u, v, 1);
          return [evaluator.field(panel, field), evaluator.scales[panel][field]] as const;
        });
        for (const [n, [truth, scale]] of truths.entries()) {
          comparePoint(comparison, n, floats[4 * n + word]!, truth, scale);
        }
        expect(comparison.points).toBe(SIDE * SIDE);
        expect(comparisonHolds(comparison), `${loss}.${field}: ${comparison.maxError} ULP`).toBe(true);
      }
    }
  },
);

function leaders(logits: ArrayLike<number>): number[] {
  const z = Array.from(logits);
  const largest = Math.max(...z);
  return z.flatMap((x, k) => (x === largest ? [k] : []));
}

/** The pixel that a grid point stands on. */
function pixelAt(pixels: Pixels, n: number): ReturnType<typeof colourOf> {
  const x = Math.min(pixels.width - 1, Math.round(((n % SIDE) / (SIDE - 1)) * pixels.width));
  const y = Math.min(pixels.height - 1, Math.round((1 - Math.floor(n / SIDE) / (SIDE - 1)) * pixels.height));
  return colourOf(pixels, x, y);
}

/** Grid points that no axis, mark or neighbour of another class touches. */
function inside(values: readonly number[]): number[] {
  return values.flatMap((value, n) => {
    const [i, j] = [n % SIDE, Math.floor(n / SIDE)];
    const isInner = i > 2 && j > 2 && i < SIDE - 3 && j < SIDE - 3;
    const around = [-1, 0, 1].flatMap((b) => [-1, 0, 1].map((a) => values[n + b * SIDE + a]));
    return isInner && around.every((other) => other === value) ? [n] : [];
  });
}

describe('the ratio of the gradients', () => {
  test('has the logarithms of f64 in both panels', async () => {
    await show(CLASSES, { quantity: 'ratio' });
    const truth = norms(CLASSES).map(([a, b]) => Math.log2(a / b));
    const [left, right] = [await painted(0), await painted(1)];
    expect(Math.max(...truth) - Math.min(...truth)).toBeGreaterThan(8);
    for (const [n, log2] of truth.entries()) {
      expect(left[n]!.log2).toBeCloseTo(log2, 4);
      expect(left[n]!.value / 2 ** log2).toBeCloseTo(1, 4);
    }
    expect(right).toEqual(left);
    const [low, high] = [Math.min(...truth), Math.max(...truth)].map((log2) => (2 ** log2).toPrecision(3));
    await eventually(async () => (await app.figure(1)).range).toMatch(/^\|∇\| left : right /);
    const ends = / right (\S+) … (\S+) /
      .exec((await app.figure(1)).range)!
      .slice(1)
      .map(Number);
    expect(ends.map((end) => end.toPrecision(3))).toEqual([low, high]);
  });

  test.each(['auto', 'cpu'] as const)('is coloured about 1, on %s', async (backend) => {
    await show(CLASSES, { quantity: 'ratio', backend });
    const truth = norms(CLASSES).map(([a, b]) => Math.log2(a / b));
    const most = Math.max(...truth.map(Math.abs));
    const table = paletteTable('blue-red');
    for (const pixels of await plots(app)) {
      for (const n of [8 + 8 * SIDE, 24 + 24 * SIDE, 40 + 12 * SIDE, 12 + 40 * SIDE]) {
        const expected = colourAt(table, 0.5 + truth[n]! / most / 2);
        expect(colourDistance(pixelAt(pixels, n), expected), `${n}`).toBeLessThan(14);
      }
    }
  });

  test('is beyond the scale where the right gradient has no digits, and undefined where neither has', async () => {
    const file = oneSample(0, 0, 200);
    await show(file, { quantity: 'ratio' });
    const truth = norms(file);
    const numbers = await painted(0);
    const counts = { told: 0, beyond: 0, undefined: 0 };
    for (const [n, [a, b]] of truth.entries()) {
      const { value, log2 } = numbers[n]!;
      // Within a factor of 2 of the limit either is right.
      if ([a, b].some((norm) => norm > 2 ** -119 && norm < 2 ** -117)) continue;
      if (b > 2 ** -118) {
        expect(log2).toBeCloseTo(Math.log2(a / b), 2);
        counts.told += 1;
      } else if (a > 2 ** -118) {
        expect([value, log2]).toEqual([Math.fround(3e38), 1024]);
        counts.beyond += 1;
      } else {
        expect(value).toBeNaN();
        counts.undefined += 1;
      }
    }
    expect(Math.min(...Object.values(counts))).toBeGreaterThan(EMPTY_SHARE * SIDE * SIDE);
    await eventually(async () => (await app.figure(0)).range).toMatch(/^\|∇\| left : right \S+ … ∞ /);
  });

  test('of a right gradient that is zero everywhere is beyond the scale everywhere', async () => {
    // Class 0 leads so far that the squared error, which pulls towards no other class, is flat.
    const file = { ...oneSample(2, -1000), window: { u: [100, 120], v: [-6, 6] } };
    await show(file, { quantity: 'ratio' });
    await eventually(async () => (await app.figure(0)).range).toMatch(/^\|∇\| left : right ∞ /);
    const [left] = await plots(app);
    expect(colourDistance(pixelAt(left, 20 + 20 * SIDE), colourAt(paletteTable('blue-red'), 1))).toBeLessThan(
      8,
    );
  });
});

/** The part of the pixels that have none of these colours, nor the hatching's grey. */
function strangers({ width, height, data }: Pixels, colours: readonly (readonly number[])[]): number {
  let count = 0;
  for (let n = 0; n < width * height; n++) {
    const [red, green, blue] = data.subarray(4 * n, 4 * n + 3) as unknown as [number, number, number];
    const near = colours.some((c) => Math.hypot(c[0]! - red, c[1]! - green, c[2]! - blue) < 6);
    const grey = Math.max(red, green, blue) - Math.min(red, green, blue) < 24;
    if (!near && !grey) count += 1;
  }
  return count / (width * height);
}

describe('decision regions', () => {
  const truth = eachPoint(CLASSES, (evaluator, u, v) => leaders(evaluator.logitsAt(0, u, v)));

  test('have the class with the largest logit, and none where several lead', async () => {
    await show(CLASSES, { quantity: 'regions' });
    const numbers = await painted(1);
    for (const [n, classes] of truth.entries()) {
      if (classes.length > 1) expect(numbers[n]!.value).toBeNaN();
      else expect(numbers[n]!.value).toBe(classes[0]);
    }
    // Three classes, the ties of two of them, and that of all.
    expect(new Set(truth.map(String)).size).toBe(7);
    await eventually(async () => (await app.figure(0)).range).toMatch(/^predicted class /);
  });

  test.each(['auto', 'cpu'] as const)(
    'have one colour a class, with nothing between, on %s',
    async (backend) => {
      // No grid point is a tie: undefined ones would keep their neighbours from being blended anyway.
      const file = { ...CLASSES, samples: [{ ...CLASSES.samples[0]!, origin: [0.06, 0, 0.33] }] };
      await show(file, { quantity: 'regions', backend, palette: 'magma', scale: 'symlog' });
      const all = eachPoint(file, (evaluator, u, v) => leaders(evaluator.logitsAt(0, u, v)));
      expect(all.every(({ length }) => length === 1)).toBe(true);
      const classes = all.map(([k]) => k!);
      const points = inside(classes);
      expect(new Set(points.map((n) => classes[n])).size).toBe(3);
      for (const pixels of await plots(app)) {
        for (const n of points) {
          expect(colourDistance(pixelAt(pixels, n), classColour(classes[n]!)), `${n}`).toBeLessThan(4);
        }
        // But for the mark at the smallest value.
        expect(strangers(pixels, [0, 1, 2].map(classColour))).toBeLessThan(0.002);
      }
    },
  );

  test('are refused for outputs, in the menu and in the range line', async () => {
    const sentence = 'no decision regions: these outputs stand for no classes';
    await show(
      {
        ...CLASSES,
        link: 'identity',
        samples: [{ origin: [0], du: [1], dv: [1], target: 1 }],
        losses: ['mse', 'cross-entropy'],
      },
      { quantity: 'regions' },
    );
    await eventually(async () => (await app.figure(0)).range).toMatch(new RegExp(`^${sentence} `));
    const option = () =>
      app.page.$eval('[data-control="quantity"] option:disabled', (node) => node.textContent ?? '');
    expect(await option()).toBe(sentence);
    expect((await painted(0))[0]!.value).toBeNaN();
  });
});

describe('the accuracy of several samples', () => {
  const experiment = parseExperiment(BATCH);
  const asked = [0, 1, 2];
  const truth = eachPoint(BATCH, (evaluator, u, v) => {
    const shares = experiment.samples.map((_, n) => {
      const best = leaders(evaluator.logitsAt(n, u, v));
      return best.includes(asked[n]!) ? 1 / best.length : 0;
    });
    return shares.reduce((sum, share) => sum + share, 0) / shares.length;
  });

  test('is the share that is right', async () => {
    await show(BATCH, { quantity: 'regions' });
    const numbers = await painted(0);
    for (const [n, share] of truth.entries()) expect(numbers[n]!.value, `${n}`).toBeCloseTo(share, 6);
    expect(new Set(truth.map((share) => share.toFixed(3))).size).toBeGreaterThan(3);
    await eventually(async () => (await app.figure(0)).range).toMatch(/^share classified right 0 … 0\.667 /);
  });

  test.each(['auto', 'cpu'] as const)('is coloured from 0 to 1, on %s', async (backend) => {
    await show(BATCH, { quantity: 'regions', backend, palette: 'viridis' });
    const table = paletteTable('viridis');
    const points = inside(truth);
    expect(points.length).toBeGreaterThan(100);
    for (const pixels of await plots(app)) {
      for (const n of points) {
        expect(colourDistance(pixelAt(pixels, n), colourAt(table, truth[n]!)), `${n}`).toBeLessThan(4);
      }
    }
  });
});

describe('the error of the GPU', () => {
  test('is that of its own numbers against f64', async () => {
    await show(CLASSES, { quantity: 'error', scale: 'linear' });
    const answer = await app.page.evaluate(async (file) => {
      const { fields } = await window.logitscape.evaluate(file, { backend: 'webgpu' });
      return [[...fields['cross-entropy.value']!], [...fields['mse.value']!]];
    }, CLASSES);
    const truth = eachPoint(CLASSES, (evaluator, u, v) => {
      evaluator.updateScales(u, v, 1);
      return ([0, 1] as const).map((panel) => [evaluator.jets[panel].value, evaluator.scales[panel].value]);
    });
    const worst: number[] = [];
    for (const panel of [0, 1] as const) {
      const numbers = await painted(panel);
      const errors = truth.map((at, n) => ulpError(answer[panel]![n]!, at[panel]![0]!, at[panel]![1]!));
      for (const n of SAMPLED) expect(numbers[n]!.value, `${panel} ${n}`).toBeCloseTo(errors[n]!, 5);
      const largest = Math.max(...errors);
      worst.push(largest);
      expect(largest).toBeGreaterThan(0.1);
      expect(Math.max(...numbers.map(({ value }) => value))).toBeCloseTo(largest, 5);
    }
    const tolerances = [4, 8];
    for (const panel of [0, 1] as const) {
      await eventually(async () => (await app.figure(panel)).range).toMatch(
        new RegExp(
          `^error of L up to ${worst[panel]!.toPrecision(3)} ULP \\(tolerance ${tolerances[panel]}\\) `,
        ),
      );
    }
  });

  test('is shown in deep zoom too, where f64 draws the surfaces', async () => {
    const window = { u: [1, 1 + 1e-7], v: [1, 1 + 1e-7] };
    await show({ ...CLASSES, window }, { quantity: 'error' });
    await eventually(async () => (await app.figure(0)).range).toMatch(/^error of L up to \S+ ULP /);
    await show({ ...CLASSES, window }, { quantity: 'value' });
    await eventually(() => app.text('#status .backend')).toMatch(/^CPU · f64, since f32/);
  });

  test.each([
    ['on the CPU', CLASSES, 'cpu'],
    ['of a loss without a kernel', { ...CLASSES, losses: ['cross-entropy-naive', 'mse'] }, 'auto'],
  ] as const)('is none %s, and the page says so', async (_, file, backend) => {
    await show(file, { quantity: 'error', backend });
    const sentence = 'all numbers are f64 from the CPU: there is no GPU to judge';
    await eventually(async () => (await app.figure(1)).range).toMatch(new RegExp(`^${sentence} `));
  });
});

describe('the page', () => {
  test('keeps the choice in the address, and has no contours where they say nothing', async () => {
    const contours = () => app.page.$eval('[data-control="contours"] input', (node) => node.disabled);
    await show(CLASSES, { quantity: 'ratio', contours: true });
    await app.fragmentHas('quantity=ratio');
    expect(await contours()).toBe(false);
    for (const quantity of ['regions', 'error']) {
      await show(CLASSES, { quantity, contours: false });
      const without = await plots(app);
      await show(CLASSES, { quantity, contours: true });
      await app.fragmentHas(`quantity=${quantity}`);
      expect(await contours()).toBe(true);
      expect((await plots(app))[0].data.equals(without[0].data)).toBe(true);
    }
    await app.set({ contours: false });
  });

  test('names the choices in Chinese too', async () => {
    await show(CLASSES, { quantity: 'regions', language: 'zh' });
    await eventually(async () => (await app.figure(0)).range).toMatch(/^预测类别 /);
    await app.set({ language: 'en' });
  });
});
