/** The numbers of the presets with a sigmoid, from the textbook's formulas. */
import { describe, expect, it } from 'vitest';
import type { AffineExperiment } from '../../src/core/experiment.ts';
import { presetByName } from '../../src/core/presets/index.ts';
import { affinePreset, descent, fieldsAt, overGrid } from './support/preset-points.ts';

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

/** A sample of a logistic regression: input and class. */
type Labelled = readonly [x: number, y: 0 | 1];

/** First and second derivative of `f` at `x`, by central differences extrapolated once (Richardson). */
function derivativesAt(f: (x: number) => number, x: number): [first: number, second: number] {
  const first = (step: number) => (f(x + step) - f(x - step)) / (2 * step);
  const second = (step: number) => (f(x + step) - 2 * f(x) + f(x - step)) / step ** 2;
  return [(4 * first(5e-3) - first(1e-2)) / 3, (4 * second(5e-3) - second(1e-2)) / 3];
}

/** Sums over the samples of the weight w with bias b, squared error with the factor c. */
function textbook(samples: readonly Labelled[], c: number) {
  const sum = (term: (h: number, y: number) => number, w: number, b: number) =>
    samples.reduce((total, [x, y]) => total + term(sigmoid(w * x + b), y), 0);
  return [
    (w: number, b = 0) => sum((h, y) => -Math.log(y === 1 ? h : 1 - h), w, b),
    (w: number, b = 0) => sum((h, y) => c * (h - y) ** 2, w, b),
  ] as const;
}

describe('logistic-three-samples', () => {
  const params = { a: 1.5, b: -0.5, c: 2.25 };
  const samples: readonly Labelled[] = [
    [params.a, 1],
    [params.b, 1],
    [params.c, 0],
  ];
  const experiment = affinePreset('logistic-three-samples', params);
  const losses = textbook(samples, 1 / 2);
  const weights = [-3, -0.5, 0, 0.7, 2];

  it('is the sum over the samples, the squared error with 1/2', () => {
    for (const w of weights) {
      for (const b of [-1, 0, 0.5]) {
        fieldsAt(experiment, w, b).forEach(({ value }, panel) => {
          expect(value).toBeCloseTo(losses[panel]!(w, b), 12);
        });
      }
    }
  });

  it('has the slopes and curvatures of those sums, along the weight and along the bias', () => {
    for (const w of weights) {
      fieldsAt(experiment, w, 0.25).forEach((jet, panel) => {
        const [du, duu] = derivativesAt((x) => losses[panel]!(x, 0.25), w);
        const [dv, dvv] = derivativesAt((x) => losses[panel]!(w, x), 0.25);
        expect(jet.du).toBeCloseTo(du, 7);
        expect(jet.dv).toBeCloseTo(dv, 7);
        expect(jet.duu).toBeCloseTo(duu, 6);
        expect(jet.dvv).toBeCloseTo(dvv, 6);
      });
    }
  });

  it('first derivatives at bias 0 are sums of (h - y) x and (h - y) h (1 - h) x: not of (y - h) x, as printed', () => {
    for (const w of weights) {
      const terms = samples.map(([x, y]) => ({ x, y, h: sigmoid(w * x) }));
      const sum = (term: (t: (typeof terms)[number]) => number) => terms.reduce((s, t) => s + term(t), 0);
      const [ce, mse] = fieldsAt(experiment, w, 0);
      expect(ce.du).toBeCloseTo(
        sum(({ x, y, h }) => (h - y) * x),
        12,
      );
      expect(mse.du).toBeCloseTo(
        sum(({ x, y, h }) => (h - y) * h * (1 - h) * x),
        12,
      );
    }
  });

  it('second derivatives at bias 0 are as the source prints them', () => {
    for (const w of weights) {
      const terms = samples.map(([x, y]) => ({ x, y, h: sigmoid(w * x) }));
      const [ce, mse] = fieldsAt(experiment, w, 0);
      const crossEntropy = terms.reduce((s, { x, h }) => s + h * (1 - h) * x * x, 0);
      const squaredError = terms.reduce(
        (s, { x, y, h }) => s - (3 * h * h - 2 * h - 2 * y * h + y) * h * (1 - h) * x * x,
        0,
      );
      expect(ce.duu).toBeCloseTo(crossEntropy, 12);
      expect(mse.duu).toBeCloseTo(squaredError, 12);
    }
  });

  it('the squared error is flat where the weight is badly wrong, the cross-entropy is not', () => {
    const [ce, mse] = fieldsAt(affinePreset('logistic-three-samples'), -6, 0);
    expect(Math.abs(ce.du)).toBeGreaterThan(5.9);
    expect(Math.abs(mse.du)).toBeLessThan(0.01);
  });

  it('by default the bias 0 is a row of the grid', () => {
    expect(overGrid(affinePreset('logistic-three-samples')).some(({ at }) => at[1] === 0)).toBe(true);
  });
});

