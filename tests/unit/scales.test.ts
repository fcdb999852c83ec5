/**
 * The scales at which errors are judged are no larger than the design says: the sums of the absolute values of the
 * terms in its formulas. A generous scale would hide errors of every evaluator.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AffineSample } from '../../src/core/experiment.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { points, softmaxFiles } from './support/arbitraries.ts';
import { evaluateAt } from './support/evaluate-at.ts';
import {
  CLASSES,
  type ExperimentFile,
  FIXED_LOGITS,
  fileOf,
  oneLogit,
  parsed,
  threeClass,
  twoLayer,
} from './support/experiments.ts';
import { type Point, scattered, TIES } from './support/points.ts';

const ROUNDING = 1e-12;
const NEGLIGIBLE = 1e-290;

function softmax(logits: readonly number[]): number[] {
  const largest = Math.max(...logits);
  const e = logits.map((z) => Math.exp(z - largest));
  const total = e.reduce((sum, x) => sum + x);
  return e.map((x) => x / total);
}

/** Sums `term` over the classes other than those left out. */
function others(p: readonly number[], without: readonly number[], term: (o: number) => number): number {
  return p.reduce((sum, _, o) => (without.includes(o) ? sum : sum + term(o)), 0);
}

function expectScale(actual: number, expected: number, label: string): void {
  expect(Math.abs(actual - expected), `${label}: ${actual}, ${expected}`).toBeLessThanOrEqual(
    ROUNDING * expected + NEGLIGIBLE,
  );
}

/** Gradient scales of one hard sample along a direction. */
function gradientScales(logits: readonly number[], direction: readonly number[], t: number) {
  const p = softmax(logits);
  const alpha = (i: number) => Math.abs(direction[i]! - direction[t]!);
  const difference = (i: number, o: number) =>
    Math.max(p[i]!, p[o]!) * -Math.expm1(-Math.abs(logits[i]! - logits[o]!));
  return {
    crossEntropy: others(p, [t], (i) => p[i]! * alpha(i)),
    squaredError: others(p, [t], (i) => {
      const even = p[t]! * (2 * p[i]! + others(p, [i, t], (o) => p[o]!));
      return 2 * p[i]! * (even + others(p, [i, t], (o) => p[o]! * difference(i, o))) * alpha(i);
    }),
  };
}

it('values and gradients, hard targets', () => {
  fc.assert(
    fc.property(softmaxFiles({ samples: 1, targets: 'hard' }), points, (file, [u, v]) => {
      const [{ origin, du, dv, target }] = file.samples as [AffineSample];
      const t = target as number;
      const logits = origin.map((z, k) => z + u * du[k]! + v * dv[k]!);
      const p = softmax(logits);
      const [crossEntropy, squaredError] = evaluateAt({ ...file, squaredError: 'sum' }, [u, v]);
      expectScale(crossEntropy.scales.value, crossEntropy.fields.value, 'cross-entropy.value');
      const q = others(p, [t], (j) => p[j]!);
      expectScale(squaredError.scales.value, q * q + others(p, [t], (j) => p[j]! ** 2), 'mse.value');
      for (const [field, direction] of [
        ['du', du],
        ['dv', dv],
      ] as const) {
        const scales = gradientScales(logits, direction, t);
        expectScale(crossEntropy.scales[field], scales.crossEntropy, `cross-entropy.${field}`);
        expectScale(squaredError.scales[field], scales.squaredError, `mse.${field}`);
      }
    }),
  );
});

it('value of the squared error, soft targets', () => {
  fc.assert(
    fc.property(softmaxFiles({ samples: 1 }), points, (file, [u, v]) => {
      const [{ origin, du, dv, target }] = file.samples as [AffineSample];
      fc.pre(typeof target !== 'number');
      const p = softmax(origin.map((z, k) => z + u * du[k]! + v * dv[k]!));
      const [, squaredError] = evaluateAt({ ...file, squaredError: 'sum' }, [u, v]);
      const expected = others(p, [], (k) => (p[k]! + (target as number[])[k]!) ** 2);
      expectScale(squaredError.scales.value, expected, 'mse.value');
    }),
  );
});

it('second derivatives of the cross-entropy', () => {
  fc.assert(
    fc.property(softmaxFiles({ samples: 1 }), points, (file, [u, v]) => {
      const [{ origin, du, dv, target }] = file.samples as [AffineSample];
      const p = softmax(origin.map((z, k) => z + u * du[k]! + v * dv[k]!));
      const weight = typeof target === 'number' ? 1 : target.reduce((sum, y) => sum + y);
      const pairs = (a: readonly number[], b: readonly number[]) =>
        weight *
        others(p, [], (i) =>
          others(p, [], (j) => (i < j ? p[i]! * p[j]! * Math.abs((a[i]! - a[j]!) * (b[i]! - b[j]!)) : 0)),
        );
      const [{ scales }] = evaluateAt(file, [u, v]);
      expectScale(scales.duu, pairs(du, du), 'duu');
      expectScale(scales.duv, pairs(du, dv), 'duv');
      expectScale(scales.dvv, pairs(dv, dv), 'dvv');
    }),
  );
});

