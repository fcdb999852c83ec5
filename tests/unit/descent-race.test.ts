/** The race and its criterion, against trajectories and probabilities by the plain formulas. */
import { describe, expect, it } from 'vitest';
import { descend } from '../../src/core/descent.ts';
import {
  affordableSteps,
  isTooLarge,
  type Race,
  type RaceOptions,
  raceSteps,
} from '../../src/core/descent-race.ts';
import type { DescentMethod } from '../../src/core/descent-settings.ts';
import type { Experiment } from '../../src/core/experiment.ts';
import { criterionOf, learningTest } from '../../src/core/learning.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { fileOf, oneLogit, parsed, threeClass } from './support/experiments.ts';
import { affinePreset, logitsOf } from './support/preset-points.ts';

const BY_PROBABILITY = { criterion: 'probability', lossThreshold: 0.1 } as const;

function race(experiment: Experiment, options: Partial<RaceOptions>): Race {
  const all = {
    method: 'gd',
    rate: 0.5,
    steps: 50,
    starts: [[1, 1]],
    learning: BY_PROBABILITY,
    ...options,
  } as const;
  const run = raceSteps(new PointEvaluator(experiment), all);
  for (;;) {
    const next = run.next();
    if (next.done) return next.value;
  }
}

/** Whether the criterion holds at a point, asked for the first time. */
function holdsAt(experiment: Experiment, u: number, v: number): boolean {
  const step = { step: 0, u, v, value: NaN, prediction: NaN };
  return learningTest(new PointEvaluator(experiment), BY_PROBABILITY)(step);
}

