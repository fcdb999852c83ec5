/** The compiled rows against the point evaluator: another way to the same numbers. */
import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../src/core/experiment.ts';
import type { FieldKey } from '../../src/core/fields.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { BandWorker } from '../../src/cpu/band-worker.ts';
import { CompiledRows } from '../../src/cpu/compiled-rows.ts';
import type { F64Fields } from '../../src/cpu/evaluate-rows.ts';
import { Kernel, type KernelKind } from '../../src/cpu/kernel.ts';
import { haveLines } from '../../src/cpu/lines.ts';
import { SharedBands, SlotLayout } from '../../src/cpu/shared-bands.ts';
import { F64_TOLERANCE } from './support/agreement.ts';
import {
  CLASSES,
  type ExperimentFile,
  FIXED_LOGITS,
  fileOf,
  mixedSamples,
  obliqueSample,
  oneLogit,
  parsed,
  threeClass,
} from './support/experiments.ts';

// Old Nodes have relaxed SIMD behind this flag; those that have it anyway ignore it.
setFlagsFromString('--experimental-wasm-relaxed-simd');
const KINDS: readonly KernelKind[] = ['plain', 'fused'];

const FIRST_ORDER = ['value', 'du', 'dv'] as const;
const KEYS: readonly FieldKey[] = FIRST_ORDER.flatMap((field): FieldKey[] => [
  `cross-entropy.${field}`,
  `mse.${field}`,
]);

/** What lies below is 0: products of probabilities leave the range of f64. */
const NEGLIGIBLE = 1e-300;

const square = (low: number, high: number) => ({ u: [low, high], v: [low, high] }) as const;

function compiled(experiment: Experiment, kind?: KernelKind): CompiledRows {
  const rows = CompiledRows.for(experiment, kind);
  if (!rows) throw new Error('left to the point evaluator');
  return rows;
}

function evaluated(experiment: Experiment, keys: readonly FieldKey[] = KEYS, kind?: KernelKind): F64Fields {
  const { width, height } = gridOf(experiment);
  const fields: F64Fields = {};
  for (const key of keys) fields[key] = new Float64Array(width * height).fill(NaN);
  compiled(experiment, kind).evaluate([0, height], fields);
  return fields;
}

/** The largest error of each field over every `stride`th point, in units of its scale. */
function largestErrors(experiment: Experiment, fields: F64Fields, stride = 1): Record<string, number> {
  const grid = gridOf(experiment);
  const evaluator = new PointEvaluator(experiment);
  const errors: Record<string, number> = {};
  for (let n = 0; n < grid.width * grid.height; n += stride) {
    const [u, v] = [columnU(grid, n % grid.width), rowV(grid, Math.floor(n / grid.width))];
    evaluator.updateJets(u, v, 1);
    evaluator.updateScales(u, v, 1);
    for (const panel of [0, 1] as const) {
      for (const field of FIRST_ORDER) {
        const key: FieldKey = `${experiment.losses[panel]}.${field}`;
        const values = fields[key];
        if (!values) continue;
        const difference = Math.abs(values[n]! - evaluator.jets[panel][field]);
        const error = difference / Math.max(evaluator.scales[panel][field], NEGLIGIBLE);
        const counted = difference <= NEGLIGIBLE ? 0 : Number.isNaN(error) ? Infinity : error;
        errors[key] = Math.max(errors[key] ?? 0, counted);
      }
    }
  }
  return errors;
}

function expectAgreement(file: ExperimentFile, stride = 1): void {
  const experiment = parsed(file);
  for (const kind of KINDS) {
    const errors = largestErrors(experiment, evaluated(experiment, KEYS, kind), stride);
    expect(Object.keys(errors)).toHaveLength(6);
    for (const [key, error] of Object.entries(errors)) {
      expect(error, `${kind}: ${key}`).toBeLessThan(F64_TOLERANCE);
    }
  }
}

