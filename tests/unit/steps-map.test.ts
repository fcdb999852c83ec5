/** Steps to converge, against plain loops of the formulas. */
import { describe, expect, it } from 'vitest';
import type { AffineSample, Experiment } from '../../src/core/experiment.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { quantityScale, scaleKindFor } from '../../src/core/quantity.ts';
import {
  NEVER,
  rangeOfSteps,
  type StepsRule,
  stepsToLearn,
  summaryOfSteps,
} from '../../src/core/steps-map.ts';
import { CpuEvaluator } from '../../src/cpu/evaluator.ts';
import { fileOf, oneLogit, parsed, threeClass } from './support/experiments.ts';

const RULE: StepsRule = {
  method: 'gd',
  rate: 1,
  momentum: 0.9,
  steps: 60,
  criterion: 'probability',
  lossThreshold: 0.1,
};

type Gradient = (u: number, v: number) => readonly [du: number, dv: number, value: number];

/** The definition, as a reader would write it. */
function plainSteps(
  gradient: Gradient,
  isLearned: (u: number, v: number, value: number) => boolean,
  { rate, steps }: StepsRule,
  u: number,
  v: number,
): number {
  for (let step = 0; step <= steps; step++) {
    const [du, dv, value] = gradient(u, v);
    if (isLearned(u, v, value)) return step;
    u -= rate * du;
    v -= rate * dv;
  }
  return Infinity;
}

/** All starts of the experiment's grid, and the steps that both ways count from each. */
function bothWays(
  experiment: Experiment,
  panel: 0 | 1,
  rule: StepsRule,
  gradient: Gradient,
  isLearned: (u: number, v: number, value: number) => boolean,
): { ours: number[]; plain: number[] } {
  const evaluator = new PointEvaluator(experiment);
  const grid = gridOf(experiment);
  const starts = Array.from({ length: grid.width * grid.height }, (_, n) => {
    return [columnU(grid, n % grid.width), rowV(grid, Math.floor(n / grid.width))] as const;
  });
  return {
    ours: starts.map(([u, v]) => stepsToLearn(evaluator, panel, rule, u, v)),
    plain: starts.map(([u, v]) => plainSteps(gradient, isLearned, rule, u, v)),
  };
}

function probabilities({ origin, du, dv }: AffineSample, u: number, v: number): number[] {
  const logits = origin.map((o, k) => o + u * du[k]! + v * dv[k]!);
  const top = Math.max(...logits);
  const powers = logits.map((z) => Math.exp(z - top));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((power) => power / sum);
}

/** d/du and d/dv of a softmax loss, by the chain rule over every class. */
function chain(sample: AffineSample, slopes: readonly number[]): [number, number] {
  const along = (direction: readonly number[]) => slopes.reduce((sum, g, k) => sum + g * direction[k]!, 0);
  return [along(sample.du), along(sample.dv)];
}

const crossEntropy =
  (sample: AffineSample): Gradient =>
  (u, v) => {
    const p = probabilities(sample, u, v);
    const t = sample.target as number;
    const slopes = p.map((x, k) => x - (k === t ? 1 : 0));
    return [...chain(sample, slopes), -Math.log(p[t]!)];
  };

const squaredError =
  (sample: AffineSample): Gradient =>
  (u, v) => {
    const p = probabilities(sample, u, v);
    const t = sample.target as number;
    const r = p.map((x, k) => x - (k === t ? 1 : 0));
    const mean = r.reduce((sum, x, k) => sum + x * p[k]!, 0);
    const slopes = p.map((x, k) => (2 / p.length) * x * (r[k]! - mean));
    return [...chain(sample, slopes), r.reduce((sum, x) => sum + x * x, 0) / p.length];
  };

function spread(counts: readonly number[]): { never: number; atOnce: number; between: number } {
  const never = counts.filter((n) => n === Infinity).length;
  const atOnce = counts.filter((n) => n === 0).length;
  return { never, atOnce, between: counts.length - never - atOnce };
}

