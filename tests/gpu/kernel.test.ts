/** The kernel's numbers in a real Chrome: within tolerance of f64, by the page's own check and by one in Node. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { comparePoint, comparisonHolds, startComparison } from '../../src/core/comparison.ts';
import { FIELD_IDS, type FieldKey, parseFieldKey } from '../../src/core/fields.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { tolerance } from '../../src/core/tolerance.ts';
import {
  CLASSES,
  type ExperimentFile,
  FIXED_LOGITS,
  fileOf,
  mixedSamples,
  type Overrides,
  obliqueSample,
  oneLogit,
  parsed,
  threeClass,
} from '../unit/support/experiments.ts';
import { LogitscapePage } from '../unit/support/logitscape-page.ts';

const FIELDS: FieldKey[] = [
  'cross-entropy.value',
  'cross-entropy.du',
  'cross-entropy.dv',
  'mse.value',
  'mse.du',
  'mse.dv',
];

let page: LogitscapePage;

beforeAll(async () => {
  page = await LogitscapePage.open();
});

afterAll(() => page?.expectNoProblems());

describe('many classes that are all alike but for two', () => {
  // Each of the many small terms is rounded in the same way where it is added to a large one.
  it.each([
    [20, 10],
    [40, 20],
    [64, 10],
    [64, 20],
  ])('%i classes, logits up to %i', async (classes, most) => {
    const axis = (k: number) => Array.from({ length: classes }, (_, n) => (n === k ? 1 : 0));
    const window = { u: [-most, most], v: [-most, most] } as const;
    const sample = { origin: axis(-1), du: axis(0), dv: axis(1), target: 0 };
    const file = fileOf('softmax', [sample], { squaredError: 'sum', window, resolution: [65, 65] });
    await page.expectVerified(file, FIELD_IDS);
  });
});

describe('three classes on two axes', () => {
  for (const fixed of FIXED_LOGITS) {
    it.each(CLASSES)(`third logit ${fixed}, target %i`, async (target) => {
      await page.expectVerified(threeClass(target, fixed, { resolution: [257, 257] }));
    });
  }

  it.each([[[0.2, 0.3, 0.5]], [[1, 0, 0]], [[0, 0.999999, 0]]])('soft target %j', async (target) => {
    for (const fixed of [-40, 0.5]) {
      await page.expectVerified(threeClass(target, fixed, { resolution: [129, 129] }));
    }
  });

  it('soft target [0.7, 0.3, 0], 60 wide', async () => {
    const window = { u: [-30, 30], v: [-30, 30] } as const;
    await page.expectVerified(threeClass([0.7, 0.3, 0], 0, { window, resolution: [129, 129] }));
  });

  const windows: [string, Overrides['window'] & object][] = [
    // With a third logit of -9, as far apart as logits may be that are not lifted (src/gpu/lift.ts).
    ['14 wide, off centre', { u: [-1, 13], v: [-1, 13] }],
    ['200 wide', { u: [-100, 100], v: [-100, 100] }],
    ['200 wide, off centre', { u: [-163.7, 36.3], v: [-31, 169] }],
    ['1e-3 wide, off centre', { u: [3.2, 3.201], v: [3.1995, 3.2005] }],
    ['1e-3 wide, far out', { u: [-87.3365, -87.3355], v: [-12.0005, -11.9995] }],
    ['1e-6 wide, across the diagonal', { u: [7, 7 + 1e-6], v: [7, 7 + 1e-6] }],
  ];
  describe.each(windows)('window %s', (_name, window) => {
    it.each(CLASSES)('target %i', async (target) => {
      for (const fixed of [-1000, -9]) {
        await page.expectVerified(threeClass(target, fixed, { window, resolution: [129, 129] }));
      }
    });
  });

  it.each([
    [2, 2],
    [3, 5],
    [6, 7],
    [2, 301],
    [301, 2],
    [130, 9],
  ])('%i columns, %i rows', async (width, height) => {
    for (const target of CLASSES) {
      await page.expectVerified(threeClass(target, 0.5, { resolution: [width, height] }));
    }
  });

  it.each(['mean', 'half', 'sum'] as const)('squared error %s', async (squaredError) => {
    await page.expectVerified(threeClass(1, 0.5, { squaredError, resolution: [65, 65] }));
  });
});

describe('oblique directions', () => {
  const resolutions: [number, [number, number]][] = [
    [2, [129, 129]],
    [3, [129, 129]],
    [5, [129, 129]],
    [10, [97, 65]],
    [64, [33, 25]],
  ];
  describe.each(resolutions)('%i classes', (classes, resolution) => {
    it.each(['hard', 'soft'] as const)('%s target', async (kind) => {
      for (const seed of [1, 2, 3]) {
        await page.expectVerified(fileOf('softmax', [obliqueSample(classes, kind, seed)], { resolution }));
      }
    });
  });

  it('with logits far apart', async () => {
    const sample = { origin: [300, -20, 0, -500], du: [-30, 2, 1, 50], dv: [0.25, -8, 9, 20], target: 1 };
    await page.expectVerified(fileOf('softmax', [sample], { resolution: [129, 129] }));
  });

  it('with common parts that cancel', async () => {
    const sample = { origin: [1e5, 1e5, 1e5 - 1], du: [1001, 1000, 1000], dv: [-500, -499, -500], target: 0 };
    await page.expectVerified(fileOf('softmax', [sample], { resolution: [129, 129] }));
  });
});

describe('several samples', () => {
  it.each(['mean', 'sum'] as const)('%s, hard and soft', async (sampleReduction) => {
    for (const classes of [2, 3, 10]) {
      const file = fileOf('softmax', mixedSamples(classes, 12, 7), { sampleReduction, resolution: [65, 65] });
      await page.expectVerified(file);
    }
  });

  it('whose gradients almost cancel', async () => {
    const samples = CLASSES.map((target) => ({ origin: [0, 0, 0.5], du: [1, 0, 0], dv: [0, 1, 0], target }));
    await page.expectVerified(fileOf('softmax', samples, { resolution: [129, 129] }));
  });

  it('in several chunks are what the CPU sums', async () => {
    // 16384 columns x 3 classes x 20 bytes is nearly 1 MiB of tables a sample, and a chunk has at most 16 MiB.
    const file = fileOf('softmax', mixedSamples(3, 36, 3), { resolution: [16_384, 2] });
    await page.expectVerified(file);
    await expectJudgedInNode(file, [1, 2]);
    // More classes, fewer columns, more rows.
    await page.expectVerified(fileOf('softmax', mixedSamples(10, 50, 4), { resolution: [2000, 3] }));
  });
});

describe('sigmoid', () => {
  it.each([0, 0.3, 1])('target %d', async (target) => {
    await page.expectVerified(oneLogit('sigmoid', target, { resolution: [1001, 3] }));
    const window = { u: [-120, 120], v: [-1, 1] } as const;
    await page.expectVerified(oneLogit('sigmoid', target, { window, resolution: [1001, 3] }));
  });

  it('several samples, oblique', async () => {
    const samples = [0, 0.3, 1, 0.5].map((target, n) => ({
      origin: [n - 1],
      du: [2 - n],
      dv: [0.7 * n],
      target,
    }));
    for (const squaredError of ['mean', 'half'] as const) {
      await page.expectVerified(fileOf('sigmoid', samples, { squaredError, resolution: [129, 129] }));
    }
  });
});

/** Where f32 flushes, or sums lose their digits. */
describe('pathological', () => {
  it('soft targets where probabilities are so small that f32 flushes products of them', async () => {
    const window = { u: [-150, 150], v: [-150, 150] } as const;
    for (const target of [
      [0, 0, 1],
      [0.35, 0.59, 0.06],
    ]) {
      await page.expectVerified(threeClass(target, -1, { window, resolution: [129, 129] }));
    }
  });

  it('steep directions where a probability below 2^-126 has a gradient above 2^-118', async () => {
    const sample = { origin: [88, 0], du: [-1e6, 0], dv: [0, 1], target: 0 };
    const window = { u: [0, 1e-5], v: [-1, 1] } as const;
    await page.expectVerified(fileOf('softmax', [sample], { window, resolution: [129, 17] }));
  });

  // The target leads by 70 to 100 powers of two: a probability's square is tiny, and times the slope, or so many samples, counts.
  it.each([
    ['one sample, slope 1e6', 1, 1e6],
    ['1000 samples, slope 1000', 1000, 1000],
  ])('squares of probabilities far below what f32 holds: %s', async (_name, count, slope) => {
    const lead = Math.LN2;
    const sample = {
      origin: [0, 0, 69.6 * lead],
      du: [0, 0, slope],
      dv: [0.499 * lead, 0.499 * lead, 0],
      target: 2,
    };
    const window = { u: [-2 / slope, 2 / slope], v: [0.9, 1] } as const;
    const samples = Array.from({ length: count }, () => sample);
    const resolution = [count > 1 ? 65 : 257, 5] as const;
    await page.expectVerified(fileOf('softmax', samples, { sampleReduction: 'sum', window, resolution }));
  });

  it('two samples of which one is just above 2^-118 and the other below 2^-126', async () => {
    const samples = [0, 8].map((z) => ({ origin: [z, 0], du: [1, 0], dv: [0, 1], target: 0 }));
    const window = { u: [75, 85], v: [-1, 1] } as const;
    await page.expectVerified(fileOf('softmax', samples, { window, resolution: [129, 17] }));
  });

  it.each([1e-9, 1e-6, 0.001, 0.01, 0.99, 0.999999])('sigmoid with the soft target %d', async (target) => {
    const window = { u: [-100, 100], v: [-1, 1] } as const;
    await page.expectVerified(oneLogit('sigmoid', target, { resolution: [1001, 3] }));
    await page.expectVerified(oneLogit('sigmoid', target, { window, resolution: [1001, 3] }));
  });

  it('five classes on two axes', async () => {
    const origin = [0, 0.8016050299629569, 2.4765844233334064, 4.240832472452894, 5.301896333694458];
    const sample = { origin, du: [1, 0, 0, 0, 0], dv: [0, 1, 0, 0, 0], target: 0 };
    const window = { u: [-0.0005, 0.0005], v: [-0.0005, 0.0005] } as const;
    await page.expectVerified(fileOf('softmax', [sample], { window, resolution: [129, 129] }));
  });

  it('many classes, each heavier than the one before, or all nearly alike', async () => {
    for (const step of [1e-7, 0.1, 3]) {
      const origin = Array.from({ length: 64 }, (_, k) => k * step);
      const sample = { ...obliqueSample(64, 'hard', 1), origin };
      await page.expectVerified(fileOf('softmax', [sample], { resolution: [9, 9] }));
    }
  });
});

