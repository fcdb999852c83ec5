import { describe, expect, it } from 'vitest';
import type { LossId } from '../../src/core/experiment.ts';
import { gridOf } from '../../src/core/grid.ts';
import { LOSS_CODES, NO_LOSS } from '../../src/gpu/kernel.ts';
import { kernelHasField, kernelJobs, kernelLimit } from '../../src/gpu/kernels.ts';
import {
  type ExperimentFile,
  fileOf,
  mixedSamples,
  type Overrides,
  obliqueSample,
  oneLogit,
  parsed,
  type TwoLayerFile,
  threeClass,
  twoLayer,
} from './support/experiments.ts';

describe('the kernel for', () => {
  const names = (file: ExperimentFile) => kernelJobs(parsed(file)).map((job) => job.name);

  it('up to three classes and hard targets is that of the odds', () => {
    for (const target of [0, 1, 2]) expect(names(threeClass(target, -40))).toEqual(['odds']);
    expect(names(fileOf('softmax', [obliqueSample(2, 'hard', 1)]))).toEqual(['odds']);
    expect(names(oneLogit('sigmoid', 1))).toEqual(['odds']);
  });

  it('everything else under a softmax is that of any number of classes', () => {
    expect(names(fileOf('softmax', [obliqueSample(4, 'hard', 1)]))).toEqual(['softmax']);
    expect(names(threeClass([0.5, 0.25, 0.25], 0))).toEqual(['softmax']);
    expect(names(oneLogit('sigmoid', 0.25))).toEqual(['softmax']);
    expect(names(fileOf('softmax', mixedSamples(3, 4, 1)))).toEqual(['softmax']);
  });
});