describe('two-layer-tanh', () => {
  const preset = presetByName('two-layer-tanh');
  const samplesOf = (params: object) => preset.experiment({ ...params }).samples;

  it('is another draw with another seed, and longer with a larger count', () => {
    expect(samplesOf({ seed: 1 })).not.toEqual(samplesOf({ seed: 2 }));
    expect(samplesOf({ count: 20 }).slice(0, 10)).toEqual(samplesOf({ count: 10 }));
    expect(samplesOf({ count: 1000 })).toHaveLength(1000);
  });

  it('has both targets, and the same surface turned by half', () => {
    const experiment = preset.experiment();
    expect(new Set(experiment.samples.map(({ target }) => target))).toEqual(new Set([0, 1]));
    const here = fieldsAt(experiment, 1.5, -0.75);
    const opposite = fieldsAt(experiment, -1.5, 0.75);
    for (const panel of [0, 1] as const) expect(opposite[panel].value).toBeCloseTo(here[panel].value, 14);
  });

  it('is the mean over the samples of the losses of sigmoid(v tanh(u x))', () => {
    const experiment = preset.experiment({ seed: 4, count: 25 });
    if (experiment.map !== 'two-layer') throw new Error('two layers expected');
    const outputs = experiment.samples.map(({ input, target }) => ({
      h: sigmoid(-2.5 * Math.tanh(0.8 * input)),
      y: target,
    }));
    const mean = (term: (h: number, y: number) => number) =>
      outputs.reduce((sum, { h, y }) => sum + term(h, y), 0) / 25;
    const [ce, mse] = fieldsAt(experiment, 0.8, -2.5);
    expect(ce.value).toBeCloseTo(
      mean((h, y) => -Math.log(y === 1 ? h : 1 - h)),
      12,
    );
    expect(mse.value).toBeCloseTo(
      mean((h, y) => (h - y) ** 2),
      12,
    );
  });

  it('has a saddle at the origin', () => {
    for (const { du, dv, duu, duv, dvv } of fieldsAt(preset.experiment(), 0, 0)) {
      expect([du, dv, duu, dvv].map(Math.abs)).toEqual([0, 0, 0, 0]);
      expect(Math.abs(duv)).toBeGreaterThan(0.01);
    }
  });

  /** For both losses the share of the window where the gradient is shorter than the limit that is theirs. */
  function plateaus(seed: number, limitOf: (lengths: readonly number[]) => number): [number, number] {
    const grid = overGrid(preset.experiment({ seed }));
    const share = (panel: 'left' | 'right') => {
      const lengths = grid.map((point) => Math.hypot(point[panel].du, point[panel].dv));
      const limit = limitOf(lengths);
      return lengths.filter((length) => length < limit).length / lengths.length;
    };
    return [share('left'), share('right')];
  }

  it.each([1, 2, 3, 4, 5])('seed %i: at equal rate the quadratic cost has the larger plateaus', (seed) => {
    for (const limit of [0.02, 0.05]) {
      const [ce, mse] = plateaus(seed, () => limit);
      expect(mse).toBeGreaterThan(1.5 * ce);
    }
  });

  it('against each loss’s own longest gradient it depends on the draw', () => {
    const twentieth = (lengths: readonly number[]) => Math.max(...lengths) / 20;
    const larger = [1, 2, 3, 4, 5].map((seed) => {
      const [ce, mse] = plateaus(seed, twentieth);
      return mse > ce;
    });
    expect(new Set(larger)).toEqual(new Set([false, true]));
  });
});

