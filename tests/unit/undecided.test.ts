/** Points that an evaluator in f32 may take either side of are told, and only those; nobody is judged there. */
import { describe, expect, it } from 'vitest';
import { comparisonHolds } from '../../src/core/comparison.ts';
import type { LossId } from '../../src/core/experiment.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { compareRows } from '../../src/cpu/compare-rows.ts';
import { type ExperimentFile, fileOf, oneLogit, parsed, threeClass } from './support/experiments.ts';
import type { Point } from './support/points.ts';

function undecided(file: ExperimentFile, [u, v]: Point): readonly [boolean, boolean] {
  const evaluator = new PointEvaluator(parsed(file));
  evaluator.updateScales(u, v, 1);
  return [...evaluator.undecided];
}

/** One f32 spacing at 1, and what is far beyond it. */
const NEAR = 2 ** -23;
const AWAY = 2 ** -16;

describe('three classes, target 0', () => {
  const at = (point: Point, left: LossId) =>
    undecided(threeClass(0, -5, { losses: [left, 'cross-entropy'] }), point);

  it('the kink of the hinge is where a class is short of the target by one', () => {
    expect(at([3, 2], 'hinge')).toEqual([true, false]);
    expect(at([3, 2 + NEAR], 'hinge')).toEqual([true, false]);
    expect(at([3, 2 - NEAR], 'hinge')).toEqual([true, false]);
    expect(at([3, 2 + AWAY], 'hinge')).toEqual([false, false]);
    expect(at([-4, 2], 'hinge')).toEqual([true, false]);
    expect(at([3, 3], 'hinge')).toEqual([false, false]);
  });

  it('a tie counts where the target may lead, alone or with others', () => {
    expect(at([3, 3], 'error-rate')).toEqual([true, false]);
    expect(at([3, 3 + NEAR], 'error-rate')).toEqual([true, false]);
    expect(at([3, 3 - AWAY], 'error-rate')).toEqual([false, false]);
    expect(at([-5, -9], 'error-rate')).toEqual([true, false]);
    // The target ties with the third class, but the second is ahead of both.
    expect(at([-5, 9], 'error-rate')).toEqual([false, false]);
  });

  it('the clip acts where the probability is 1e-7, or its complement is', () => {
    const others = Math.log1p(Math.exp(-5));
    const clip = Math.log(1e-7) - Math.log1p(-1e-7);
    const probability: Point = [clip + others, 0];
    const complement: Point = [-clip + others, 0];
    for (const point of [probability, complement]) {
      expect(at(point, 'cross-entropy-clipped')).toEqual([true, false]);
      expect(at([point[0] + AWAY * 16, 0], 'cross-entropy-clipped')).toEqual([false, false]);
    }
    expect(at([0, 0], 'cross-entropy-clipped')).toEqual([false, false]);
  });

  it('smooth losses are decided everywhere', () => {
    expect(undecided(threeClass(0, -5, { losses: ['mse', 'mse-logits'] }), [3, 3])).toEqual([false, false]);
  });
});

describe('one logit', () => {
  it('hinge and error rate', () => {
    for (const target of [0, 1]) {
      const file = oneLogit('sigmoid', target, { losses: ['hinge', 'error-rate'] });
      const kink = 2 * target - 1;
      expect(undecided(file, [kink + NEAR, 0])).toEqual([true, false]);
      expect(undecided(file, [kink + AWAY, 0])).toEqual([false, false]);
      expect(undecided(file, [-kink, 0])).toEqual([false, false]);
    }
  });

  it('a tie that is a sum of terms is rounded as they are', () => {
    const sample = { origin: [1], du: [1], dv: [0], target: 1 };
    const file = fileOf('sigmoid', [sample], { losses: ['error-rate', 'mse'] });
    expect(undecided(file, [-1 + NEAR, 0])).toEqual([true, false]);
    expect(undecided(file, [-1 + AWAY, 0])).toEqual([false, false]);
  });

  it('a term-free logit is exact', () => {
    const file = oneLogit('sigmoid', 1, { losses: ['error-rate', 'mse'] });
    expect(undecided(file, [0, 0])).toEqual([false, false]);
    expect(undecided(file, [1e-30, 0])).toEqual([false, false]);
  });

  it('the edges of the domain', () => {
    const sample = { origin: [1], du: [1], dv: [0], target: 0.5 };
    const file = fileOf('identity', [sample]);
    for (const edge of [0, -1]) {
      expect(undecided(file, [edge + NEAR, 0])).toEqual([true, false]);
      expect(undecided(file, [edge - AWAY, 0])).toEqual([false, false]);
    }
  });

  it('any sample makes the point undecided, and the next point forgets it', () => {
    const samples = [0, 1, 5].map((origin) => ({ origin: [origin], du: [1], dv: [0], target: 1 }));
    const evaluator = new PointEvaluator(parsed(fileOf('sigmoid', samples, { losses: ['mse', 'hinge'] })));
    evaluator.updateScales(-4, 0, 1);
    expect(evaluator.undecided).toEqual([false, true]);
    evaluator.updateScales(3, 0, 1);
    expect(evaluator.undecided).toEqual([false, false]);
  });
});