describe('the steps from every point of a grid', () => {
  const file = threeClass(1, 0.5, { resolution: [33, 29], window: { u: [-7, 6], v: [-6.5, 7] } });
  const experiment = parsed(file);
  const [sample] = file.samples as [AffineSample];
  const isLearned = (u: number, v: number) => probabilities(sample, u, v)[1]! > 0.9;

  it.each([0.3, 1, 4])('on cross-entropy and squared error of three classes, rate %d', (rate) => {
    const rule = { ...RULE, rate };
    for (const panel of [0, 1] as const) {
      const gradient = panel === 0 ? crossEntropy(sample) : squaredError(sample);
      const { ours, plain } = bothWays(experiment, panel, rule, gradient, isLearned);
      expect(ours).toEqual(plain);
      const { atOnce, between } = spread(ours);
      expect(Math.min(atOnce, between)).toBeGreaterThan(20);
    }
  });

  it('count until the loss is below the threshold where that is asked for', () => {
    const rule = { ...RULE, criterion: 'loss', lossThreshold: 0.02 } as const;
    for (const panel of [0, 1] as const) {
      const gradient = panel === 0 ? crossEntropy(sample) : squaredError(sample);
      const below = (_u: number, _v: number, value: number) => value < 0.02;
      const { ours, plain } = bothWays(experiment, panel, rule, gradient, below);
      expect(ours).toEqual(plain);
      expect(spread(ours).between).toBeGreaterThan(50);
    }
  });

  it('wait for every one of several samples of a sigmoid', () => {
    const samples = [
      { origin: [0], du: [1], dv: [1], target: 1 },
      { origin: [0.5], du: [-2], dv: [1], target: 1 },
      { origin: [0], du: [0.5], dv: [-3], target: 0 },
    ];
    const several = parsed(
      fileOf('sigmoid', samples, { resolution: [21, 21], losses: ['cross-entropy', 'mse'] }),
    );
    const outputs = (u: number, v: number) =>
      samples.map(({ origin, du, dv }) => 1 / (1 + Math.exp(-(origin[0]! + u * du[0]! + v * dv[0]!))));
    const mean = (slope: (p: number, y: number) => number): Gradient => {
      return (u, v) => {
        const g = outputs(u, v).map((p, n) => slope(p, samples[n]!.target) / 3);
        const along = (axis: 'du' | 'dv') => g.reduce((sum, x, n) => sum + x * samples[n]![axis][0]!, 0);
        return [along('du'), along('dv'), NaN];
      };
    };
    const all = (u: number, v: number) =>
      outputs(u, v).every((p, n) => (samples[n]!.target === 1 ? p : 1 - p) > 0.9);
    const gradients = [mean((p, y) => p - y), mean((p, y) => 2 * (p - y) * p * (1 - p))] as const;
    for (const panel of [0, 1] as const) {
      const { ours, plain } = bothWays(several, panel, RULE, gradients[panel], all);
      expect(ours).toEqual(plain);
      expect(spread(ours).between).toBeGreaterThan(50);
    }
  });

  it('are never on the plateau of squared error, where cross-entropy walks', () => {
    // The true class stands at 0.5, the others at 20 and 17: p(target) is 3e-9.
    const plateau = new PointEvaluator(parsed(threeClass(2, 0.5)));
    const rule = { ...RULE, steps: 200 };
    expect(stepsToLearn(plateau, 0, rule, 20, 17)).toBeLessThan(60);
    expect(stepsToLearn(plateau, 1, rule, 20, 17)).toBe(NEVER);
  });

  it('end where the loss is undefined', () => {
    const output = new PointEvaluator(
      parsed(oneLogit('identity', 0.5, { losses: ['mse', 'cross-entropy'] })),
    );
    const rule = { ...RULE, rate: 0.1, lossThreshold: 0.7 };
    expect(stepsToLearn(output, 1, rule, 3, 0)).toBeNaN();
    // Of the output 0.9 for the target 0.5: -(log 0.9 + log 0.1) / 2 = 1.2, and at least log 2 = 0.693.
    expect(stepsToLearn(output, 1, rule, 0.9, 0)).toBeGreaterThan(0);
  });

  it.each(['momentum', 'adam'] as const)('are those of %s too', (method) => {
    const rule = { ...RULE, method, rate: 0.2, steps: 400 };
    const evaluator = new PointEvaluator(experiment);
    const gradient = crossEntropy(sample);
    let [u, v] = [-5, -3] as [number, number];
    const [m, w] = [
      [0, 0],
      [0, 0],
    ] as [number[], number[]];
    let expected = Infinity;
    for (let step = 0; step <= 400; step++) {
      if (isLearned(u, v)) {
        expected = step;
        break;
      }
      const g = gradient(u, v);
      const move = [0, 1].map((axis) => {
        const slope = g[axis]!;
        if (method === 'momentum') {
          m[axis] = 0.9 * m[axis]! + slope;
          return -0.2 * m[axis]!;
        }
        m[axis] = 0.9 * m[axis]! + 0.1 * slope;
        w[axis] = 0.999 * w[axis]! + 0.001 * slope * slope;
        const mean = m[axis]! / (1 - 0.9 ** (step + 1));
        return (-0.2 * mean) / (Math.sqrt(w[axis]! / (1 - 0.999 ** (step + 1))) + 1e-8);
      });
      u += move[0]!;
      v += move[1]!;
    }
    expect(expected).toBeLessThan(400);
    expect(stepsToLearn(evaluator, 0, rule, -5, -3)).toBe(expected);
  });
});

it('the evaluator has them at any grid points, in the order that they are asked for in', async () => {
  const experiment = parsed(threeClass(0, 0.5, { resolution: [9, 7] }));
  const cpu = new CpuEvaluator(0);
  const indices = Uint32Array.of(62, 0, 31, 8);
  const steps = await cpu.steps(experiment, 1, RULE, indices);
  const [evaluator, grid] = [new PointEvaluator(experiment), gridOf(experiment)];
  const expected = [...indices].map((n) =>
    stepsToLearn(evaluator, 1, RULE, columnU(grid, n % 9), rowV(grid, Math.floor(n / 9))),
  );
  expect([...steps]).toEqual(expected);
  expect(new Set(expected).size).toBeGreaterThan(2);
});

it('a summary counts what is no number apart', () => {
  const steps = Float32Array.of(NEVER, 3, 0, NaN, NEVER, 17);
  expect(summaryOfSteps(steps)).toEqual({ min: 0, max: 17, never: 2, stopped: 1 });
});

it('no steps have a place of their own on every scale', () => {
  for (const asked of ['linear', 'log', 'symlog'] as const) {
    const scale = quantityScale('steps', scaleKindFor('steps', asked), rangeOfSteps({ ...RULE, steps: 400 }));
    const positions = [0, 1, 10, 100, 400].map(scale.position);
    expect(positions[0]).toBe(0);
    expect(positions.at(-1)).toBe(1);
    expect(new Set(positions).size).toBe(5);
    expect(positions.toSorted((a, b) => a - b)).toEqual(positions);
  }
});
