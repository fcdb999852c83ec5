import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
  it('has the presets of the literature, in the order of the menu', () => {
    expect(PRESETS.map((preset) => preset.name)).toEqual([
      'three-class-extreme',
      'logistic-three-samples',
      'two-layer-tanh',
      'saturated-neuron',
      'two-models',
      'regression-gaussian',
      'squared-error-trap',
      'margin-loss',
      'clipped-cross-entropy',
      'naive-float32',
      'golik-gradients',
    ]);
  });

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