describe('compiled rows agree with the point evaluator', () => {
  const resolution = [65, 33] as const;

  describe.each(CLASSES)('three classes, target %i', (target) => {
    it.each(FIXED_LOGITS)('third logit %d', (fixed) => {
      const windows = [
        square(-10, 10),
        square(3, 3 + 1e-9),
        square(-1e-9, 1e-9),
        square(-100, 300),
        square(-700, -300),
        square(1e4, 1e4 + 1),
        { u: [-300, 300], v: [-1e4, 1e4] } as const,
      ];
      for (const window of windows) expectAgreement(threeClass(target, fixed, { resolution, window }));
    });

    it('far behind, about where the smallest normal numbers are', () => {
      for (const fixed of [-690, -705, -720]) expectAgreement(threeClass(target, fixed, { resolution }));
    });

    it('where two logits meet, at whatever column and however slowly', () => {
      for (const u of [-60, -59.4, 0, 59.4, 60]) {
        const sample = { origin: [0, u, -30], du: [1, 0, 0.999], dv: [0, 1, 0], target };
        const window = { u: [-60, 60], v: [-0.2, 0.2] } as const;
        expectAgreement(fileOf('softmax', [sample], { resolution: [1027, 3], window }));
      }
    });

    it('where it falls behind and comes to lead within a row', () => {
      expectAgreement(threeClass(target, 0, { resolution: [999, 5], window: square(-1e4, 1e4) }));
    });
  });

  it.each([2, 3, 4, 10, 64])('oblique directions, %i classes', (classes) => {
    for (let seed = 0; seed < 4; seed++) {
      for (const size of [10, 1e-9, 200]) {
        const samples = [seed, seed + 50].map((n) => obliqueSample(classes, 'hard', n));
        expectAgreement(fileOf('softmax', samples, { resolution, window: square(-size, size) }));
      }
    }
  });

  it.each([0, 1, 2, 3])('two classes near a tie, two far away, target %i', (target) => {
    const sample = { origin: [0, 0, -1000, -3], du: [1, 0, 0, 0], dv: [0, 1, 0, 0], target };
    for (const window of [square(-10, 10), square(3, 3 + 1e-9), square(-700, -300)]) {
      expectAgreement(fileOf('softmax', [sample], { resolution, window }));
    }
  });

  it.each([0, 1])('one logit under the sigmoid, target %i', (target) => {
    for (const size of [5, 1e-9, 800]) {
      expectAgreement(
        oneLogit('sigmoid', target, { resolution, squaredError: 'half', window: square(-size, size) }),
      );
    }
  });

  it.each([
    ['one', 1],
    ['a few', 7],
    ['more than a strip of rows takes at a time', 40],
  ])('samples: %s', (_name, count) => {
    const samples = Array.from({ length: count }, (_, n) => obliqueSample(5, 'hard', n));
    for (const sampleReduction of ['mean', 'sum'] as const) {
      expectAgreement(
        fileOf('softmax', samples, { resolution: [301, 40], sampleReduction, squaredError: 'sum' }),
        7,
      );
    }
  });

  it('with more column factors than are kept', () => {
    const samples = Array.from({ length: 340 }, (_, n) => obliqueSample(3, 'hard', n));
    expectAgreement(fileOf('softmax', samples, { resolution: [16_384, 2], window: square(-9, 9) }), 401);
  });

  it.each([2, 3, 1023, 1024, 1025, 2050])('%i columns', (width) => {
    expectAgreement(threeClass(1, 0.5, { resolution: [width, 3] }));
  });

  it('in whatever bands', () => {
    const experiment = parsed(threeClass(1, 0.5, { resolution: [50, 40] }));
    const whole = evaluated(experiment);
    const rows = compiled(experiment);
    const fields: F64Fields = Object.fromEntries(KEYS.map((key) => [key, new Float64Array(50 * 7)]));
    rows.evaluate([33, 40], fields);
    for (const key of KEYS) expect(fields[key], key).toEqual(whole[key]!.slice(33 * 50));
  });

  it('of one loss alone, and of panels the other way round', () => {
    const experiment = parsed(threeClass(1, 0.5, { resolution, losses: ['mse', 'cross-entropy'] }));
    const whole = evaluated(experiment);
    const subsets: FieldKey[][] = [
      ['mse.dv'],
      ['cross-entropy.value', 'cross-entropy.dv'],
      ['mse.value', 'cross-entropy.du'],
    ];
    for (const keys of subsets) {
      const some = evaluated(experiment, keys);
      for (const key of keys) expect(some[key], key).toEqual(whole[key]);
    }
    expect(Math.max(...Object.values(largestErrors(experiment, whole)))).toBeLessThan(F64_TOLERANCE);
  });
});