describe('saturated-neuron', () => {
  const experiment = affinePreset('saturated-neuron');
  const RATE = 0.15;
  const STEPS = 300;
  const STARTS = { better: [0.6, 0.9], worse: [2, 2] } as const;
  type Start = (typeof STARTS)[keyof typeof STARTS];

  /** Steps until the output is at most 0.1. */
  function stepsToTenth(panel: 0 | 1, start: Start, rate: number): number {
    return descent(experiment, panel, start, rate, 5000).findIndex(
      ({ prediction }) => (prediction as number) <= 0.1,
    );
  }

  /** The same in the output alone: weight and bias have equal gradients, so z falls by twice a step. */
  function stepsByHand(gradient: (a: number) => number, start: Start, rate: number): number {
    let z = start[0] + start[1];
    for (let step = 0; ; step++) {
      const a = sigmoid(z);
      if (a <= 0.1) return step;
      z -= 2 * rate * gradient(a);
    }
  }
  const crossEntropy = (a: number) => a;
  const quadratic = (a: number) => a * a * (1 - a);

  it('starts at the outputs that the source prints, inside the window', () => {
    const output = (start: Start) => descent(experiment, 0, start, RATE, 0)[0]!.prediction as number;
    expect(output(STARTS.better).toFixed(2)).toBe('0.82');
    expect(output(STARTS.worse).toFixed(2)).toBe('0.98');
    const { u, v } = experiment.window;
    for (const [weight, bias] of Object.values(STARTS)) {
      expect(weight > u[0] && weight < u[1] && bias > v[0] && bias < v[1]).toBe(true);
    }
  });

  it('the quadratic cost has the factor 1/2', () => {
    expect(fieldsAt(experiment, 2, 2)[1].value).toBeCloseTo(sigmoid(4) ** 2 / 2, 14);
  });

  it('the worse start has the smaller gradient with the quadratic cost, the larger with cross-entropy', () => {
    const [ce, mse] = fieldsAt(experiment, ...STARTS.better);
    const [worseCe, worseMse] = fieldsAt(experiment, ...STARTS.worse);
    expect(worseMse.du).toBeLessThan(mse.du / 5);
    expect(worseCe.du).toBeGreaterThan(ce.du);
  });

  it('with the quadratic cost hardly leaves (2, 2): after 100 of the 300 steps the output is above 0.95', () => {
    const outputs = descent(experiment, 1, STARTS.worse, RATE, STEPS).map(
      ({ prediction }) => prediction as number,
    );
    expect(outputs).toHaveLength(STEPS + 1);
    expect(outputs[100]).toBeGreaterThan(0.95);
    // Then the slope finds it, and 0.1 is still out of reach; from the better start it is reached.
    expect(outputs[STEPS]).toBeGreaterThan(0.1);
    expect(descent(experiment, 1, STARTS.better, RATE, STEPS).at(-1)!.prediction).toBeLessThan(0.1);
    for (const start of Object.values(STARTS)) {
      expect(descent(experiment, 0, start, RATE, STEPS).at(-1)!.prediction).toBeLessThan(0.02);
    }
  });

  it('at equal rate the cross-entropy needs about 50 steps from (2, 2) to 0.1, the quadratic cost over 400', () => {
    const [ce, mse] = [stepsToTenth(0, STARTS.worse, RATE), stepsToTenth(1, STARTS.worse, RATE)];
    expect(ce).toBe(stepsByHand(crossEntropy, STARTS.worse, RATE));
    expect(mse).toBe(stepsByHand(quadratic, STARTS.worse, RATE));
    expect(Math.abs(ce - 50)).toBeLessThanOrEqual(2);
    expect(mse).toBeGreaterThan(400);
    // From (0.6, 0.9) the quadratic cost makes it within the 300 steps.
    expect(stepsToTenth(1, STARTS.better, RATE)).toBe(stepsByHand(quadratic, STARTS.better, RATE));
    expect(stepsToTenth(1, STARTS.better, RATE)).toBeLessThan(STEPS);
  });

  it('with a first step of the same length the cross-entropy is no faster', () => {
    for (const start of Object.values(STARTS)) {
      const a = sigmoid(start[0] + start[1]);
      // The cross-entropy slowed down to the quadratic cost, and the quadratic cost sped up to the cross-entropy.
      const slow = (RATE * quadratic(a)) / crossEntropy(a);
      const fast = (RATE * crossEntropy(a)) / quadratic(a);
      const steps = {
        slowCrossEntropy: stepsToTenth(0, start, slow),
        quadratic: stepsToTenth(1, start, RATE),
        crossEntropy: stepsToTenth(0, start, RATE),
        fastQuadratic: stepsToTenth(1, start, fast),
      };
      expect(steps).toEqual({
        slowCrossEntropy: stepsByHand(crossEntropy, start, slow),
        quadratic: stepsByHand(quadratic, start, RATE),
        crossEntropy: stepsByHand(crossEntropy, start, RATE),
        fastQuadratic: stepsByHand(quadratic, start, fast),
      });
      expect(steps.slowCrossEntropy).toBeGreaterThan(steps.quadratic);
      expect(steps.fastQuadratic).toBeLessThan(steps.crossEntropy);
    }
  });

  it('the derivative by the output, where that by the logit is due, makes rate 0.005 look enough', () => {
    // dC/da = 1 / (1 - a); with dC/dz = a, that rate is far from 0.1 after 300 steps.
    for (const start of Object.values(STARTS)) {
      expect(stepsByHand((a) => 1 / (1 - a), start, 0.005)).toBeLessThan(STEPS);
      expect(stepsToTenth(0, start, 0.005)).toBeGreaterThan(4 * STEPS);
    }
  });
});

