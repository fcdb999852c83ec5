/** The numbers of the presets on one sample of a softmax, from the textbook's formulas. */
import { describe, expect, it } from 'vitest';
import { curvesOf } from '../../src/core/curves/index.ts';
import { predictionAt } from '../../src/core/descent.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { affinePreset, descent, fieldsAt, logitsOf, overGrid } from './support/preset-points.ts';

/** log sum exp by pairs, which is exact enough at any size. */
function logSumExp(z: readonly number[]): number {
  return z.reduce((a, b) => Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b))));
}

const classesAndFixed = [0, 1, 2].flatMap((target) => [0, 1, 2].map((fixed) => ({ target, fixed })));

describe('three-class-extreme', () => {
  it.each(classesAndFixed)('target $target, fixed $fixed: both losses are the textbook’s', (params) => {
    const experiment = affinePreset('three-class-extreme', params);
    for (const [u, v] of [
      [-10, -10],
      [-3, 7],
      [0, 0],
      [6, 5],
      [10, -10],
    ] as const) {
      const z = logitsOf(experiment.samples[0]!, u, v);
      const logP = z.map((zk) => zk - logSumExp(z));
      const [ce, mse] = fieldsAt(experiment, u, v);
      expect(ce.value).toBeCloseTo(-logP[params.target]!, 10);
      const squares = logP.map((l, k) => (Math.exp(l) - (k === params.target ? 1 : 0)) ** 2);
      expect(mse.value).toBeCloseTo((squares[0]! + squares[1]! + squares[2]!) / 3, 14);
    }
  });

  it('with the fixed class as target the cross-entropy is near 1000 with a slope, the squared error has none', () => {
    const grid = overGrid(affinePreset('three-class-extreme', { target: 2 }));
    const values = grid.map(({ left }) => left.value);
    expect(Math.min(...values)).toBeCloseTo(990 + Math.LN2, 9);
    expect(Math.max(...values)).toBeCloseTo(1010 + Math.LN2, 9);
    // The gradient of log(exp u + exp v) is (p, 1 - p): no shorter than at the middle, where both are 1/2.
    for (const { left, right } of grid) {
      expect(Math.hypot(left.du, left.dv)).toBeGreaterThanOrEqual(Math.SQRT1_2 - 1e-15);
      expect(left.du + left.dv).toBeCloseTo(1, 12);
      expect(right.value).toBeGreaterThanOrEqual(0.5 - 1e-15);
    }
  });
});

describe('margin-loss', () => {
  it.each([0, 1, 2])('target %i: the hinge is the sum over the wrong classes', (target) => {
    const experiment = affinePreset('margin-loss', { target, value: 0.75 });
    for (const { at, left, right } of overGrid(experiment).filter((_, n) => n % 97 === 0)) {
      const z = logitsOf(experiment.samples[0]!, ...at);
      const margins = z.map((zk, k) => (k === target ? 0 : Math.max(0, 1 + zk - z[target]!)));
      expect(left.value).toBeCloseTo(margins[0]! + margins[1]! + margins[2]!, 12);
      expect(right.value).toBeCloseTo(logSumExp(z) - z[target]!, 12);
    }
  });

  it('the hinge is satisfied where the cross-entropy still pulls', () => {
    for (const target of [0, 1, 2]) {
      const experiment = affinePreset('margin-loss', { target, value: target === 2 ? 20 : -20 });
      const [u, v] = [target === 0 ? 3 : 0, target === 1 ? 3 : 0];
      const [hinge, ce] = fieldsAt(experiment, u, v);
      expect(hinge).toEqual({ value: 0, du: 0, dv: 0, duu: 0, duv: 0, dvv: 0 });
      expect(ce.value).toBeGreaterThan(0);
    }
  });
});

