/** What is true of the losses whatever the experiment. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AffineSample } from '../../src/core/experiment.ts';
import { FIELD_IDS, type FieldId } from '../../src/core/fields.ts';
import { lossesOf, lossOf } from '../../src/core/losses/index.ts';
import { dyadic, permutations, points, sigmoidFiles, softmaxFiles } from './support/arbitraries.ts';
import { type Evaluated, evaluateAt } from './support/evaluate-at.ts';
import { type ExperimentFile, fileOf } from './support/experiments.ts';

/** Rounding at the scale of a field; below the last term products leave the range of f64. */
const ROUNDING = 1e-13;
const NEGLIGIBLE = 1e-290;

function expectSame(actual: Evaluated, expected: Evaluated, factor = 1): void {
  for (const id of FIELD_IDS) {
    const allowed = ROUNDING * expected.scales[id] * factor + NEGLIGIBLE;
    const difference = Math.abs(actual.fields[id] - factor * expected.fields[id]);
    expect(difference, `${id}: ${actual.fields[id]}, ${expected.fields[id]}`).toBeLessThanOrEqual(allowed);
  }
}

function withSamples(file: ExperimentFile, change: (sample: AffineSample) => AffineSample): ExperimentFile {
  return { ...file, samples: file.samples.map(change) };
}

describe('the softmax losses', () => {
  it('do not change when the same number is added to all logits', () => {
    fc.assert(
      fc.property(softmaxFiles(), points, dyadic(500), (file, at, shift) => {
        const shifted = withSamples(file, (sample) => ({
          ...sample,
          origin: sample.origin.map((z) => z + shift),
          du: sample.du.map((slope) => slope + shift),
        }));
        const before = evaluateAt(file, at);
        for (const [panel, after] of evaluateAt(shifted, at).entries()) expectSame(after, before[panel]!);
      }),
    );
  });

  it('do not depend on the order of the classes', () => {
    const cases = softmaxFiles().chain((file) =>
      fc.tuple(fc.constant(file), permutations(file.samples[0]!.origin.length)),
    );
    fc.assert(
      fc.property(cases, points, ([file, order], at) => {
        const permuted = withSamples(file, ({ origin, du, dv, target }) => ({
          origin: order.map((k) => origin[k]!),
          du: order.map((k) => du[k]!),
          dv: order.map((k) => dv[k]!),
          target: typeof target === 'number' ? order.indexOf(target) : order.map((k) => target[k]!),
        }));
        const before = evaluateAt(file, at);
        for (const [panel, after] of evaluateAt(permuted, at).entries()) expectSame(after, before[panel]!);
      }),
    );
  });

  it('do not depend on the order of the samples', () => {
    fc.assert(
      fc.property(softmaxFiles(), points, (file, at) => {
        const reversed = { ...file, samples: file.samples.toReversed() };
        const before = evaluateAt(file, at);
        for (const [panel, after] of evaluateAt(reversed, at).entries()) expectSame(after, before[panel]!);
      }),
    );
  });

  it('swap when the panels do', () => {
    fc.assert(
      fc.property(softmaxFiles(), points, (file, at) => {
        const [crossEntropy, squaredError] = evaluateAt(file, at);
        const swapped = evaluateAt({ ...file, losses: ['mse', 'cross-entropy'] }, at);
        expect(swapped).toEqual([squaredError, crossEntropy]);
      }),
    );
  });

  it('do not change along a direction that moves all logits alike', () => {
    fc.assert(
      fc.property(softmaxFiles(), points, dyadic(3), (file, at, slope) => {
        const flat = withSamples(file, (sample) => ({ ...sample, du: sample.du.map(() => slope) }));
        for (const { fields } of evaluateAt(flat, at)) {
          for (const id of ['du', 'duu', 'duv'] as const) expect(Math.abs(fields[id]), id).toBe(0);
        }
      }),
    );
  });

  it('of the same sample twice are twice that sample’s', () => {
    fc.assert(
      fc.property(softmaxFiles({ samples: 1 }), points, (file, at) => {
        const once = evaluateAt({ ...file, sampleReduction: 'sum' }, at);
        const twice = { ...file, samples: [...file.samples, ...file.samples] };
        const sum = evaluateAt({ ...twice, sampleReduction: 'sum' }, at);
        const mean = evaluateAt({ ...twice, sampleReduction: 'mean' }, at);
        for (const panel of [0, 1] as const) {
          expectSame(sum[panel], once[panel], 2);
          expectSame(mean[panel], once[panel]);
        }
      }),
    );
  });
});

