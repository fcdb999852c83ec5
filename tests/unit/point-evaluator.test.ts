/** The f64 evaluator agrees with the reference at the scale that errors are judged at. */
import { describe, expect, it } from 'vitest';
import type { Experiment, LossId } from '../../src/core/experiment.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { F64_TOLERANCE, worstDisagreements } from './support/agreement.ts';
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
  type TwoLayerFile,
  threeClass,
  twoLayer,
} from './support/experiments.ts';
import { CORNERS, FAR, type Point, scattered, TIES } from './support/points.ts';

function expectAgreement(file: ExperimentFile | TwoLayerFile, points: Iterable<Point>): void {
  const outside = worstDisagreements(parsed(file), points).filter(({ error }) => !(error <= F64_TOLERANCE));
  expect(outside).toEqual([]);
}

const NEAR = [...TIES, ...CORNERS, ...scattered(3, 10)];
const FAR_WINDOW: Overrides = { window: { u: [-100, 100], v: [-100, 100] } };

describe('three classes', () => {
  for (const fixed of FIXED_LOGITS) {
    describe(`third logit ${fixed}`, () => {
      it.each(CLASSES)('target %i', (target) => expectAgreement(threeClass(target, fixed), NEAR));
    });
  }

  it.each(CLASSES)('far out, target %i', (target) => {
    expectAgreement(threeClass(target, 0.5, FAR_WINDOW), FAR);
    expectAgreement(threeClass(target, -40, FAR_WINDOW), FAR);
  });

  it.each([
    [[0.2, 0.3, 0.5]],
    [[1, 0, 0]],
    [[0, 0.999999, 0]], // within the 1e-6 that a sum may miss
  ])('soft target %j', (target) => {
    for (const fixed of [-40, 0.5]) expectAgreement(threeClass(target, fixed), NEAR);
  });

  it.each(['mean', 'half', 'sum'] as const)('squared error %s', (squaredError) => {
    expectAgreement(threeClass(1, 0.5, { squaredError }), NEAR);
    expectAgreement(threeClass([0.5, 0.25, 0.25], 0.5, { squaredError }), NEAR);
  });
});

describe('oblique directions', () => {
  describe.each([2, 3, 5, 10, 64])('%i classes', (classes) => {
    const points = classes < 64 ? [...CORNERS, ...scattered(6, 10)] : scattered(2, 10);
    it.each(['hard', 'soft'] as const)('%s target', (kind) => {
      expectAgreement(fileOf('softmax', [obliqueSample(classes, kind, 1)]), points);
    });
  });
});

describe('several samples', () => {
  it.each(['mean', 'sum'] as const)('%s over samples', (sampleReduction) => {
    for (const classes of [2, 3, 6]) {
      const file = fileOf('softmax', mixedSamples(classes, 5, 11), { sampleReduction });
      expectAgreement(file, scattered(4, 10));
    }
  });

  it('that almost cancel', () => {
    const samples = CLASSES.map((target) => ({ origin: [0, 0, 0.5], du: [1, 0, 0], dv: [0, 1, 0], target }));
    expectAgreement(fileOf('softmax', samples), NEAR);
  });
});

describe('sigmoid', () => {
  const points = [...[-700, -100, -20, -1e-9, 0, 1e-9, 0.3, 5, 40, 700].map((u): Point => [u, 0.5])];
  it.each([0, 0.3, 1, 1e-6, 0.999])('target %d', (target) => {
    const window = { u: [-700, 700], v: [-1, 1] } as const;
    expectAgreement(oneLogit('sigmoid', target, { window }), points);
  });

  it('several samples, oblique', () => {
    const samples = [0, 0.3, 1, 0.5].map((target, n) => ({
      origin: [n - 1],
      du: [2 - n],
      dv: [0.7 * n],
      target,
    }));
    for (const squaredError of ['mean', 'half', 'sum'] as const) {
      expectAgreement(fileOf('sigmoid', samples, { squaredError }), scattered(5, 10));
    }
  });
});

describe('identity', () => {
  it.each([0, 0.3, 1, -2])('target %d', (target) => {
    // Outside (0, 1) and on its ends the cross-entropy is undefined.
    const outputs = [-3, -1e-300, 0, 1e-9, 0.25, 0.5, 1 - 2 ** -40, 1, 1.5, 1e6];
    expectAgreement(
      oneLogit('identity', target),
      outputs.map((z): Point => [z, 0]),
    );
  });

  it('several outputs and samples', () => {
    const samples = [
      { origin: [0.25, 0.5], du: [0.5, -0.25], dv: [0.125, 0.25], target: [0.3, 1] },
      { origin: [0.5, 0.125], du: [-0.5, 0.25], dv: [0.25, 0.5], target: [2, -1] },
    ];
    expectAgreement(fileOf('identity', samples), scattered(12, 1));
  });
});

