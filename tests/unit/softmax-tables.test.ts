import { describe, expect, it } from 'vitest';
import { gridOf } from '../../src/core/grid.ts';
import type { KernelTables } from '../../src/gpu/kernel.ts';
import { softmaxBatch } from '../../src/gpu/softmax-batch.ts';
import { AXIS_WEIGHT, CLASS_ENTRY, classTable, softmaxTables } from '../../src/gpu/softmax-tables.ts';
import { LOGIT } from '../../src/gpu/split-numbers.ts';
import { DecimalNumbers } from './support/decimal-numbers.ts';
import {
  type ExperimentFile,
  fileOf,
  mixedSamples,
  oneLogit,
  parsed,
  threeClass,
} from './support/experiments.ts';
import { finished } from './support/finished.ts';

const numbers = DecimalNumbers.withDigits(60);

/** One entry of both tables: columns first, [sample][class][column], then rows. */
function readEntry(tables: KernelTables, index: number) {
  const weight = new DataView(tables.factors, index * AXIS_WEIGHT.size, AXIS_WEIGHT.size);
  const logit = new DataView(tables.logits, index * LOGIT.size, LOGIT.size);
  return {
    mantissa: weight.getFloat32(AXIS_WEIGHT.offsets.hi, true),
    mantissaMiddle: weight.getFloat32(AXIS_WEIGHT.offsets.mid, true),
    mantissaLow: weight.getFloat32(AXIS_WEIGHT.offsets.lo, true),
    exponent: weight.getInt32(AXIS_WEIGHT.offsets.exponent, true),
    high: logit.getFloat32(LOGIT.offsets.hi, true),
    middle: logit.getFloat32(LOGIT.offsets.mid, true),
    low: logit.getFloat32(LOGIT.offsets.lo, true),
  };
}

function readClassEntry(table: ArrayBuffer, index: number) {
  const view = new DataView(table, index * CLASS_ENTRY.size, CLASS_ENTRY.size);
  const { a, b, y, target_class } = CLASS_ENTRY.offsets;
  return {
    a: [view.getFloat32(a, true), view.getFloat32(a + 4, true)] as const,
    b: [view.getFloat32(b, true), view.getFloat32(b + 4, true)] as const,
    y: view.getFloat32(y, true),
    targetClass: view.getUint32(target_class, true),
  };
}

const tablesOf = (file: ExperimentFile) => {
  const experiment = parsed(file);
  const batch = softmaxBatch(experiment);
  const grid = gridOf(experiment);
  return { batch, grid, tables: finished(softmaxTables(batch, grid, [0, batch.sampleCount])) };
};

const EXTREME = fileOf(
  'softmax',
  [{ origin: [0, -1000, 1e6], du: [1, 0.1, -3], dv: [1e-3, 2, 0], target: 1 }],
  {
    window: { u: [-100, 100.7], v: [-1e-3, 2e-3] },
    resolution: [23, 7],
  },
);
const MIXED = fileOf('softmax', mixedSamples(3, 4, 9), { resolution: [5, 6] });

describe.each([
  ['extreme logits', EXTREME],
  ['the first experiment', threeClass(2, -1000, { resolution: [33, 21] })],
  ['several samples', MIXED],
  ['tiny logits', threeClass(0, 1e-20, { window: { u: [-1e-30, 1e-9], v: [0, 1e-25] }, resolution: [9, 9] })],
])('axis tables of %s', (_name, file) => {
  const { batch, grid, tables } = tablesOf(file);
  const { u, v } = grid.window;

  /** Every entry of both tables with its logit, computed once more. */
  function* entries() {
    for (let entry = 0; entry < batch.sampleCount * batch.classCount; entry++) {
      for (let i = 0; i < grid.width; i++) {
        const at = i === grid.width - 1 ? u[1] : u[0] + ((u[1] - u[0]) * i) / (grid.width - 1);
        const logit = batch.origin[entry]! + at * batch.a[entry]!;
        yield { ...readEntry(tables, entry * grid.width + i), logit };
      }
      for (let j = 0; j < grid.height; j++) {
        const at = j === grid.height - 1 ? v[1] : v[0] + ((v[1] - v[0]) * j) / (grid.height - 1);
        const index = batch.sampleCount * batch.classCount * grid.width + entry * grid.height + j;
        yield { ...readEntry(tables, index), logit: at * batch.b[entry]! };
      }
    }
  }

  it('hold an entry for every column and row of every class', () => {
    const classes = batch.sampleCount * batch.classCount;
    expect(tables.factors.byteLength).toBe(classes * (grid.width + grid.height) * AXIS_WEIGHT.size);
    expect(tables.logits.byteLength).toBe(classes * (grid.width + grid.height) * LOGIT.size);
  });

  it('hold the logit in three parts that sum to it exactly', () => {
    for (const { high, middle, low, logit } of entries()) {
      // The sum of the first two has 48 bits, the whole the 53 of the logit: no addition rounds.
      expect(high + middle + low === logit, `${logit}`).toBe(true);
      expect(high).toBe(Math.fround(logit));
    }
  });

  it('hold the exponential as mantissa and power of two, far below the digits of f32', () => {
    for (const { mantissa, mantissaMiddle, mantissaLow, exponent, logit } of entries()) {
      expect(mantissa).toBeGreaterThanOrEqual(0.7);
      expect(mantissa).toBeLessThanOrEqual(1.42);
      // Twelve bits and eleven: the products of two, and the sum of two products, are exact in f32.
      expect(Number.isInteger(mantissa * 2 ** 11), `${mantissa}`).toBe(true);
      expect(Number.isInteger(mantissaMiddle * 2 ** 22), `${mantissaMiddle}`).toBe(true);
      expect(Math.abs(mantissaMiddle)).toBeLessThanOrEqual(2 ** -12);
      const truth = numbers.exp(numbers.exact(logit)).div(numbers.exact(2).pow(exponent)).toNumber();
      expect(Math.abs((mantissa + mantissaMiddle + mantissaLow) / truth - 1), `${logit}`).toBeLessThan(
        2 ** -46,
      );
    }
  });
});