describe('clipped-cross-entropy', () => {
  it('at -1000 is a dead plateau of -log(1e-7) = 16.118 beside the slope of the exact loss', () => {
    const experiment = affinePreset('clipped-cross-entropy');
    const plateau = -Math.log(1e-7);
    expect(plateau.toFixed(3)).toBe('16.118');
    for (const { left, right } of overGrid(experiment)) {
      expect(right).toEqual({ value: plateau, du: 0, dv: 0, duu: 0, duv: 0, dvv: 0 });
      expect(left.value).toBeGreaterThan(990);
      expect(Math.hypot(left.du, left.dv)).toBeGreaterThan(0.7);
    }
    expect(descent(experiment, 1, [3, -4], 10, 5).at(-1)).toMatchObject({ u: 3, v: -4 });
    const exact = descent(experiment, 0, [3, -4], 10, 5);
    expect(exact.at(-1)!.value).toBeLessThan(exact[0]!.value - 20);
  });

  it('at -20 is the exact loss up to the edge of the plateau, whichever class is fixed', () => {
    for (const { target, fixed } of classesAndFixed) {
      const experiment = affinePreset('clipped-cross-entropy', { target, fixed, value: -20 });
      let clipped = 0;
      const points = overGrid(experiment).filter((_, n) => n % 7 === 0);
      for (const { at, left, right } of points) {
        const z = logitsOf(experiment.samples[0]!, ...at);
        const others = z.filter((_, k) => k !== target);
        const logP = z[target]! - logSumExp(z);
        const logQ = logSumExp(others) - logSumExp(z);
        if (logP < Math.log(1e-7)) {
          clipped++;
          expect(right).toMatchObject({ value: -Math.log(1e-7), du: 0, dv: 0 });
        } else if (logQ < Math.log(1e-7)) {
          expect(right).toMatchObject({ value: -Math.log1p(-1e-7), du: 0, dv: 0 });
        } else {
          expect(right).toEqual(left);
        }
      }
      // Two logits apart by more than 16.118 in a corner of the window, or the fixed one below the others by as much.
      expect(clipped).toBeGreaterThan(0);
      expect(clipped).toBeLessThan(points.length);
    }
  });
});

describe('naive-float32', () => {
  /** Rounds to float32 by storing. */
  const stored = new Float32Array(1);
  function round(x: number): number {
    stored[0] = x;
    return stored[0]!;
  }

  /** What a first script computes from float32 logits; NaN and infinities as IEEE has them. */
  function script(z: readonly number[], target: number): number {
    const e = z.map((zk) => round(Math.exp(round(zk))));
    let total = 0;
    for (const ek of e) total = round(total + ek);
    return -round(Math.log(round(e[target]! / total)));
  }

  it.each([
    { value: -100, target: 2 },
    { value: -1000, target: 2 },
    { value: -1000, target: 0 },
    { value: 1000, target: 1 },
    { value: 1000, target: 2 },
  ])('$value, target $target: is what float32 says, infinite and undefined values included', (params) => {
    const experiment = affinePreset('naive-float32', params);
    for (const { at, right } of overGrid(experiment).filter((_, n) => n % 3 === 0)) {
      const expected = script(logitsOf(experiment.samples[0]!, ...at), params.target);
      expect(right.value + 0).toBe(expected + 0); // -0 is 0
      expect([right.du, right.dv]).toEqual([NaN, NaN]);
    }
  });

  it('by default is infinite in one part of the window and wrong in the rest', () => {
    const grid = overGrid(affinePreset('naive-float32'));
    const infinite = grid.filter(({ right }) => right.value === Infinity);
    const finite = grid.filter(({ right }) => right.value !== Infinity);
    // exp(-100) is 27 times the smallest float32, so the quotient vanishes where exp u + exp v is above 54.
    const beyond = ({ at: [u, v] }: (typeof grid)[number]) => Math.exp(u) + Math.exp(v) > 54;
    expect(infinite.every(beyond)).toBe(true);
    expect(finite.some(beyond)).toBe(false);
    for (const share of [infinite, finite]) expect(share.length / grid.length).toBeGreaterThan(0.3);
    // Wrong by up to log 2 just before the quotient vanishes: float32's own rounding would be 1e-5 here.
    const errors = finite.map(({ left, right }) => Math.abs(left.value - right.value));
    expect(Math.max(...errors)).toBeGreaterThan(0.3);
    expect(errors.filter((error) => error > 1e-3).length / finite.length).toBeGreaterThan(0.4);
  });

  it('at -1000 is infinite everywhere, at 1000 undefined; the exact loss is finite', () => {
    for (const [value, expected] of [
      [-1000, Infinity],
      [1000, NaN],
    ] as const) {
      for (const { left, right } of overGrid(affinePreset('naive-float32', { value }))) {
        expect(right.value).toBe(expected);
        expect(left.value).toBeLessThan(1011);
      }
    }
  });
});