describe('the other losses', () => {
  /** Each pair is one experiment's two panels. */
  const HARD: [LossId, LossId][] = [
    ['hinge', 'error-rate'],
    ['mse-logits', 'cross-entropy-clipped'],
  ];
  const SOFT = HARD.slice(1);
  /** log(1e-7) is -16.118: clipped on both sides of it, and just not. */
  const CLIPS: Point[] = [
    [16.1, 0],
    [16.2, 0],
    [-16.1, 0],
    [-16.2, 0],
    [-9, 7.25],
  ];
  /** Margins of the hinge that vanish exactly, and nearly. */
  const KINKS: Point[] = [
    [1, 0],
    [-1, 0],
    [3, 2],
    [3, 4 + 1e-9],
    [-0.5, 0],
  ];
  const POINTS = [...NEAR, ...CLIPS, ...KINKS];

  it.each(HARD)('three classes: %s and %s', (...losses) => {
    for (const target of CLASSES) {
      for (const fixed of [-1000, -40, 0.5, 0])
        expectAgreement(threeClass(target, fixed, { losses }), POINTS);
    }
  });

  it.each(SOFT)('soft targets: %s and %s', (...losses) => {
    for (const squaredError of ['mean', 'half', 'sum'] as const) {
      expectAgreement(threeClass([0.2, 0.3, 0.5], 0.5, { losses, squaredError }), POINTS);
    }
    expectAgreement(fileOf('softmax', mixedSamples(4, 5, 11), { losses }), scattered(6, 10));
  });

  it.each(HARD)('oblique: %s and %s', (...losses) => {
    for (const classes of [2, 3, 5, 10]) {
      expectAgreement(fileOf('softmax', [obliqueSample(classes, 'hard', 1)], { losses }), scattered(6, 10));
    }
    const samples = [1, 2, 3].map((seed) => obliqueSample(4, 'hard', seed));
    expectAgreement(fileOf('softmax', samples, { losses }), scattered(6, 10));
  });

  it.each(HARD)('sigmoid: %s and %s', (...losses) => {
    for (const target of [0, 1]) expectAgreement(oneLogit('sigmoid', target, { losses }), POINTS);
    const samples = [0, 1, 1].map((target, n) => ({ origin: [n - 1], du: [2 - n], dv: [0.5 * n], target }));
    expectAgreement(fileOf('sigmoid', samples, { losses }), POINTS);
  });

  it.each(SOFT)('sigmoid, soft: %s and %s', (...losses) => {
    expectAgreement(oneLogit('sigmoid', 0.3, { losses }), POINTS);
  });

  it('identity: the squared error of the logits is the squared error', () => {
    const samples = [{ origin: [0.25, 0.5], du: [0.5, -0.25], dv: [0.125, 0.25], target: [0.3, 1] }];
    expectAgreement(fileOf('identity', samples, { losses: ['mse-logits', 'mse'] }), scattered(6, 3));
  });
});

describe('two layers', () => {
  const SAMPLES = [
    { input: 0.75, target: 1 },
    { input: -1.5, target: 0 },
    { input: 2.25, target: 1 },
  ];
  /** At the origin, on the axes, where tanh is 1 in f64 but its slope is not 0, and elsewhere. */
  const POINTS: Point[] = [[0, 0], [0, 3], [-2, 0], [30, 4], [-60, -9], [1e-9, 5], ...scattered(6, 4)];
  const window = { u: [-64, 64], v: [-10, 10] } as const;

  it.each<[LossId, LossId]>([
    ['cross-entropy', 'mse'],
    ['mse-logits', 'cross-entropy-clipped'],
    ['hinge', 'error-rate'],
  ])('sigmoid: %s and %s', (...losses) => {
    for (const samples of [...SAMPLES.map((sample) => [sample]), SAMPLES]) {
      expectAgreement(twoLayer('sigmoid', samples, { losses, window }), POINTS);
    }
  });

  it('identity', () => {
    const samples = [
      { input: 0.5, target: 0.25 },
      { input: 2, target: -3 },
    ];
    for (const sample of samples) expectAgreement(twoLayer('identity', [sample], { window }), POINTS);
    expectAgreement(twoLayer('identity', samples, { window }), POINTS);
  });
});

describe('known numbers, third logit at -1000', () => {
  const jetsAt = (target: number, [u, v]: Point) => {
    const evaluator = new PointEvaluator(parsed(threeClass(target, -1000)));
    evaluator.updateJets(u, v, 1);
    return evaluator.jets;
  };

  it('target 0', () => {
    const [ce, mse] = jetsAt(0, [0, 0]);
    expect(ce.value).toBeCloseTo(Math.LN2, 9);
    expect(mse.value).toBeCloseTo(0.166666667, 9);
    const [wrong] = jetsAt(0, [-10, 10]);
    expect(wrong.value).toBeCloseTo(20.0000000021, 10);
    expect(Math.hypot(wrong.du, wrong.dv)).toBeCloseTo(Math.SQRT2, 6);
    const [right] = jetsAt(0, [10, -10]);
    expect(right.value / 2.0611536e-9).toBeCloseTo(1, 7);
  });

  it('target 2', () => {
    const [ce, mse] = jetsAt(2, [0, 0]);
    expect(ce.value).toBeCloseTo(1000.693147, 6);
    expect(mse.value).toBe(0.5);
    expect([Math.abs(mse.du), Math.abs(mse.dv)]).toEqual([0, 0]);
  });
});

it('another window of the same samples does not prepare them anew, another link does', () => {
  let reads = 0;
  const file = parsed(oneLogit('sigmoid', 1));
  const counted = Object.defineProperty({ ...file.samples[0] }, 'origin', {
    get() {
      reads += 1;
      return [0];
    },
  });
  const experiment = { ...file, samples: [counted, counted] } as never as Experiment;
  new PointEvaluator(experiment);
  const once = reads;
  expect(once).toBeGreaterThan(0);
  new PointEvaluator({ ...experiment, window: { u: [5, 6], v: [7, 8] } });
  // What is left are looks at the first sample: how many logits there are.
  const looks = reads - once;
  expect(looks).toBeLessThan(once);
  new PointEvaluator({ ...experiment, link: 'identity' } as Experiment);
  expect(reads - once - looks).toBe(once);
});
