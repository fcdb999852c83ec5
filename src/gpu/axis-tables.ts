/**
 * The kernel's tables. On an affine plane z_k(u, v) = A_k(u) + B_k(v), so W + H entries a class and sample, made here
 * in f64, replace W x H exponentials. Layouts are those of softmax.wgsl.
 */
import { columnU, type Grid, rowV } from '../core/grid.ts';
import type { SoftmaxBatch } from './softmax-batch.ts';
import { StructLayout } from './struct-layout.ts';

export const AXIS_WEIGHT = new StructLayout({ mantissa_hi: 'f32', mantissa_lo: 'f32', exponent: 'i32' });
export const LOGIT = new StructLayout({ hi: 'f32', mid: 'f32', lo: 'f32' });
const WEIGHT_WORDS = AXIS_WEIGHT.size / 4;
const LOGIT_WORDS = LOGIT.size / 4;

export const CLASS_ENTRY = new StructLayout({ a: 'vec2f', b: 'vec2f', y: 'f32', target_class: 'u32' });

const SOFT_TARGET = 0xffffffff;

// ln 2 in two parts; the first has 33 bits, so that its product with a table's exponent is exact.
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/** Mantissas up to 1.42 in units of its reciprocal have 12 bits. */
const HIGH_PART = 2 ** 11;

/** Samples n0 (included) to n1 (excluded) of a batch. */
export type SampleRange = readonly [n0: number, n1: number];

export interface AxisTables {
  /** Weights and logits of all columns [sample][class][column], then of all rows [sample][class][row]. */
  readonly weights: ArrayBuffer;
  readonly logits: ArrayBuffer;
  /** Index of the first row's entry in both. */
  readonly rowsStart: number;
}

/** The tables of the samples in `range`. */
export function axisTables(batch: SoftmaxBatch, grid: Grid, range: SampleRange): AxisTables {
  const { width, height } = grid;
  const entries = (range[1] - range[0]) * batch.classCount;
  const tables = {
    weights: new ArrayBuffer(entries * (width + height) * AXIS_WEIGHT.size),
    logits: new ArrayBuffer(entries * (width + height) * LOGIT.size),
    rowsStart: entries * width,
  };
  const us = Float64Array.from({ length: width }, (_, i) => columnU(grid, i));
  const vs = Float64Array.from({ length: height }, (_, j) => rowV(grid, j));
  const first = range[0] * batch.classCount;
  const { origin, a, b } = batch;
  writeAxis(tables, 0, first, entries, width, (entry, i) => origin[entry]! + us[i]! * a[entry]!);
  writeAxis(tables, tables.rowsStart, first, entries, height, (entry, j) => vs[j]! * b[entry]!);
  return tables;
}

type LogitAt = (entry: number, index: number) => number;

function writeAxis(
  tables: AxisTables,
  start: number,
  first: number,
  entries: number,
  count: number,
  logitAt: LogitAt,
): void {
  const mantissas = new Float32Array(tables.weights);
  const exponents = new Int32Array(tables.weights);
  const parts = new Float32Array(tables.logits);
  let at = start;
  for (let entry = first; entry < first + entries; entry++) {
    for (let index = 0; index < count; index++, at++) {
      const logit = logitAt(entry, index);
      const exponent = Math.round(logit * Math.LOG2E);
      const mantissa = Math.exp(logit - exponent * LN2_HIGH - exponent * LN2_LOW);
      const mantissaHigh = Math.round(mantissa * HIGH_PART) / HIGH_PART;
      mantissas[at * WEIGHT_WORDS] = mantissaHigh;
      mantissas[at * WEIGHT_WORDS + 1] = mantissa - mantissaHigh;
      exponents[at * WEIGHT_WORDS + 2] = exponent;
      const high = Math.fround(logit);
      const middle = Math.fround(logit - high);
      parts[at * LOGIT_WORDS] = high;
      parts[at * LOGIT_WORDS + 1] = middle;
      parts[at * LOGIT_WORDS + 2] = logit - high - middle;
    }
  }
}

/** Slopes as hi + lo and targets: [sample][class]. */
export function classTable(batch: SoftmaxBatch, [n0, n1]: SampleRange): ArrayBuffer {
  const { classCount, a, b, y, hard } = batch;
  const view = new DataView(new ArrayBuffer((n1 - n0) * classCount * CLASS_ENTRY.size));
  for (let n = n0; n < n1; n++) {
    const target = hard[n]!;
    for (let k = 0; k < classCount; k++) {
      const entry = n * classCount + k;
      const reference = n * classCount + target;
      CLASS_ENTRY.write(view, (entry - n0 * classCount) * CLASS_ENTRY.size, {
        a: pair(target < 0 ? a[entry]! : a[entry]! - a[reference]!),
        b: pair(target < 0 ? b[entry]! : b[entry]! - b[reference]!),
        y: y[entry]!,
        target_class: target < 0 ? SOFT_TARGET : target,
      });
    }
  }
  return view.buffer as ArrayBuffer;
}

/** x as the sum of two f32 numbers. */
function pair(x: number): readonly [number, number] {
  const high = Math.fround(x);
  return [high, x - high];
}
