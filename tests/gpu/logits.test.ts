/** Losses that read logits, outputs and leads over the target, within tolerance of f64. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LossId } from '../../src/core/experiment.ts';
import { FIELD_IDS, type FieldKey, fieldKey } from '../../src/core/fields.ts';
import {
  CLASSES,
  type ExperimentFile,
  fileOf,
  mixedSamples,
  obliqueSample,
  oneLogit,
  threeClass,
} from '../unit/support/experiments.ts';
import { LogitscapePage } from '../unit/support/logitscape-page.ts';

const OUTPUTS = ['cross-entropy', 'mse'] as const;
const MARGINS = ['hinge', 'error-rate'] as const;
const AROUND = { u: [-0.5, 1.5], v: [-0.5, 1.5] } as const;

let page: LogitscapePage;

beforeAll(async () => {
  page = await LogitscapePage.open();
});

afterAll(() => page?.expectNoProblems());

async function allFields(file: ExperimentFile, loss: LossId) {
  const fields = FIELD_IDS.map((field) => fieldKey(loss, field));
  const result = await page.evaluate(file, { backend: 'webgpu', fields });
  return fields.map((key: FieldKey) => result.fields[key]! as Float32Array);
}

/** A point is undefined in all fields or in none; the result says where. */
function undefinedPoints(fields: readonly Float32Array[]): boolean[] {
  const where = [...fields[0]!].map(Number.isNaN);
  for (const values of fields) expect([...values].map(Number.isNaN)).toEqual(where);
  return where;
}

describe('squared error of raw logits', () => {
  const losses = ['mse-logits', 'hinge'] as const;

  it.each(CLASSES)('softmax, target %i', async (target) => {
    for (const fixed of [-1000, 0.5]) {
      await page.expectVerified(threeClass(target, fixed, { losses, resolution: [97, 97] }), FIELD_IDS);
    }
  });

  it('softmax, soft target, oblique, several samples', async () => {
    for (const classes of [2, 5, 64]) {
      const soft = fileOf('softmax', [obliqueSample(classes, 'soft', 1)], {
        losses: ['mse-logits', 'mse'],
        resolution: [33, 33],
      });
      await page.expectVerified(soft, FIELD_IDS);
    }
    const mixed = fileOf('softmax', mixedSamples(3, 9, 1), {
      losses: ['mse', 'mse-logits'],
      resolution: [49, 49],
    });
    await page.expectVerified(mixed, FIELD_IDS);
  });

  it.each([0, 0.3, 1])('sigmoid, target %d', async (target) => {
    const file = oneLogit('sigmoid', target, {
      losses: ['cross-entropy', 'mse-logits'],
      resolution: [501, 3],
    });
    await page.expectVerified(file, FIELD_IDS);
  });

  it('is the mse where there is no link', async () => {
    const file = oneLogit('identity', 0.7, { losses: ['mse', 'mse-logits'], resolution: [65, 3] });
    await page.expectVerified(file, FIELD_IDS);
    expect(await allFields(file, 'mse')).toEqual(await allFields(file, 'mse-logits'));
  });

  it('keeps a residual that nearly vanishes beside large logits', async () => {
    const sample = { origin: [1e5, -1e5], du: [1, 0.5], dv: [-2, 1], target: [1e5, -1e5] };
    const window = { u: [-1e-3, 1e-3], v: [-1e-3, 1e-3] } as const;
    const file = fileOf('identity', [sample], { losses: OUTPUTS, window, resolution: [9, 9] });
    await page.expectVerified(file, FIELD_IDS);
    const [value] = await allFields(file, 'mse');
    // (u - 2v)^2 / 2 + (u/2 + v)^2 / 2 in the corner (-1e-3, 1e-3), where the first residual is -3e-3.
    expect(value![8 * 9]! / (0.5 * (9e-6 + 0.25e-6))).toBeCloseTo(1, 4);
  });
});