describe.each(KINDS)('compiled rows in a slot of shared memory, %s', (kind) => {
  const resolution = [65, 33] as const;
  const bands = SharedBands.create()!;
  const kernel = Kernel.within(bands.memory, kind)!;
  const slot = new SlotLayout(1).address(0);

  it('are those that are copied', () => {
    const samples = [1, 2, 3].map((n) => obliqueSample(5, 'hard', n));
    const files = [
      threeClass(1, 0.5, { resolution }),
      threeClass(2, -1000, { resolution: [1027, 7], window: square(-60, 60) }),
      oneLogit('sigmoid', 1, { resolution }),
      fileOf('softmax', samples, { resolution: [300, 40] }),
    ];
    for (const experiment of files.map(parsed)) {
      const [width, height] = experiment.resolution;
      const rows = CompiledRows.for(experiment, kernel)!;
      expect(rows.canWriteSlots).toBe(true);
      // Rows of one band after those of another, which is longer.
      for (const band of [
        [0, height - 2],
        [height - 2, height],
      ] as const) {
        rows.evaluateInto(slot, band, KEYS);
        const written = bands.fields(slot, KEYS, (band[1] - band[0]) * width);
        const copied = evaluated(experiment, KEYS, kind);
        for (const key of KEYS) {
          const expected = copied[key]!.subarray(band[0] * width, band[1] * width);
          expect(Array.from(written[key]!), key).toEqual(Array.from(expected));
        }
      }
    }
  });

  it('are not, where a row of samples would run into the next', () => {
    const samples = [1, 2].map((n) => obliqueSample(3, 'hard', n));
    const odd = CompiledRows.for(parsed(fileOf('softmax', samples, { resolution })), kernel)!;
    expect(odd.canWriteSlots).toBe(false);
    expect(compiled(parsed(threeClass(1, 0.5)), kind).canWriteSlots).toBe(false);
  });

  it.each([
    [512, 64],
    [511, 3],
    [16_384, 1],
  ])('leave the other slots as they are: %i x %i points', (width, height) => {
    const layout = new SlotLayout(width * height);
    expect(layout.count).toBeGreaterThan(5);
    const rows = CompiledRows.for(parsed(threeClass(1, 0.5, { resolution: [width, 256] })), kernel)!;
    const slots = Array.from({ length: layout.count }, (_, n) => {
      const fields = bands.fields(layout.address(n), KEYS, width * height);
      for (const key of KEYS) fields[key]!.fill(7);
      return fields;
    });
    rows.evaluateInto(layout.address(2), [0, height], KEYS);
    for (const [n, fields] of slots.entries()) {
      for (const key of KEYS) {
        const kept = fields[key]!.every((x) => x === 7);
        expect(kept, `${key} of slot ${n}`).toBe(n !== 2);
      }
    }
  });

  it('begin above what the program holds', () => {
    expect(kernel.exports.free.value).toBeLessThanOrEqual(slot);
  });

  it('belong to one evaluation at a time', () => {
    expect(bands.take()).toBe(true);
    expect(bands.take()).toBe(false);
    bands.leave();
    expect(bands.take()).toBe(true);
    bands.leave();
  });
});

describe('compiled rows are left out', () => {
  it('where an experiment or a field is not theirs', () => {
    const others = [
      threeClass([0.2, 0.3, 0.5], 0.5),
      oneLogit('sigmoid', 0.5),
      oneLogit('identity', 1),
      fileOf('softmax', mixedSamples(3, 2, 1)),
      threeClass(0, 0.5, { window: square(-1e12, 1e12) }),
    ];
    for (const file of others) expect(CompiledRows.for(parsed(file))).toBeUndefined();
    expect(haveLines(KEYS)).toBe(true);
    expect(haveLines([...KEYS, 'mse.duu'])).toBe(false);
    expect(haveLines(['hinge.value'])).toBe(false);
  });

  it('and a worker takes them where they are', () => {
    const experiment = parsed(threeClass(1, 0.5, { resolution: [50, 40] }));
    const worker = new BandWorker();
    worker.load(experiment);
    expect(worker.evaluate([0, 40], KEYS)).toEqual(evaluated(experiment));
    const without = { ...experiment, losses: ['cross-entropy', 'cross-entropy'] } as const;
    worker.load(without);
    expect(() => worker.evaluate([0, 40], KEYS)).toThrow("mse.value: the experiment's losses are");
    worker.load(experiment);
    // Second derivatives come from the point evaluator, and so does all that is asked for with them.
    const evaluator = new PointEvaluator(experiment);
    evaluator.updateJets(-10, -10, 2);
    const fields = worker.evaluate([0, 1], ['mse.value', 'mse.duu']) as F64Fields;
    expect(fields['mse.value']![0]).toBe(evaluator.jets[1].value);
    expect(fields['mse.duu']![0]).toBe(evaluator.jets[1].duu);
  });
});
