import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deviations, Softmax } from '../../src/core/softmax.ts';
import { dyadic } from './support/arbitraries.ts';

function softmaxOf(logits: readonly number[]): Softmax {
  const softmax = new Softmax(Float64Array.from(logits));
  softmax.update();
  return softmax;
}

const manyLogits = fc.array(dyadic(700), { minLength: 2, maxLength: 8 });

describe('probabilities', () => {
  it('of equal logits are equal', () => {
    expect([...softmaxOf([3, 3]).p]).toEqual([0.5, 0.5]);
    expect([...softmaxOf([-1e15, -1e15, -1e15, -1e15]).p]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });

  it('sum to 1, and each and its complement do', () => {
    fc.assert(
      fc.property(manyLogits, (logits) => {
        const softmax = softmaxOf(logits);
        expect(softmax.p.reduce((sum, p) => sum + p)).toBeCloseTo(1, 14);
        for (let k = 0; k < logits.length; k++) {
          expect(softmax.p[k]! + softmax.complement(k)).toBeCloseTo(1, 14);
          expect(softmax.complement(k)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  it('near 1 keep all digits of what is missing', () => {
    const { p, leader, tail } = softmaxOf([0, 40, 0]);
    const softmax = softmaxOf([0, 40, 0]);
    expect([leader, p[1]]).toEqual([1, 1]);
    expect(tail).toBe(2 * Math.exp(-40));
    expect(softmax.complement(1) / (2 * Math.exp(-40))).toBeCloseTo(1, 15);
    expect(softmax.negativeLog(1) / (2 * Math.exp(-40))).toBeCloseTo(1, 15);
  });

  it('exist for logits of any size', () => {
    expect([...softmaxOf([1e15, -1e15]).p]).toEqual([1, 0]);
    expect(softmaxOf([1e15, -1e15]).negativeLog(1)).toBe(2e15);
  });

  it('are those of the latest logits', () => {
    const logits = Float64Array.of(0, 1);
    const softmax = new Softmax(logits);
    softmax.update();
    expect(softmax.leader).toBe(1);
    logits[0] = 2;
    softmax.update();
    expect(softmax.leader).toBe(0);
    expect(softmax.p[0]).toBe(1 / (1 + Math.exp(-1)));
  });
});

it('the leader is the first of the largest logits', () => {
  expect(softmaxOf([1, 5, 5]).leader).toBe(1);
  expect(softmaxOf([5, 1, 5]).leader).toBe(0);
});

it('minus log p is at least zero, and log K for equal logits', () => {
  expect(softmaxOf([2, 2, 2, 2]).negativeLog(3)).toBe(Math.log1p(3));
  fc.assert(
    fc.property(manyLogits, (logits) => {
      const softmax = softmaxOf(logits);
      for (let k = 0; k < logits.length; k++) expect(softmax.negativeLog(k)).toBeGreaterThanOrEqual(0);
    }),
  );
});

describe('deviations', () => {
  const deviationsOf = (logits: number[], direction: number[]) => {
    const out = new Float64Array(logits.length);
    deviations(softmaxOf(logits), Float64Array.from(direction), out);
    return out;
  };

  it('have the mean 0 under p', () => {
    fc.assert(
      fc.property(manyLogits, (logits) => {
        const out = deviationsOf(
          logits,
          logits.map((_, k) => k * k),
        );
        const { p } = softmaxOf(logits);
        expect(Math.abs(out.reduce((sum, x, k) => sum + p[k]! * x, 0))).toBeLessThan(1e-12);
      }),
    );
  });

  it('keep the digits of the leader’s own, however small', () => {
    // a - mean = 1 - (1 - e^-40 ...) for the leader: a difference that f64 would lose.
    const [own, other] = deviationsOf([40, 0], [1, 0]);
    expect(own! / Math.exp(-40)).toBeCloseTo(1, 15);
    expect(other).toBe(-1);
  });

  it('are 0 for a direction that moves all logits alike', () => {
    expect(deviationsOf([1, -3, 2], [7, 7, 7]).every((x) => x === 0)).toBe(true);
  });
});
