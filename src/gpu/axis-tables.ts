/**
 * The kernel's tables. On an affine plane z_k(u, v) = A_k(u) + B_k(v), so W + H entries a class and sample, made here
 * in f64, replace W x H exponentials. Layouts are those of AxisEntry and ClassEntry in softmax.wgsl.
 */
import { columnU, type Grid, rowV } from '../core/grid.ts';
import type { SoftmaxBatch } from './softmax-batch.ts';
import { StructLayout } from './struct-layout.ts';

export const AXIS_ENTRY = new StructLayout({
  mantissa: 'f32',
  exponent: 'i32',
  logit_hi: 'f32',
  logit_mid: 'f32',
  logit_lo: 'f32',
});

const AXIS_ENTRY_WORDS = AXIS_ENTRY.size / 4;

export const CLASS_ENTRY = new StructLayout({ a: 'vec2f', b: 'vec2f', y: 'f32', target_class: 'u32' });

const SOFT_TARGET = 0xffffffff;

// ln 2 in two parts; the first has 33 bits, so that its product with a table's exponent is exact.
const LN2_HIGH = 6.93147180369123816490e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/** Samples n0 (included) to n1 (excluded) of a batch. */
export type SampleRange = readonly [n0: number, n1: number];

function axisTable(count: number, range: SampleRange, classes: number, logitAt: LogitAt): ArrayBuffer {
  const [n0, n1] = range;
  const floats = new Float32Array((n1 - n0) * classes * count * AXIS_ENTRY_WORDS);
  const integers = new Int32Array(floats.buffer);
  let at = 0;
  for (let n = n0; n < n1; n++) {
    for (let k = 0; k < classes; k++) {
      const entry = n * classes + k;
      for (let index = 0; index < count; index++) {
        const logit = logitAt(entry, index);
        const exponent = Math.round(logit * Math.LOG2E);
        const high = Math.fround(logit);
        const middle = Math.fround(logit - high);
        floats[at] = Math.exp(logit - exponent * LN2_HIGH - exponent * LN2_LOW);
        integers[at + 1] = exponent;
        floats[at + 2] = high;
        floats[at + 3] = middle;
        floats[at + 4] = logit - high - middle;
        at += AXIS_ENTRY_WORDS;
      }
    }
  }
  return floats.buffer;
}

type LogitAt = (entry: number, index: number) => number;

/** A_k(u) = origin_k + u a_k for every column: [sample][class][column]. */
export function columnTable(batch: SoftmaxBatch, grid: Grid, range: SampleRange): ArrayBuffer {
  const us = Float64Array.from({ length: grid.width }, (_, i) => columnU(grid, i));
  return axisTable(grid.width, range, batch.classCount, (entry, i) => batch.origin[entry]! + us[i]! * batch.a[entry]!);
}

/** B_k(v) = v b_k for every row: [sample][class][row]. */
export function rowTable(batch: SoftmaxBatch, grid: Grid, range: SampleRange): ArrayBuffer {
  const vs = Float64Array.from({ length: grid.height }, (_, j) => rowV(grid, j));
  return axisTable(grid.height, range, batch.classCount, (entry, j) => vs[j]! * batch.b[entry]!);
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
