/** The numbers that the readings quote are measured here, so that the texts stay true. */
import { describe, expect, it } from 'vitest';
import { READINGS } from '../../src/app/reading/index.ts';
import { type DescentStep, descend } from '../../src/core/descent.ts';
import type { Experiment } from '../../src/core/experiment.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { presetByName } from '../../src/core/presets/index.ts';
import { parseExperiment } from '../../src/core/validate.ts';

const LEFT = 0;
const RIGHT = 1;
type Panel = typeof LEFT | typeof RIGHT;

/** A number as texts write it: with a true minus. */
function written(value: number, digits: number): string {
  return value.toFixed(digits).replace('-', '−');
}

/** Both languages of one of a reading's texts say `quoted`, as a number of its own. */
function expectSaid(preset: string, quoted: string, where: 'look' | 'answer' | number = 'look'): void {
  const reading = READINGS[preset]!;
  const text = typeof where === 'number' ? reading.steps[where]!.text : reading[where];
  const number = new RegExp(`(?<![\\d.−])${quoted.replace(/[.()]/g, '\\$&')}(?!\\d|\\.\\d)`);
  expect(text.en, `${preset}, ${where}`).toMatch(number);
  expect(text.zh, `${preset}, ${where}`).toMatch(number);
}

function evaluatorOf(preset: string, params = {}, changes: Partial<Experiment> = {}): PointEvaluator {
  return new PointEvaluator({ ...presetByName(preset).experiment(params), ...changes } as Experiment);
}

interface Slope {
  readonly value: number;
  readonly du: number;
  readonly dv: number;
  /** The gradient's length. */
  readonly slope: number;
}

function slopes(evaluator: PointEvaluator, u: number, v: number): [Slope, Slope] {
  evaluator.updateJets(u, v, 1);
  const [left, right] = evaluator.jets.map(({ value, du, dv }) => ({
    value,
    du,
    dv,
    slope: Math.hypot(du, dv),
  }));
  return [left!, right!];
}

/** Both losses at n x n points of the window [-half, half]^2. */
function* grid(evaluator: PointEvaluator, half: number, n: number) {
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) {
      const u = half * ((2 * i) / (n - 1) - 1);
      const v = half * ((2 * j) / (n - 1) - 1);
      yield { u, v, at: slopes(evaluator, u, v) };
    }
  }
}

/** The share of the window where `holds`. */
function share(
  evaluator: PointEvaluator,
  half: number,
  n: number,
  holds: (at: [Slope, Slope], u: number, v: number) => boolean,
): number {
  let count = 0;
  for (const { u, v, at } of grid(evaluator, half, n)) if (holds(at, u, v)) count++;
  return count / n ** 2;
}

function trajectory(
  evaluator: PointEvaluator,
  panel: Panel,
  rate: number,
  steps: number,
  start: readonly [number, number],
): DescentStep[] {
  return [...descend(evaluator, panel, { method: 'gd', rate, steps, start })];
}

/** Where the sign of f changes between a and b. */
function crossing(f: (x: number) => number, a: number, b: number): number {
  let [low, high] = [a, b];
  for (let n = 0; n < 60; n++) {
    const middle = (low + high) / 2;
    if (Math.sign(f(middle)) === Math.sign(f(a))) low = middle;
    else high = middle;
  }
  return low;
}

