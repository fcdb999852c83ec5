import { describe, expect, it } from 'vitest';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { presetByName } from '../../src/core/presets/index.ts';
import {
  alongSlice,
  defaultPlace,
  SLICE_DIRECTIONS,
  type Slice,
  type SliceDirection,
  slicePoints,
  sliceSteps,
} from '../../src/core/slice.ts';
import {
  type ExperimentFile,
  fileOf,
  obliqueSample,
  oneLogit,
  parsed,
  threeClass,
} from './support/experiments.ts';
import { finished } from './support/finished.ts';

function sliceOf(file: ExperimentFile, direction: SliceDirection, at: number, count = 41): Slice {
  const experiment = parsed(file);
  return finished(sliceSteps(new PointEvaluator(experiment), experiment.window, direction, at, count));
}

describe('a slice', () => {
  it('runs evenly across the window, its ends included', () => {
    const file = threeClass(0, 0.5, { window: { u: [-3, 5], v: [0.1, 0.3] } });
    expect([...sliceOf(file, 'row', 0.2, 5).coordinates]).toEqual([-3, -1, 1, 3, 5]);
    const column = sliceOf(file, 'column', 0, 3).coordinates;
    expect([column[0], column[2]]).toEqual([0.1, 0.3]);
    expect(column[1]).toBeCloseTo(0.2, 15);
  });

  it('pauses after each point', () => {
    const experiment = parsed(threeClass(0, 0.5));
    const steps = sliceSteps(new PointEvaluator(experiment), experiment.window, 'row', 0, 7);
    for (let n = 0; n < 7; n++) expect(steps.next().done).toBe(false);
    expect(steps.next().done).toBe(true);
  });

  it('of one sigmoid has the closed forms of value, slope and curvature', () => {
    const slice = sliceOf(oneLogit('sigmoid', 1, { squaredError: 'half' }), 'row', 0);
    for (const [n, z] of slice.coordinates.entries()) {
      const p = 1 / (1 + Math.exp(-z));
      const q = 1 / (1 + Math.exp(z));
      const [ce, mse] = slice.losses;
      expect(ce.value[n]).toBeCloseTo(Math.log(1 + Math.exp(-z)), 12);
      expect(ce.first[n]).toBeCloseTo(-q, 12);
      expect(ce.second[n]).toBeCloseTo(p * q, 12);
      expect(mse.value[n]).toBeCloseTo((q * q) / 2, 12);
      expect(mse.first[n]).toBeCloseTo(-q * q * p, 12);
      // The quotient rule on -p q^2: negative where the prediction is worse than 1/3.
      expect(mse.second[n]).toBeCloseTo(p * q * q * (3 * p - 1), 12);
    }
    expect(slice.losses[1].second[0]).toBeLessThan(0);
  });

  it('across what moves nothing is flat', () => {
    const { losses } = sliceOf(oneLogit('sigmoid', 1), 'column', 0);
    for (const { value, first, second } of losses) {
      expect(new Set(value).size).toBe(1);
      expect(first.every((x) => x === 0) && second.every((x) => x === 0)).toBe(true);
    }
  });

  it.each(SLICE_DIRECTIONS)('%s: the derivatives are those of its own values', (direction) => {
    const samples = [obliqueSample(4, 'hard', 1), obliqueSample(4, 'soft', 2)];
    const count = 2001;
    const slice = sliceOf(
      fileOf('softmax', samples, { window: { u: [-2, 2], v: [-1, 3] } }),
      direction,
      0.7,
      count,
    );
    const step = 4 / (count - 1);
    for (const { value, first, second } of slice.losses) {
      let steepest = 0;
      for (let n = 1; n < count - 1; n++) {
        const slope = (value[n + 1]! - value[n - 1]!) / (2 * step);
        const bend = (value[n + 1]! - 2 * value[n]! + value[n - 1]!) / step ** 2;
        expect(Math.abs(first[n]! - slope)).toBeLessThan(2e-5);
        expect(Math.abs(second[n]! - bend)).toBeLessThan(2e-4);
        steepest = Math.max(steepest, Math.abs(slope));
      }
      // Of a flat line that would say nothing.
      expect(steepest).toBeGreaterThan(0.05);
    }
  });

  it('is undefined where the loss is, and only there', () => {
    // Cross-entropy of a raw output is defined for 0 < z < 1 only.
    const file = oneLogit('identity', 0.5, { window: { u: [-1, 2], v: [0, 1] } });
    const slice = sliceOf(file, 'row', 0.5, 31);
    const [ce, mse] = slice.losses;
    for (const [n, z] of slice.coordinates.entries()) {
      const isUndefined = !(z > 0 && z < 1);
      expect(Number.isNaN(ce.value[n]), `at ${z}`).toBe(isUndefined);
      expect(Number.isNaN(ce.first[n]), `at ${z}`).toBe(isUndefined);
      expect(Number.isNaN(ce.second[n]), `at ${z}`).toBe(isUndefined);
      expect(mse.value[n]).toBeCloseTo((z - 0.5) ** 2, 14);
      expect(mse.first[n]).toBeCloseTo(2 * z - 1, 14);
      expect(mse.second[n]).toBe(2);
    }
  });
});

it('a point of a slice is what the evaluator has there', () => {
  const evaluator = new PointEvaluator(parsed(threeClass(1, -1000)));
  evaluator.updateJets(1, 2, 2);
  const [{ value, du, dv, duu, dvv }] = evaluator.jets;
  expect(alongSlice(evaluator.jets[0], 'row')).toEqual({ value, first: du, second: duu });
  expect(alongSlice(evaluator.jets[0], 'column')).toEqual({ value, first: dv, second: dvv });
  expect(new Set([value, du, dv]).size).toBe(3);
});

it('without a place a slice goes through zero, or else through the middle of the window', () => {
  const window = { u: [2, 6], v: [-1, 10] } as const;
  expect(defaultPlace(window, 'row')).toBe(0);
  expect(defaultPlace(window, 'column')).toBe(4);
  expect(defaultPlace({ u: [0, 1], v: [-3, 0] }, 'row')).toBe(0);
  expect(defaultPlace({ u: [0, 1], v: [-3, 0] }, 'column')).toBe(0);
});

it('a slice has fewer points the more samples it sums, always an odd count', () => {
  const experiment = presetByName('logistic-three-samples').experiment();
  if (experiment.map !== 'affine') throw new Error('not affine');
  const withSamples = (count: number) => {
    const sample = experiment.samples[0]!;
    return slicePoints({ ...experiment, samples: Array.from({ length: count }, () => sample) });
  };
  const counts = [1, 1000, 2000, 3000, 100_000].map(withSamples);
  expect(counts).toEqual([301, 299, 149, 99, 61]);
  expect(counts.every((count) => count % 2 === 1)).toBe(true);
});
