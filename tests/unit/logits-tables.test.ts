/** The tables of both maps of the logits kernel hold what they are read as. */
import { describe, expect, it } from 'vitest';
import type { AffineExperiment, TwoLayerExperiment } from '../../src/core/experiment.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { affineLogitsBytes, affineLogitsTables, OUTPUT_ENTRY } from '../../src/gpu/affine-logits-tables.ts';
import { rawLogits } from '../../src/gpu/logits-batch.ts';
import { HIDDEN_UNIT, OUTPUT_TARGET, twoLayerBytes, twoLayerTables } from '../../src/gpu/two-layer-tables.ts';
import { DecimalNumbers } from './support/decimal-numbers.ts';
import { fileOf, parsed, twoLayer } from './support/experiments.ts';
import { finished } from './support/finished.ts';

const numbers = DecimalNumbers.withDigits(60);

/** `count` f32 numbers from `byteOffset` on. */
function floats(table: ArrayBuffer, byteOffset: number, count: number): number[] {
  const view = new DataView(table, byteOffset, 4 * count);
  return Array.from({ length: count }, (_, n) => view.getFloat32(4 * n, true));
}

const sum = (parts: readonly number[]) => parts.reduce((total, part) => total + part, 0);

describe('affine', () => {
  const samples = [
    { origin: [0.1, -3], du: [1 / 3, 0], dv: [0, 7.7], target: [0.3, 2] },
    { origin: [5, 6], du: [-1, 2], dv: [0.7, -0.2], target: [1e-9, 1] },
    { origin: [1e5, 0], du: [0, 1], dv: [1, 0], target: [0, -4] },
  ];
  const experiment = parsed(fileOf('identity', samples, { resolution: [7, 5] })) as AffineExperiment;
  const batch = rawLogits(experiment);
  const grid = gridOf(experiment);

  it.each([
    [0, 3],
    [1, 3],
  ] as const)('samples %i to %i', (n0, n1) => {
    const { logits, samples: outputs } = finished(affineLogitsTables(batch, grid, [n0, n1]));
    const entries = (n1 - n0) * 2;
    expect(logits.byteLength + outputs.byteLength).toBe((n1 - n0) * affineLogitsBytes(batch, grid));
    for (let entry = 0; entry < entries; entry++) {
      const { origin, du, dv, target } = samples[n0 + Math.floor(entry / 2)]!;
      const k = entry % 2;
      for (let i = 0; i < grid.width; i++) {
        const parts = floats(logits, 12 * (entry * grid.width + i), 3);
        expect(sum(parts) - (origin[k]! + columnU(grid, i) * du[k]!)).toBe(0);
      }
      for (let j = 0; j < grid.height; j++) {
        const parts = floats(logits, 12 * (entries * grid.width + entry * grid.height + j), 3);
        expect(sum(parts) - rowV(grid, j) * dv[k]!).toBe(0);
      }
      const at = entry * OUTPUT_ENTRY.size;
      expect(floats(outputs, at + OUTPUT_ENTRY.offsets.slope, 2)).toEqual([du[k]!, dv[k]!].map(Math.fround));
      const y = target[k]!;
      expect(Math.abs(sum(floats(outputs, at + OUTPUT_ENTRY.offsets.y, 2)) - y)).toBeLessThanOrEqual(
        2 ** -47 * Math.abs(y),
      );
      const rest = sum(floats(outputs, at + OUTPUT_ENTRY.offsets.rest, 2));
      expect(Math.abs(rest - (1 - y))).toBeLessThanOrEqual(2 ** -47 * Math.abs(1 - y));
    }
  });
});

describe('two layers', () => {
  const samples = [
    { input: 0.3, target: 1 },
    { input: -1.7, target: 1e-9 },
    { input: 40, target: 0.25 },
  ];
  const window = { u: [-3, 2.9], v: [-0.1, 7] } as const;
  const file = twoLayer('sigmoid', samples, { window, resolution: [9, 4] });
  const experiment = parsed(file) as TwoLayerExperiment;
  const grid = gridOf(experiment);

  /** tanh(u x), x sech^2(u x) and -2 x^2 tanh(u x) sech^2(u x), to 60 digits before they are rounded. */
  function truth(u: number, x: number): { tanh: number; slope: number; bend: number } {
    const t = numbers.exact(u * x);
    const [up, down] = [numbers.exp(t), numbers.exp(t.neg())];
    const tanh = up.minus(down).div(up.plus(down));
    const slope = numbers.exact(4 * x).div(up.plus(down).pow(2));
    return {
      tanh: tanh.toNumber(),
      slope: slope.toNumber(),
      bend: slope
        .times(tanh)
        .times(numbers.exact(-2 * x))
        .toNumber(),
    };
  }

  it.each([
    [0, 3],
    [1, 2],
  ] as const)('samples %i to %i', (n0, n1) => {
    const { factors, logits, samples: targets } = finished(twoLayerTables(experiment, grid, [n0, n1]));
    expect(factors.byteLength + targets.byteLength).toBe((n1 - n0) * twoLayerBytes(grid));
    for (let n = n0; n < n1; n++) {
      const { input, target } = samples[n]!;
      for (let i = 0; i < grid.width; i++) {
        const at = ((n - n0) * grid.width + i) * HIDDEN_UNIT.size;
        const expected = truth(columnU(grid, i), input);
        const lifts = { tanh: 1, slope: 2 ** -24, bend: 2 ** -24 };
        for (const part of ['tanh', 'slope', 'bend'] as const) {
          const value = lifts[part] * sum(floats(factors, at + HIDDEN_UNIT.offsets[part], 2));
          const error = Math.abs(value - expected[part]);
          // What f32 cannot hold even so lifted is as good as zero.
          expect(error, `${part} ${n} ${i}`).toBeLessThanOrEqual(
            2 ** -46 * Math.abs(expected[part]) + 2 ** -149,
          );
        }
      }
      const at = (n - n0) * OUTPUT_TARGET.size;
      expect(Math.abs(sum(floats(targets, at, 2)) - target)).toBeLessThanOrEqual(2 ** -47 * target);
      expect(sum(floats(targets, at + OUTPUT_TARGET.offsets.rest, 2))).toBeCloseTo(1 - target, 14);
    }
    for (let j = 0; j < grid.height; j++) {
      const v = rowV(grid, j);
      expect(Math.abs(sum(floats(logits, 8 * j, 2)) - v)).toBeLessThanOrEqual(2 ** -47 * Math.abs(v));
    }
  });

  it('lift derivatives by as much as the shader brings them down', () => {
    const shaders = import.meta.glob<string>('../../shaders/two-layer-logits.wgsl', {
      query: '?raw',
      import: 'default',
      eager: true,
    });
    const [source] = Object.values(shaders);
    const lift = Number(/const MAP_LIFT = (\d+);/.exec(source!)![1]);
    const { factors } = finished(
      twoLayerTables(
        { samples: [{ input: 1, target: 0 }] },
        { ...grid, window: { u: [0, 1], v: [0, 1] } },
        [0, 1],
      ),
    );
    // x sech^2(0) = 1.
    expect(floats(factors, HIDDEN_UNIT.offsets.slope, 1)).toEqual([2 ** lift]);
  });
});