describe('hinge and error rate', () => {
  it.each(CLASSES)('softmax, target %i', async (target) => {
    for (const fixed of [-1000, -9, 0.5]) {
      const file = threeClass(target, fixed, { losses: MARGINS, resolution: [97, 97] });
      await page.expectVerified(file, FIELD_IDS);
    }
  });

  it('softmax, oblique and several samples', async () => {
    for (const classes of [2, 5, 64]) {
      const samples = [1, 2, 3].map((seed) => obliqueSample(classes, 'hard', seed));
      await page.expectVerified(
        fileOf('softmax', samples.slice(0, 1), { losses: MARGINS, resolution: [33, 33] }),
        FIELD_IDS,
      );
      await page.expectVerified(
        fileOf('softmax', samples, { losses: MARGINS, resolution: [33, 33] }),
        FIELD_IDS,
      );
    }
  });

  it.each([0, 1])('sigmoid, target %d', async (target) => {
    await page.expectVerified(
      oneLogit('sigmoid', target, { losses: MARGINS, resolution: [501, 3] }),
      FIELD_IDS,
    );
  });

  it('ties share the error', async () => {
    const window = { u: [-1, 1], v: [-1, 1] } as const;
    const [value] = await allFields(
      threeClass(0, 0, { losses: MARGINS, window, resolution: [3, 3] }),
      'error-rate',
    );
    // Rows v = -1, 0, 1 of u = -1, 0, 1; the third logit is 0.
    const half = 0.5;
    const third = Math.fround(2 / 3);
    expect([...value!]).toEqual([1, half, 0, 1, third, 0, 1, 1, half]);
    const [sigmoid] = await allFields(
      oneLogit('sigmoid', 1, { losses: MARGINS, window, resolution: [3, 2] }),
      'error-rate',
    );
    expect([...sigmoid!]).toEqual([1, half, 0, 1, half, 0]);
  });

  it('on a kink the hinge has the mean of the slopes beside it', async () => {
    const window = { u: [0, 2], v: [-5, 0] } as const;
    const file = threeClass(0, -1000, { losses: MARGINS, window, resolution: [3, 2] });
    const [value, du, dv, ...second] = await allFields(file, 'hinge');
    // v = 0: margins 1 - u are 1, 0, -1.
    expect([...value!.slice(3)]).toEqual([1, 0, 0]);
    expect([...du!.slice(3)]).toEqual([-1, -0.5, 0]);
    expect([...dv!.slice(3)]).toEqual([1, 0.5, 0]);
    for (const values of second) expect(values.every((x) => x === 0)).toBe(true);
  });
});

describe('outputs without a link', () => {
  const sample = (target: readonly number[]) => ({ origin: [0.1, 0.2], du: [1, 0.3], dv: [0, 1], target });

  it.each([[[0.3, 0.7]], [[0, 1]], [[0.5, -3]], [[2, 1e-9]], [[0.999999999, 40]]])(
    'target %j',
    async (target) => {
      const file = fileOf('identity', [sample(target)], {
        losses: OUTPUTS,
        window: AROUND,
        resolution: [97, 97],
      });
      await page.expectVerified(file, FIELD_IDS);
    },
  );

  it('very near the edges of the domain', async () => {
    for (const u of [
      [-1e-9, 1e-9],
      [-1e-14, 3e-14],
    ] as const) {
      for (const edge of [0, 1]) {
        for (const target of [0, 0.25, 1]) {
          const near = { origin: [edge], du: [1], dv: [0.5], target };
          const file = fileOf('identity', [near], {
            losses: OUTPUTS,
            window: { u, v: u },
            resolution: [33, 33],
          });
          await page.expectVerified(file, FIELD_IDS);
        }
      }
    }
  });

  it('are undefined outside 0 < z < 1, edges included, in every field', async () => {
    const window = { u: [-0.5, 1.5], v: [0, 1] } as const;
    const file = oneLogit('identity', 0.5, { losses: OUTPUTS, window, resolution: [5, 2] });
    const expected = [true, true, false, true, true];
    expect(undefinedPoints(await allFields(file, 'cross-entropy'))).toEqual([...expected, ...expected]);
    expect(undefinedPoints(await allFields(file, 'mse'))).toEqual(Array(10).fill(false));
  });

  it('one output outside makes the sample undefined, and one sample the point', async () => {
    const outputs = { origin: [0, 0], du: [1, 0], dv: [0, 1], target: [0.5, 0.5] };
    const resolution = [5, 5] as const;
    const both = fileOf('identity', [outputs], { losses: OUTPUTS, window: AROUND, resolution });
    const inside = (n: number) => n % 5 === 2 && Math.floor(n / 5) === 2;
    const expected = Array.from({ length: 25 }, (_, n) => !inside(n));
    expect(undefinedPoints(await allFields(both, 'cross-entropy'))).toEqual(expected);
    const samples = [
      { origin: [0], du: [1], dv: [0], target: 0.5 },
      { origin: [0], du: [0], dv: [1], target: 0.5 },
    ];
    const batch = fileOf('identity', samples, { losses: OUTPUTS, window: AROUND, resolution });
    expect(undefinedPoints(await allFields(batch, 'cross-entropy'))).toEqual(expected);
    await page.expectVerified({ ...batch, resolution: [97, 97] }, FIELD_IDS);
  });

  it.each(['first', 'last'])('one sample in the %s chunk makes the point undefined', async (which) => {
    // 16384 columns x 12 bytes: 256 samples a chunk.
    const samples = Array.from({ length: 300 }, () => ({ origin: [0.5], du: [0], dv: [0.1], target: 0.25 }));
    samples[which === 'first' ? 0 : 299] = { origin: [0], du: [1], dv: [0], target: 0.25 };
    const window = { u: [-0.5, 1.5], v: [0, 1] } as const;
    const file = fileOf('identity', samples, { losses: OUTPUTS, window, resolution: [16_384, 2] });
    const { fields } = await page.expectVerified(file, FIELD_IDS);
    expect(fields['cross-entropy.value']!.undefinedMismatches).toBe(0);
    const where = undefinedPoints(await allFields(file, 'cross-entropy'));
    expect(where.filter((undefinedHere) => undefinedHere)).toHaveLength(16_384);
  });
});