/** |H_ij| of the squared error for three classes, each term by its absolute value. */
function hessianScale(p: readonly number[], t: number, i: number, j: number): number {
  const rest = (k: number) => others(p, [k], (o) => p[o]!);
  const large = rest(t) ** 2 + others(p, [t], (o) => p[o]! ** 2);
  const pt = p[t]!;
  if (i === t && j === t) return 2 * pt * (2 * pt + rest(t)) * large;
  if (i === t || j === t) {
    const pi = p[i === t ? j : i]!;
    return 2 * pt * pi * (2 * (rest(t) + pi) + 3 * large);
  }
  const pi = p[i]!;
  if (i !== j) return 2 * pi * p[j]! * (1 + 6 * (pt * rest(t) + pi * p[j]!));
  const r = others(p, [i, t], (o) => p[o]!);
  const w = r ** 2 + others(p, [i, t], (o) => p[o]! ** 2);
  return 2 * pi * (r * (rest(i) + pi) + 2 * pi * pt * (2 * rest(i) + pi) + w * (2 * pi + rest(i)));
}

it('second derivatives of the squared error, three classes on two axes', () => {
  for (const target of CLASSES) {
    for (const fixed of FIXED_LOGITS) {
      for (const [u, v] of [...TIES, ...scattered(100, 20)]) {
        const [, { scales }] = evaluateAt(threeClass(target, fixed, { squaredError: 'sum' }), [u, v]);
        const p = softmax([u, v, fixed]);
        const most = (i: number, j: number) => hessianScale(p, target, i, j) * (1 + ROUNDING) + NEGLIGIBLE;
        expect(scales.duu).toBeLessThanOrEqual(most(0, 0));
        expect(scales.duv).toBeLessThanOrEqual(most(0, 1));
        expect(scales.dvv).toBeLessThanOrEqual(most(1, 1));
      }
    }
  }
});

it('a sigmoid', () => {
  for (const z of [-30, -2, 0, 0.5, 9]) {
    const [f, h] = [1 / (1 + Math.exp(-z)), 1 / (1 + Math.exp(z))];
    for (const y of [0, 0.3, 1]) {
      const [crossEntropy, squaredError] = evaluateAt(oneLogit('sigmoid', y), [z, 0]);
      const residual = (1 - y) * f + y * h;
      expectScale(crossEntropy.scales.value, crossEntropy.fields.value, 'cross-entropy.value');
      expectScale(crossEntropy.scales.du, residual, 'cross-entropy.du');
      expectScale(crossEntropy.scales.duu, f * h, 'cross-entropy.duu');
      const square = y === 0.3 ? f * f + 2 * f * y + y * y : residual * residual;
      expectScale(squaredError.scales.value, square, 'mse.value');
      expectScale(squaredError.scales.du, 2 * residual * f * h, 'mse.du');
      const most = 2 * f * h * (f * h + residual * (h + f)) * (1 + ROUNDING);
      expect(squaredError.scales.duu).toBeLessThanOrEqual(most);
    }
  }
});

it('several samples add theirs', () => {
  const sample = (target: number): AffineSample => ({ origin: [0, 0.5], du: [1, -1], dv: [2, 0], target });
  const alone = [0, 1].map((target) => evaluateAt(fileOf('softmax', [sample(target)]), [0.7, -0.2]));
  const both = evaluateAt(fileOf('softmax', [sample(0), sample(1)], { sampleReduction: 'sum' }), [0.7, -0.2]);
  for (const panel of [0, 1] as const) {
    for (const field of ['value', 'du', 'dv', 'duu', 'duv', 'dvv'] as const) {
      const sum = alone[0]![panel].scales[field] + alone[1]![panel].scales[field];
      expectScale(both[panel].scales[field], sum, field);
    }
  }
});

it('losses of raw logits: the terms of their margins and residuals', () => {
  for (const [u, v] of scattered(20, 5)) {
    const logits = [u, v, 0.5];
    const losses = ['mse-logits', 'hinge'] as const;
    const [squares, hinge] = evaluateAt(threeClass(1, 0.5, { losses, squaredError: 'sum' }), [u, v]);
    const residuals = logits.map((z, k) => Math.abs(z) + (k === 1 ? 1 : 0));
    expectScale(
      squares.scales.value,
      others(residuals, [], (k) => residuals[k]! ** 2),
      'mse-logits.value',
    );
    expectScale(squares.scales.du, 2 * residuals[0]!, 'mse-logits.du');
    expectScale(squares.scales.dvv, 2, 'mse-logits.dvv');
    const active = (j: number) => 1 + logits[j]! - v > 0;
    const terms = others(logits, [1], (j) => (active(j) ? 1 + Math.abs(logits[j]!) + Math.abs(v) : 0));
    expectScale(hinge.scales.value, terms, 'hinge.value');
    expectScale(
      hinge.scales.dv,
      others(logits, [1], (j) => (active(j) ? 1 : 0)),
      'hinge.dv',
    );
    expectScale(hinge.scales.duu, 0, 'hinge.duu');
  }
});

