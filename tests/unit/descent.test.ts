import { describe, expect, it } from 'vitest';
import { type DescentOptions, type DescentStep, descend, predictionAt } from '../../src/core/descent.ts';
import type { AffineSample } from '../../src/core/experiment.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { type ExperimentFile, fileOf, parsed, threeClass } from './support/experiments.ts';

/** Squared error of z = 2 u + 1 and of z = v - 3 against 0, summed: (2u + 1)^2 + (v - 3)^2. */
const BOWL = fileOf(
  'identity',
  [
    { origin: [1], du: [2], dv: [0], target: 0 },
    { origin: [-3], du: [0], dv: [1], target: 0 },
  ],
  { losses: ['mse', 'cross-entropy'], sampleReduction: 'sum', squaredError: 'sum' },
);

function trajectory(file: ExperimentFile, options: Partial<DescentOptions>, panel: 0 | 1 = 0) {
  const all = { method: 'gd', rate: 0.1, steps: 3, start: [1, 1], ...options } as const;
  const descent = descend(new PointEvaluator(parsed(file)), panel, all);
  const steps: DescentStep[] = [];
  for (;;) {
    const next = descent.next();
    if (next.done) return { steps, stopped: next.value };
    steps.push(next.value);
  }
}

/** The same by the textbook's recurrences, on the gradient 4 (2u + 1), 2 (v - 3). */
function byHand(method: string, rate: number, count: number, momentum = 0.9): [number, number][] {
  let [u, v] = [1, 1];
  const m = [0, 0];
  const s = [0, 0];
  const points: [number, number][] = [[u, v]];
  for (let t = 1; t <= count; t++) {
    const gradient = [4 * (2 * u + 1), 2 * (v - 3)];
    const change = gradient.map((g, axis) => {
      if (method === 'gd') return rate * g;
      if (method === 'momentum') {
        m[axis] = momentum * m[axis]! + g;
        return rate * m[axis]!;
      }
      m[axis] = 0.9 * m[axis]! + 0.1 * g;
      s[axis] = 0.999 * s[axis]! + 0.001 * g ** 2;
      return (rate * (m[axis]! / (1 - 0.9 ** t))) / (Math.sqrt(s[axis]! / (1 - 0.999 ** t)) + 1e-8);
    });
    u -= change[0]!;
    v -= change[1]!;
    points.push([u, v]);
  }
  return points;
}

describe('descend', () => {
  it.each(['gd', 'momentum', 'adam'] as const)('%s follows its recurrence', (method) => {
    const { steps, stopped } = trajectory(BOWL, { method, rate: 0.05, steps: 40 });
    expect(stopped).toBeNull();
    expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 41 }, (_, n) => n));
    for (const [n, [u, v]] of byHand(method, 0.05, 40).entries()) {
      expect(steps[n]!.u).toBeCloseTo(u, 12);
      expect(steps[n]!.v).toBeCloseTo(v, 12);
      expect(steps[n]!.value).toBeCloseTo((2 * u + 1) ** 2 + (v - 3) ** 2, 10);
    }
  });

  it('takes the momentum that it is given, 0.9 without one', () => {
    const last = (momentum?: number) =>
      trajectory(BOWL, {
        method: 'momentum',
        rate: 0.05,
        steps: 9,
        ...(momentum === undefined ? {} : { momentum }),
      }).steps[9]!.u;
    expect(last()).toBeCloseTo(byHand('momentum', 0.05, 9, 0.9)[9]![0], 12);
    expect(last(0.3)).toBeCloseTo(byHand('momentum', 0.05, 9, 0.3)[9]![0], 12);
    expect(last(0)).toBeCloseTo(byHand('gd', 0.05, 9)[9]![0], 12);
  });

  it('descends on the mean over samples, half of the sum over two', () => {
    const mean: ExperimentFile = { ...BOWL, sampleReduction: 'mean' };
    const [twice, once] = [trajectory(mean, { rate: 0.1 }), trajectory(BOWL, { rate: 0.05 })];
    expect(twice.steps.map(({ u, v }) => [u, v])).toEqual(once.steps.map(({ u, v }) => [u, v]));
  });

  it('leaves two trajectories on one evaluator apart', () => {
    const file = threeClass(0, 0.5);
    const evaluator = new PointEvaluator(parsed(file));
    const options = { method: 'gd', rate: 0.5, steps: 5, start: [-1, 2] } as const;
    const [left, right] = [descend(evaluator, 0, options), descend(evaluator, 1, options)];
    const together = Array.from({ length: 6 }, () => [left.next().value, right.next().value]);
    const alone = ([0, 1] as const).map((panel) => trajectory(file, options, panel).steps);
    expect(together).toEqual(alone[0]!.map((step, n) => [step, alone[1]![n]]));
    expect(alone[0]![5]!.u).not.toBe(alone[1]![5]!.u);
  });

  it('stops where the loss is undefined, and shows that point', () => {
    // Cross-entropy on the identity link is -log(1 - z): defined below z = 1 only, and steeper the nearer to it.
    const file = fileOf('identity', [{ origin: [0], du: [1], dv: [0], target: 1 }], {
      losses: ['cross-entropy', 'mse'],
    });
    const { steps, stopped } = trajectory(file, { start: [0.5, 0], rate: 0.5, steps: 10 });
    expect(steps.map(({ u }) => u)).toEqual([0.5, 1.5]);
    expect(steps[0]!.value).toBeCloseTo(Math.LN2, 15);
    expect(steps[1]!.value).toBeNaN();
    expect(stopped).toBe('step 1: the loss is undefined');
  });

  it('stops where the numbers end', () => {
    expect(trajectory(BOWL, { rate: 1e15, steps: 100 }).stopped).toMatch(/^step \d+: the loss is infinite$/);
    const naive: ExperimentFile = threeClass(0, 0.5, { losses: ['cross-entropy-naive', 'mse'] });
    const { steps, stopped } = trajectory(naive, {});
    expect([steps.length, stopped]).toEqual([1, 'step 0: the gradient is undefined']);
  });
});

describe('predictionAt', () => {
  const at = (file: ExperimentFile, u: number, v: number) =>
    predictionAt(new PointEvaluator(parsed(file)), u, v);
  const sample: AffineSample = { origin: [0, 0, 0], du: [1, 0, 0], dv: [0, 1, 0], target: 1 };

  it('is p of the target class on softmax, of the likeliest where the target is soft', () => {
    const total = Math.exp(1) + Math.exp(2) + 1;
    expect(at(fileOf('softmax', [sample]), 1, 2)).toBeCloseTo(Math.exp(2) / total, 15);
    expect(at(fileOf('softmax', [{ ...sample, target: [0.25, 0.25, 0.5] }]), 1, 2)).toBeCloseTo(
      1 / total,
      15,
    );
  });

  it('is p on sigmoid and the output on identity', () => {
    const one: AffineSample = { origin: [1], du: [1], dv: [1], target: 0 };
    expect(at(fileOf('sigmoid', [one]), 1, -1)).toBeCloseTo(1 / (1 + Math.exp(-1)), 15);
    expect(at(fileOf('identity', [one]), 1, 2)).toBe(4);
    expect(at(fileOf('identity', [{ ...sample, target: [0, 0, 0] }]), 1, 2)).toEqual([1, 2, 0]);
  });

  it('is that of the first sample', () => {
    const other = { ...sample, target: 0 };
    expect(at(fileOf('softmax', [sample, other]), 1, 2)).toBe(at(fileOf('softmax', [sample]), 1, 2));
  });
});
