/** The smaller eigenvalue keeps its own digits wherever the determinant is known as a product. */
import { describe, expect, it } from 'vitest';
import { largerEigenvalue, smallerEigenvalue } from '../../src/core/curvature.ts';
import { zeroJet } from '../../src/core/jet.ts';
import { evaluateAt } from './support/evaluate-at.ts';
import { type ExperimentFile, fileOf, obliqueSample, parsed, threeClass } from './support/experiments.ts';
import { type Point, scattered } from './support/points.ts';
import { Reference } from './support/reference.ts';

function hessian(duu: number, duv: number, dvv: number) {
  return { ...zeroJet(), duu, duv, dvv };
}

describe('of a matrix', () => {
  it.each([
    [[1, 0, 1], 1],
    [[1, 0, 3], 1],
    [[3, 0, 1], 1],
    [[2, 1, 2], 1],
    [[0, 1, 0], -1],
    [[-2, 0, -5], -5],
    [[-2, 1, -2], -3],
    [[1, 1, 1], 0],
    [[0, 0, 0], 0],
    [[4, 0, -4], -4],
  ] as const)('%j it is %d', ([a, b, d], expected) => {
    expect(smallerEigenvalue(hessian(a, b, d))).toBeCloseTo(expected, 15);
  });

  it.each([
    [[1, 0, 3], 3],
    [[2, 1, 2], 3],
    [[0, 1, 0], 1],
    [[-2, 0, -5], -2],
    [[-2, 1, -2], -1],
    [[1, 1, 1], 2],
    [[0, 0, 0], 0],
    [[-1, 0, -1e-200], -1e-200],
  ] as const)('%j the larger one is %d', ([a, b, d], expected) => {
    const larger = largerEigenvalue(hessian(a, b, d));
    if (expected === 0) expect(larger).toBeCloseTo(0, 15);
    else expect(larger / expected).toBeCloseTo(1, 15);
  });

  it('with eigenvalues far apart it is not the rounding of the larger', () => {
    expect(smallerEigenvalue(hessian(1, 0, 1e-200))).toBe(1e-200);
    expect(smallerEigenvalue(hessian(1e-30, 0, 1))).toBe(1e-30);
  });

  it('without a trace it is minus the radius', () => {
    expect(smallerEigenvalue(hessian(3, 4, -3))).toBe(-5);
  });

  it('that is undefined it is undefined', () => {
    expect(smallerEigenvalue(hessian(NaN, NaN, NaN))).toBeNaN();
    expect(smallerEigenvalue(hessian(NaN, NaN, NaN), () => 1)).toBeNaN();
  });

  it('the determinant comes divided by trace plus radius', () => {
    // [[2, 1], [1, 2]]: trace 4, radius 2, determinant 3.
    expect(smallerEigenvalue(hessian(2, 1, 2), (divisor) => 3 / divisor)).toBe(1);
  });

  it('a negative or vanishing trace needs no determinant', () => {
    const never = () => {
      throw new Error('asked for a determinant');
    };
    expect(smallerEigenvalue(hessian(-1, 0, -2), never)).toBe(-2);
    expect(smallerEigenvalue(hessian(0, 0, 0), never)).toBe(0);
  });
});

describe('of a loss, relative to its own value', () => {
  function expectOwnDigits(
    file: ExperimentFile,
    loss: 'cross-entropy' | 'mse',
    points: readonly Point[],
  ): void {
    const reference = new Reference(parsed(file));
    for (const at of points) {
      const truth = reference.fields(loss, ...at)!.lambda_min;
      const actual = evaluateAt(file, at)[loss === 'mse' ? 1 : 0].fields.lambda_min;
      expect(truth.minus(actual).div(truth).abs().toNumber(), `${at}: ${actual}, not ${truth}`).toBeLessThan(
        1e-12,
      );
    }
  }

  it.each([3, 4, 8])('cross-entropy of %i classes, oblique', (classes) => {
    for (const kind of ['hard', 'soft'] as const) {
      expectOwnDigits(
        fileOf('softmax', [obliqueSample(classes, kind, 2)]),
        'cross-entropy',
        scattered(4, 10),
      );
    }
  });

  it('cross-entropy of three classes, down to 1e-80', () => {
    for (const target of [0, 2]) {
      expectOwnDigits(threeClass(target, -40), 'cross-entropy', [
        [40, -40],
        [-60, 60],
        [0, 0],
        [3, 3 + 1e-9],
      ]);
    }
  });

  it('squared error of three classes, both signs', () => {
    const points: Point[] = [
      [1, -1],
      [-1, 1],
      [2, 2.5],
      [-6, 5],
      [8, -30],
    ];
    for (const target of [0, 1, 2]) expectOwnDigits(threeClass(target, 0.5), 'mse', points);
    expectOwnDigits(fileOf('softmax', [obliqueSample(3, 'hard', 2)]), 'mse', scattered(4, 3));
  });

  it('squared error of three classes where the target ties', () => {
    expectOwnDigits(threeClass(0, -40), 'mse', [
      [10, 10],
      [10, 10 - 1e-12],
      [3, 3 + 1e-9],
      [-7.25, -7.25 + 1e-5],
    ]);
    for (const target of [0, 1, 2]) {
      expectOwnDigits(threeClass(target, 0.5), 'mse', [
        [2, 2],
        [0.5 + 1e-9, -9.3],
        [2, 2 - 1e-9],
      ]);
    }
  });

  it('one logit has no curvature but along its own direction', () => {
    const sigmoid = fileOf('sigmoid', [{ origin: [0.5], du: [2], dv: [-0.7], target: 1 }]);
    const twoClasses = fileOf('softmax', [obliqueSample(2, 'hard', 1)]);
    for (const at of scattered(5, 3)) {
      expect(evaluateAt(sigmoid, at)[0].fields.lambda_min).toBe(0);
      expect(evaluateAt(twoClasses, at)[0].fields.lambda_min).toBe(0);
    }
  });
});