describe('three-class-extreme', () => {
  const NAME = 'three-class-extreme';
  const evaluator = evaluatorOf(NAME);

  it('slopes at the upper left', () => {
    const [ce, mse] = slopes(evaluator, -10, 10);
    expectSaid(NAME, written(ce.slope, 2));
    expect((mse.slope / 1e-9).toFixed(0)).toBe('4');
    expectSaid(NAME, '4 · 10⁻⁹');
  });

  it('the formulas of the slopes, the directions and the bound', () => {
    let steepest = 0;
    let values: [number, number] = [Infinity, -Infinity];
    for (const { u, v, at } of grid(evaluator, 10, 201)) {
      const p1 = 1 / (1 + Math.exp(v - u));
      const p2 = 1 / (1 + Math.exp(u - v));
      const [ce, mse] = at;
      expect(ce.slope / (Math.SQRT2 * p2)).toBeCloseTo(1, 10);
      expect(mse.slope / (((4 * Math.SQRT2) / 3) * p1 * p2 ** 2)).toBeCloseTo(1, 10);
      expect((ce.du * mse.du + ce.dv * mse.dv) / (ce.slope * mse.slope)).toBeCloseTo(1, 12);
      steepest = Math.max(steepest, mse.slope);
      values = [Math.min(values[0], mse.value), Math.max(values[1], mse.value)];
    }
    // By the formula: at p2 = 2/3.
    expect(steepest).toBeLessThanOrEqual(((4 * Math.SQRT2) / 3) * (1 / 3) * (2 / 3) ** 2);
    expectSaid(NAME, written(steepest, 2), 'answer');
    expect(values[0]).toBeLessThan(1e-9);
    expect(values[1]).toBeCloseTo(2 / 3, 6);
  });

  it('steps from (−5, 5) at rate 1 until the right class has half', () => {
    const first = (panel: Panel) =>
      trajectory(evaluator, panel, 1, 9000, [-5, 5]).findIndex(
        ({ prediction }) => (prediction as number) >= 0.5,
      );
    expectSaid(NAME, String(first(RIGHT)), 'answer');
    expectSaid(NAME, String(first(LEFT)), 'answer');
  });

  it('the squared error is flat at the upper left with the third logit at 0 too', () => {
    const [ce, mse] = slopes(evaluatorOf(NAME, { value: 0 }), -10, 10);
    expect(ce.slope).toBeCloseTo(Math.SQRT2, 3);
    expect(mse.slope).toBeLessThan(1e-4);
  });

  it('only cross-entropy pulls towards a class at −1000', () => {
    // What all logits together do not change: the pull on the third is minus the sum of the other two.
    for (const { at } of grid(evaluatorOf(NAME, { target: 2 }), 10, 41)) {
      const [ce, mse] = at;
      expect(ce.du + ce.dv).toBeCloseTo(1, 12);
      expect(Math.abs(mse.du + mse.dv)).toBeLessThan(1e-15);
    }
  });
});

describe('logistic-three-samples', () => {
  const NAME = 'logistic-three-samples';
  const evaluator = evaluatorOf(NAME);

  it('slopes along the weight at weight −6 and bias 0, where all are wrong', () => {
    const [ce, mse] = slopes(evaluator, -6, 0);
    expectSaid(NAME, written(Math.abs(ce.du), 1));
    expectSaid(NAME, written(Math.abs(mse.du), 4));
    for (const [n, sample] of evaluator.experiment.samples.entries()) {
      expect(evaluator.logitsAt(n, -6, 0)[0]! > 0).toBe(sample.target === 0);
    }
  });

  it('steps from there at rate 0.1', () => {
    const ce = trajectory(evaluator, LEFT, 0.1, 20, [-6, 0]);
    expectSaid(NAME, String(ce.findIndex(({ u }) => u > 0)), 'answer');
    expectSaid(NAME, written(trajectory(evaluator, RIGHT, 0.1, 1000, [-6, 0])[1000]!.u, 1), 'answer');
  });

  it('the formulas of the derivatives, and the sign as the note prints it', () => {
    const [w, x, y] = [0.7, 1.3, 1];
    const one = new PointEvaluator(
      parseExperiment({
        version: 1,
        map: 'affine',
        link: 'sigmoid',
        samples: [{ origin: [0], du: [x], dv: [1], target: y }],
        squaredError: 'half',
        losses: ['cross-entropy', 'mse'],
      }),
    );
    const [ce, mse] = slopes(one, w, 0);
    const h = 1 / (1 + Math.exp(-w * x));
    expect(ce.du).toBeCloseTo((h - y) * x, 14);
    expect(mse.du).toBeCloseTo((h - y) * h * (1 - h) * x, 14);
    one.updateJets(w, 0, 2);
    expect(one.jets[0].duu).toBeCloseTo(h * (1 - h) * x ** 2, 14);
    const printed = -(3 * h ** 2 - 2 * h - 2 * y * h + y) * h * (1 - h) * x ** 2;
    expect(one.jets[1].duu).toBeCloseTo(printed, 14);
  });

  it('far out on the left only cross-entropy is steep', () => {
    const [ce, mse] = slopes(evaluator, -12, 0);
    expect(ce.slope).toBeGreaterThan(5);
    expect(mse.slope).toBeLessThan(1e-4);
  });
});

