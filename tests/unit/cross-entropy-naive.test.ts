/** The naive cross-entropy is defined by its roundings: by what a Float32Array would hold after each step. */
import { describe, expect, it } from 'vitest';
import { FIELD_IDS } from '../../src/core/fields.ts';
import { evaluateAt } from './support/evaluate-at.ts';
import { fileOf, oneLogit, threeClass } from './support/experiments.ts';
import { scattered } from './support/points.ts';

const losses = ['cross-entropy-naive', 'cross-entropy'] as const;

/** One step: stored as float32 and read back. */
function stored(x: number): number {
  return new Float32Array([x])[0]!;
}

function naive(target: Parameters<typeof threeClass>[0], fixed: number, u: number, v: number): number {
  return evaluateAt(threeClass(target, fixed, { losses }), [u, v])[0].fields.value;
}

describe('softmax', () => {
  it('is rounded at every step', () => {
    for (const [u, v] of scattered(50, 10)) {
      const e = [u, v, 0.5].map((z) => stored(Math.exp(stored(z))));
      const total = stored(stored(e[0]! + e[1]!) + e[2]!);
      expect(naive(0, 0.5, u, v)).toBe(-stored(Math.log(stored(e[0]! / total))));
    }
  });

  it('with soft targets too', () => {
    const y = [0.2, 0.3, 0.5];
    for (const [u, v] of scattered(50, 10)) {
      const e = [u, v, 0.5].map((z) => stored(Math.exp(stored(z))));
      const total = stored(stored(e[0]! + e[1]!) + e[2]!);
      const terms = e.map((ek, k) => stored(stored(y[k]!) * -stored(Math.log(stored(ek / total)))));
      expect(naive(y, 0.5, u, v)).toBe(stored(stored(terms[0]! + terms[1]!) + terms[2]!));
    }
  });

  it('differs from the truth by its rounding', () => {
    const [value, truth] = evaluateAt(threeClass(0, -1000, { losses }), [10, -6]).map(
      ({ fields }) => fields.value,
    );
    // p can be no nearer to the true 1 - 1.1e-7 than a multiple of 2^-24, and the sum was rounded before.
    expect(truth).toBeCloseTo(1.1253516e-7, 13);
    expect(value).toBeCloseTo(2 ** -24, 12);
  });

  it('is infinite, not undefined, where the probability vanishes', () => {
    expect(naive(2, -1000, 0, 0)).toBe(Infinity);
    expect(naive(0, 0.5, -110, 0)).toBe(Infinity);
    const twice = threeClass(2, -1000, { losses, sampleReduction: 'sum' });
    const both = { ...twice, samples: [...twice.samples, ...twice.samples] };
    expect(evaluateAt(both, [0, 0])[0].fields.value).toBe(Infinity);
  });

  it('is undefined where the exponential overflows, whatever other samples say', () => {
    expect(naive(0, 0.5, 88, 0)).not.toBeNaN();
    expect(naive(0, 0.5, 89, 0)).toBeNaN();
    const [sample] = threeClass(0, 0.5).samples;
    const far = { ...sample!, origin: [1000, 0, 0] };
    expect(evaluateAt(fileOf('softmax', [sample!, far], { losses }), [0, 0])[0].fields.value).toBeNaN();
  });

  it('leaves classes without a share of the target out', () => {
    const hard = naive(0, -1000, 1, 2);
    expect(hard).toBeGreaterThan(0);
    expect(naive([1, 0, 0], -1000, 1, 2)).toBe(hard);
  });
});

describe('sigmoid', () => {
  const value = (z: number, target: number) =>
    evaluateAt(oneLogit('sigmoid', target, { losses }), [z, 0])[0].fields.value;

  it('is rounded at every step', () => {
    for (const [z] of scattered(50, 10)) {
      const p = stored(1 / stored(1 + stored(Math.exp(-stored(z)))));
      expect(value(z, 1)).toBe(-stored(Math.log(p)));
      expect(value(z, 0)).toBe(-stored(Math.log(stored(1 - p))));
    }
  });

  it('is infinite where a probability vanishes', () => {
    expect(value(20, 0)).toBe(Infinity);
    expect(value(-100, 1)).toBe(Infinity);
    expect(Math.abs(value(20, 1))).toBe(0);
    expect(value(20, 0.5)).toBe(Infinity);
  });
});

it('has no derivatives, where it is finite, infinite or undefined', () => {
  for (const u of [1, -110, 89]) {
    const { fields } = evaluateAt(threeClass(0, 0.5, { losses }), [u, 0])[0];
    for (const id of FIELD_IDS.filter((field) => field !== 'value')) expect(fields[id], id).toBeNaN();
  }
});