describe('golik-gradients', () => {
  const PROBABILITIES = [1e-6, 0.01, 0.1, 1 / 3, 0.5, 0.9, 0.999];

  it.each([3, 4, 100])(
    '%i classes, wrong ones equal: 1 - p, and 2 K/(K-1) p (1 - p)^2 along the target’s logit',
    (classes) => {
      const experiment = affinePreset('golik-gradients', { classes });
      for (const p of PROBABILITIES) {
        const u = Math.log(((classes - 1) * p) / (1 - p));
        expect(predictionAt(new PointEvaluator(experiment), u, 0)).toBeCloseTo(p, 12);
        const [ce, mse] = fieldsAt(experiment, u, 0);
        const each = 1 / (classes - 1);
        const squared = ((2 * classes) / (classes - 1)) * p * (1 - p) ** 2;
        expect(ce.du).toBeCloseTo(p - 1, 12);
        expect(ce.dv).toBeCloseTo((1 - p) * each, 12);
        expect(mse.du).toBeCloseTo(-squared, 12);
        expect(mse.dv).toBeCloseTo(squared * each, 12);
      }
    },
  );

  it('one rival takes all: sqrt 2 (1 - p), and 4 sqrt 2 p (1 - p)^2', () => {
    for (const p of PROBABILITIES) {
      // Both logits so high that the third class has no part.
      const [ce, mse] = fieldsAt(affinePreset('golik-gradients'), 40, 40 + Math.log((1 - p) / p));
      expect(Math.hypot(ce.du, ce.dv)).toBeCloseTo(Math.SQRT2 * (1 - p), 12);
      expect(Math.hypot(mse.du, mse.dv)).toBeCloseTo(4 * Math.SQRT2 * p * (1 - p) ** 2, 12);
    }
  });

  it('its curve is the length of the surface’s gradient where one rival leaves the third class nothing', () => {
    const [{ x, series }] = curvesOf('golik-gradients', 21) as [ReturnType<typeof curvesOf>[number]];
    const experiment = affinePreset('golik-gradients');
    for (let n = 1; n < 20; n++) {
      const jets = fieldsAt(experiment, 60 + Math.log(x[n]! / (1 - x[n]!)), 60);
      for (const [panel, loss] of experiment.losses.entries()) {
        const { du, dv } = jets[panel]!;
        // The components of a softmax loss's gradient sum to 0.
        const length = Math.hypot(du, dv, -du - dv);
        expect(series.find((one) => one.loss === loss)!.y[n]).toBeCloseTo(length, 12);
      }
    }
  });

  it('from equal logits the squared error starts the slower the more classes there are', () => {
    const slopes = [3, 10, 100].map((classes) =>
      fieldsAt(affinePreset('golik-gradients', { classes }), 0, 0),
    );
    expect(slopes.map(([ce]) => -ce.du)).toEqual([2 / 3, 0.9, 0.99].map((s) => expect.closeTo(s, 12)));
    // p = 1/K: 2 K/(K-1) (1/K) (1 - 1/K)^2 = 2 (K - 1) / K^2.
    expect(slopes.map(([, mse]) => -mse.du)).toEqual([4 / 9, 0.18, 0.0198].map((s) => expect.closeTo(s, 12)));
  });
});
