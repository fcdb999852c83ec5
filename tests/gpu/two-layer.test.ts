/** Every loss on the two-layer map z = v tanh(u x), within tolerance of f64. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LossId } from '../../src/core/experiment.ts';
import { FIELD_IDS } from '../../src/core/fields.ts';
import { twoLayer } from '../unit/support/experiments.ts';
import { LogitscapePage } from '../unit/support/logitscape-page.ts';
import { randomNumbers } from '../unit/support/random.ts';

let page: LogitscapePage;

beforeAll(async () => {
  page = await LogitscapePage.open();
});

afterAll(() => page?.expectNoProblems());

const around = (reach: number) => ({ u: [-reach, reach], v: [-reach, reach] }) as const;
const PAIRS: readonly (readonly [LossId, LossId])[] = [
  ['cross-entropy', 'mse'],
  ['cross-entropy-clipped', 'mse-logits'],
];

describe('sigmoid, one sample', () => {
  describe.each([3, 17, 150, 1e4])('window of +-%d', (reach) => {
    it.each([0, 1e-9, 0.3, 1])('target %d', async (target) => {
      for (const losses of PAIRS) {
        const options = { losses, window: around(reach), resolution: [97, 97] } as const;
        await page.expectVerified(twoLayer('sigmoid', [{ input: -1.3, target }], options), FIELD_IDS);
      }
    });
  });

  it.each([0, 1])('hinge and error rate, target %d', async (target) => {
    const options = { losses: ['hinge', 'error-rate'], window: around(4), resolution: [129, 129] } as const;
    await page.expectVerified(twoLayer('sigmoid', [{ input: 0.8, target }], options), FIELD_IDS);
  });

  it('a slope that f32 would flush counts where the loss is steep', async () => {
    // x sech^2(u x) falls below 2^-126 at u = 44, times v and the residual it is 2^-115.
    const window = { u: [43, 47], v: [-4000, 4000] } as const;
    const options = { losses: ['mse-logits', 'cross-entropy'], window, resolution: [129, 33] } as const;
    await page.expectVerified(twoLayer('sigmoid', [{ input: 1, target: 0.3 }], options), FIELD_IDS);
  });

  it('large and small inputs', async () => {
    for (const input of [1e-6, 300, 0]) {
      const file = twoLayer('sigmoid', [{ input, target: 1 }], { window: around(4), resolution: [65, 65] });
      await page.expectVerified(file, FIELD_IDS);
    }
  });
});

describe('several samples', () => {
  const random = randomNumbers(7);
  const samples = (count: number, hard: boolean) =>
    Array.from({ length: count }, () => {
      const input = 4 * random() - 2;
      return { input, target: hard ? Math.round(random()) : random() };
    });

  it.each(['mean', 'sum'] as const)('%s', async (sampleReduction) => {
    for (const losses of PAIRS) {
      const options = { losses, sampleReduction, window: around(4), resolution: [65, 65] } as const;
      await page.expectVerified(twoLayer('sigmoid', samples(20, false), options), FIELD_IDS);
    }
    const margins = { losses: ['hinge', 'error-rate'], sampleReduction, window: around(4) } as const;
    await page.expectVerified(
      twoLayer('sigmoid', samples(20, true), { ...margins, resolution: [65, 65] }),
      FIELD_IDS,
    );
  });

  it('in several chunks', async () => {
    // 16384 columns x 24 bytes: 128 samples a chunk.
    const file = twoLayer('sigmoid', samples(150, false), { window: around(4), resolution: [16_384, 2] });
    await page.expectVerified(file, FIELD_IDS);
  });
});

describe('identity', () => {
  it.each([0, 0.3, 1, 2.5])('target %d', async (target) => {
    for (const losses of [
      ['cross-entropy', 'mse'],
      ['mse-logits', 'mse'],
    ] as const) {
      const options = { losses, window: around(3), resolution: [129, 129] } as const;
      await page.expectVerified(twoLayer('identity', [{ input: 0.9, target }], options), FIELD_IDS);
    }
  });

  it('is undefined in every field where the output is not between 0 and 1', async () => {
    const window = { u: [-1, 1], v: [0, 2] } as const;
    const options = { losses: ['cross-entropy', 'mse'], window, resolution: [3, 3] } as const;
    const file = twoLayer('identity', [{ input: 100, target: 0.5 }], options);
    const keys = FIELD_IDS.map((field) => `cross-entropy.${field}` as const);
    const { fields } = await page.evaluate(file, { backend: 'webgpu', fields: keys });
    // z = v tanh(100 u) is 0 or 1 within f32 but for the middle of the right side: v = 1, where tanh is 1.
    for (const key of keys) expect([...fields[key]!].every(Number.isNaN), key).toBe(true);
    const slower = twoLayer('identity', [{ input: 0.5, target: 0.5 }], options);
    const result = await page.evaluate(slower, { backend: 'webgpu', fields: ['cross-entropy.value'] });
    const defined = [...result.fields['cross-entropy.value']!].map((value) => !Number.isNaN(value));
    // z = 0.46 v on the right side, 0.92 at v = 2; 0 or less elsewhere.
    expect(defined).toEqual([false, false, false, false, false, true, false, false, true]);
  });
});