describe('two-layer-tanh', () => {
  const NAME = 'two-layer-tanh';
  const FLAT = 0.01;
  const flat = (params: object, half: number, n: number) =>
    [LEFT, RIGHT].map((panel) =>
      share(evaluatorOf(NAME, params), half, n, (at) => at[panel as Panel].slope < FLAT),
    );

  it('shares of flat land', () => {
    const [ceNear, mseNear] = flat({}, 4, 101);
    expectSaid(NAME, written(100 * ceNear!, 1), 'answer');
    expectSaid(NAME, written(100 * mseNear!, 1), 'answer');
    const [ceFar, mseFar] = flat({}, 12, 101);
    expectSaid(NAME, written(100 * ceFar!, 1), 0);
    expectSaid(NAME, written(100 * mseFar!, 0), 0);
  });

  it('the squared error has more of it in each of 20 seeds, and with 100 samples', () => {
    expectSaid(NAME, '20', 'answer');
    for (const params of [...Array.from({ length: 20 }, (_, n) => ({ seed: n + 1 })), { count: 100 }]) {
      const [ce, mse] = flat(params, 4, 41);
      expect(mse, JSON.stringify(params)).toBeGreaterThan(ce!);
    }
  });

  it('both have a saddle in the middle; the squared error is at most 1 a sample', () => {
    const evaluator = evaluatorOf(NAME);
    evaluator.updateJets(0, 0, 2);
    for (const { du, dv, duu, duv, dvv } of evaluator.jets) {
      expect(Math.abs(du)).toBe(0);
      expect(Math.abs(dv)).toBe(0);
      expect(duu * dvv - duv ** 2).toBeLessThan(0);
    }
    for (const { at } of grid(evaluator, 12, 41)) expect(at[RIGHT].value).toBeLessThanOrEqual(1);
  });
});

describe('saturated-neuron', () => {
  const NAME = 'saturated-neuron';
  const evaluator = evaluatorOf(NAME);
  const below = (panel: Panel, rate: number) =>
    trajectory(evaluator, panel, rate, 3000, [2, 2]).findIndex(
      ({ prediction }) => (prediction as number) < 0.1,
    );

  it('answers and slopes at both starts', () => {
    const [mildAnswer, badAnswer] = (
      [
        [0.6, 0.9],
        [2, 2],
      ] as const
    ).map((start) => trajectory(evaluator, LEFT, 0.15, 0, start)[0]!.prediction as number);
    expectSaid(NAME, written(mildAnswer!, 2));
    expectSaid(NAME, written(badAnswer!, 2));
    const [ceMild, mseMild] = slopes(evaluator, 0.6, 0.9);
    expectSaid(NAME, written(ceMild.slope, 2), 0);
    expectSaid(NAME, written(mseMild.slope, 2), 0);
    const [ceBad, mseBad] = slopes(evaluator, 2, 2);
    expectSaid(NAME, written(ceBad.slope, 2));
    expectSaid(NAME, written(mseBad.slope, 3));
    expect(ceBad.slope).toBeGreaterThan(ceMild.slope);
    expect(mseBad.slope).toBeLessThan(mseMild.slope);
    expectSaid(NAME, written(badAnswer! * (1 - badAnswer!), 3), 'answer');
  });

  it('steps from (2, 2) until the answer is below 0.1', () => {
    expectSaid(NAME, String(below(RIGHT, 0.15)), 'answer');
    expectSaid(NAME, String(below(LEFT, 0.15)), 'answer');
    expectSaid(NAME, String(below(LEFT, 0.005)), 'answer');
    const [ce, mse] = slopes(evaluator, 2, 2);
    const matched = (0.15 * mse.slope) / ce.slope;
    expectSaid(NAME, written(matched, 4), 'answer');
    expectSaid(NAME, String(below(LEFT, matched)), 'answer');
  });
});