describe('losses of different families', () => {
  const kernels = (file: ExperimentFile | TwoLayerFile) =>
    kernelJobs(parsed(file)).map(({ name, losses }) => [name, ...losses]);
  const { CROSS_ENTROPY, SQUARED_ERROR, CLIPPED_CROSS_ENTROPY, SQUARED_ERROR_OF_LOGITS } = LOSS_CODES;
  const { CROSS_ENTROPY_OF_OUTPUTS, HINGE, ERROR_RATE } = LOSS_CODES;

  it('have a kernel each, which leaves the other surface alone', () => {
    const softmax = (...losses: [LossId, LossId]) => kernels(threeClass(0, 0, { losses }));
    expect(softmax('mse', 'cross-entropy-clipped')).toEqual([['odds', SQUARED_ERROR, CLIPPED_CROSS_ENTROPY]]);
    expect(softmax('hinge', 'error-rate')).toEqual([['leads', HINGE, ERROR_RATE]]);
    expect(softmax('hinge', 'cross-entropy')).toEqual([
      ['odds', NO_LOSS, CROSS_ENTROPY],
      ['leads', HINGE, NO_LOSS],
    ]);
    expect(softmax('mse-logits', 'hinge')).toEqual([
      ['logits', SQUARED_ERROR_OF_LOGITS, NO_LOSS],
      ['leads', NO_LOSS, HINGE],
    ]);
  });

  it('under a sigmoid are of probabilities or of logits', () => {
    const sigmoid = (...losses: [LossId, LossId]) => kernels(oneLogit('sigmoid', 1, { losses }));
    expect(sigmoid('hinge', 'mse-logits')).toEqual([['logits', HINGE, SQUARED_ERROR_OF_LOGITS]]);
    expect(sigmoid('error-rate', 'mse')).toEqual([
      ['odds', NO_LOSS, SQUARED_ERROR],
      ['logits', ERROR_RATE, NO_LOSS],
    ]);
  });

  it('without a link are all of logits', () => {
    const outputs = (...losses: [LossId, LossId]) => kernels(oneLogit('identity', 1, { losses }));
    const both = ['logits', CROSS_ENTROPY_OF_OUTPUTS, SQUARED_ERROR_OF_LOGITS];
    expect(outputs('cross-entropy', 'mse')).toEqual([both]);
    expect(outputs('cross-entropy', 'mse-logits')).toEqual([both]);
  });

  it('on the two-layer map share one kernel', () => {
    const bent = (link: 'sigmoid' | 'identity', losses: [LossId, LossId]) =>
      kernels(twoLayer(link, [{ input: 1, target: 1 }], { losses }));
    expect(bent('sigmoid', ['hinge', 'cross-entropy'])).toEqual([['two-layer', HINGE, CROSS_ENTROPY]]);
    expect(bent('sigmoid', ['mse-logits', 'mse'])).toEqual([
      ['two-layer', SQUARED_ERROR_OF_LOGITS, SQUARED_ERROR],
    ]);
    expect(bent('identity', ['mse', 'cross-entropy'])).toEqual([
      ['two-layer', SQUARED_ERROR_OF_LOGITS, CROSS_ENTROPY_OF_OUTPUTS],
    ]);
  });

  it('without a kernel are left out', () => {
    const naive = (other: LossId, file = threeClass(0, 0, { losses: ['cross-entropy-naive', other] })) =>
      kernels(file);
    expect(naive('mse')).toEqual([['odds', NO_LOSS, SQUARED_ERROR]]);
    expect(naive('hinge')).toEqual([['leads', NO_LOSS, HINGE]]);
    const losses = ['mse', 'cross-entropy-naive'] as const;
    expect(kernels(twoLayer('sigmoid', [{ input: 1, target: 1 }], { losses }))).toEqual([
      ['two-layer', SQUARED_ERROR, NO_LOSS],
    ]);
  });

  it('are called by the shaders what they are called here', () => {
    const shaders = import.meta.glob<string>('../../shaders/sample.wgsl', {
      query: '?raw',
      import: 'default',
      eager: true,
    });
    const source = Object.values(shaders)[0]!;
    const declared = [...source.matchAll(/^const ([A-Z_]+) = (\d+|0x[0-9a-f]+)u;$/gm)];
    const codes = Object.fromEntries(declared.map(([, name, code]) => [name, Number(code)]));
    expect(codes).toEqual({ ...LOSS_CODES, NO_LOSS });
  });

  it('may be undefined for outputs alone, and are lifted where they decay', () => {
    const constants = (file: ExperimentFile | TwoLayerFile) => {
      const experiment = parsed(file);
      return kernelJobs(experiment).map((job) => job.constants(gridOf(experiment), 'gradient'));
    };
    expect(constants(oneLogit('identity', 1))).toEqual([{ MAY_BE_UNDEFINED: 1, LIFT: 0 }]);
    const losses = ['mse', 'mse-logits'] as const;
    expect(constants(oneLogit('identity', 1, { losses }))).toEqual([{ MAY_BE_UNDEFINED: 0, LIFT: 0 }]);
    const samples = [{ input: 1, target: 1 }];
    expect(constants(twoLayer('identity', samples))).toEqual([{ MAY_BE_UNDEFINED: 1, LIFT: 0 }]);
    expect(constants(twoLayer('sigmoid', samples))).toEqual([{ MAY_BE_UNDEFINED: 0 }]);
  });

  it('weigh samples and squares as the experiment says', () => {
    const samples = [1, 2, 3].map((seed) => obliqueSample(5, 'hard', seed));
    const losses = ['mse-logits', 'hinge'] as const;
    const jobs = (overrides: Overrides) =>
      kernelJobs(parsed(fileOf('softmax', samples, { losses, ...overrides }))).map(
        ({ sampleWeight, squaredErrorFactor, classCount }) => [sampleWeight, squaredErrorFactor, classCount],
      );
    expect(jobs({})).toEqual([
      [1 / 3, 1 / 5, 5],
      [1 / 3, 1 / 5, 4],
    ]);
    expect(jobs({ sampleReduction: 'sum', squaredError: 'half' })).toEqual([
      [1, 0.5, 5],
      [1, 0.5, 4],
    ]);
  });
});

describe('two classes besides the target', () => {
  const nearTies = (file: ExperimentFile) => {
    const experiment = parsed(file);
    return kernelJobs(experiment)[0]!.constants(gridOf(experiment), 'gradient').NEAR_TIES;
  };

  it('come near each other or do not, wherever the window is', () => {
    expect(nearTies(threeClass(0, -1000))).toBe(0);
    expect(nearTies(threeClass(2, -1000))).toBe(1);
    expect(nearTies(threeClass(0, 10.5))).toBe(1);
    expect(nearTies(threeClass(0, 11.5))).toBe(0);
    expect(nearTies(threeClass(0, 0, { window: { u: [0, 1], v: [3, 4] } }))).toBe(0);
    expect(nearTies(fileOf('softmax', [obliqueSample(2, 'hard', 1)]))).toBe(0);
  });
});

