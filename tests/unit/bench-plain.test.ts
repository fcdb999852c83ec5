import { describe, expect, test } from 'vitest';
import { evaluatePlainly, plainFields, plainProblem } from '../../src/app/bench-plain.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { presetByName } from '../../src/core/presets/index.ts';
import { parseExperiment } from '../../src/core/validate.ts';

const FILE = {
  version: 1,
  map: 'affine',
  link: 'softmax',
  samples: [{ origin: [0, 0, 0.7], du: [1, 0, 0], dv: [0, 1, 0], target: 0 }],
  window: { u: [-2, 3], v: [-1, 2] },
  resolution: [9, 7],
};

describe('the plain loop', () => {
  test.each([0, 1, 2])('computes what the evaluators do, target class %d', (target) => {
    const experiment = parseExperiment({ ...FILE, samples: [{ ...FILE.samples[0], target }] });
    const grid = gridOf(experiment);
    const fields = plainFields(grid);
    evaluatePlainly(plainProblem(experiment)!, fields);
    const evaluator = new PointEvaluator(experiment);
    for (let j = 0; j < grid.height; j++) {
      for (let i = 0; i < grid.width; i++) {
        evaluator.updateJets(columnU(grid, i), rowV(grid, j), 1);
        const [ce, mse] = evaluator.jets;
        const n = j * grid.width + i;
        expect(fields.crossEntropy[n]).toBeCloseTo(ce.value, 12);
        expect(fields.crossEntropyDu[n]).toBeCloseTo(ce.du, 12);
        expect(fields.crossEntropyDv[n]).toBeCloseTo(ce.dv, 12);
        expect(fields.mse[n]).toBeCloseTo(mse.value, 12);
        expect(fields.mseDu[n]).toBeCloseTo(mse.du, 12);
        expect(fields.mseDv[n]).toBeCloseTo(mse.dv, 12);
      }
    }
  });

  test('knows the first preset', () => {
    expect(plainProblem(presetByName('three-class-extreme').experiment())).toMatchObject({
      fixed: -1000,
      target: 0,
    });
  });

  test.each<[string, object]>([
    ['more samples', { samples: [FILE.samples[0], FILE.samples[0]] }],
    ['another direction', { samples: [{ ...FILE.samples[0], du: [1, 0, 1] }] }],
    ['another origin', { samples: [{ ...FILE.samples[0], origin: [1, 0, 0] }] }],
    ['soft targets', { samples: [{ ...FILE.samples[0], target: [0.5, 0.5, 0] }] }],
    ['other losses', { losses: ['mse', 'cross-entropy'] }],
    ['another factor', { squaredError: 'sum' }],
    ['another link', { link: 'identity', samples: [{ ...FILE.samples[0], target: [0, 1, 0] }] }],
  ])('leaves alone what it does not know: %s', (_name, change) => {
    expect(plainProblem(parseExperiment({ ...FILE, ...change }))).toBeUndefined();
  });
});