describe.each([
  ['softmax', softmaxFiles()],
  ['sigmoid', sigmoidFiles],
])('%s', (_link, files) => {
  it('losses are never negative, and never undefined', () => {
    fc.assert(
      fc.property(files, points, (file, at) => {
        for (const { fields } of evaluateAt(file, at)) {
          expect(fields.value).toBeGreaterThanOrEqual(0);
          for (const id of FIELD_IDS) expect(Number.isFinite(fields[id]), id).toBe(true);
        }
      }),
    );
  });

  it('no field is larger than its scale', () => {
    fc.assert(
      fc.property(files, points, (file, at) => {
        for (const { fields, scales } of evaluateAt(file, at)) {
          for (const id of FIELD_IDS) {
            // The smaller eigenvalue may reach twice the largest entry.
            const most = (id === 'lambda_min' ? 2 : 1) * scales[id] * (1 + ROUNDING) + NEGLIGIBLE;
            expect(Math.abs(fields[id]), id).toBeLessThanOrEqual(most);
          }
        }
      }),
    );
  });

  it('the sum over samples is N times their mean', () => {
    fc.assert(
      fc.property(files, points, (file, at) => {
        const sum = evaluateAt({ ...file, sampleReduction: 'sum' }, at);
        const mean = evaluateAt({ ...file, sampleReduction: 'mean' }, at);
        for (const panel of [0, 1] as const) expectSame(sum[panel], mean[panel], file.samples.length);
      }),
    );
  });

  it('the factor of the squared error is 1, 1/2 or 1/K', () => {
    fc.assert(
      fc.property(files, points, (file, at) => {
        const [, whole] = evaluateAt({ ...file, squaredError: 'sum' }, at);
        const [, half] = evaluateAt({ ...file, squaredError: 'half' }, at);
        const [, mean] = evaluateAt({ ...file, squaredError: 'mean' }, at);
        expectSame(half, whole, 1 / 2);
        expectSame(mean, whole, 1 / file.samples[0]!.origin.length);
      }),
    );
  });

  it('cross-entropy is convex', () => {
    fc.assert(
      fc.property(files, points, points, (file, p, q) => {
        const [{ fields, scales }] = evaluateAt(file, p);
        expect(fields.lambda_min).toBeGreaterThanOrEqual(-ROUNDING * scales.lambda_min - NEGLIGIBLE);
        const [middle] = evaluateAt(file, [(p[0] + q[0]) / 2, (p[1] + q[1]) / 2]);
        const ends = (fields.value + evaluateAt(file, q)[0].fields.value) / 2;
        expect(middle.fields.value).toBeLessThanOrEqual(ends * (1 + ROUNDING) + NEGLIGIBLE);
      }),
    );
  });

  it('lambda_min is the Hessian’s smaller eigenvalue', () => {
    fc.assert(
      fc.property(files, points, (file, at) => {
        for (const { fields, scales } of evaluateAt(file, at)) {
          const { duu, duv, dvv, lambda_min: smaller } = fields;
          const rounding = ROUNDING * scales.lambda_min + NEGLIGIBLE;
          expect(smaller).toBeLessThanOrEqual(Math.min(duu, dvv) + rounding);
          const larger = duu + dvv - smaller;
          const determinant = duu * dvv - duv * duv;
          expect(Math.abs(smaller * larger - determinant)).toBeLessThanOrEqual(
            4 * rounding * scales.lambda_min,
          );
        }
      }),
    );
  });
});

