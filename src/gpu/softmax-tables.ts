/**
 * The softmax kernel's tables. On an affine plane z_k(u, v) = A_k(u) + B_k(v), so W + H entries a class and sample, made here
 * in f64, replace W x H exponentials. Layouts are those of softmax.wgsl.
 */
import { columnU, type Grid, rowV } from '../core/grid.ts';
import type { KernelTables, SampleRange } from './kernel.ts';
import type { SoftmaxBatch } from './softmax-batch.ts';
import { exponentOfExp, HIGH_PART, LOGIT, mantissaOfExp, splitPair, writeLogit } from './split-numbers.ts';
import { StructLayout } from './struct-layout.ts';

export const AXIS_WEIGHT = new StructLayout({ hi: 'f32', mid: 'f32', lo: 'f32', exponent: 'i32' });
const WEIGHT_WORDS = AXIS_WEIGHT.size / 4;
const LOGIT_WORDS = LOGIT.size / 4;

export const CLASS_ENTRY = new StructLayout({ a: 'vec2f', b: 'vec2f', y: 'f32', target_class: 'u32' });

const SOFT_TARGET = 0xffffffff;

/** What is left of a mantissa beside its high part has 11 bits in units of this one's reciprocal. */
const MIDDLE_PART = 2 ** 22;

/** The tables of the samples in `range`, in steps of one class of a sample. */
export function* softmaxTables(
  batch: SoftmaxBatch,
  grid: Grid,
  range: SampleRange,
): Generator<undefined, KernelTables> {
  const { width, height } = grid;
  const entries = (range[1] - range[0]) * batch.classCount;
  const tables = {
    factors: new ArrayBuffer(entries * (width + height) * AXIS_WEIGHT.size),
    logits: new ArrayBuffer(entries * (width + height) * LOGIT.size),
    samples: yield* classTable(batch, range),
  };
  const us = Float64Array.from({ length: width }, (_, i) => columnU(grid, i));
  const vs = Float64Array.from({ length: height }, (_, j) => rowV(grid, j));
  const first = range[0] * batch.classCount;
  const { origin, a, b } = batch;
  yield* writeAxis(tables, 0, first, entries, width, (entry, i) => origin[entry]! + us[i]! * a[entry]!);
  yield* writeAxis(tables, entries * width, first, entries, height, (entry, j) => vs[j]! * b[entry]!);
  return tables;
}

type LogitAt = (entry: number, index: number) => number;

function* writeAxis(
  tables: KernelTables,
  start: number,
  first: number,
  entries: number,
  count: number,
  logitAt: LogitAt,
): Generator<undefined, void> {
  const mantissas = new Float32Array(tables.factors);
  const exponents = new Int32Array(tables.factors);
  const parts = new Float32Array(tables.logits);
  let at = start;
  for (let entry = first; entry < first + entries; entry++) {
    for (let index = 0; index < count; index++, at++) {
      const logit = logitAt(entry, index);
      const exponent = exponentOfExp(logit);
      const mantissa = mantissaOfExp(logit, exponent);
      const high = Math.round(mantissa * HIGH_PART) / HIGH_PART;
      const middle = Math.round((mantissa - high) * MIDDLE_PART) / MIDDLE_PART;
      mantissas[at * WEIGHT_WORDS] = high;
      mantissas[at * WEIGHT_WORDS + 1] = middle;
      mantissas[at * WEIGHT_WORDS + 2] = mantissa - high - middle;
      exponents[at * WEIGHT_WORDS + 3] = exponent;
      writeLogit(parts, at * LOGIT_WORDS, logit);
    }
    yield;
  }
}

/** Slopes as hi + lo and targets: [sample][class]. */
export function* classTable(batch: SoftmaxBatch, [n0, n1]: SampleRange): Generator<undefined, ArrayBuffer> {
  const { classCount, a, b, y, hard } = batch;
  const view = new DataView(new ArrayBuffer((n1 - n0) * classCount * CLASS_ENTRY.size));
  for (let n = n0; n < n1; n++) {
    const target = hard[n]!;
    for (let k = 0; k < classCount; k++) {
      const entry = n * classCount + k;
      const reference = n * classCount + target;
      CLASS_ENTRY.write(view, (entry - n0 * classCount) * CLASS_ENTRY.size, {
        a: splitPair(target < 0 ? a[entry]! : a[entry]! - a[reference]!),
        b: splitPair(target < 0 ? b[entry]! : b[entry]! - b[reference]!),
        y: y[entry]!,
        target_class: target < 0 ? SOFT_TARGET : target,
      });
    }
    yield;
  }
  return view.buffer as ArrayBuffer;
}
