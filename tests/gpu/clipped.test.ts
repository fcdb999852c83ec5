/** The clipped cross-entropy in every kernel that has it, within tolerance of f64. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIELD_IDS } from '../../src/core/fields.ts';
import {
  CLASSES,
  fileOf,
  mixedSamples,
  obliqueSample,
  oneLogit,
  threeClass,
} from '../unit/support/experiments.ts';
import { LogitscapePage } from '../unit/support/logitscape-page.ts';

const losses = ['cross-entropy-clipped', 'cross-entropy'] as const;
const WIDE = { u: [-40, 40], v: [-40, 40] } as const;

let page: LogitscapePage;

beforeAll(async () => {
  page = await LogitscapePage.open();
});

afterAll(() => page?.expectNoProblems());

describe('hard targets of three classes', () => {
  it.each(CLASSES)('target %i', async (target) => {
    for (const fixed of [-1000, 0.5]) {
      await page.expectVerified(threeClass(target, fixed, { losses, resolution: [97, 97] }), FIELD_IDS);
      const wide = threeClass(target, fixed, { losses, window: WIDE, resolution: [97, 97] });
      await page.expectVerified(wide, FIELD_IDS);
    }
  });

  it('are constant where the probability is clipped on either side', async () => {
    const window = { u: [-20, 20], v: [-1, 1] } as const;
    const file = threeClass(0, -1000, { losses, window, resolution: [3, 3] });
    const fields = FIELD_IDS.map((field) => `cross-entropy-clipped.${field}` as const);
    const result = await page.evaluate(file, { backend: 'webgpu', fields });
    const value = result.fields['cross-entropy-clipped.value']!;
    expect(value[3]).toBe(Math.fround(-Math.log(1e-7)));
    expect(value[5]! / -Math.log1p(-1e-7)).toBeCloseTo(1, 6);
    for (const key of fields.slice(1))
      expect([result.fields[key]![3], result.fields[key]![5]]).toEqual([0, 0]);
    expect(result.fields['cross-entropy-clipped.du']![4]).toBeCloseTo(-0.5, 6);
  });
});

describe('many classes and soft targets', () => {
  it.each([[[0.2, 0.3, 0.5]], [[1, 0, 0]], [[0, 0.999999, 0]]])('soft target %j', async (target) => {
    const file = threeClass(target, 0.5, { losses, window: WIDE, resolution: [97, 97] });
    await page.expectVerified(file, FIELD_IDS);
  });

  it.each(['hard', 'soft'] as const)('%s, oblique', async (kind) => {
    for (const classes of [2, 4, 10]) {
      const file = fileOf('softmax', [obliqueSample(classes, kind, 3)], { losses, resolution: [65, 65] });
      await page.expectVerified(file, FIELD_IDS);
    }
  });

  it('several samples', async () => {
    const file = fileOf('softmax', mixedSamples(4, 9, 2), { losses, resolution: [49, 49] });
    await page.expectVerified(file, FIELD_IDS);
  });
});

describe('sigmoid', () => {
  it.each([0, 0.3, 1])('target %d', async (target) => {
    await page.expectVerified(
      oneLogit('sigmoid', target, { losses, window: WIDE, resolution: [1001, 3] }),
      FIELD_IDS,
    );
  });
});
