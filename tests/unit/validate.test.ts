import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAPS, LOSS_IDS } from '../../src/core/experiment.ts';
import { jsonErrorOffset } from '../../src/core/json-error-offset.ts';
import { setPath } from '../../src/core/set-path.ts';
import { ExperimentError, parseExperiment, parseExperimentText } from '../../src/core/validate.ts';

const FULL = {
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
};

const SIGMOID = {
  ...FULL,
  link: 'sigmoid',
  samples: [{ origin: [1], du: [2], dv: [3], target: 1 }],
};

const IDENTITY = {
  ...FULL,
  link: 'identity',
  samples: [{ origin: [0.5, 0.5], du: [1, 0], dv: [0, 1], target: [0.25, 0.75] }],
};

const TWO_LAYER = { ...FULL, map: 'two-layer', link: 'sigmoid', samples: [{ input: 1, target: 0.5 }] };

/** Three softmax samples, so that a path's index shows. */
const THREE = { ...FULL, samples: [FULL.samples[0], FULL.samples[0], FULL.samples[0]] };

function refusal(parse: () => unknown): ExperimentError {
  try {
    parse();
  } catch (error) {
    if (error instanceof ExperimentError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

function refused(input: unknown): ExperimentError {
  return refusal(() => parseExperiment(input));
}

/** The message for `base` with the value at `path` replaced. */
function messageWith(base: object, path: string, value: unknown): string {
  return refused(setPath(base, path, value)).message;
}

function without(base: object, key: string): object {
  return Object.fromEntries(Object.entries(base).filter(([name]) => name !== key));
}

describe('what is accepted', () => {
  it.each([
    ['softmax', FULL],
    ['sigmoid', SIGMOID],
    ['identity', IDENTITY],
    ['two-layer', TWO_LAYER],
    ['two-layer, identity', { ...TWO_LAYER, link: 'identity', samples: [{ input: -3, target: 1.5 }] }],
  ])('%s, given in full, comes back as it is', (_name, file) => {
    expect(parseExperiment(file)).toStrictEqual(file);
  });

  it('keys come in the order of the file format', () => {
    expect(Object.keys(parseExperiment(TWO_LAYER))).toEqual(Object.keys(FULL));
  });

  it('every optional key has its default', () => {
    const { version, map, samples } = FULL;
    expect(parseExperiment({ samples, map, version })).toStrictEqual({ ...FULL, name: '' });
  });

  it('defaults are not shared between experiments', () => {
    const { version, map, samples } = FULL;
    const first = parseExperiment({ version, map, samples });
    const second = parseExperiment({ version, map, samples });
    expect(first.window).not.toBe(second.window);
    expect(first.window.u).not.toBe(first.window.v);
  });

  it('the result shares nothing with the input', () => {
    const input = structuredClone(FULL);
    const parsed = parseExperiment(input);
    input.samples[0]!.origin[2] = 7;
    input.samples[0]!.target = 2;
    input.losses[0] = 'hinge';
    input.window.u[0] = 9;
    input.resolution[0] = 3;
    expect(parsed).toStrictEqual(FULL);
  });

  it('-0 becomes 0, in every place', () => {
    const { samples, window } = FULL;
    const parsed = parseExperiment({
      ...FULL,
      samples: [{ ...samples[0], origin: [-0, 0, 0], target: -0 }],
      window: { ...window, u: [-0, 1] },
    });
    expect(parsed.samples[0]).toStrictEqual({ ...samples[0], origin: [0, 0, 0], target: 0 });
    expect(parsed.window.u).toStrictEqual([0, 1]);
  });

  it('probabilities are not renormalised', () => {
    const target = [0.5, 0.500001, 0];
    expect(parseExperiment(setPath(FULL, 'samples.0.target', target)).samples[0]?.target).toEqual(target);
  });

  it('one identity output takes a number or an array of one', () => {
    const sample = { origin: [1], du: [1], dv: [1] };
    for (const target of [-1.5, [-1.5]]) {
      const file = { ...IDENTITY, samples: [{ ...sample, target }] };
      expect(parseExperiment(file).samples[0]?.target).toEqual(target);
    }
  });

  it('numbers of the cap, and the resolution at both ends', () => {
    const file = { ...FULL, window: { u: [-1e15, 1e15], v: [0, 1e-290] }, resolution: [2, 16384] };
    expect(parseExperiment(file)).toStrictEqual(file);
  });

  it('no window so narrow that its steps are no normal numbers', () => {
    expect(messageWith(FULL, 'window.u', [1e-320, 2e-320])).toBe(
      'window.u: expected a pair at least 1e-290 apart, found [1e-320, 2e-320]',
    );
  });
});

describe('the file as a whole', () => {
  it.each([
    [null, 'null'],
    [undefined, 'nothing'],
    [[], '[]'],
    ['text', '"text"'],
    [7, '7'],
    [() => 7, 'a function'],
  ])('%o is no object', (input, found) => {
    const error = refused(input);
    expect(error).toMatchObject({ name: 'ExperimentError', path: '', expected: 'an object', found });
    expect(error.message).toBe(`experiment: expected an object, found ${found}`);
  });

  it('unknown keys are refused', () => {
    expect(refused({ ...FULL, losess: ['mse', 'hinge'] }).message).toBe(
      'losess: expected no such key (the keys are version, name, map, link, samples, losses, sampleReduction, ' +
        'squaredError, window, resolution), found ["mse", "hinge"]',
    );
    expect(messageWith(THREE, 'samples.2.weight', 1)).toBe(
      'samples[2].weight: expected no such key (the keys are origin, du, dv, target), found 1',
    );
    expect(messageWith(TWO_LAYER, 'samples.0.origin', [1])).toMatch(
      /^samples\[0\]\.origin: expected no such key/,
    );
    expect(messageWith(FULL, 'window.w', [0, 1])).toBe(
      'window.w: expected no such key (the keys are u, v), found [0, 1]',
    );
    expect(refused({ ...FULL, 'a b': 1 }).path).toBe('["a b"]');
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'prototype'])(
    'the key %s is unknown',
    (key) => {
      const add = (object: object) =>
        JSON.stringify(object).replace(/\}$/, `,${JSON.stringify(key)}:{"version":1}}`);
      expect(refused(JSON.parse(add(FULL))).path).toBe(key);
      expect(refusal(() => parseExperimentText(add(FULL))).path).toBe(key);
      expect(refused({ ...FULL, samples: [JSON.parse(add(FULL.samples[0]!))] }).path).toBe(
        `samples[0].${key}`,
      );
      expect(refused({ ...TWO_LAYER, samples: [JSON.parse(add(TWO_LAYER.samples[0]!))] }).path).toBe(
        `samples[0].${key}`,
      );
      expect(refused({ ...FULL, window: JSON.parse(add(FULL.window)) }).path).toBe(`window.${key}`);
      expect({}).not.toHaveProperty('version');
    },
  );

  it('inherited keys do not count', () => {
    expect(refused(Object.create(FULL)).path).toBe('version');
  });

  it.each(['version', 'map', 'samples'])('%s must be there', (key) => {
    expect(refused(without(FULL, key))).toMatchObject({ path: key, found: 'nothing' });
  });

  it('null is not the default', () => {
    for (const key of ['name', 'link', 'losses', 'sampleReduction', 'squaredError', 'window', 'resolution']) {
      expect(refused({ ...FULL, [key]: null })).toMatchObject({ path: key, found: 'null' });
    }
  });

  it('the version is exactly 1, and is judged before unknown keys', () => {
    expect(refused({ ...FULL, version: 2, theme: 'dark' }).message).toBe(
      'version: expected 1 (the version of the experiment file), found 2',
    );
    expect(refused({ ...FULL, version: '1' }).found).toBe('"1"');
    expect(refused({ ...FULL, version: true }).path).toBe('version');
  });

  it('the first bad field in reading order is the one reported, structure or not', () => {
    const bad: [string, unknown][] = [
      ['resolution', [1, 1]],
      ['window.v', 'wide'],
      ['window.u', [1, 0]],
      ['squaredError', 3],
      ['losses.1', 'cross-entropy'],
      ['samples.2.target', 3],
      ['samples.2.du.1', '0'],
      ['samples.1.origin', [0, 0]],
      ['samples.0.dv', [0, 1, 1e16]],
      ['link', 'relu'],
      ['map', 'linear'],
      ['name', 7],
    ];
    let file: unknown = THREE;
    const paths = bad.map(([path, value]) => {
      file = setPath(file, path, value);
      return refused(file).path;
    });
    expect(paths).toEqual([
      'resolution[0]',
      'window.v',
      'window.u',
      'squaredError',
      'losses[1]',
      'samples[2].target',
      'samples[2].du[1]',
      'samples[1].origin',
      'samples[0].dv[2]',
      'link',
      'map',
      'name',
    ]);
  });
});

describe('map and link', () => {
  it('map', () => {
    expect(messageWith(FULL, 'map', 'linear')).toBe('map: expected "affine" or "two-layer", found "linear"');
  });

  it('link', () => {
    expect(messageWith(FULL, 'link', 'relu')).toBe(
      'link: expected "softmax", "sigmoid" or "identity", found "relu"',
    );
  });

  it('softmax takes two logits or more', () => {
    expect(refused({ ...SIGMOID, link: 'softmax' }).message).toBe(
      'samples[0].origin: expected 2 to 1000 numbers (the link is softmax), found 1',
    );
  });

  it('sigmoid takes one logit', () => {
    expect(messageWith(FULL, 'link', 'sigmoid')).toBe(
      'samples[0].origin: expected 1 number (the link is sigmoid), found 3',
    );
  });

  it('identity takes one output or more', () => {
    expect(messageWith(IDENTITY, 'samples.0.origin', [])).toBe(
      'samples[0].origin: expected 1 to 1000 numbers (the link is identity), found 0',
    );
  });

  it('two-layer takes no softmax, said or unsaid', () => {
    expect(messageWith(TWO_LAYER, 'link', 'softmax')).toBe(
      'link: expected "sigmoid" or "identity" (the map is two-layer), found "softmax"',
    );
    expect(refused(without(TWO_LAYER, 'link')).message).toBe(
      'link: expected "sigmoid" or "identity" (the map is two-layer), found nothing, which stands for "softmax"',
    );
  });
});

describe('samples', () => {
  it('are an array of at least one', () => {
    expect(messageWith(FULL, 'samples', {})).toBe('samples: expected an array of samples, found an object');
    expect(messageWith(FULL, 'samples', [])).toBe('samples: expected at least 1 sample, found 0');
    expect(messageWith(TWO_LAYER, 'samples', [])).toBe('samples: expected at least 1 sample, found 0');
  });

  it('are objects, holes in the array included', () => {
    expect(messageWith(THREE, 'samples.1', [1, 2])).toBe('samples[1]: expected an object, found [1, 2]');
    // biome-ignore lint/suspicious/noSparseArray: the hole is the subject
    expect(messageWith(THREE, 'samples', [FULL.samples[0], , FULL.samples[0]])).toBe(
      'samples[1]: expected an object, found nothing',
    );
  });

  it('have equal K', () => {
    expect(messageWith(THREE, 'samples.2.origin', [1, 2])).toBe(
      'samples[2].origin: expected 3 numbers, found 2',
    );
    expect(messageWith(THREE, 'samples.1.du', [1, 2, 3, 4])).toBe(
      'samples[1].du: expected 3 numbers, found 4',
    );
    expect(messageWith(FULL, 'samples.0.dv', [])).toBe('samples[0].dv: expected 3 numbers, found 0');
    expect(messageWith(SIGMOID, 'samples.0.du', [1, 2])).toBe('samples[0].du: expected 1 number, found 2');
  });

  it('have arrays of numbers', () => {
    expect(messageWith(FULL, 'samples.0.origin', 2)).toBe(
      'samples[0].origin: expected an array of 2 to 1000 numbers (the link is softmax), found 2',
    );
    expect(messageWith(FULL, 'samples.0.du', 3)).toBe(
      'samples[0].du: expected an array of 3 numbers, found 3',
    );
    expect(refused({ ...FULL, samples: [without(FULL.samples[0]!, 'dv')] }).message).toBe(
      'samples[0].dv: expected an array of 3 numbers, found nothing',
    );
    expect(messageWith(FULL, 'samples.0.du', new Float64Array(3)).slice(-9)).toBe('an object');
  });

  it.each([
    ['"1"', '1'],
    ['null', null],
    ['NaN', NaN],
    ['Infinity', Infinity],
    ['-Infinity', -Infinity],
    ['10000000000000000', 1e16],
    ['-1000000000000000.1', -1000000000000000.1],
    ['a bigint', 1n],
    ['[1]', [1]],
  ])('refuse %s for a number', (found, value) => {
    const tail = `expected a finite number of at most 1e15 in size, found ${found}`;
    for (const path of ['samples.1.origin.0', 'samples.1.du.1', 'samples.1.dv.2']) {
      const [, , key, index] = path.split('.');
      expect(messageWith(THREE, path, value)).toBe(`samples[1].${key}[${index}]: ${tail}`);
    }
    expect(messageWith(TWO_LAYER, 'samples.0.input', value)).toBe(`samples[0].input: ${tail}`);
    expect(messageWith(FULL, 'window.v.1', value)).toBe(`window.v[1]: ${tail}`);
  });

  it('a hole in an array of numbers is nothing', () => {
    // biome-ignore lint/suspicious/noSparseArray: the hole is the subject
    expect(refused(setPath(FULL, 'samples.0.du', [1, , 3]))).toMatchObject({
      path: 'samples[0].du[1]',
      found: 'nothing',
    });
  });

  it('of the two maps do not mix', () => {
    expect(refused({ ...TWO_LAYER, map: 'affine' }).path).toBe('samples[0].input');
    expect(refused({ ...FULL, map: 'two-layer', link: 'sigmoid' }).path).toBe('samples[0].origin');
  });
});

describe('targets', () => {
  it.each([[-1], [3], [0.5], [NaN], ['0'], [null], [undefined], [{}]])(
    'softmax: %o is no class index',
    (target) => {
      const error = refused(setPath(THREE, 'samples.1.target', target));
      expect(error.path).toBe('samples[1].target');
      expect(error.expected).toBe('a class index from 0 to 2 or an array of 3 probabilities');
    },
  );

  it('softmax: the message', () => {
    expect(messageWith(FULL, 'samples.0.target', 3)).toBe(
      'samples[0].target: expected a class index from 0 to 2 or an array of 3 probabilities, found 3',
    );
  });

  it('softmax: as many probabilities as classes', () => {
    expect(messageWith(FULL, 'samples.0.target', [0.5, 0.5])).toBe(
      'samples[0].target: expected 3 probabilities, found 2',
    );
  });

  it('softmax: each probability in [0, 1]', () => {
    expect(messageWith(FULL, 'samples.0.target', [1.5, -0.5, 0])).toBe(
      'samples[0].target[0]: expected a number from 0 to 1, found 1.5',
    );
    expect(messageWith(FULL, 'samples.0.target', [0.5, 0.5, NaN])).toBe(
      'samples[0].target[2]: expected a number from 0 to 1, found NaN',
    );
  });

  it('softmax: probabilities sum to 1 within 1e-6', () => {
    expect(messageWith(FULL, 'samples.0.target', [0.5, 0.25, 0])).toBe(
      'samples[0].target: expected probabilities that sum to 1 within 1e-6, found a sum of 0.75',
    );
    const withSum = (sum: number) => () =>
      parseExperiment(setPath(FULL, 'samples.0.target', [0.5, sum - 0.5, 0]));
    for (const sum of [1.000001, 0.999999]) expect(withSum(sum)).not.toThrow();
    for (const sum of [1.0000011, 0.9999989]) expect(withSum(sum)).toThrow('sum to 1');
  });

  it.each([[-0.1], [1.1], [NaN], [[1]], ['1'], [undefined]])('sigmoid: %o is not in [0, 1]', (target) => {
    for (const base of [SIGMOID, TWO_LAYER]) {
      const error = refused(setPath(base, 'samples.0.target', target));
      expect(error).toMatchObject({ path: 'samples[0].target', expected: 'a number from 0 to 1' });
    }
  });

  it('identity: K reals', () => {
    expect(messageWith(IDENTITY, 'samples.0.target', 0.5)).toBe(
      'samples[0].target: expected an array of 2 numbers, found 0.5',
    );
    expect(messageWith(IDENTITY, 'samples.0.target', [1, 2, 3])).toBe(
      'samples[0].target: expected 2 numbers, found 3',
    );
    expect(refused(setPath(IDENTITY, 'samples.0.target', [1, Infinity])).path).toBe('samples[0].target[1]');
    expect(parseExperiment(setPath(IDENTITY, 'samples.0.target', [-7, 1e15])).samples).toHaveLength(1);
  });

  it('two-layer with identity: one number', () => {
    const base = { ...TWO_LAYER, link: 'identity' };
    expect(messageWith(base, 'samples.0.target', [1])).toBe(
      'samples[0].target: expected a finite number of at most 1e15 in size, found [1]',
    );
  });
});

describe('losses', () => {
  it('are two', () => {
    expect(messageWith(FULL, 'losses', ['mse'])).toBe('losses: expected 2 losses, found 1');
    expect(messageWith(FULL, 'losses', 'mse')).toBe('losses: expected an array of 2 losses, found "mse"');
  });

  it('have known ids', () => {
    expect(messageWith(FULL, 'losses.1', 'MSE')).toBe(
      'losses[1]: expected "cross-entropy", "mse", "mse-logits", "hinge", "error-rate", ' +
        '"cross-entropy-clipped" or "cross-entropy-naive", found "MSE"',
    );
  });

  it('are different', () => {
    expect(messageWith(FULL, 'losses', ['mse', 'mse'])).toBe(
      'losses[1]: expected another loss than losses[0], found "mse"',
    );
  });

  /** Whether a loss is accepted at all, on either side. */
  function accepts(base: object, loss: string): boolean {
    const other = loss === 'mse' ? 'cross-entropy' : 'mse';
    return [
      [loss, other],
      [other, loss],
    ].every((losses, side) => {
      try {
        return parseExperiment({ ...base, losses }).losses[side] === loss;
      } catch (error) {
        expect(error).toBeInstanceOf(ExperimentError);
        expect((error as ExperimentError).path).toBe(`losses[${side}]`);
        return false;
      }
    });
  }

  const soft = [0.5, 0.5, 0];
  const always = ['cross-entropy', 'mse', 'mse-logits'];
  const withClipped = [...always, 'cross-entropy-clipped', 'cross-entropy-naive'];
  it.each([
    ['softmax, hard', FULL, [...LOSS_IDS]],
    ['softmax, soft', setPath(THREE, 'samples.2.target', soft), withClipped],
    ['softmax, soft and one-hot', setPath(FULL, 'samples.0.target', [1, 0, 0]), withClipped],
    ['sigmoid, hard', SIGMOID, [...LOSS_IDS]],
    ['sigmoid, soft', setPath(SIGMOID, 'samples.0.target', 0.5), withClipped],
    ['two-layer, hard', setPath(TWO_LAYER, 'samples.0.target', 0), [...LOSS_IDS]],
    ['two-layer, soft', TWO_LAYER, withClipped],
    ['identity', IDENTITY, always],
    ['identity, one output', { ...SIGMOID, link: 'identity' }, always],
    ['two-layer, identity', { ...TWO_LAYER, link: 'identity' }, always],
  ])('%s: accepts what the table of losses says', (_name, base, accepted) => {
    expect(LOSS_IDS.filter((id) => accepts(base as object, id)).sort()).toEqual([...accepted].sort());
  });

  it('the messages of the table', () => {
    expect(messageWith(IDENTITY, 'losses.1', 'hinge')).toBe(
      'losses[1]: expected a loss that is defined for the link identity, found "hinge"',
    );
    const file = setPath(THREE, 'samples.2.target', soft) as object;
    expect(messageWith(file, 'losses.0', 'error-rate')).toBe(
      'losses[0]: expected a loss that takes soft targets (samples[2].target is one), found "error-rate"',
    );
  });
});

describe('reductions, window, resolution', () => {
  it('reductions', () => {
    expect(messageWith(FULL, 'sampleReduction', 'half')).toBe(
      'sampleReduction: expected "mean" or "sum", found "half"',
    );
    expect(messageWith(FULL, 'squaredError', 'max')).toBe(
      'squaredError: expected "mean", "half" or "sum", found "max"',
    );
  });

  it('name', () => {
    expect(messageWith(FULL, 'name', 7)).toBe('name: expected a string, found 7');
  });

  it('window', () => {
    expect(messageWith(FULL, 'window', [0, 1])).toBe('window: expected an object, found [0, 1]');
    expect(messageWith(FULL, 'window.u', [10, -10])).toBe(
      'window.u: expected an increasing pair, found [10, -10]',
    );
    expect(messageWith(FULL, 'window.v', [1, 1])).toBe('window.v: expected an increasing pair, found [1, 1]');
    expect(messageWith(FULL, 'window.v', [1])).toBe('window.v: expected 2 numbers, found 1');
    expect(refused({ ...FULL, window: { u: [0, 1] } }).message).toBe(
      'window.v: expected an array of 2 numbers, found nothing',
    );
  });

  it('a window may be too narrow for its points', () => {
    expect(parseExperiment(setPath(FULL, 'window.u', [1, 1 + Number.EPSILON])).window.u[0]).toBe(1);
  });

  it('resolution', () => {
    expect(messageWith(FULL, 'resolution', [100])).toBe('resolution: expected 2 whole numbers, found 1');
    expect(messageWith(FULL, 'resolution', 100)).toBe(
      'resolution: expected an array of 2 whole numbers, found 100',
    );
    for (const value of [1, 16385, 2.5, '2', NaN, Infinity]) {
      const error = refused(setPath(FULL, 'resolution.1', value));
      expect(error.path).toBe('resolution[1]');
      expect(error.expected).toBe('a whole number from 2 to 16384');
    }
  });
});

describe('caps', () => {
  const sample = { origin: [0, 1], du: [1, 0], dv: [0, 1], target: 0 };

  function affine(samples: number, classes: number, target: unknown = 0): object {
    const numbers = Array.from({ length: classes }, (_, k) => k / 7);
    const item = () => ({ origin: [...numbers], du: [...numbers], dv: [...numbers], target });
    return { version: 1, map: 'affine', samples: Array.from({ length: samples }, item) };
  }

  /** Far above what it takes, far below what work that grows with the square would: machines may be busy. */
  const SECONDS = 10_000;

  function milliseconds(work: () => void): number {
    const start = performance.now();
    work();
    return performance.now() - start;
  }

  it('samples', () => {
    const samples = new Array(CAPS.samples + 1).fill(sample);
    expect(messageWith(FULL, 'samples', samples)).toBe(
      'samples: expected at most 100000 samples, found 100001',
    );
    expect(parseExperiment({ ...FULL, samples: samples.slice(1) }).samples).toHaveLength(CAPS.samples);
  });

  it('classes', () => {
    expect(parseExperiment(affine(1, CAPS.classes)).samples[0]).toHaveProperty('origin.length', CAPS.classes);
    expect(refused(affine(1, CAPS.classes + 1)).message).toBe(
      'samples[0].origin: expected 2 to 1000 numbers (the link is softmax), found 1001',
    );
  });

  it('numbers in all samples together, targets included', () => {
    // 500 x (3 x 1000 + 1000) = 2,000,000, and one sample more
    const target = Array.from({ length: 1000 }, () => 0.001);
    expect(parseExperiment(affine(500, 1000, target)).samples).toHaveLength(500);
    expect(refused(affine(501, 1000, target)).message).toBe(
      'samples: expected at most 2000000 numbers in all samples together, found 2004000',
    );
  });

  it('the largest experiments are read within seconds', () => {
    // 100,000 x (3 x 6 + 1) numbers, just under the cap
    const tall = affine(100_000, 6, 5);
    expect(milliseconds(() => parseExperiment(tall))).toBeLessThan(SECONDS);
    const wide = affine(500, 1000, 5);
    expect(milliseconds(() => parseExperiment(wide))).toBeLessThan(SECONDS);
  });

  it('absurd ones are refused at once', () => {
    const samples = new Array(10_000_000).fill(sample);
    expect(milliseconds(() => refused({ ...FULL, samples }))).toBeLessThan(SECONDS);
    const origin = new Array(10_000_000).fill(0);
    expect(milliseconds(() => refused({ ...FULL, samples: [{ ...sample, origin }] }))).toBeLessThan(SECONDS);
    const sparse = new Array(2 ** 32 - 1);
    for (const path of [
      'samples',
      'samples.0.origin',
      'samples.0.target',
      'window.u',
      'losses',
      'resolution',
      'name',
    ]) {
      expect(milliseconds(() => refused(setPath(FULL, path, sparse)))).toBeLessThan(SECONDS);
    }
  });

  it('what was found is abbreviated', () => {
    expect(messageWith(FULL, 'map', 'x'.repeat(1000))).toBe(
      `map: expected "affine" or "two-layer", found "${'x'.repeat(40)}…" (1000 characters)`,
    );
    expect(refused(setPath(FULL, 'map', [1, 'a', [2], {}, null])).found).toBe(
      '[1, "a", […], {…}, …] (5 items)',
    );
    expect(refused({ ...FULL, ['k'.repeat(1e6)]: 1 }).message.length).toBeLessThan(300);
  });
});

describe('text', () => {
  const text = JSON.stringify(FULL, null, 2);

  it('is parsed, with or without a byte order mark', () => {
    expect(parseExperimentText(text)).toStrictEqual(FULL);
    expect(parseExperimentText(`\uFEFF${text}`)).toStrictEqual(FULL);
  });

  it.each([
    ['', 'experiment: expected JSON, found its end at line 1, column 1'],
    ['{\n  "version": 1,\n  "map": affine\n}', 'experiment: expected JSON, found "a" at line 3, column 10'],
    ['{"version": 1,}', 'experiment: expected JSON, found "}" at line 1, column 15'],
    ['{"version": 1} {', 'experiment: expected JSON, found "{" at line 1, column 16'],
    ['{"version": NaN}', 'experiment: expected JSON, found "N" at line 1, column 13'],
    ['{"version": 1,\r\n"name": "é😀', 'experiment: expected JSON, found its end at line 2, column 13'],
    ['{"name": "\\u12g4"}', 'experiment: expected JSON, found "g" at line 1, column 15'],
    ['[01]', 'experiment: expected JSON, found "1" at line 1, column 3'],
    ['[1,\n😀]', 'experiment: expected JSON, found "😀" at line 2, column 1'],
  ])('%j is no JSON', (bad, message) => {
    expect(refusal(() => parseExperimentText(bad)).message).toBe(message);
  });

  it('is at most 64 MiB of UTF-8', () => {
    const padded = (bytes: number, filler: string) =>
      text + filler.repeat((bytes - text.length) / new TextEncoder().encode(filler).length);
    expect(parseExperimentText(padded(CAPS.fileBytes, ' '))).toStrictEqual(FULL);
    expect(refusal(() => parseExperimentText(`${padded(CAPS.fileBytes, ' ')} `)).message).toBe(
      'experiment: expected at most 64 MiB of text, found more',
    );
    for (const filler of ['é', '時', '😀']) {
      const room = CAPS.fileBytes - text.length;
      const size = new TextEncoder().encode(filler).length;
      const fits = text + filler.repeat(Math.floor(room / size));
      expect(refusal(() => parseExperimentText(fits)).expected).toBe('JSON');
      expect(refusal(() => parseExperimentText(fits + filler)).expected).toBe('at most 64 MiB of text');
    }
  });

  it('nested deeply is refused, not overflowed', () => {
    const deep = '['.repeat(100_000);
    expect(refusal(() => parseExperimentText(deep)).path).toBe('');
    expect(refusal(() => parseExperimentText(deep + ']'.repeat(100_000))).expected).toBe('an object');
  });

  it('the place of an error agrees with JSON.parse', () => {
    const isJson = (candidate: string) => {
      try {
        JSON.parse(candidate);
        return true;
      } catch {
        return false;
      }
    };
    const mutated = fc
      .tuple(
        fc.json({ maxDepth: 3 }),
        fc.nat(),
        fc.nat(2),
        fc.constantFrom(...'{}[],:"\\ \t\n\u0001-+.0159eEaunltrf'.split(''), ''),
      )
      .map(([json, place, cut, insert]) => {
        const at = place % (json.length + 1);
        return json.slice(0, at) + insert + json.slice(at + cut);
      });
    fc.assert(
      fc.property(mutated, (candidate) => {
        const offset = jsonErrorOffset(candidate);
        expect(offset === null).toBe(isJson(candidate));
        // What stands before the error can still become JSON: cut there, only the end is missing.
        if (offset !== null) {
          const prefix = candidate.slice(0, offset);
          const again = jsonErrorOffset(prefix);
          expect(again === null || again === prefix.length).toBe(true);
        }
      }),
      { numRuns: 5000 },
    );
  });
});

describe('properties', () => {
  const real = fc.oneof(
    fc.double({ min: -1e15, max: 1e15, noNaN: true }),
    fc.constantFrom(0, -0, 1e15, -1e15, 5e-324),
    fc.integer({ min: -1000, max: 1000 }),
  );
  const probability = fc.double({ min: 0, max: 1, noNaN: true });
  const interval = fc.tuple(real, real).filter(([low, high]) => high - low >= 1e-290);

  function affineSamples(classes: number, target: fc.Arbitrary<unknown>) {
    const numbers = fc.array(real, { minLength: classes, maxLength: classes });
    return fc.array(fc.record({ origin: numbers, du: numbers, dv: numbers, target }), {
      minLength: 1,
      maxLength: 4,
    });
  }

  const pair = (ids: readonly string[]) => fc.shuffledSubarray([...ids], { minLength: 2, maxLength: 2 });
  const onIdentity = LOSS_IDS.slice(0, 3);

  const mapped = fc.oneof(
    fc.integer({ min: 2, max: 6 }).chain((classes) =>
      fc.record({
        map: fc.constant('affine'),
        link: fc.constant('softmax'),
        samples: affineSamples(classes, fc.nat(classes - 1)),
        losses: pair(LOSS_IDS),
      }),
    ),
    fc.record({
      map: fc.constant('affine'),
      link: fc.constant('softmax'),
      samples: affineSamples(3, fc.constantFrom([1, 0, 0], [0.5, -0, 0.5], [0.2, 0.3, 0.5])),
      losses: pair(onIdentity),
    }),
    fc.record({
      map: fc.constant('affine'),
      link: fc.constant('sigmoid'),
      samples: affineSamples(1, fc.constantFrom(0, 1, -0)),
      losses: pair(LOSS_IDS),
    }),
    fc.integer({ min: 1, max: 4 }).chain((classes) =>
      fc.record({
        map: fc.constant('affine'),
        link: fc.constant('identity'),
        samples: affineSamples(classes, fc.array(real, { minLength: classes, maxLength: classes })),
        losses: pair(onIdentity),
      }),
    ),
    fc.record({
      map: fc.constant('two-layer'),
      link: fc.constantFrom('sigmoid', 'identity'),
      samples: fc.array(fc.record({ input: real, target: probability }), { minLength: 1, maxLength: 4 }),
      losses: pair(onIdentity),
    }),
  );

  const points = fc.integer({ min: 2, max: 16384 });
  const rest = fc.record(
    {
      name: fc.string(),
      sampleReduction: fc.constantFrom('mean', 'sum'),
      squaredError: fc.constantFrom('mean', 'half', 'sum'),
      window: fc.record({ u: interval, v: interval }),
      resolution: fc.tuple(points, points),
    },
    { requiredKeys: [] },
  );
  const valid = fc.tuple(mapped, rest).map(([a, b]) => ({ version: 1, ...a, ...b }));

  it('what was parsed, written as JSON, parses to the same', () => {
    fc.assert(
      fc.property(valid, (file) => {
        const parsed = parseExperiment(file);
        expect(parseExperiment(JSON.parse(JSON.stringify(parsed)))).toStrictEqual(parsed);
        expect(parseExperimentText(JSON.stringify(parsed))).toStrictEqual(parsed);
      }),
    );
  });

  it('parsing changes nothing that was given', () => {
    fc.assert(
      fc.property(valid, (file) => {
        const before = structuredClone(file);
        expect(parseExperiment(file)).toMatchObject(JSON.parse(JSON.stringify(file)));
        expect(file).toEqual(before);
      }),
    );
  });

  /** Dotted paths of everything in a parsed experiment: containers and leaves. */
  function pathsOf(value: unknown, path: string[] = []): string[][] {
    if (typeof value !== 'object' || value === null) return [path];
    const inner = Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]));
    return path.length > 0 ? [path, ...inner] : inner;
  }

  function asWritten(path: readonly string[]): string {
    return path
      .map((key) => (/^\d/.test(key) ? `[${key}]` : `.${key}`))
      .join('')
      .slice(1);
  }

  it('a field that no rule allows is refused with its own path', () => {
    const bad = fc.constantFrom<unknown>(null, true, NaN, Infinity, 1e16, 'no such', {}, []);
    fc.assert(
      fc.property(valid, fc.nat(), bad, (file, choice, value) => {
        const parsed = parseExperiment(file);
        const paths = pathsOf(parsed);
        const path = paths[choice % paths.length]!;
        fc.pre(!(path[0] === 'name' && typeof value === 'string'));
        const error = refused(setPath(parsed, path.join('.'), value));
        // An empty object in an object's place lacks its first key.
        const missing =
          { samples: parsed.map === 'affine' ? '.origin' : '.input', window: '.u' }[path[0]!] ?? '';
        const isEmptied = value !== null && JSON.stringify(value) === '{}';
        const wasObject = path.join('.') === 'window' || (path[0] === 'samples' && path.length === 2);
        expect(error.path).toBe(asWritten(path) + (isEmptied && wasObject ? missing : ''));
        expect(error.message).toBe(`${error.path}: expected ${error.expected}, found ${error.found}`);
      }),
      { numRuns: 1000 },
    );
  });

  it('anything at all is parsed or refused with an ExperimentError', () => {
    const anything = fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withObjectString: true,
      withSet: true,
      withSparseArray: true,
      withTypedArray: true,
    });
    fc.assert(
      fc.property(anything, (input) => {
        refused(input);
      }),
    );
    fc.assert(
      fc.property(fc.json(), (text) => {
        refusal(() => parseExperimentText(text));
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        refusal(() => parseExperimentText(text));
      }),
    );
    // Deeper in: anything in the place of any part of a good experiment.
    fc.assert(
      fc.property(valid, fc.nat(), anything, (file, choice, value) => {
        const paths = pathsOf(file);
        try {
          parseExperiment(setPath(file, paths[choice % paths.length]!.join('.'), value));
        } catch (error) {
          expect(error).toBeInstanceOf(ExperimentError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
