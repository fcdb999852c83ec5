import { describe, expect, it } from 'vitest';
import {
  BEYOND_LOG2,
  BEYOND_RATIO,
  beyondScale,
  gradientRatios,
  rangeOfRatios,
  VANISHING,
} from '../../src/core/gradient-ratio.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { quantityValues } from '../../src/core/quantity.ts';
import { parsed, threeClass } from './support/experiments.ts';

const of = (left: [number, number][], right: [number, number][], vanishing: number = VANISHING.f64) => {
  const arrays = (points: [number, number][]) => ({
    du: points.map(([du]) => du),
    dv: points.map(([, dv]) => dv),
  });
  return [...gradientRatios(arrays(left), arrays(right), vanishing)];
};

describe('left against right', () => {
  it('is the ratio of the norms, at points of both surfaces', () => {
    const experiment = parsed(threeClass(0, -3, { resolution: [11, 9] }));
    const grid = gridOf(experiment);
    const evaluator = new PointEvaluator(experiment);
    const points = Array.from({ length: 99 }, (_, n) => {
      evaluator.updateJets(columnU(grid, n % 11), rowV(grid, Math.floor(n / 11)), 1);
      return evaluator.jets.map(({ du, dv }) => ({ du, dv }));
    });
    const expected = points.map(([a, b]) => Math.hypot(a!.du, a!.dv) / Math.hypot(b!.du, b!.dv));
    const [left, right] = quantityValues('ratio', (panel, id) =>
      Float64Array.from(points, (at) => at[panel]![id as 'du' | 'dv']),
    );
    expect([...left]).toEqual(expected);
    expect(right).toBe(left);
    expect(Math.max(...expected) / Math.min(...expected)).toBeGreaterThan(100);
  });

  it('squares neither what is small nor what is large', () => {
    expect(of([[3e-200, 4e-200]], [[0, 1e-200]])[0]).toBeCloseTo(5, 12);
    expect(of([[3e200, 4e200]], [[1e200, 0]])[0]).toBeCloseTo(5, 12);
  });

  it('is beyond every number where one norm is zero, and undefined where both are', () => {
    expect(of([[1, 0]], [[0, 0]])).toEqual([BEYOND_RATIO]);
    expect(of([[0, 0]], [[1, 0]])).toEqual([0]);
    expect(of([[0, 0]], [[-0, 0]])).toEqual([NaN]);
  });

  it('is undefined where one gradient is, or is infinite', () => {
    expect(
      of(
        [
          [NaN, NaN],
          [1, 1],
        ],
        [
          [1, 1],
          [Infinity, 0],
        ],
      ),
    ).toEqual([NaN, NaN]);
  });

  it('takes a norm for zero where its evaluator has no digits of it', () => {
    const small = 2 ** -119;
    expect(of([[1, 0]], [[small, 0]], VANISHING.f32)).toEqual([BEYOND_RATIO]);
    expect(of([[1, 0]], [[4 * small, 0]], VANISHING.f32)).toEqual([2 ** 117]);
    expect(of([[1, 0]], [[small, 0]], VANISHING.f64)).toEqual([2 ** 119]);
    const arrays = Float32Array.of(small);
    const [ratios] = quantityValues('ratio', (panel, id) =>
      panel === 1 && id === 'du' ? arrays : Float32Array.of(1),
    );
    expect(ratios[0]).toBeCloseTo(2 ** 0.5, 6); // |(1, 1)| : |(2^-119, 1)|
    const [vanished] = quantityValues('ratio', (panel) => (panel === 1 ? arrays : Float32Array.of(1)));
    expect(vanished[0]).toBe(BEYOND_RATIO);
  });
});

describe('the range of ratios', () => {
  it('has the logarithms of those that can be told, and says that there are others', () => {
    const range = rangeOfRatios(Float64Array.of(4, 0, NaN, 0.125, BEYOND_RATIO));
    expect([range.log2Min, range.log2Max]).toEqual([-3, 2]);
    expect(beyondScale(range)).toEqual([true, true]);
    expect(beyondScale(rangeOfRatios(Float64Array.of(4, 0.125)))).toEqual([false, false]);
    expect(beyondScale(rangeOfRatios(Float64Array.of(1e300)))).toEqual([false, false]);
  });

  it('knows the number that a GPU writes for them', () => {
    expect(beyondScale({ min: 0.5, max: Math.fround(3e38), log2Min: -1, log2Max: 3 })).toEqual([false, true]);
  });

  it('has no logarithms where all are beyond, and nothing where all are undefined', () => {
    expect(rangeOfRatios(Float64Array.of(BEYOND_RATIO)).log2Max).toBeNaN();
    expect(rangeOfRatios(Float64Array.of(NaN)).min).toBeNaN();
  });

  it('stands for what is above every logarithm of a number', () => {
    expect(Math.log2(Number.MAX_VALUE)).toBeLessThanOrEqual(BEYOND_LOG2);
  });
});
