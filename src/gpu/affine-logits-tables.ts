/** Tables of the logits kernel's affine map: z = A(u) + B(v). Layouts are those of affine-logits.wgsl. */
import { columnU, type Grid, rowV } from '../core/grid.ts';
import { type KernelTables, type SampleRange, UNREAD_TABLE } from './kernel.ts';
import type { LogitsBatch } from './logits-batch.ts';
import { LOGIT, splitPair, writeLogit } from './split-numbers.ts';
import { StructLayout } from './struct-layout.ts';

export const OUTPUT_ENTRY = new StructLayout({ slope: 'vec2f', y: 'vec2f', rest: 'vec2f' });
const LOGIT_WORDS = LOGIT.size / 4;

/** The tables of the samples in the range, in steps of one logit of a sample. */
export function* affineLogitsTables(
  batch: LogitsBatch,
  grid: Grid,
  [n0, n1]: SampleRange,
): Generator<undefined, KernelTables> {
  const { logitCount, origin, a, b, y } = batch;
  const { width, height } = grid;
  const first = n0 * logitCount;
  const entries = (n1 - n0) * logitCount;
  const logits = new Float32Array(entries * (width + height) * LOGIT_WORDS);
  const samples = new DataView(new ArrayBuffer(entries * OUTPUT_ENTRY.size));
  const us = Float64Array.from({ length: width }, (_, i) => columnU(grid, i));
  const vs = Float64Array.from({ length: height }, (_, j) => rowV(grid, j));
  for (let local = 0; local < entries; local++) {
    const entry = first + local;
    const column = local * width;
    const row = entries * width + local * height;
    for (const [i, u] of us.entries()) {
      writeLogit(logits, (column + i) * LOGIT_WORDS, origin[entry]! + u * a[entry]!);
    }
    for (const [j, v] of vs.entries()) writeLogit(logits, (row + j) * LOGIT_WORDS, v * b[entry]!);
    OUTPUT_ENTRY.write(samples, local * OUTPUT_ENTRY.size, {
      slope: [a[entry]!, b[entry]!],
      y: splitPair(y[entry]!),
      rest: splitPair(1 - y[entry]!),
    });
    yield;
  }
  return { factors: UNREAD_TABLE, logits: logits.buffer, samples: samples.buffer as ArrayBuffer };
}

/** Bytes of the tables for one sample. */
export function affineLogitsBytes({ logitCount }: LogitsBatch, { width, height }: Grid): number {
  return logitCount * ((width + height) * LOGIT.size + OUTPUT_ENTRY.size);
}
