import { describe, expect, it } from 'vitest';
import type { AffineExperiment } from '../../src/core/experiment.ts';
import { leadsOverTarget, rawLogits } from '../../src/gpu/logits-batch.ts';
import { type ExperimentFile, fileOf, oneLogit, parsed } from './support/experiments.ts';

const affine = (file: ExperimentFile) => parsed(file) as AffineExperiment;

const SAMPLES = [
  { origin: [1, 2, 4], du: [4, 5, 6], dv: [7, 8, 10], target: 1 },
  { origin: [-1, -2, -3], du: [-4, -5, -6], dv: [-7, -8, -9], target: 2 },
];

describe('raw logits', () => {
  it('are those of the samples, a hard target one-hot', () => {
    const { sampleCount, logitCount, origin, a, b, y } = rawLogits(affine(fileOf('softmax', SAMPLES)));
    expect([sampleCount, logitCount]).toEqual([2, 3]);
    expect([...origin]).toEqual([1, 2, 4, -1, -2, -3]);
    expect([...a]).toEqual([4, 5, 6, -4, -5, -6]);
    expect([...b]).toEqual([7, 8, 10, -7, -8, -9]);
    expect([...y]).toEqual([0, 1, 0, 0, 0, 1]);
  });

  it('have the target numbers where there are any', () => {
    const soft = { ...SAMPLES[0]!, target: [0.5, 0.25, 0.25] };
    expect([...rawLogits(affine(fileOf('softmax', [soft]))).y]).toEqual([0.5, 0.25, 0.25]);
    expect([...rawLogits(affine(fileOf('identity', [{ ...soft, target: [2, -1, 0] }]))).y]).toEqual([
      2, -1, 0,
    ]);
    for (const link of ['sigmoid', 'identity'] as const) {
      expect([...rawLogits(affine(oneLogit(link, 1))).y]).toEqual([1]);
    }
  });
});

describe('leads over the target', () => {
  it('are differences to it, one for every other class', () => {
    const { sampleCount, logitCount, origin, a, b, y } = leadsOverTarget(affine(fileOf('softmax', SAMPLES)));
    expect([sampleCount, logitCount]).toEqual([2, 2]);
    expect([...origin]).toEqual([-1, 2, 2, 1]);
    expect([...a]).toEqual([-1, 1, 2, 1]);
    expect([...b]).toEqual([-1, 2, 2, 1]);
    expect([...y]).toEqual([0, 0, 0, 0]);
  });

  it('need a hard target', () => {
    const soft = fileOf('softmax', [{ ...SAMPLES[0]!, target: [0.5, 0.25, 0.25] }]);
    expect(() => leadsOverTarget(affine(soft))).toThrow('hard');
  });
});
