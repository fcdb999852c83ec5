import { describe, expect, it } from 'vitest';
import { softmaxBatch } from '../../src/gpu/softmax-batch.ts';
import { fileOf, mixedSamples, obliqueSample, oneLogit, parsed, threeClass } from './support/experiments.ts';

const batchOf = (...parameters: Parameters<typeof fileOf>) => softmaxBatch(parsed(fileOf(...parameters)));

describe('a batch', () => {
  it('lists samples, and in them classes', () => {
    const samples = [
      { origin: [1, 2, 3], du: [4, 5, 6], dv: [7, 8, 9], target: 2 },
      { origin: [-1, -2, -3], du: [-4, -5, -6], dv: [-7, -8, -9], target: [0.5, 0.25, 0.25] },
    ];
    expect(batchOf('softmax', samples)).toMatchObject({
      sampleCount: 2,
      classCount: 3,
    });
    const { origin, a, b, y, hard } = batchOf('softmax', samples);
    expect([...origin]).toEqual([1, 2, 3, -1, -2, -3]);
    expect([...a]).toEqual([4, 5, 6, -4, -5, -6]);
    expect([...b]).toEqual([7, 8, 9, -7, -8, -9]);
    expect([...y]).toEqual([0, 0, 1, 0.5, 0.25, 0.25]);
    expect([...hard]).toEqual([2, -1]);
  });

  it('is complementary for a sigmoid alone', () => {
    expect(softmaxBatch(parsed(oneLogit('sigmoid', 0.25))).complementary).toBe(true);
    expect(batchOf('softmax', [obliqueSample(2, 'soft', 1)]).complementary).toBe(false);
  });

  it('weighs samples by their reduction', () => {
    expect(batchOf('softmax', mixedSamples(2, 4, 1)).sampleWeight).toBe(0.25);
    expect(batchOf('softmax', mixedSamples(2, 4, 1), { sampleReduction: 'sum' }).sampleWeight).toBe(1);
  });

  it.each([
    ['mean', 1 / 3, 1 / 2],
    ['half', 1 / 2, 1 / 4],
    ['sum', 1, 1 / 2],
  ] as const)('has the factor of the squared error %s', (squaredError, softmax, sigmoid) => {
    expect(softmaxBatch(parsed(threeClass(0, 0, { squaredError }))).squaredErrorFactor).toBe(softmax);
    // Both of a sigmoid's two classes have the same residual, so each counts half.
    expect(softmaxBatch(parsed(oneLogit('sigmoid', 1, { squaredError }))).squaredErrorFactor).toBe(sigmoid);
  });

  it('takes sigmoid targets 0 and 1 for classes', () => {
    const samples = [0, 1, 0.25].map((target) => ({ origin: [3], du: [1], dv: [2], target }));
    const { classCount, origin, a, b, y, hard } = batchOf('sigmoid', samples);
    expect(classCount).toBe(2);
    expect([...hard]).toEqual([0, 1, -1]);
    expect([...y]).toEqual([1, 0, 0, 1, 0.75, 0.25]);
    expect([...origin]).toEqual([0, 3, 0, 3, 0, 3]);
    expect([...a]).toEqual([0, 1, 0, 1, 0, 1]);
    expect([...b]).toEqual([0, 2, 0, 2, 0, 2]);
  });
});
