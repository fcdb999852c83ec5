/**
 * Random experiments. All numbers are multiples of 1/64 and small, so that logits and shifted logits are exact and a
 * property may be tested to the last few digits.
 */
import fc from 'fast-check';
import type { AffineSample } from '../../../src/core/experiment.ts';
import { type ExperimentFile, fileOf } from './experiments.ts';
import type { Point } from './points.ts';

export function dyadic(size: number): fc.Arbitrary<number> {
  return fc.integer({ min: -64 * size, max: 64 * size }).map((n) => n / 64);
}

const numbers = (size: number, count: number) =>
  fc.array(dyadic(size), { minLength: count, maxLength: count });

export const points: fc.Arbitrary<Point> = fc.tuple(dyadic(8), dyadic(8));

function softTargets(classes: number): fc.Arbitrary<number[]> {
  return fc
    .array(fc.nat({ max: 8 }), { minLength: classes, maxLength: classes })
    .filter((weights) => weights.some((weight) => weight > 0))
    .map((weights) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return weights.map((weight) => weight / total);
    });
}

/** A direction that moves one logit, by one. */
function axes(classes: number): fc.Arbitrary<number[]> {
  return fc
    .nat({ max: classes - 1 })
    .map((axis) => Array.from({ length: classes }, (_, k) => (k === axis ? 1 : 0)));
}

interface SampleKind {
  readonly targets?: 'hard' | 'any';
  readonly directions?: 'axes' | 'any';
}

function softmaxSamples(classes: number, kind: SampleKind): fc.Arbitrary<AffineSample> {
  const { targets = 'any', directions = 'any' } = kind;
  const hard = fc.nat({ max: classes - 1 });
  const direction = directions === 'axes' ? axes(classes) : numbers(2, classes);
  return fc.record({
    origin: fc.oneof(numbers(2, classes), numbers(40, classes)),
    du: direction,
    dv: direction,
    target:
      targets === 'hard' ? hard : fc.oneof<fc.Arbitrary<number | number[]>[]>(hard, softTargets(classes)),
  });
}

/** One to three softmax samples of two to six classes. */
export function softmaxFiles(
  kind: SampleKind & { readonly samples?: number } = {},
): fc.Arbitrary<ExperimentFile> {
  const count = kind.samples ?? 3;
  return fc.integer({ min: 2, max: 6 }).chain((classes) =>
    fc
      .record({
        samples: fc.array(softmaxSamples(classes, kind), { minLength: 1, maxLength: count }),
        sampleReduction: fc.constantFrom('mean', 'sum'),
        squaredError: fc.constantFrom('mean', 'half', 'sum'),
      })
      .map(({ samples, ...rest }) => fileOf('softmax', samples, rest)),
  );
}

/** One to three sigmoid samples. */
export const sigmoidFiles: fc.Arbitrary<ExperimentFile> = fc
  .record({
    samples: fc.array(
      fc.record({
        origin: numbers(40, 1),
        du: numbers(2, 1),
        dv: numbers(2, 1),
        target: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    squaredError: fc.constantFrom('mean', 'half', 'sum'),
  })
  .map(({ samples, squaredError }) => fileOf('sigmoid', samples, { squaredError }));

/** Any permutation of 0 to count - 1. */
export function permutations(count: number): fc.Arbitrary<number[]> {
  const identity = Array.from({ length: count }, (_, k) => k);
  return fc.shuffledSubarray(identity, { minLength: count, maxLength: count });
}
