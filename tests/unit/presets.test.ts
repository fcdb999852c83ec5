import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Experiment } from '../../src/core/experiment.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { PRESETS, presetByName } from '../../src/core/presets/index.ts';
import { definePreset, type Parameter, resolveParameters } from '../../src/core/presets/preset.ts';
import { ExperimentError, parseExperiment } from '../../src/core/validate.ts';

function refusal(work: () => unknown): ExperimentError {
  try {
    work();
  } catch (error) {
    if (error instanceof ExperimentError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

/** Any value that a parameter allows. */
function valuesOf(parameter: Parameter): fc.Arbitrary<number | string> {
  const { kind } = parameter;
  if (kind === 'choice') return fc.constantFrom(...parameter.options);
  const { min, max } = parameter;
  return kind === 'integer' ? fc.integer({ min, max }) : fc.double({ min, max, noNaN: true });
}

describe.each(PRESETS.map((preset) => [preset.name, preset] as const))('preset %s', (name, preset) => {
  it('has a name fit for a URL, a title, a source and labels', () => {
    expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
    expect(preset.title).not.toBe('');
    expect(preset.source).not.toBe('');
    const names = preset.parameters.map((parameter) => parameter.name);
    expect(new Set(names).size).toBe(names.length);
    for (const parameter of preset.parameters) {
      expect(parameter.name).toMatch(/^[a-z][A-Za-z0-9]*$/);
      expect(parameter.label).not.toBe('');
    }
  });

  it('has defaults that its own parameters allow', () => {
    const defaults = resolveParameters(preset, {});
    expect(resolveParameters(preset, defaults)).toEqual(defaults);
  });

  it('gives a valid experiment of its name, the same each time, for every value of its parameters', () => {
    const given = fc.record(Object.fromEntries(preset.parameters.map((p) => [p.name, valuesOf(p)])), {
      requiredKeys: [],
    });
    fc.assert(
      fc.property(given, (values) => {
        const experiment = preset.experiment(values);
        expect(experiment.name).toBe(name);
        expect(parseExperiment(JSON.parse(JSON.stringify(experiment)))).toStrictEqual(experiment);
        expect(preset.experiment(values)).toStrictEqual(experiment);
      }),
    );
  });

  it('is found by its name', () => {
    expect(presetByName(name)).toBe(preset);
  });
});

describe('registry', () => {
  it('names are unique', () => {
    expect(new Set(PRESETS.map((preset) => preset.name)).size).toBe(PRESETS.length);
  });

  it('an unknown name is refused', () => {
    for (const name of ['nope', '', '__proto__', 'constructor']) {
      const error = refusal(() => presetByName(name));
      expect(error).toMatchObject({ path: 'preset', found: `"${name}"` });
      expect(error.expected).toContain('"three-class-extreme"');
    }
  });
});

describe('resolveParameters', () => {
  const preset = definePreset({
    name: 'test',
    title: 'Test',
    source: 'none',
    parameters: [
      { name: 'count', label: 'Count', kind: 'integer', min: 1, max: 5, default: 3 },
      { name: 'scale', label: 'Scale', kind: 'real', min: -2, max: 2, default: 0.5 },
      { name: 'shape', label: 'Shape', kind: 'choice', options: ['round', 'square'], default: 'square' },
    ],
    build: ({ count, scale, shape }) => ({
      map: 'affine',
      link: 'identity',
      samples: Array.from({ length: count }, (_, n) => ({ origin: [n], du: [scale], dv: [0], target: 0 })),
      sampleReduction: shape === 'round' ? 'mean' : 'sum',
    }),
  });
  const message = (given: Record<string, unknown>) => refusal(() => resolveParameters(preset, given)).message;

  it('fills in defaults', () => {
    expect(resolveParameters(preset, {})).toEqual({ count: 3, scale: 0.5, shape: 'square' });
    expect(resolveParameters(preset, { shape: 'round', scale: undefined })).toEqual({
      count: 3,
      scale: 0.5,
      shape: 'round',
    });
  });

  it('hands them to the builder', () => {
    const experiment = preset.experiment({ count: 2, scale: -1, shape: 'round' });
    expect(experiment.samples).toHaveLength(2);
    expect(experiment.samples[1]).toMatchObject({ origin: [1], du: [-1] });
    expect(experiment.sampleReduction).toBe('mean');
    expect(preset.experiment().samples).toHaveLength(3);
  });

  it.each([[0], [6], [2.5], [NaN], ['3'], [null]])('refuses the integer %o', (count) => {
    expect(refusal(() => resolveParameters(preset, { count }))).toMatchObject({
      path: 'params.count',
      expected: 'a whole number from 1 to 5',
    });
  });

  it.each([[-2.1], [2.1], [NaN], [Infinity], ['1'], [[1]]])('refuses the real %o', (scale) => {
    expect(refusal(() => resolveParameters(preset, { scale }))).toMatchObject({
      path: 'params.scale',
      expected: 'a number from -2 to 2',
    });
  });

  it('writes readable messages', () => {
    expect(message({ count: 9 })).toBe('params.count: expected a whole number from 1 to 5, found 9');
    expect(message({ shape: 'oval' })).toBe('params.shape: expected "round" or "square", found "oval"');
    expect(message({ size: 1 })).toBe(
      'params.size: expected no such key (the keys are count, scale, shape), found 1',
    );
  });

  it('refuses inherited names as keys', () => {
    for (const key of ['__proto__', 'constructor', 'toString']) {
      const given = JSON.parse(`{${JSON.stringify(key)}: 1}`) as Record<string, unknown>;
      expect(refusal(() => resolveParameters(preset, given)).path).toBe(`params.${key}`);
    }
  });

  it('refuses a bad value from the preset itself', () => {
    expect(refusal(() => preset.experiment({ count: 0 })).path).toBe('params.count');
  });
});

describe('three-class-extreme', () => {
  const preset = presetByName('three-class-extreme');

  it('by default is the design’s example', () => {
    expect(preset.experiment()).toStrictEqual({
      version: 1,
      name: 'three-class-extreme',
      map: 'affine',
      link: 'softmax',
      samples: [{ origin: [0, 0, -1000], du: [1, 0, 0], dv: [0, 1, 0], target: 0 }],
      losses: ['cross-entropy', 'mse'],
      sampleReduction: 'mean',
      squaredError: 'mean',
      window: { u: [-10, 10], v: [-10, 10] },
      resolution: [100, 100],
    });
  });

  it.each([
    [0, [500, 0, 0], [0, 1, 0], [0, 0, 1]],
    [1, [0, 500, 0], [1, 0, 0], [0, 0, 1]],
    [2, [0, 0, 500], [1, 0, 0], [0, 1, 0]],
  ])('fixes logit %i and sweeps the others in increasing order', (fixed, origin, du, dv) => {
    const { samples } = preset.experiment({ fixed, value: 500, target: 1 });
    expect(samples).toStrictEqual([{ origin, du, dv, target: 1 }]);
  });

  it.each([
    ['target', 3],
    ['target', 0.5],
    ['fixed', -1],
    ['value', 1000.5],
  ])('refuses %s = %d', (name, value) => {
    expect(refusal(() => preset.experiment({ [name]: value })).path).toBe(`params.${name}`);
  });
});

/** Value and derivatives of both losses, left panel first. */
function fieldsAt(experiment: Experiment, u: number, v: number) {
  const evaluator = new PointEvaluator(experiment);
  evaluator.updateJets(u, v, 2);
  return evaluator.jets.map((jet) => ({ ...jet }));
}

describe('logistic-three-samples', () => {
  const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

  it('has the source’s derivatives along the weight: sums of (h - y) x, and of (h - y) h (1 - h) x', () => {
    const params = { a: 1.5, b: -0.5, c: 2.25 };
    const samples = [
      [params.a, 1],
      [params.b, 1],
      [params.c, 0],
    ] as const;
    const [ce, mse] = fieldsAt(presetByName('logistic-three-samples').experiment(params), 0.7, 0);
    let crossEntropy = 0;
    let squaredError = 0;
    for (const [x, y] of samples) {
      const h = sigmoid(0.7 * x);
      crossEntropy += (h - y) * x;
      squaredError += (h - y) * h * (1 - h) * x;
    }
    expect(ce!.du).toBeCloseTo(crossEntropy, 12);
    expect(mse!.du).toBeCloseTo(squaredError, 12);
  });

  it('the squared error is flat where the weight is badly wrong, the cross-entropy is not', () => {
    const [ce, mse] = fieldsAt(presetByName('logistic-three-samples').experiment(), -6, 0);
    expect(Math.abs(ce!.du)).toBeGreaterThan(5.9);
    expect(Math.abs(mse!.du)).toBeLessThan(0.01);
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
    for (const panel of [0, 1]) expect(opposite[panel]!.value).toBeCloseTo(here[panel]!.value, 14);
  });

  it('has a saddle at the origin', () => {
    for (const { du, dv, duu, duv, dvv } of fieldsAt(preset.experiment(), 0, 0)) {
      expect([du, dv, duu, dvv].map(Math.abs)).toEqual([0, 0, 0, 0]);
      expect(Math.abs(duv)).toBeGreaterThan(0.01);
    }
  });
});

describe('saturated-neuron', () => {
  const experiment = presetByName('saturated-neuron').experiment();

  it('starts at the outputs that the source prints', () => {
    // The quadratic cost is half the output's square: 0.82 from (0.6, 0.9), 0.98 from (2, 2).
    const output = (u: number, v: number) => Math.sqrt(2 * fieldsAt(experiment, u, v)[1]!.value);
    expect(output(0.6, 0.9)).toBeCloseTo(0.82, 2);
    expect(output(2, 2)).toBeCloseTo(0.98, 2);
  });

  it('both starts are inside the window', () => {
    const { u, v } = experiment.window;
    for (const [weight, bias] of [
      [0.6, 0.9],
      [2, 2],
    ] as const) {
      expect(weight > u[0] && weight < u[1] && bias > v[0] && bias < v[1]).toBe(true);
    }
  });

  it('the worse start has the smaller gradient with the quadratic cost, the larger with cross-entropy', () => {
    const [ce, mse] = fieldsAt(experiment, 0.6, 0.9);
    const [worseCe, worseMse] = fieldsAt(experiment, 2, 2);
    expect(worseMse!.du).toBeLessThan(mse!.du / 5);
    expect(worseCe!.du).toBeGreaterThan(ce!.du);
  });
});

describe('squared-error-trap', () => {
  const experiment = presetByName('squared-error-trap').experiment();

  /** Gradient descent along u at v = 0 from -1. */
  function descend(panel: 0 | 1, steps: number, rate: number): number {
    let u = -1;
    for (let step = 0; step < steps; step++) u -= rate * fieldsAt(experiment, u, 0)[panel]!.du;
    return u;
  }

  it('the squared error at 0 is a quarter for each sample', () => {
    expect(fieldsAt(experiment, 0, 0)[1]!.value).toBe(7 / 4);
    expect(fieldsAt(experiment, 0, 0)[0]!.value).toBeCloseTo(7 * Math.LN2, 12);
  });

  it('descent from -1 finds the minimum of the cross-entropy, and runs away from that of the squared error', () => {
    const found = descend(0, 2000, 0.005);
    expect(found).toBeGreaterThan(0);
    expect(Math.abs(fieldsAt(experiment, found, 0)[0]!.du)).toBeLessThan(1e-6);
    expect(descend(1, 2000, 0.05)).toBeLessThan(-2);
  });

  it('between the start and the minimum the squared error has a local maximum, the cross-entropy none', () => {
    const slopes = Array.from({ length: 131 }, (_, n) => fieldsAt(experiment, -1 + n / 100, 0));
    const falls = slopes.map(([, mse]) => mse!.du < 0);
    expect(falls[0]).toBe(false);
    expect(falls.filter((fall, n) => n > 0 && fall && !falls[n - 1])).toHaveLength(1);
    const crossEntropy = slopes.map(([ce]) => ce!);
    expect(crossEntropy.every(({ duu }) => duu > 0)).toBe(true);
  });
});

describe('margin-loss', () => {
  it('the hinge is satisfied where the cross-entropy still pulls', () => {
    for (const target of [0, 1, 2]) {
      const experiment = presetByName('margin-loss').experiment({ target, value: target === 2 ? 20 : -20 });
      const [u, v] = [target === 0 ? 3 : 0, target === 1 ? 3 : 0];
      const [hinge, ce] = fieldsAt(experiment, u, v);
      expect(hinge).toEqual({ value: 0, du: 0, dv: 0, duu: 0, duv: 0, dvv: 0 });
      expect(ce!.value).toBeGreaterThan(0);
    }
  });

  it('puts the third logit where it is told', () => {
    // Margins of the wrong classes: 1 + 0 - 0 and 1 + 2 - 0.
    expect(fieldsAt(presetByName('margin-loss').experiment({ value: 2 }), 0, 0)[0]!.value).toBe(4);
  });
});