describe('squared-error-trap', () => {
  const NAME = 'squared-error-trap';
  const evaluator = evaluatorOf(NAME);

  it('minimum and ridge along intercept 0', () => {
    const du = (panel: Panel) => (u: number) => slopes(evaluator, u, 0)[panel].du;
    expectSaid(NAME, written(crossing(du(RIGHT), 0, 0.25), 2));
    const ridge = crossing(du(RIGHT), -0.5, -0.25);
    expectSaid(NAME, written(ridge, 2));
    const lowest = crossing(du(LEFT), 0, 0.25);
    for (let u = -3; u < ridge; u += 0.05) expect(du(RIGHT)(u)).toBeGreaterThan(0);
    for (let u = -3; u < 3; u += 0.05) expect(Math.sign(du(LEFT)(u))).toBe(Math.sign(u - lowest));
  });

  it('where descent from (−1, 0) at rate 0.1 ends', () => {
    const trapped = trajectory(evaluator, RIGHT, 0.1, 5000, [-1, 0])[5000]!;
    expectSaid(NAME, written(trapped.u, 1), 'answer');
    expectSaid(NAME, written(trapped.value, 2), 'answer');
    const best = trajectory(evaluator, RIGHT, 0.1, 5000, [0, 0])[5000]!;
    expectSaid(NAME, written(best.value, 2), 'answer');
    expectSaid(NAME, `(${written(best.u, 2)}, ${written(best.v, 2)})`, 'answer');
    const ce = trajectory(evaluator, LEFT, 0.1, 5000, [-1, 0])[5000]!;
    expectSaid(NAME, `(${written(ce.u, 2)}, ${written(ce.v, 2)})`, 'answer');
  });
});

describe('margin-loss', () => {
  const NAME = 'margin-loss';
  const evaluator = evaluatorOf(NAME);

  it('where the hinge is flat, and slopes', () => {
    const flat = share(evaluator, 4, 201, ([hinge]) => hinge.value === 0 && hinge.slope === 0);
    expectSaid(NAME, written(100 * flat, 0));
    expectSaid(NAME, written(slopes(evaluator, 4, -4)[RIGHT].slope, 3));
    const [hinge, ce] = slopes(evaluator, -4, 4);
    expectSaid(NAME, written(hinge.slope, 2), 'answer');
    expectSaid(NAME, written(ce.slope, 2), 'answer');
    const [, mse] = slopes(evaluatorOf(NAME, {}, { losses: ['hinge', 'mse'] }), -4, 4);
    expectSaid(NAME, written(mse.slope, 3), 1);
    expectSaid(NAME, written(hinge.slope, 2), 1);
  });
});

describe('two-models', () => {
  const NAME = 'two-models';

  it('losses of both', () => {
    for (const [u, v] of [
      [1, 0],
      [0, 1],
    ] as const) {
      const [ce, rate] = slopes(evaluatorOf(NAME), u, v);
      expect(rate.value).toBeCloseTo(1 / 3, 14);
      expectSaid(NAME, '1/3');
      expectSaid(NAME, written(ce.value, 2));
      const [, mse] = slopes(evaluatorOf(NAME, {}, { losses: ['cross-entropy', 'mse'] }), u, v);
      expectSaid(NAME, written(mse.value, 2), 2);
    }
  });

  it('the error rate is the same all around model 1', () => {
    const evaluator = evaluatorOf(NAME);
    for (const { u, v } of grid(evaluator, 0.1, 21)) {
      expect(slopes(evaluator, 1 + u, v)[RIGHT].value).toBeCloseTo(1 / 3, 14);
    }
  });
});

describe('regression-gaussian', () => {
  const NAME = 'regression-gaussian';

  /** Where descent on the squared error ends. */
  function bestLine(params: object): DescentStep {
    return trajectory(evaluatorOf(NAME, params), LEFT, 0.5, 2000, [0, 0])[2000]!;
  }

  it('the best lines', () => {
    expectSaid(NAME, written(bestLine({}).u, 2), 1);
    expectSaid(NAME, '10', 1);
    expectSaid(NAME, written(bestLine({ outlier: 10 }).u, 2), 1);
    const { u, v } = bestLine({ noise: 0 });
    expectSaid(NAME, `(${written(u, 0)}, ${written(v, 1)})`, 2);
    expect(u).toBeCloseTo(1, 12);
    expect(v).toBeCloseTo(-0.5, 12);
  });

  it('where cross-entropy has a value, and the curvature of the squared error', () => {
    const evaluator = evaluatorOf(NAME);
    expectSaid(NAME, String(evaluator.experiment.samples.length));
    const { window } = evaluator.experiment;
    let defined = 0;
    const curvatures = new Set<string>();
    for (let j = 0; j <= 100; j++) {
      for (let i = 0; i <= 100; i++) {
        const u = window.u[0] + ((window.u[1] - window.u[0]) * i) / 100;
        const v = window.v[0] + ((window.v[1] - window.v[0]) * j) / 100;
        evaluator.updateJets(u, v, 2);
        if (!Number.isNaN(evaluator.jets[RIGHT].value)) defined++;
        const { duu, duv, dvv } = evaluator.jets[LEFT];
        curvatures.add([duu, duv, dvv].map((curvature) => curvature.toFixed(10)).join());
      }
    }
    expectSaid(NAME, written((100 * defined) / 101 ** 2, 0));
    expect(curvatures.size).toBe(1);
  });
});

