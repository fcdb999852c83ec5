/** The ranges of both surfaces, found by the pass itself in a real Chrome, against a plain loop over the same points. */
import type { Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { surfaceRange } from '../../src/core/surface-range.ts';
import { randomNumbers } from '../unit/support/random.ts';
import { openBlankPage } from './support/blank-page.ts';
import type { RangePage } from './support/range-page.ts';

type RangeWindow = Window & { readonly rangePage: Promise<RangePage> };
type Ranges = Awaited<ReturnType<RangePage['rangesOf']>>;

/** As the kernels write it; the logarithm, which they write where the value is flushed too, is that of the value. */
interface Point {
  readonly value: number;
  readonly du: number;
  readonly dv: number;
  readonly log2?: number;
}

const UNDEFINED: Point = { value: NaN, du: NaN, dv: NaN };
/** The logarithm of zero in field buffers. */
const LOG2_OF_ZERO = -3e38;
/** Of a norm: a division, a root and three more roundings. */
const TOLERANCE = 4e-7;

let page: Page;

beforeAll(async () => {
  page = await openBlankPage('range-page.ts');
});

afterAll(async () => {
  const errors = await page.evaluate(async () => (await (window as unknown as RangeWindow).rangePage).errors);
  expect(errors).toEqual([]);
});

function log2Of({ value, log2 = Math.log2(value) }: Point): number {
  return Math.fround(Number.isFinite(log2) ? log2 : LOG2_OF_ZERO);
}

function bytesOf(points: readonly Point[]): string {
  const floats = points.flatMap((point) => [point.value, point.du, point.dv, log2Of(point)]);
  return Buffer.from(Float32Array.from(floats).buffer).toString('base64');
}

/** @param times how often the points follow one another on the grid */
function rangesOf(
  width: number,
  left: readonly Point[],
  right: readonly Point[],
  times = 1,
): Promise<Ranges> {
  const height = (left.length * times) / width;
  return page.evaluate(
    async (g, l, r, n) => (await (window as unknown as RangeWindow).rangePage).rangesOf(g, [l, r], n),
    { width, height, window: { u: [0, 1], v: [0, 1] } } as const,
    bytesOf(left),
    bytesOf(right),
    times,
  );
}

function expectRange(actual: Ranges[number], points: readonly Point[]): void {
  const [value, du, dv] = (['value', 'du', 'dv'] as const).map((key) =>
    Float64Array.from(points, (point) => Math.fround(point[key])),
  );
  const expected = surfaceRange(value!, du!, dv!);
  expect(actual.value.min).toBe(expected.value.min);
  expect(actual.value.max).toBe(expected.value.max);
  expect(actual.minIndex).toBe(expected.minIndex);
  expect(actual.undefinedCount).toBe(expected.undefinedCount);
  for (const n of [0, 1] as const) {
    expect(Math.abs(actual.norm[n] - expected.norm[n]) / expected.norm[n]).toBeLessThan(TOLERANCE);
  }
  const logs = points.filter(({ value }) => Number.isFinite(value) && value > 0).map(log2Of);
  expect(actual.value.log2Min).toBe(logs.reduce((least, log) => Math.min(least, log), Infinity));
  expect(actual.value.log2Max).toBe(logs.reduce((most, log) => Math.max(most, log), -Infinity));
}

/** Losses of many sizes; one in twenty undefined, infinite, or zero. */
function mixed(count: number, seed: number): Point[] {
  const next = randomNumbers(seed);
  return Array.from({ length: count }, () => {
    const kind = next();
    if (kind < 0.05) return UNDEFINED;
    const size = 10 ** (60 * next() - 30);
    const [du, dv] = [size * (next() - 0.5), size * (next() - 0.5)];
    if (kind < 0.1) return { value: Infinity, du, dv };
    return { value: kind < 0.15 ? 0 : size * next(), du, dv };
  });
}

describe('the range pass', () => {
  // For an invocation: less than one point, as many as it is worth, and more of the largest number of invocations.
  it.each([
    [5, 3, 1],
    [200, 150, 1],
    [1200, 25, 20],
  ])('finds both ranges of %i x %i points, %i times', async (width, height, times) => {
    const [left, right] = [mixed(width * height, 7), mixed(width * height, 11)];
    const [first, second] = await rangesOf(width, left, right, times);
    expectRange(first, Array(times).fill(left).flat());
    expectRange(second, Array(times).fill(right).flat());
  });

  it('names the first of the smallest points, wherever they are', async () => {
    const flat = Array.from({ length: 90 * 90 }, (): Point => ({ value: 2, du: 1, dv: 0 }));
    const dips = [8000, 4321, 4322, 77].map((at) => flat.with(at, { value: 1, du: 1, dv: 0 }));
    for (const points of [flat, ...dips]) expectRange((await rangesOf(90, points, flat))[0], points);
    const several = flat.map((point, n) => (n % 1000 === 321 ? { ...point, value: 1 } : point));
    expect((await rangesOf(90, flat, several))[1].minIndex).toBe(321);
  });

  it('tells values by their logarithms that are flushed to the same zero', async () => {
    const points = Array.from(
      { length: 60 * 60 },
      (_, n): Point => ({ value: 0, du: 0, dv: 0, log2: -200 - Math.abs(n - 1234) / 64 }),
    );
    const [{ minIndex }] = await rangesOf(60, points, points);
    expect(minIndex).toBe(3599);
  });

  it('has nothing to name where nothing is defined', async () => {
    const nothing = Array.from({ length: 4 }, () => UNDEFINED);
    const [range] = await rangesOf(2, nothing, nothing);
    expect(range).toMatchObject({ minIndex: -1, undefinedCount: 4 });
    // NaN, which is not in JSON, arrives as null.
    expect([range.value.min, range.value.max, ...range.norm]).toEqual([null, null, null, null]);
  });

  it('has norms whose squares are beyond f32, and those of zero', async () => {
    const points: Point[] = [
      { value: 1, du: 3e-30, dv: -4e-30 },
      { value: 1, du: -3e30, dv: 4e30 },
    ];
    expectRange((await rangesOf(2, [...points, ...points], mixed(4, 5)))[0], points);
    const still = Array.from({ length: 4 }, (): Point => ({ value: 1, du: 0, dv: 0 }));
    expect((await rangesOf(2, still, still))[0].norm).toEqual([0, 0]);
  });
});