it('along an axis the cross-entropy changes by at most 1 a step, its slope by at most 1/4', () => {
  const files = softmaxFiles({ samples: 1, directions: 'axes' });
  fc.assert(
    fc.property(files, points, (file, at) => {
      const [{ fields }] = evaluateAt(file, at);
      for (const id of ['du', 'dv'] as const)
        expect(Math.abs(fields[id]), id).toBeLessThanOrEqual(1 + ROUNDING);
      for (const id of ['duu', 'dvv'] as const) expect(fields[id], id).toBeLessThanOrEqual(0.25 + ROUNDING);
    }),
  );
});

it('a sigmoid is the softmax of the logits 0 and z; its squared error counts one class of the two', () => {
  fc.assert(
    fc.property(sigmoidFiles, points, (file, at) => {
      const samples = file.samples.map(({ origin, du, dv, target }) => ({
        origin: [0, ...origin],
        du: [0, ...du],
        dv: [0, ...dv],
        target: target === 0 || target === 1 ? target : [1 - (target as number), target as number],
      }));
      const [crossEntropy, squaredError] = evaluateAt({ ...file, squaredError: 'sum' }, at);
      const [twoClasses, bothSquares] = evaluateAt(fileOf('softmax', samples, { squaredError: 'half' }), at);
      // 1 - y is rounded, and the two losses have different scales.
      for (const id of FIELD_IDS) {
        expectNear(crossEntropy, twoClasses, id);
        expectNear(squaredError, bothSquares, id);
      }
    }),
  );
});

function expectNear(left: Evaluated, right: Evaluated, id: FieldId): void {
  const allowed = ROUNDING * Math.max(left.scales[id], right.scales[id]) + NEGLIGIBLE;
  expect(Math.abs(left.fields[id] - right.fields[id]), id).toBeLessThanOrEqual(allowed);
}

describe('undefined', () => {
  const sample = (origin: number, target = 0.5): AffineSample => ({
    origin: [origin],
    du: [1],
    dv: [0],
    target,
  });

  it.each([-1, 0, 1, 2])('cross-entropy of the output %d has no field, squared error has all', (output) => {
    const [crossEntropy, squaredError] = evaluateAt(fileOf('identity', [sample(output)]), [0, 0]);
    for (const id of FIELD_IDS) {
      expect(crossEntropy.fields[id], id).toBeNaN();
      expect(squaredError.fields[id], id).not.toBeNaN();
    }
  });

  it('one undefined sample makes the point undefined, whichever it is', () => {
    for (const origins of [
      [-0.5, 0.5],
      [0.5, -0.5],
      [0.25, 1.5, 0.75],
    ]) {
      const file = fileOf(
        'identity',
        origins.map((origin) => sample(origin)),
      );
      const [crossEntropy] = evaluateAt(file, [0, 0]);
      for (const id of FIELD_IDS) expect(crossEntropy.fields[id], id).toBeNaN();
    }
  });

  it('one undefined output makes the sample undefined', () => {
    const two: AffineSample = { origin: [0.5, 1], du: [0, 1], dv: [0, 1], target: [0, 1] };
    expect(evaluateAt(fileOf('identity', [two]), [0, 0])[0].fields.value).toBeNaN();
    expect(evaluateAt(fileOf('identity', [two]), [-0.5, 0])[0].fields.value).toBeCloseTo(2 * Math.LN2, 12);
  });

  it('does not stick: the next point is defined again', () => {
    const file = fileOf('identity', [sample(0)]);
    expect(evaluateAt(file, [2, 0])[0].fields.value).toBeNaN();
    expect(evaluateAt(file, [0.5, 0])[0].fields.value).toBeCloseTo(Math.LN2, 12);
  });
});

it('every loss that a menu lists can be found', () => {
  for (const link of ['softmax', 'sigmoid', 'identity'] as const) {
    expect(lossesOf(link)).toEqual(expect.arrayContaining(['cross-entropy', 'mse']));
    for (const id of lossesOf(link)) expect(lossOf(link, id), `${link} ${id}`).toBeDefined();
  }
});
