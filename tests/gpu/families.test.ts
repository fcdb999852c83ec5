/** Experiments whose two losses need different kernels, or of which one has none. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LossId } from '../../src/core/experiment.ts';
import { FIELD_IDS, type FieldKey, fieldKey } from '../../src/core/fields.ts';
import { fileOf, obliqueSample, oneLogit, threeClass } from '../unit/support/experiments.ts';
import { LogitscapePage } from '../unit/support/logitscape-page.ts';

let page: LogitscapePage;

beforeAll(async () => {
  page = await LogitscapePage.open();
});

afterAll(() => page?.expectNoProblems());

const keysOf = (...losses: LossId[]): FieldKey[] =>
  losses.flatMap((loss) => FIELD_IDS.map((field) => fieldKey(loss, field)));

describe('two families', () => {
  const pairs: [LossId, LossId][] = [
    ['cross-entropy', 'hinge'],
    ['mse-logits', 'cross-entropy-clipped'],
    ['error-rate', 'mse-logits'],
  ];

  it.each(pairs)('%s and %s of three classes', async (...losses) => {
    await page.expectVerified(threeClass(1, 0.5, { losses, resolution: [65, 65] }), FIELD_IDS);
    const reversed = [losses[1], losses[0]] as const;
    await page.expectVerified(threeClass(1, 0.5, { losses: reversed, resolution: [65, 65] }), FIELD_IDS);
  });

  it.each(pairs)('%s and %s of several samples with many classes', async (...losses) => {
    const samples = [1, 2, 3].map((seed) => obliqueSample(7, 'hard', seed));
    await page.expectVerified(fileOf('softmax', samples, { losses, resolution: [33, 33] }), FIELD_IDS);
  });

  it('each surface has the numbers that it has beside a loss of its own family', async () => {
    const resolution = [17, 17] as const;
    const keys = keysOf('cross-entropy');
    const alone = await page.evaluate(threeClass(0, 0.5, { resolution }), {
      backend: 'webgpu',
      fields: keys,
    });
    const losses = ['hinge', 'cross-entropy'] as const;
    const beside = await page.evaluate(threeClass(0, 0.5, { losses, resolution }), {
      backend: 'webgpu',
      fields: keys,
    });
    for (const key of keys) expect(beside.fields[key], key).toEqual(alone.fields[key]);
  });

  it('in chunks of different length', async () => {
    const samples = Array.from({ length: 60 }, (_, n) => obliqueSample(6, 'hard', n));
    const losses = ['hinge', 'mse'] as const;
    await page.expectVerified(fileOf('softmax', samples, { losses, resolution: [16_384, 2] }));
  });
});

describe('a loss without a kernel', () => {
  const losses = ['cross-entropy-naive', 'cross-entropy'] as const;

  it.each([
    ['softmax', threeClass(0, 0.5, { losses, resolution: [33, 33] })],
    ['sigmoid', oneLogit('sigmoid', 1, { losses, resolution: [33, 3] })],
  ])('%s: is skipped, and the other is verified', async (_link, file) => {
    const verdict = await page.verify(file, keysOf(...losses));
    expect(verdict.skipped).toEqual(keysOf('cross-entropy-naive'));
    expect(Object.keys(verdict.fields)).toEqual(keysOf('cross-entropy'));
    expect(verdict.ok).toBe(true);
  });

  it('alone cannot be verified', async () => {
    const file = threeClass(0, 0.5, { losses, resolution: [5, 5] });
    await expect(page.verify(file, ['cross-entropy-naive.value'])).rejects.toThrow('no kernel');
  });
});