describe('hard cases that were once outside', () => {
  const twice = (target: number | number[]) =>
    [0, 8].map((z) => ({ origin: [z, 0], du: [1, 0], dv: [0, 1], target }));

  it('squared error of two samples that are wrong, one just above 2^-118, one below 2^-126', async () => {
    const window = { u: [70, 100], v: [-1, 1] } as const;
    await page.expectVerified(fileOf('softmax', twice(1), { window, resolution: [257, 17] }));
  });

  it('cross-entropy of two soft samples, one just above 2^-118, one below 2^-126', async () => {
    const window = { u: [75, 95], v: [-1, 1] } as const;
    await page.expectVerified(fileOf('softmax', twice([1, 0]), { window, resolution: [129, 17] }));
  });

  it('two classes on two axes', async () => {
    const sample = { origin: [0, 4.387487078784034], du: [1, 0], dv: [0, 1], target: 1 };
    const u = [-10.473972143605351, 9.526027856394649] as const;
    const v = [-0.5695134401321411, 19.43048655986786] as const;
    await page.expectVerified(fileOf('softmax', [sample], { window: { u, v }, resolution: [129, 129] }));
  });

  it('three classes on two axes', async () => {
    const sample = {
      origin: [0, 6.352371241664514, 5.042643703054637],
      du: [1, 0, 0],
      dv: [0, 0, 1],
      target: 2,
    };
    const u = [-9.381318697705865, 10.618681302294135] as const;
    const v = [-12.834521853365004, 7.165478146634996] as const;
    await page.expectVerified(fileOf('softmax', [sample], { window: { u, v }, resolution: [129, 129] }));
  });
});