describe('clipped-cross-entropy', () => {
  const NAME = 'clipped-cross-entropy';

  it('with class 2 right', () => {
    for (const { at } of grid(evaluatorOf(NAME), 10, 41)) {
      const [exact, clipped] = at;
      expect(clipped.slope).toBe(0);
      expectSaid(NAME, written(clipped.value, 2));
      expect(exact.value / 1000).toBeCloseTo(1, 1);
      expect(exact.slope).toBeGreaterThan(0.7);
    }
    const near = evaluatorOf(NAME, { value: -15 });
    const dead = share(near, 10, 101, ([, { slope }]) => slope === 0);
    expect(dead).toBeGreaterThan(0.5);
    expect(dead).toBeLessThan(0.8);
  });

  it('with class 0 right', () => {
    const evaluator = evaluatorOf(NAME, { target: 0 });
    for (const { u, v, at } of grid(evaluator, 10, 101)) {
      // A probability of 1e-7, or as much below 1, is at a difference of 16.1.
      expect(at[RIGHT].slope === 0).toBe(Math.abs(u - v) > Math.log(1e7 - 1));
    }
    const dead = share(evaluator, 20, 101, ([, { slope }], u, v) => slope === 0 && v > u);
    expectSaid(NAME, written(100 * dead, 0), 2);
  });
});

describe('naive-float32', () => {
  const NAME = 'naive-float32';

  it('infinities, steps, zeros and nothing', () => {
    const evaluator = evaluatorOf(NAME);
    const infinite = share(evaluator, 10, 101, ([, { value }]) => value === Infinity);
    expectSaid(NAME, written(100 * infinite, 0));
    const [lost, atInfinity] = slopes(evaluator, 5, 5);
    expectSaid(NAME, written(lost.value, 1), 'answer');
    expect(atInfinity.value).toBe(Infinity);
    const [exact, naive] = slopes(evaluator, 3, 3);
    expectSaid(NAME, written(exact.value, 2), 'answer');
    expectSaid(NAME, written(naive.value, 2), 'answer');
    const [small, zero] = slopes(evaluatorOf(NAME, { target: 0 }), 10, -10);
    expect((small.value / 1e-9).toFixed(0)).toBe('2');
    expectSaid(NAME, '2 · 10⁻⁹', 'answer');
    expect(zero.value).toBe(0);
  });

  it('nothing but infinity at −1000, and nothing at all at 1000', () => {
    const everywhere = (value: number, holds: (naive: number) => boolean) =>
      share(evaluatorOf(NAME, { value }), 10, 41, ([, naive]) => holds(naive.value));
    expect(everywhere(-1000, (value) => value === Infinity)).toBe(1);
    expect(everywhere(1000, Number.isNaN)).toBe(1);
  });
});

describe('golik-gradients', () => {
  const NAME = 'golik-gradients';

  it('slopes by the probability of the right class', () => {
    const evaluator = evaluatorOf(NAME);
    // With the rival at 10 the third class, at 0, hardly counts.
    const at = (p: number) => slopes(evaluator, 10 - Math.log((1 - p) / p), 10);
    const [ce, squared] = at(0.01);
    expectSaid(NAME, written(ce.slope, 2));
    expectSaid(NAME, written(squared.slope, 3));
    expectSaid(NAME, written(at(1 / 3)[RIGHT].slope, 2));
    for (const p of [0.01, 0.1, 0.3, 0.37, 0.5, 0.9]) {
      expect(at(p)[RIGHT].slope).toBeLessThan(at(1 / 3)[RIGHT].slope);
    }
    for (const { at: slope } of grid(evaluator, 10, 101)) expect(slope[RIGHT].slope).toBeLessThan(0.8381);
  });

  it('slopes in the middle of 100 classes', () => {
    const [ce, squared] = slopes(evaluatorOf(NAME, { classes: 100 }), 0, 0);
    expectSaid(NAME, written(ce.slope, 2), 2);
    expectSaid(NAME, written(squared.slope, 3), 2);
  });
});
