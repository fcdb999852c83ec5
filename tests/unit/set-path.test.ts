import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { setPath } from '../../src/core/set-path.ts';
import { ExperimentError } from '../../src/core/validate.ts';

const FILE = {
  version: 1,
  samples: [
    { origin: [0, 0], target: 0 },
    { origin: [1, 1], target: 1 },
  ],
  window: { u: [-1, 1], v: [-1, 1] },
};

function message(path: string, input: unknown = FILE): string {
  try {
    setPath(input, path, 7);
  } catch (error) {
    expect(error).toBeInstanceOf(ExperimentError);
    return (error as ExperimentError).message;
  }
  throw new Error('it was accepted');
}

describe('setPath', () => {
  it('sets a value inside arrays and objects', () => {
    expect(setPath(FILE, 'samples.1.target', 0)).toEqual({
      ...FILE,
      samples: [FILE.samples[0], { origin: [1, 1], target: 0 }],
    });
    expect(setPath(FILE, 'window.u.0', -3)).toEqual({ ...FILE, window: { u: [-3, 1], v: [-1, 1] } });
  });

  it('takes paths as errors write them', () => {
    expect(setPath(FILE, 'samples[1].origin[0]', 5)).toEqual(setPath(FILE, 'samples.1.origin.0', 5));
  });

  it('sets whole objects and arrays, and keys that were not there', () => {
    expect(setPath(FILE, 'window', { u: [0, 1] })).toEqual({ ...FILE, window: { u: [0, 1] } });
    expect(setPath(FILE, 'resolution', [101, 101])).toEqual({ ...FILE, resolution: [101, 101] });
  });

  it('leaves the input as it is, and shares what lies off the path', () => {
    const before = structuredClone(FILE);
    const after = setPath(FILE, 'samples.1.origin.0', 9) as typeof FILE;
    expect(FILE).toStrictEqual(before);
    expect(after.samples[1]).not.toBe(FILE.samples[1]);
    expect(after.samples[0]).toBe(FILE.samples[0]);
  });

  it.each([
    '__proto__',
    'constructor',
    'prototype',
    'samples.0.__proto__',
    'constructor.prototype.polluted',
    'window.__proto__.u',
  ])('refuses %s', (path) => {
    expect(message(path)).toBe(`experiment: expected a path within the experiment, found "${path}"`);
    expect({}).not.toHaveProperty('polluted');
  });

  it.each(['', '.', 'samples.', '.samples', 'samples..0'])('refuses the path %j', (path) => {
    expect(message(path)).toBe(`experiment: expected a path such as samples.0.target, found "${path}"`);
  });

  it.each(['2', '-1', '01', '1.5', '1e0', 'length', ' 0', 'at', '99999999999999999999'])(
    'refuses the index %j',
    (index) => {
      const key = index.split('.')[0]; // "1.5" is the index 1 and then the key 5, which is no origin
      if (index === '1.5')
        expect(message(`samples.0.origin.${index}`)).toMatch(/^samples\[0\]\.origin\[1\]: /);
      else
        expect(message(`samples.${index}.target`)).toBe(
          `samples: expected an index from 0 to 1, found "${key}"`,
        );
    },
  );

  it('refuses an index into an empty array', () => {
    expect(message('samples.0', { samples: [] })).toBe(
      'samples: expected items (the array is empty), found "0"',
    );
  });

  it('refuses to go through what is no container, or is not there', () => {
    expect(message('version.major')).toBe('version: expected an object or array, to set "major" in, found 1');
    expect(message('samples.0.target.0')).toBe(
      'samples[0].target: expected an object or array, to set "0" in, found 0',
    );
    expect(message('losses.0')).toBe('losses: expected an object or array, to set "0" in, found nothing');
    expect(message('toString.name')).toBe(
      'toString: expected an object or array, to set "name" in, found nothing',
    );
    expect(message('version', null)).toBe(
      'experiment: expected an object or array, to set "version" in, found null',
    );
  });

  it('keeps an own __proto__ key an own key, for the validation to refuse', () => {
    const input: unknown = JSON.parse('{"__proto__": {"a": 1}, "version": 1}');
    const after = setPath(input, 'version', 2) as object;
    expect(Object.keys(after)).toEqual(['__proto__', 'version']);
    expect(Object.getPrototypeOf(after)).toBe(Object.prototype);
  });

  it('never throws anything but an ExperimentError', () => {
    const path = fc.oneof(
      fc.string(),
      fc
        .array(fc.constantFrom('samples', '0', '1', 'origin', 'window', 'u', '[0]', '__proto__', ''), {
          maxLength: 5,
        })
        .map((keys) => keys.join('.')),
    );
    fc.assert(
      fc.property(fc.oneof(fc.constant(FILE), fc.anything()), path, (input, where) => {
        try {
          setPath(input, where, 1);
        } catch (error) {
          expect(error).toBeInstanceOf(ExperimentError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
