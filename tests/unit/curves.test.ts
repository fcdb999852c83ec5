import { describe, expect, it } from 'vitest';
import { type Curve, curvesOf } from '../../src/core/curves/index.ts';
import type { LossId } from '../../src/core/experiment.ts';

function curveOf(preset: string, id: string, count = 41): Curve {
  return curvesOf(preset, count).find((curve) => curve.id === id)!;
}

function seriesOf(curve: Curve, loss: LossId | undefined): Float64Array {
  return curve.series.find((series) => series.loss === loss)!.y;
}

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** The slope of `f` at `x`, by central differences extrapolated once (Richardson). */
function slopeAt(f: (x: number) => number, x: number): number {
  const central = (step: number) => (f(x + step) - f(x - step)) / (2 * step);
  return (4 * central(0.5e-3) - central(1e-3)) / 3;
}

describe('curvesOf', () => {
  it('is empty for a preset without curves', () => {
    for (const name of ['three-class-extreme', 'margin-loss', 'nope', 'constructor']) {
      expect(curvesOf(name, 5)).toEqual([]);
    }
  });

  it.each(['logistic-three-samples', 'golik-gradients'])(
    '%s: increasing x, ends exact, one y for each',
    (name) => {
      for (const count of [2, 7, 200]) {
        const curves = curvesOf(name, count);
        expect(new Set(curves.map(({ id }) => id)).size).toBe(curves.length);
        for (const { x, series } of curves) {
          expect(x).toHaveLength(count);
          expect([-x[0]!, 1 - x[0]!]).toContain(x.at(-1)); // -8 to 8, or 0 to 1
          for (let n = 1; n < count; n++) expect(x[n]!).toBeGreaterThan(x[n - 1]!);
          for (const { y } of series) {
            expect(y).toHaveLength(count);
            expect(y.every(Number.isFinite)).toBe(true);
          }
        }
      }
    },
  );
});

describe('logistic-three-samples', () => {
  it('the sigmoid’s derivative is the slope of the sigmoid', () => {
    const curve = curveOf('logistic-three-samples', 'sigmoid-derivative');
    const y = seriesOf(curve, undefined);
    curve.x.forEach((z, n) => {
      expect(y[n]).toBeCloseTo(slopeAt(sigmoid, z), 10);
    });
    expect(y[20]).toBe(0.25);
  });

  it('the gradients over the prediction are slopes of the losses in the logit', () => {
    const curve = curveOf('logistic-three-samples', 'gradient-by-prediction');
    const losses = {
      'cross-entropy': (z: number) => -Math.log(sigmoid(z)),
      mse: (z: number) => (sigmoid(z) - 1) ** 2 / 2,
    };
    for (const loss of ['cross-entropy', 'mse'] as const) {
      const y = seriesOf(curve, loss);
      for (let n = 1; n < 40; n++) {
        const h = curve.x[n]!;
        expect(y[n]).toBeCloseTo(slopeAt(losses[loss], Math.log(h / (1 - h))), 10);
      }
    }
  });

  it('only the cross-entropy has a gradient left where the prediction is wholly wrong', () => {
    const curve = curveOf('logistic-three-samples', 'gradient-by-prediction');
    expect(seriesOf(curve, 'cross-entropy')[0]).toBe(-1);
    expect(seriesOf(curve, 'mse')[0]).toBeCloseTo(0, 15);
  });
});

describe('golik-gradients', () => {
  /** Losses of two classes of which the first is the target, by the textbook. */
  function softmax(z: readonly number[]): number[] {
    const e = z.map(Math.exp);
    const total = e.reduce((sum, x) => sum + x, 0);
    return e.map((x) => x / total);
  }
  const losses = {
    'cross-entropy': (z: readonly number[]) => -Math.log(softmax(z)[0]!),
    mse: (z: readonly number[]) => softmax(z).reduce((sum, p, k) => sum + (p - (k === 0 ? 1 : 0)) ** 2, 0),
  };

  it('is the length of the gradient in the logits where one wrong class takes all the rest', () => {
    const curve = curveOf('golik-gradients', 'gradient-by-probability');
    for (const loss of ['cross-entropy', 'mse'] as const) {
      const y = seriesOf(curve, loss);
      for (let n = 1; n < 40; n++) {
        const p = curve.x[n]!;
        const z = [Math.log(p / (1 - p)), 0];
        const gradient = z.map((_, k) =>
          slopeAt((x) => losses[loss](z.map((other, j) => (j === k ? x : other))), z[k]!),
        );
        expect(y[n]).toBeCloseTo(Math.hypot(...gradient), 9);
      }
    }
  });

  it('the cross-entropy’s is longest at p = 0, the squared error’s at p = 1/3 and nothing at both ends', () => {
    const curve = curveOf('golik-gradients', 'gradient-by-probability', 301);
    const longest = (y: Float64Array) => curve.x[y.indexOf(Math.max(...y))];
    expect(longest(seriesOf(curve, 'cross-entropy'))).toBe(0);
    const squared = seriesOf(curve, 'mse');
    expect(longest(squared)).toBeCloseTo(1 / 3, 12);
    expect([squared[0], squared[300]]).toEqual([0, 0]);
  });
});
