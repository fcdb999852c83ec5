import { describe, expect, it } from 'vitest';
import { type Curve, curvesOf } from '../../src/core/curves/index.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { PRESETS } from '../../src/core/presets/index.ts';
import { oneLogit, parsed, threeClass } from './support/experiments.ts';

const COUNT = 101;

function curve(preset: string, id: string): Curve {
  const found = curvesOf(preset, COUNT).find((one) => one.id === id);
  if (!found) throw new Error(`${preset} has no curve ${id}`);
  return found;
}

describe('curves', () => {
  it('have as many points as asked for, increasing, and a number or nothing at each', () => {
    const all = [...PRESETS.map(({ name }) => name), 'golik-gradients'].flatMap((name) =>
      curvesOf(name, COUNT),
    );
    expect(all.length).toBeGreaterThan(2);
    for (const { id, x, series } of all) {
      expect(x, id).toHaveLength(COUNT);
      expect(
        x.every((at, n) => n === 0 || at > x[n - 1]!),
        id,
      ).toBe(true);
      for (const { y } of series) expect(y, id).toHaveLength(COUNT);
    }
  });

  it('belong to few presets', () => {
    expect(curvesOf('three-class-extreme', COUNT)).toEqual([]);
    expect(curvesOf(null, COUNT)).toEqual([]);
  });
});

describe("the sigmoid's derivative", () => {
  it('is that of 1 / (1 + exp(-z)), largest at 0', () => {
    const { x, series } = curve('logistic-three-samples', 'sigmoid-derivative');
    const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));
    for (const [n, z] of x.entries()) {
      const slope = (sigmoid(z + 1e-5) - sigmoid(z - 1e-5)) / 2e-5;
      expect(series[0]!.y[n]).toBeCloseTo(slope, 9);
    }
    expect(series[0]!.y[(COUNT - 1) / 2]).toBe(0.25);
  });
});

describe('the gradient against the prediction', () => {
  it('is what the evaluator has at the logit of that prediction', () => {
    const { x, series } = curve('logistic-three-samples', 'gradient-against-prediction');
    const evaluator = new PointEvaluator(parsed(oneLogit('sigmoid', 1, { squaredError: 'half' })));
    for (const [n, h] of x.entries()) {
      if (h === 0 || h === 1) continue;
      evaluator.updateJets(Math.log(h / (1 - h)), 0, 1);
      expect(series.map(({ loss }) => loss)).toEqual(evaluator.experiment.losses);
      for (const side of [0, 1] as const) {
        expect(series[side]!.y[n]).toBeCloseTo(evaluator.jets[side].du, 13);
      }
    }
  });
});

describe('the size of the gradient', () => {
  it('is that of the evaluator where the other classes share the rest', () => {
    const { x, series } = curve('golik-gradients', 'gradient-size');
    for (const [n, p] of x.entries()) {
      if (p === 0 || p === 1) continue;
      // Class 0 is the target and class 2 fixed at 0; so is class 1, by v = 0. exp(u) = 2 p / (1 - p).
      const evaluator = new PointEvaluator(parsed(threeClass(0, 0)));
      evaluator.updateJets(Math.log((2 * p) / (1 - p)), 0, 1);
      for (const side of [0, 1] as const) {
        const { du, dv } = evaluator.jets[side];
        // The third logit's derivative is that of the second.
        expect(series[side]!.y[n]).toBeCloseTo(Math.hypot(du, dv, dv), 13);
      }
    }
  });
});