describe('squared-error-trap', () => {
  const SAMPLES: readonly Labelled[] = [
    [-2, 1],
    [-2, 1],
    [-2, 1],
    [0, 0],
    [0, 1],
    [10, 1],
    [10, 1],
  ];
  const experiment = affinePreset('squared-error-trap');
  /** The line of bias 0 as a plane of its own, on which descent moves the coefficient alone. */
  const line: AffineExperiment = {
    ...experiment,
    samples: experiment.samples.map((sample) => ({ ...sample, dv: [0] })),
  };
  const losses = textbook(SAMPLES, 1);

  /** Where a function of the coefficient has its local maxima, on a grid of hundredths from -3 to 3. */
  function maximaOf(f: (w: number) => number): number[] {
    const w = Array.from({ length: 601 }, (_, n) => n / 100 - 3);
    return w.filter((x) => f(x) > f(x - 0.01) && f(x) > f(x + 0.01));
  }

  it('is the sum over the source’s samples, without the factor 1/2', () => {
    for (const [w, b] of [
      [-1, 0],
      [0.25, 0],
      [0.1, 1.5],
    ] as const) {
      fieldsAt(experiment, w, b).forEach(({ value }, panel) => {
        expect(value).toBeCloseTo(losses[panel]!(w, b), 12);
      });
    }
    expect(fieldsAt(experiment, 0, 0)[1].value).toBe(7 / 4);
    expect(fieldsAt(experiment, 0, 0)[0].value).toBeCloseTo(7 * Math.LN2, 12);
  });

  it('on the line of bias 0 the squared error has one local maximum, right of -1; the cross-entropy is convex', () => {
    const maxima = maximaOf(losses[1]);
    expect(maxima).toHaveLength(1);
    expect(maxima[0]).toBeGreaterThan(-1);
    expect(maxima[0]).toBeLessThan(0);
    expect(maximaOf((w) => fieldsAt(experiment, w, 0)[1].value)).toEqual(maxima);
    expect(maximaOf(losses[0])).toEqual([]);
    for (let w = -3; w <= 3; w += 0.05) expect(fieldsAt(experiment, w, 0)[0].duu).toBeGreaterThan(0);
  });

  it.each([
    { where: 'on the line of bias 0', plane: line },
    { where: 'with the intercept free', plane: experiment },
  ])(
    '$where descent from -1 runs away on the squared error, and finds the minimum of the cross-entropy',
    ({ plane }) => {
      const squared = descent(plane, 1, [-1, 0], 0.05, 2000).at(-1)!;
      expect(squared.u).toBeLessThan(-2);
      // A better place exists, even on the line.
      expect(squared.value).toBeGreaterThan(losses[1](0.2) + 0.8);
      const found = descent(plane, 0, [-1, 0], 0.005, 20_000).at(-1)!;
      expect(found.u).toBeGreaterThan(0);
      const [ce] = fieldsAt(plane, found.u, found.v);
      expect(Math.hypot(ce.du, ce.dv)).toBeLessThan(1e-9);
    },
  );
});