it('a comparison skips the panel that is undecided, and no other', () => {
  const file = threeClass(0, -5, {
    losses: ['error-rate', 'cross-entropy'],
    window: { u: [2, 3], v: [3, 4] },
    resolution: [2, 2],
  });
  // Only the second point of the first row, (3, 3), is a tie; everything given is wrong.
  const wrong = () => new Float32Array([0, 0, 0, 0]);
  const actual = { 'error-rate.value': wrong(), 'cross-entropy.value': wrong() };
  const evaluator = new PointEvaluator(parsed(file));
  const { comparisons } = compareRows(evaluator, [0, 2], actual, true, false);
  expect(comparisons['error-rate.value']).toMatchObject({ points: 3, falseZeros: 3 });
  expect(comparisons['cross-entropy.value']).toMatchObject({ points: 4, falseZeros: 4 });
});

describe('at a kink', () => {
  // (3, 2) is one, and no other point of the grid; class 1 is short of the target by one there.
  const file = threeClass(0, -5, {
    losses: ['hinge', 'cross-entropy-clipped'],
    window: { u: [3, 4], v: [2, 5] },
    resolution: [2, 2],
  });
  const evaluator = new PointEvaluator(parsed(file));
  const truth = (field: 'value' | 'du') =>
    Float32Array.from({ length: 4 }, (_, n) => {
      evaluator.updateJets([3, 4][n % 2]!, [2, 5][n >> 1]!, 1);
      return evaluator.field(0, field);
    });
  const judged = (field: 'value' | 'du', atKink: number) => {
    const actual = truth(field);
    actual[0] = atKink;
    const { comparisons } = compareRows(evaluator, [0, 2], { [`hinge.${field}`]: actual }, true, false);
    return comparisons[`hinge.${field}`]!;
  };

  it('the continuous value is judged, by the terms of the side beyond', () => {
    expect(judged('value', 0)).toMatchObject({ points: 4, maxError: 0 });
    // What rounding makes of the sum 1 + z_j - z_t, whose terms add up to 6.
    expect(comparisonHolds(judged('value', 2 ** -21))).toBe(true);
    expect(comparisonHolds(judged('value', 1e-3))).toBe(false);
  });

  it('the derivative of either side is right, and nothing that is no number', () => {
    for (const side of [0, -0.5, -1]) {
      expect(judged('du', side)).toMatchObject({ points: 3, maxError: 0, undefinedMismatches: 0 });
    }
    expect(judged('du', NaN)).toMatchObject({ points: 4, undefinedMismatches: 1, firstMismatch: 0 });
    expect(judged('du', Infinity)).toMatchObject({ points: 4, maxError: Infinity });
  });
});

it('at the edge of the domain undefined is right too', () => {
  const sample = { origin: [1], du: [1], dv: [0], target: 0.5 };
  const edge = -1 + NEAR;
  const file = fileOf('identity', [sample], { window: { u: [edge, -0.5], v: [0, 1] }, resolution: [2, 2] });
  const evaluator = new PointEvaluator(parsed(file));
  const actual = { 'cross-entropy.value': new Float32Array([NaN, NaN, NaN, NaN]) };
  const { comparisons } = compareRows(evaluator, [0, 2], actual, true, false);
  expect(comparisons['cross-entropy.value']).toMatchObject({ points: 2, undefinedMismatches: 2 });
});