it('the clipped cross-entropy: the unclipped one’s, or the constant alone', () => {
  const losses = ['cross-entropy-clipped', 'cross-entropy'] as const;
  const [inside, same] = evaluateAt(threeClass(0, 0.5, { losses }), [-3, 2]);
  expect(inside.scales).toEqual(same.scales);
  const [outside] = evaluateAt(threeClass(0, 0.5, { losses }), [-20, 2]);
  expect(outside.scales).toEqual({ ...outside.fields, value: -Math.log(1e-7) });
});

it('two layers: the terms of the chain rule, each by its absolute value', () => {
  const [x, y] = [1.5, 1];
  for (const [u, v] of scattered(20, 2)) {
    const [{ scales }] = evaluateAt(twoLayer('sigmoid', [{ input: x, target: y }]), [u, v]);
    const hidden = Math.tanh(u * x);
    const slope = Math.cosh(u * x) ** -2;
    const p = 1 / (1 + Math.exp(-v * hidden));
    const [first, second] = [1 - p, p * (1 - p)];
    expectScale(scales.du, first * Math.abs(v * x * slope), 'du');
    expectScale(scales.dv, first * Math.abs(hidden), 'dv');
    const bend = Math.abs(2 * v * x * x * hidden * slope);
    expectScale(scales.duu, second * (v * x * slope) ** 2 + first * bend, 'duu');
    expectScale(scales.duv, second * Math.abs(v * x * slope * hidden) + first * x * slope, 'duv');
    expectScale(scales.dvv, second * hidden ** 2, 'dvv');
  }
});

describe('lambda_min', () => {
  function scaleAt(file: ExperimentFile, [u, v]: Point, panel: 0 | 1) {
    const evaluator = new PointEvaluator(parsed(file));
    evaluator.updateJets(u, v, 2);
    evaluator.updateScales(u, v, 2);
    const { duu, duv, dvv } = evaluator.scales[panel];
    return {
      own: Math.abs(evaluator.field(panel, 'lambda_min')),
      scale: evaluator.scale(panel, 'lambda_min'),
      largest: Math.max(duu, duv, dvv),
    };
  }

  it('of three classes on two axes is judged at its own size', () => {
    for (const at of [...TIES, ...scattered(50, 20)]) {
      for (const target of [...CLASSES, [0.25, 0.5, 0.25]]) {
        const { own, scale } = scaleAt(threeClass(target, 0.5), at, 0);
        expect(scale).toBe(own);
      }
    }
  });

  it('of the squared error, where its sign changes, at the terms of the factor that vanishes', () => {
    for (const at of scattered(50, 20)) {
      const { own, scale } = scaleAt(threeClass(0, 0.5), at, 1);
      expect(scale).toBeGreaterThanOrEqual(own);
    }
    // On the diagonal with the third class far behind the bracket is 5 p_t^3 p_o: one term, so its own size.
    const tie = scaleAt(threeClass(0, -40), [10, 10], 1);
    expect(tie.scale).toBe(tie.own);
    expect(tie.own).toBeGreaterThan(0);
    expect(tie.scale).toBeLessThan(1e-15 * tie.largest);
  });

  it('elsewhere is judged at the largest scale of the second derivatives', () => {
    const sample = threeClass(0, 0.5).samples[0]!;
    const cases: [ExperimentFile, 0 | 1][] = [
      [threeClass([0.25, 0.5, 0.25], 0.5), 1],
      [threeClass(0, 0.5, { losses: ['mse-logits', 'cross-entropy-clipped'] }), 0],
      [threeClass(0, 0.5, { losses: ['mse-logits', 'cross-entropy-clipped'] }), 1],
      [fileOf('softmax', [sample, sample]), 0],
      [fileOf('softmax', [{ ...sample, du: [1, 0.5, 0] }]), 0],
      [fileOf('softmax', [{ ...sample, dv: [1, 0, 0] }]), 0],
      [oneLogit('sigmoid', 1), 0],
    ];
    for (const [file, panel] of cases) {
      const { scale, largest } = scaleAt(file, [0.7, -0.2], panel);
      expect(scale).toBe(largest);
      expect(scale).toBeGreaterThan(0);
    }
  });
});
