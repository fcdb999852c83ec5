/** Tables of the logits kernel's two-layer map: z = v tanh(u x). Layouts are those of two-layer-logits.wgsl. */
import type { TwoLayerExperiment } from '../core/experiment.ts';
import { columnU, type Grid, rowV } from '../core/grid.ts';
import type { KernelTables, SampleRange } from './kernel.ts';
import { splitPair } from './split-numbers.ts';
import { StructLayout } from './struct-layout.ts';

export const HIDDEN_UNIT = new StructLayout({ tanh: 'vec2f', slope: 'vec2f', bend: 'vec2f' });
export const OUTPUT_TARGET = new StructLayout({ y: 'vec2f', rest: 'vec2f' });

/** MAP_LIFT of two-layer-logits.wgsl: derivatives are in units of 2^-24. */
const MAP_LIFT = 2 ** 24;

/** sech^2 t = 1 - tanh^2 t without the difference. */
function squaredSech(t: number): number {
  const e = Math.exp(-2 * Math.abs(t));
  return (4 * e) / (1 + e) ** 2;
}

/** The tables of the samples in the range, in steps of one sample. */
export function* twoLayerTables(
  { samples }: Pick<TwoLayerExperiment, 'samples'>,
  grid: Grid,
  [n0, n1]: SampleRange,
): Generator<undefined, KernelTables> {
  const { width, height } = grid;
  const units = new DataView(new ArrayBuffer((n1 - n0) * width * HIDDEN_UNIT.size));
  const targets = new DataView(new ArrayBuffer((n1 - n0) * OUTPUT_TARGET.size));
  const weights = new Float32Array(2 * height);
  for (const [local, { input: x, target }] of samples.slice(n0, n1).entries()) {
    for (let i = 0; i < width; i++) {
      const t = columnU(grid, i) * x;
      const hidden = Math.tanh(t);
      const slope = MAP_LIFT * x * squaredSech(t);
      HIDDEN_UNIT.write(units, (local * width + i) * HIDDEN_UNIT.size, {
        tanh: splitPair(hidden),
        slope: splitPair(slope),
        bend: splitPair(-2 * x * hidden * slope),
      });
    }
    OUTPUT_TARGET.write(targets, local * OUTPUT_TARGET.size, {
      y: splitPair(target),
      rest: splitPair(1 - target),
    });
    yield;
  }
  for (let j = 0; j < height; j++) weights.set(splitPair(rowV(grid, j)), 2 * j);
  return {
    factors: units.buffer as ArrayBuffer,
    logits: weights.buffer,
    samples: targets.buffer as ArrayBuffer,
  };
}

/** Bytes of the tables for one sample. */
export function twoLayerBytes({ width }: Grid): number {
  return width * HIDDEN_UNIT.size + OUTPUT_TARGET.size;
}