/** Judges the GPU's rows by the point evaluator, in this process: the page is not the only judge. */
async function expectJudgedInNode(file: ExperimentFile, rows?: readonly [number, number]): Promise<void> {
  const experiment = parsed(file);
  const grid = gridOf(experiment);
  const [j0, j1] = rows ?? [0, grid.height];
  const result = await page.evaluate(file, { backend: 'webgpu', fields: FIELDS, rows: [j0, j1] });
  expect(result).toMatchObject({ backend: 'webgpu', width: grid.width, height: j1 - j0 });
  const evaluator = new PointEvaluator(experiment);
  const comparisons = FIELDS.map((key) => {
    const { loss, field } = parseFieldKey(key);
    const values = result.fields[key]!;
    expect(values).toBeInstanceOf(Float32Array);
    expect(values).toHaveLength(grid.width * (j1 - j0));
    const comparison = startComparison(tolerance(experiment, loss, field, true));
    return { panel: experiment.losses[0] === loss ? 0 : 1, field, key, values, comparison } as const;
  });
  for (let n = 0; n < grid.width * (j1 - j0); n++) {
    const at = [columnU(grid, n % grid.width), rowV(grid, j0 + Math.floor(n / grid.width))] as const;
    evaluator.updateJets(...at, 1);
    evaluator.updateScales(...at, 1);
    for (const { panel, field, values, comparison } of comparisons) {
      const scale = evaluator.scales[panel][field as 'value' | 'du' | 'dv'];
      comparePoint(comparison, n, values[n]!, evaluator.field(panel, field), scale);
    }
  }
  const outside = comparisons.filter(({ comparison }) => !comparisonHolds(comparison));
  expect(outside.map(({ key, comparison }) => ({ key, ...comparison }))).toEqual([]);
}