function softmax(logits: readonly number[]): number[] {
  const top = Math.max(...logits);
  const powers = logits.map((z) => Math.exp(z - top));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

describe('the steps until every sample is learned', () => {
  it('of the saturated neuron are those of the output alone', () => {
    const experiment = affinePreset('saturated-neuron');
    const rate = 0.15;
    // Weight and bias have equal gradients, so that the logit falls by twice a step; the target is 0.
    const byHand = (gradient: (a: number) => number, z: number): number => {
      for (let step = 0; ; step++) {
        const a = 1 / (1 + Math.exp(-z));
        if (1 - a > 0.9) return step;
        z -= 2 * rate * gradient(a);
      }
    };
    const starts = [
      [2, 2],
      [0.6, 0.9],
    ] as const;
    const { heats } = race(experiment, { rate, steps: 1000, starts });
    for (const [n, [u, v]] of starts.entries()) {
      expect(heats[n]!.map(({ learned }) => learned)).toEqual([
        byHand((a) => a, u + v),
        byHand((a) => a * a * (1 - a), u + v),
      ]);
    }
    // The figures of the preset's own test: about 50 and over 400 from (2, 2).
    const [left, right] = heats[0]!;
    expect(Math.abs(left.learned! - 50)).toBeLessThanOrEqual(2);
    expect(right.learned).toBeGreaterThan(400);
    expect(race(experiment, { rate, steps: 300, starts: [[2, 2]] }).heats[0]![1].learned).toBeUndefined();
  });

  it('wait for the last of several samples', () => {
    const samples = [
      { origin: [0, 0, 0], du: [1, 0, 0], dv: [0, 1, 0], target: 0 },
      { origin: [0, 0, 0], du: [-1, 0, 0], dv: [0, 0, 1], target: 2 },
      { origin: [0, 1, 0], du: [0, 0.5, 0], dv: [0, 0, 0], target: 1 },
    ];
    const experiment = parsed(fileOf('softmax', samples));
    expect(criterionOf(experiment, BY_PROBABILITY)).toBe('target');
    const counts = [0, 0, 0, 0];
    for (let u = -12; u <= 12; u += 1.5) {
      for (let v = -12; v <= 12; v += 1.5) {
        const learned = samples.filter((sample) => softmax(logitsOf(sample, u, v))[sample.target]! > 0.9);
        counts[learned.length]! += 1;
        expect(holdsAt(experiment, u, v)).toBe(learned.length === 3);
      }
    }
    // The points tell every case apart.
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });

  it('count p above 0.9, for either class of a sigmoid', () => {
    const edge = Math.log(9); // sigmoid(log 9) = 9/10
    for (const [target, sign] of [
      [1, 1],
      [0, -1],
    ] as const) {
      const experiment = parsed(oneLogit('sigmoid', target));
      expect(criterionOf(experiment, BY_PROBABILITY)).toBe('target');
      expect(holdsAt(experiment, sign * (edge - 1e-9), 0)).toBe(false);
      expect(holdsAt(experiment, sign * (edge + 1e-9), 0)).toBe(true);
    }
  });

  it('with soft targets ask that every probability is within 0.1 of its own', () => {
    const logit = (p: number) => Math.log(p / (1 - p));
    const sigmoid = parsed(oneLogit('sigmoid', 0.3));
    expect(criterionOf(sigmoid, BY_PROBABILITY)).toBe('near');
    const outputs = [0.199, 0.201, 0.399, 0.401];
    expect(outputs.map((p) => holdsAt(sigmoid, logit(p), 0))).toEqual([false, true, true, false]);

    const soft = parsed(threeClass([0.7, 0.2, 0.1], 0));
    expect(criterionOf(soft, BY_PROBABILITY)).toBe('near');
    const at = (p: readonly number[]) => holdsAt(soft, Math.log(p[0]! / p[2]!), Math.log(p[1]! / p[2]!));
    expect(at([0.7, 0.2, 0.1])).toBe(true);
    expect(at([0.61, 0.29, 0.1])).toBe(true);
    expect(at([0.65, 0.14, 0.21])).toBe(false);
  });

  it('with outputs for predictions, or where it is asked for, go by the loss', () => {
    // (z - 2)^2 from 7 with a rate of 0.1: the distance to 2 is 5 times (1 - 2 * 0.1)^n, its square below 0.3 by step n.
    const learning = { criterion: 'probability', lossThreshold: 0.3 } as const;
    const square = { squaredError: 'sum', losses: ['mse', 'cross-entropy'] } as const;
    const experiment = parsed(oneLogit('identity', 2, square));
    expect(criterionOf(experiment, learning)).toBe('loss');
    const byHand = Math.ceil(Math.log(Math.sqrt(0.3) / 5) / Math.log(0.8));
    const [left] = race(experiment, { rate: 0.1, starts: [[7, 0]], learning }).heats[0]!;
    expect(left.learned).toBe(byHand);
    // log(1 + exp(-z)) < 0.3 where z > -log(exp(0.3) - 1) = 1.05, and squared error (1 - p)^2 where p > 1 - sqrt(0.3).
    const sigmoid = parsed(oneLogit('sigmoid', 1, { squaredError: 'sum' }));
    const byLoss = { ...learning, criterion: 'loss' } as const;
    const edges = [-Math.log(Math.expm1(0.3)), Math.log((1 - Math.sqrt(0.3)) / Math.sqrt(0.3))];
    for (const side of [-1e-9, 1e-9]) {
      for (const panel of [0, 1] as const) {
        const [heat] = race(sigmoid, {
          steps: 1,
          rate: 1e-300,
          starts: [[edges[panel]! + side, 0]],
          learning: byLoss,
        }).heats;
        expect(heat![panel].learned).toBe(side > 0 ? 0 : undefined);
      }
    }
  });
});

describe('a race', () => {
  it.each(['gd', 'momentum', 'adam'] satisfies DescentMethod[])(
    'runs %s as `descend` does, twice from each start',
    (method) => {
      const experiment = affinePreset('three-class-extreme');
      const starts = [
        [-4, 3],
        [2, 2.5],
      ] as const;
      const options = { method, rate: 0.7, steps: 60, momentum: 0.5 };
      const { heats, steps } = race(experiment, { ...options, starts });
      expect(steps).toBe(60);
      expect(heats).toHaveLength(2);
      for (const [n, start] of starts.entries()) {
        for (const panel of [0, 1] as const) {
          const points = [...descend(new PointEvaluator(experiment), panel, { ...options, start })];
          const { u, v, value, stopped } = heats[n]![panel];
          expect([...u]).toEqual(points.map((point) => point.u));
          expect([...v]).toEqual(points.map((point) => point.v));
          expect([...value]).toEqual(points.map((point) => point.value));
          expect(stopped).toBeNull();
        }
      }
    },
  );

  it('ends where a loss is undefined, and says so', () => {
    // The output is u: cross-entropy is defined for 0 < u < 1 only.
    const experiment = parsed(oneLogit('identity', 0.5, { losses: ['mse', 'cross-entropy'] }));
    const [left, right] = race(experiment, { starts: [[3, 0]], steps: 20 }).heats[0]!;
    expect([left.u.length, left.stopped]).toEqual([21, null]);
    expect([right.u.length, right.learned]).toEqual([1, undefined]);
    expect(right.stopped).toMatch(/undefined/);
  });

  it('makes fewer steps where samples are many, and none where they are far too many', () => {
    const sample = { origin: [0, 0], du: [1, 0], dv: [0, 1], target: 0 };
    const many = (count: number) =>
      parsed(
        fileOf(
          'softmax',
          Array.from({ length: count }, () => sample),
        ),
      );
    const some = affordableSteps(many(1000), 2, 10_000);
    expect(some).toBeLessThan(10_000);
    expect(affordableSteps(many(2000), 2, 10_000)).toBe(Math.floor(some / 2));
    expect(affordableSteps(many(1000), 4, 10_000)).toBe(Math.floor(some / 2));
    expect(affordableSteps(many(1000), 2, 7)).toBe(7);
    // Whatever is not refused makes a step.
    const most = many(30_000);
    expect([isTooLarge(most), isTooLarge(many(30_001))]).toEqual([false, true]);
    expect(affordableSteps(most, 8, 100)).toBeGreaterThanOrEqual(1);
    expect(affordableSteps(affinePreset('three-class-extreme'), 8, 10_000)).toBe(10_000);
  });
});