describe('a chunk of samples', () => {
  const { batch, grid, tables } = tablesOf(MIXED);
  const [first, end] = [1, 3] as const;
  const chunk = finished(softmaxTables(batch, grid, [first, end]));

  it('has the entries of its samples', () => {
    for (let entry = 0; entry < (end - first) * 3; entry++) {
      const whole = first * 3 + entry;
      for (let i = 0; i < grid.width; i++) {
        expect(readEntry(chunk, entry * grid.width + i)).toEqual(readEntry(tables, whole * grid.width + i));
      }
      for (let j = 0; j < grid.height; j++) {
        const there = readEntry(tables, batch.sampleCount * 3 * grid.width + whole * grid.height + j);
        expect(readEntry(chunk, (end - first) * 3 * grid.width + entry * grid.height + j)).toEqual(there);
      }
    }
  });

  it('has the classes of its samples', () => {
    const all = finished(classTable(batch, [0, batch.sampleCount]));
    const part = all.slice(first * 3 * CLASS_ENTRY.size, end * 3 * CLASS_ENTRY.size);
    expect(new Uint8Array(finished(classTable(batch, [first, end])))).toEqual(new Uint8Array(part));
  });
});

describe('class table', () => {
  it('of a hard target has slopes relative to the target’s', () => {
    const { batch } = tablesOf(EXTREME);
    const table = finished(classTable(batch, [0, 1]));
    const [first, second, third] = [0, 1, 2].map((k) => readClassEntry(table, k));
    for (const entry of [first!, second!, third!]) expect(entry.targetClass).toBe(1);
    expect([first!.y, second!.y, third!.y]).toEqual([0, 1, 0]);
    expect(second!.a).toEqual([0, 0]);
    expect(first!.a[0]).toBe(Math.fround(1 - 0.1));
    expect(Math.abs(first!.a[0] + first!.a[1] - (1 - 0.1))).toBeLessThan(2 ** -48);
    expect(third!.b).toEqual([-2, 0]);
  });

  it('of a soft target has the slopes themselves', () => {
    const { batch } = tablesOf(MIXED);
    const table = finished(classTable(batch, [1, 2]));
    for (let k = 0; k < 3; k++) {
      const entry = readClassEntry(table, k);
      expect(entry.targetClass).toBe(0xffffffff);
      expect(entry.y).toBe(Math.fround(batch.y[3 + k]!));
      expect(Math.abs(entry.a[0] + entry.a[1] - batch.a[3 + k]!)).toBeLessThan(2 ** -48);
      expect(Math.abs(entry.b[0] + entry.b[1] - batch.b[3 + k]!)).toBeLessThan(2 ** -48);
    }
  });

  it('of a sigmoid has two classes, the first at 0', () => {
    const { batch, tables } = tablesOf(oneLogit('sigmoid', 0.25, { resolution: [3, 3] }));
    expect(batch.classCount).toBe(2);
    expect(readEntry(tables, 0)).toEqual({
      mantissa: 1,
      mantissaMiddle: 0,
      mantissaLow: 0,
      exponent: 0,
      high: 0,
      middle: 0,
      low: 0,
    });
    expect(readEntry(tables, 3).high).toBe(-10);
    expect([0, 1].map((k) => readClassEntry(finished(classTable(batch, [0, 1])), k).y)).toEqual([0.75, 0.25]);
  });
});
