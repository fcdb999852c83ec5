/**
 * The odds kernel's tables: factors of the odds x_k = exp(z_k - z_t) along the axes and the logit differences that they
 * come from, for the one or two classes other than the target t. Layouts are those of odds.wgsl.
 */
import { columnU, type Grid, rowV } from '../core/grid.ts';
import type { KernelTables, SampleRange } from './kernel.ts';
import type { SoftmaxBatch } from './softmax-batch.ts';
import { exponentOfExp, HIGH_PART, LOGIT, mantissaOfExp, writeLogit } from './split-numbers.ts';
import { StructLayout } from './struct-layout.ts';
import { type PlaneLogit, smallestInWindow } from './ties.ts';

export const AXIS_ODDS = new StructLayout({
  first_hi: 'f32',
  second_hi: 'f32',
  first_exponent: 'i32',
  second_exponent: 'i32',
  first_mid: 'f32',
  second_mid: 'f32',
});
export const ODDS_SLOPES = new StructLayout({ first: 'vec2f', second: 'vec2f', between: 'vec2f' });
const ODDS_WORDS = AXIS_ODDS.size / 4;
const LOGIT_WORDS = LOGIT.size / 4;
/** AxisDetails in odds.wgsl: three logits (between, first, second) and two low parts. */
const DETAILS_WORDS = 3 * LOGIT_WORDS + 2;
export const AXIS_DETAILS_BYTES = 4 * DETAILS_WORDS;

/** Stands for an absent second class: it is never near the first, and its odds are 0. */
const ABSENT_LOGIT = -(2 ** 21);
const ABSENT_EXPONENT = -(2 ** 22);

/** Logits of a sample's other classes relative to its target, and of the first relative to the second. */
interface OddsSample {
  readonly first: PlaneLogit;
  readonly second: PlaneLogit | undefined;
  readonly between: PlaneLogit | undefined;
}

function oddsSample({ classCount, origin, a, b, hard }: SoftmaxBatch, n: number): OddsSample {
  const target = hard[n]!;
  const at = n * classCount;
  const difference = (k: number, reference: number): PlaneLogit => ({
    origin: origin[at + k]! - origin[at + reference]!,
    a: a[at + k]! - a[at + reference]!,
    b: b[at + k]! - b[at + reference]!,
  });
  const [first, second] = [0, 1, 2].slice(0, classCount).filter((k) => k !== target) as [number, number?];
  return {
    first: difference(first, target),
    second: second === undefined ? undefined : difference(second, target),
    between: second === undefined ? undefined : difference(first, second),
  };
}

/** Whether |z_first - z_second| falls below `distance` anywhere in the grid's window, for any sample. */
export function comeNear(batch: SoftmaxBatch, grid: Grid, distance: number): boolean {
  for (let n = 0; n < batch.sampleCount; n++) {
    const { between } = oddsSample(batch, n);
    if (between && smallestInWindow(between, grid) < distance) return true;
  }
  return false;
}

/** The tables of the samples in the range, in steps of one sample. */
export function* oddsTables(
  batch: SoftmaxBatch,
  grid: Grid,
  [n0, n1]: SampleRange,
): Generator<undefined, KernelTables> {
  const { width, height } = grid;
  const count = n1 - n0;
  const entries = count * (width + height);
  const tables = {
    factors: new ArrayBuffer(entries * AXIS_ODDS.size),
    logits: new ArrayBuffer(entries * AXIS_DETAILS_BYTES),
    samples: new ArrayBuffer(count * ODDS_SLOPES.size),
  };
  const us = Float64Array.from({ length: width }, (_, i) => columnU(grid, i));
  const vs = Float64Array.from({ length: height }, (_, j) => rowV(grid, j));
  const slopes = new DataView(tables.samples);
  for (let n = n0; n < n1; n++) {
    const sample = oddsSample(batch, n);
    const { first, second, between } = sample;
    const local = n - n0;
    writeAxis(tables, local * width, us, sample, (z, u) => z.origin + u * z.a);
    writeAxis(tables, count * width + local * height, vs, sample, (z, v) => v * z.b);
    ODDS_SLOPES.write(slopes, local * ODDS_SLOPES.size, {
      first: [first.a, first.b],
      second: [second?.a ?? 0, second?.b ?? 0],
      between: [between?.a ?? 0, between?.b ?? 0],
    });
    yield;
  }
  return tables;
}

/** Writes the entries of one sample along one axis, the first at index `at`. */
function writeAxis(
  { factors, logits }: KernelTables,
  at: number,
  coordinates: Float64Array,
  { first, second, between }: OddsSample,
  part: (z: PlaneLogit, coordinate: number) => number,
): void {
  const mantissas = new Float32Array(factors);
  const exponents = new Int32Array(factors);
  const parts = new Float32Array(logits);
  /** @param word of `first_hi`, and @param low of `first_lo`; 1 more are those of the second class */
  const writeOdds = (word: number, low: number, z: number) => {
    const exponent = exponentOfExp(z);
    const mantissa = mantissaOfExp(z, exponent);
    const high = Math.round(mantissa * HIGH_PART) / HIGH_PART;
    const middle = Math.fround(mantissa - high);
    mantissas[word] = high;
    exponents[word + 2] = exponent;
    mantissas[word + 4] = middle;
    parts[low] = mantissa - high - middle;
  };
  for (const [n, coordinate] of coordinates.entries()) {
    const word = (at + n) * ODDS_WORDS;
    const logit = (at + n) * DETAILS_WORDS;
    const low = logit + 3 * LOGIT_WORDS;
    const z = part(first, coordinate);
    writeOdds(word, low, z);
    writeLogit(parts, logit + LOGIT_WORDS, z);
    if (second && between) {
      const other = part(second, coordinate);
      writeOdds(word + 1, low + 1, other);
      writeLogit(parts, logit, part(between, coordinate));
      writeLogit(parts, logit + 2 * LOGIT_WORDS, other);
    } else {
      exponents[word + 3] = ABSENT_EXPONENT;
      writeLogit(parts, logit, -ABSENT_LOGIT);
      writeLogit(parts, logit + 2 * LOGIT_WORDS, ABSENT_LOGIT);
    }
  }
}