describe('what no kernel can do is named', () => {
  const limit = (overrides: Overrides) => kernelLimit(parsed(threeClass(0, 0, overrides)));

  it('and nothing else', () => {
    expect(limit({})).toBeUndefined();
    expect(limit({ losses: ['mse', 'cross-entropy'] })).toBeUndefined();
    for (const link of ['sigmoid', 'identity'] as const) {
      expect(kernelLimit(parsed(oneLogit(link, 0.5)))).toBeUndefined();
      expect(kernelLimit(parsed(twoLayer(link, [{ input: 1, target: 0.5 }])))).toBeUndefined();
    }
  });

  it('the naive cross-entropy, which does not keep the other loss from the GPU', () => {
    const losses = ['mse', 'cross-entropy-naive'] as const;
    expect(limit({ losses })).toBe('loss');
    const experiment = parsed(threeClass(0, 0, { losses }));
    expect(kernelHasField(experiment, 'mse.lambda_min')).toBe(true);
    expect(kernelHasField(experiment, 'cross-entropy-naive.value')).toBe(false);
    const large = parsed(threeClass(0, 2e6));
    expect(kernelHasField(large, 'mse.value')).toBe(false);
    expect(() => kernelJobs(large)).toThrow('logits');
  });

  it('too many classes', () => {
    const file = (classes: number) => fileOf('softmax', [obliqueSample(classes, 'hard', 1)]);
    expect(kernelLimit(parsed(file(64)))).toBeUndefined();
    expect(kernelLimit(parsed(file(65)))).toBe('classes');
  });

  it('logits too large, wherever their size comes from', () => {
    const two20 = 2 ** 20;
    expect(kernelLimit(parsed(threeClass(0, two20)))).toBeUndefined();
    expect(kernelLimit(parsed(threeClass(0, -two20 - 1)))).toBe('logits');
    expect(limit({ window: { u: [-two20, 0], v: [0, 1] } })).toBeUndefined();
    expect(limit({ window: { u: [-two20 - 1, 0], v: [0, 1] } })).toBe('logits');
    expect(limit({ window: { u: [0, 1], v: [0, two20 + 1] } })).toBe('logits');
    const steep = { origin: [0, 0], du: [two20 + 1, 0], dv: [0, 1], target: 0 };
    const window = { u: [0, 1e-6], v: [0, 1] } as const;
    expect(kernelLimit(parsed(fileOf('softmax', [steep], { window })))).toBe('logits');
  });

  it('of two layers, logits and slopes too large', () => {
    const bent = (input: number, v: number) => {
      const window = { u: [-1e9, 1e9], v: [0, v] } as const;
      return kernelLimit(parsed(twoLayer('sigmoid', [{ input, target: 1 }], { window })));
    };
    expect(bent(1, 2 ** 20)).toBeUndefined();
    expect(bent(1, 2 ** 20 + 1)).toBe('logits');
    expect(bent(-(2 ** 10), 2 ** 10)).toBeUndefined();
    expect(bent(2 ** 10, 2 ** 10 + 1)).toBe('logits');
    expect(bent(2 ** 21, 0.1)).toBe('logits');
  });
});

describe('one sample is not lifted', () => {
  const lift = (file: ExperimentFile, kind: 'gradient' | 'hessian' = 'gradient') => {
    const experiment = parsed(file);
    return kernelJobs(experiment)[0]!.constants(gridOf(experiment), kind).LIFT;
  };
  const wide = (u: readonly [number, number], v: readonly [number, number]) => ({ window: { u, v } });

  it('where no logit is far from another that counts', () => {
    expect(lift(threeClass(0, 0.5))).toBe(0);
    expect(lift(threeClass(0, 0.5, wide([-11, 11], [-11, 11])))).toBe(0);
    expect(lift(threeClass(0, 0.5, wide([-11, 11], [-11.1, 11])))).toBeUndefined();
    expect(lift(threeClass(0, -40))).toBeUndefined();
    expect(lift(oneLogit('sigmoid', 1, wide([-4, 4], [-4, 4])))).toBe(0);
  });

  it('where a class is nowhere to be seen, the target or another', () => {
    for (const target of [0, 1, 2]) expect(lift(threeClass(target, -1000))).toBe(0);
    expect(lift(threeClass(0, 1000))).toBe(0);
    // Beyond it by 200 in the middle, by less in a corner.
    expect(lift(threeClass(0, -205))).toBeUndefined();
  });

  it('but several are, and second derivatives', () => {
    const { samples } = threeClass(0, 0.5);
    expect(lift(fileOf('softmax', [...samples, ...samples]))).toBeUndefined();
    expect(lift(threeClass(0, 0.5), 'hessian')).toBeUndefined();
  });
});