describe('laid out as for a real GPU', () => {
  let taken: LogitscapePage;

  beforeAll(async () => {
    taken = await LogitscapePage.open(() => {
      const info: Partial<Record<keyof GPUAdapterInfo, unknown>> = {
        isFallbackAdapter: false,
        description: 'a GPU',
        architecture: '',
      };
      for (const [name, value] of Object.entries(info)) {
        Object.defineProperty(GPUAdapterInfo.prototype, name, { get: () => value });
      }
    });
  });

  it.each([
    [257, 130],
    [3, 5],
    [70, 9],
  ])('%i columns, %i rows', async (width, height) => {
    for (const fixed of [0.5, -40]) {
      const file = threeClass(1, fixed, { resolution: [width, height] });
      const { adapter } = await taken.expectVerified(file, FIELD_IDS);
      expect(adapter).toBe('a GPU');
    }
  });

  it('batches too', async () => {
    await taken.expectVerified(
      fileOf('softmax', mixedSamples(4, 2, 5), { resolution: [131, 33] }),
      FIELD_IDS,
    );
  });
});

describe('judged outside the page', () => {
  it.each([0, 2])('third logit -1000, target %i', async (target) => {
    await expectJudgedInNode(threeClass(target, -1000, { resolution: [201, 201] }));
  });

  it('oblique, hard and soft', async () => {
    await expectJudgedInNode(fileOf('softmax', mixedSamples(4, 2, 5), { resolution: [65, 65] }));
  });
});

describe('known numbers, third logit at -1000', () => {
  const at = (u: number, v: number) => (50 + v * 5) * 101 + (50 + u * 5);
  const field = async (target: number) => {
    const { fields } = await page.evaluate(threeClass(target, -1000), { backend: 'webgpu', fields: FIELDS });
    return (key: FieldKey, u: number, v: number) => fields[key]![at(u, v)]!;
  };

  it('target 0', async () => {
    const get = await field(0);
    expect(get('cross-entropy.value', 0, 0)).toBeCloseTo(Math.LN2, 6);
    expect(get('mse.value', 0, 0)).toBeCloseTo(1 / 6, 7);
    expect(get('cross-entropy.value', -10, 10)).toBeCloseTo(20.0000000021, 5);
    const gradient = Math.hypot(get('cross-entropy.du', -10, 10), get('cross-entropy.dv', -10, 10));
    expect(gradient).toBeCloseTo(Math.SQRT2, 6);
    // A loss of 2e-9 that f32 by the textbook calls 0.
    expect(get('cross-entropy.value', 10, -10) / 2.0611536e-9).toBeCloseTo(1, 6);
  });

  it('target 2', async () => {
    const get = await field(2);
    expect(get('cross-entropy.value', 0, 0)).toBe(Math.fround(1000.6931471805599));
    expect(get('mse.value', 0, 0)).toBe(0.5);
    expect(Math.abs(get('mse.du', 0, 0))).toBe(0);
    expect(Math.abs(get('mse.dv', 0, 0))).toBe(0);
    expect(get('cross-entropy.du', 0, 0)).toBe(0.5);
  });

  it('nowhere is the cross-entropy of target 0 zero', async () => {
    const { fields } = await page.evaluate(threeClass(0, -1000), { backend: 'webgpu', fields: FIELDS });
    expect(fields['cross-entropy.value']!.every((value) => value > 0)).toBe(true);
    expect(fields['mse.value']!.every((value) => value > 0)).toBe(true);
  });
});
