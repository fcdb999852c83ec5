/** Which class is predicted where, against a plain loop over the logits of the point evaluator. */
import { describe, expect, it } from 'vitest';
import type { Experiment, TwoLayerExperiment } from '../../src/core/experiment.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { accuracyExperiment, classRows, predictionOf } from '../../src/core/regions.ts';
import { parseExperiment } from '../../src/core/validate.ts';
import { fileOf, obliqueSample, oneLogit, parsed, threeClass } from './support/experiments.ts';

/** The class of sample n with the largest logit at a point; NaN where several have it. */
function predicted(experiment: Experiment, n: number, u: number, v: number): number {
  const logits = [...new PointEvaluator(experiment).logitsAt(n, u, v)];
  if (logits.length === 1) return logits[0] === 0 ? NaN : logits[0]! > 0 ? 1 : 0;
  const largest = Math.max(...logits);
  const leaders = logits.flatMap((z, k) => (z === largest ? [k] : []));
  return leaders.length === 1 ? leaders[0]! : NaN;
}

function eachPoint<T>(experiment: Experiment, at: (u: number, v: number) => T): T[] {
  const grid = gridOf(experiment);
  return Array.from({ length: grid.width * grid.height }, (_, n) =>
    at(columnU(grid, n % grid.width), rowV(grid, Math.floor(n / grid.width))),
  );
}

const twoLayer = (...inputs: number[]) =>
  parseExperiment({
    version: 1,
    map: 'two-layer',
    link: 'sigmoid',
    samples: inputs.map((input) => ({ input, target: 1 })),
    window: { u: [-3, 3], v: [-2, 2] },
    resolution: [13, 9],
  }) as TwoLayerExperiment;

describe('the predicted class', () => {
  const resolution = [21, 17] as const;
  it.each([
    ['three classes', parsed(threeClass(0, 0.5, { resolution }))],
    [
      'forty classes in oblique directions',
      parsed(fileOf('softmax', [obliqueSample(40, 'hard', 3)], { resolution })),
    ],
    ['a soft target', parsed(fileOf('softmax', [obliqueSample(5, 'soft', 2)], { resolution }))],
    ['one logit', parsed(oneLogit('sigmoid', 1, { resolution }))],
    ['the two-layer map', twoLayer(0.7)],
  ])('of %s is that of the largest logit', (_, experiment) => {
    expect(predictionOf(experiment)).toBe('class');
    const expected = eachPoint(experiment, (u, v) => predicted(experiment, 0, u, v));
    expect(new Set(expected).size).toBeGreaterThan(1);
    const [, height] = experiment.resolution;
    expect([...classRows(experiment, [0, height])]).toEqual(expected);
    const { width } = gridOf(experiment);
    expect([...classRows(experiment, [3, 5])]).toEqual(expected.slice(3 * width, 5 * width));
  });

  it('is none where several lead: there are ties, of two classes and of all', () => {
    const experiment = parsed(threeClass(0, 0, { resolution: [21, 21] }));
    const classes = classRows(experiment, [0, 21]);
    // z = (0, 0, 0) in the middle, (5, 5, 0) and (-5, -5, 0) on the diagonal.
    const at = (i: number, j: number) => classes[j * 21 + i];
    expect(at(10, 10)).toBeNaN();
    expect(at(15, 15)).toBeNaN();
    expect(at(5, 5)).toBe(2);
    expect(at(16, 15)).toBe(0);
    expect(at(15, 16)).toBe(1);
  });
});

describe('what there is to tell', () => {
  const [one, other] = [obliqueSample(3, 'hard', 1), obliqueSample(3, 'hard', 2)];

  it('is the class of samples that have the same logits, whatever their targets', () => {
    const samples = [0, 1, 2].map((target) => ({ ...one, target }));
    expect(predictionOf(parsed(fileOf('softmax', samples)))).toBe('class');
    expect(predictionOf(twoLayer(2, 2))).toBe('class');
  });

  it('is the accuracy of samples that differ', () => {
    expect(predictionOf(parsed(fileOf('softmax', [one, other])))).toBe('accuracy');
    expect(predictionOf(twoLayer(2, 3))).toBe('accuracy');
  });

  it('is neither of outputs, nor where a soft target asks for several classes alike', () => {
    expect(predictionOf(parsed(oneLogit('identity', 1)))).toBe('no-classes');
    const undecided = { ...other, target: [0.4, 0.4, 0.2] };
    expect(predictionOf(parsed(fileOf('softmax', [one, undecided])))).toBe('no-target');
    const even = [0, 1].map((slope) => ({ origin: [0], du: [slope], dv: [1], target: 0.5 }));
    expect(predictionOf(parsed(fileOf('sigmoid', even)))).toBe('no-target');
  });
});

describe('the accuracy', () => {
  it.each([
    [
      'hard targets',
      fileOf(
        'softmax',
        [1, 2, 3, 4].map((seed) => obliqueSample(4, 'hard', seed)),
      ),
    ],
    [
      'soft targets',
      fileOf(
        'softmax',
        [1, 2, 3].map((seed) => obliqueSample(3, 'soft', seed)),
      ),
    ],
    [
      'one logit and soft targets, summed up',
      fileOf(
        'sigmoid',
        [0.2, 0.9, 1].map((target, n) => ({ origin: [n - 1], du: [1], dv: [n - 0.5], target })),
        { sampleReduction: 'sum' },
      ),
    ],
  ])('is the share of samples whose class is the one asked for: %s', (_, file) => {
    const experiment = parsed({ ...file, resolution: [15, 15] });
    const judged = new PointEvaluator(accuracyExperiment(experiment));
    const asked = experiment.samples.map(({ target }) => {
      if (typeof target !== 'number') return target.indexOf(Math.max(...target));
      return experiment.link === 'sigmoid' ? Math.round(target) : target;
    });
    const shares = eachPoint(experiment, (u, v) => {
      const right = asked.map((k, n) => {
        const own = predicted(experiment, n, u, v);
        return Number.isNaN(own) ? 1 / 2 : Number(own === k); // a tie of two
      });
      const sum = right.reduce((total, share) => total + share, 0);
      judged.updateJets(u, v, 1);
      expect(1 - judged.jets[0].value).toBeCloseTo(sum / asked.length, 12);
      return sum;
    });
    expect(new Set(shares).size).toBeGreaterThan(2);
  });
});
