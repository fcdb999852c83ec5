/** Second derivatives and the smaller eigenvalue of the first two losses, within tolerance of f64. */
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { FieldId } from '../../src/core/fields.ts';
import {
  CLASSES,
  FIXED_LOGITS,
  fileOf,
  mixedSamples,
  type Overrides,
  obliqueSample,
  oneLogit,
  threeClass,
} from '../unit/support/experiments.ts';
import { LogitscapePage } from '../unit/support/logitscape-page.ts';

const HESSIAN: readonly FieldId[] = ['duu', 'duv', 'dvv', 'lambda_min'];

let page: LogitscapePage;

beforeAll(async () => {
  page = await LogitscapePage.open();
});

afterAll(() => page?.expectNoProblems());

describe('three classes on two axes', () => {
  for (const fixed of FIXED_LOGITS) {
    it.each(CLASSES)(`third logit ${fixed}, target %i`, async (target) => {
      await page.expectVerified(threeClass(target, fixed, { resolution: [129, 129] }), HESSIAN);
    });
  }

  const windows: [string, Overrides['window'] & object][] = [
    ['1e-3 wide, off centre', { u: [3.2, 3.201], v: [3.1995, 3.2005] }],
    ['20 wide, around a tie of all three', { u: [-6.8, 13.2], v: [-6.8, 13.2] }],
    ['200 wide', { u: [-100, 100], v: [-100, 100] }],
    ['200 wide, off centre', { u: [-163.7, 36.3], v: [-31, 169] }],
  ];
  describe.each(windows)('window %s', (_name, window) => {
    it.each(CLASSES)('target %i', async (target) => {
      for (const fixed of [-9, 3.2]) {
        await page.expectVerified(threeClass(target, fixed, { window, resolution: [97, 97] }), HESSIAN);
      }
    });
  });

  it.each([[[0.2, 0.3, 0.5]], [[1, 0, 0]], [[0, 0.999999, 0]]])('soft target %j', async (target) => {
    for (const fixed of [-40, 0.5]) {
      await page.expectVerified(threeClass(target, fixed, { resolution: [97, 97] }), HESSIAN);
    }
    const window = { u: [-100, 100], v: [-100, 100] } as const;
    await page.expectVerified(threeClass(target, -1, { window, resolution: [97, 97] }), HESSIAN);
  });

  it.each(['mean', 'half', 'sum'] as const)('squared error %s', async (squaredError) => {
    await page.expectVerified(threeClass(1, 0.5, { squaredError, resolution: [65, 65] }), HESSIAN);
  });
});

describe('oblique directions', () => {
  const resolutions: [number, [number, number]][] = [
    [2, [97, 97]],
    [3, [97, 97]],
    [5, [65, 65]],
    [10, [65, 49]],
    [64, [17, 13]],
  ];
  describe.each(resolutions)('%i classes', (classes, resolution) => {
    it.each(['hard', 'soft'] as const)('%s target', async (kind) => {
      const samples = [obliqueSample(classes, kind, 1)];
      for (const reach of [10, 100]) {
        const window = { u: [-reach, reach], v: [-reach, reach] } as const;
        await page.expectVerified(fileOf('softmax', samples, { window, resolution }), HESSIAN);
      }
    });
  });

  it('with logits far apart', async () => {
    const sample = { origin: [300, -20, 0, -500], du: [-30, 2, 1, 50], dv: [0.25, -8, 9, 20], target: 1 };
    await page.expectVerified(fileOf('softmax', [sample], { resolution: [97, 97] }), HESSIAN);
  });
});

describe('several samples', () => {
  it.each(['mean', 'sum'] as const)('%s, hard and soft', async (sampleReduction) => {
    for (const classes of [2, 3, 10]) {
      const file = fileOf('softmax', mixedSamples(classes, 12, 7), { sampleReduction, resolution: [49, 49] });
      await page.expectVerified(file, HESSIAN);
    }
  });

  it('of three classes and hard targets, whose curvatures almost cancel', async () => {
    const samples = CLASSES.map((target) => ({ origin: [0, 0, 0.5], du: [1, 0, 0], dv: [0, 1, 0], target }));
    await page.expectVerified(fileOf('softmax', samples, { resolution: [97, 97] }), HESSIAN);
  });

  it('in several chunks', async () => {
    // 16384 columns x 10 classes x 28 bytes: 4.6 MB of tables a sample, and a chunk has at most 48 MiB.
    const file = fileOf('softmax', mixedSamples(10, 30, 3), { resolution: [16_384, 2] });
    await page.expectVerified(file, HESSIAN);
  });
});

describe('sigmoid', () => {
  it.each([0, 1e-9, 0.3, 0.999999, 1])('target %d', async (target) => {
    for (const reach of [10, 120]) {
      const window = { u: [-reach, reach], v: [-1, 1] } as const;
      await page.expectVerified(oneLogit('sigmoid', target, { window, resolution: [1001, 3] }), HESSIAN);
    }
  });

  it('several samples, oblique', async () => {
    const samples = [0, 0.3, 1, 0.5].map((target, n) => ({
      origin: [n - 1],
      du: [2 - n],
      dv: [0.7 * n],
      target,
    }));
    await page.expectVerified(fileOf('sigmoid', samples, { resolution: [97, 97] }), HESSIAN);
  });
});
