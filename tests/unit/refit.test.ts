import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classCount, type Experiment, LINKS } from '../../src/core/experiment.ts';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { withClasses, withLink, withMap, withSoftTargets } from '../../src/core/refit.ts';
import { parseExperiment } from '../../src/core/validate.ts';
import { points, sigmoidFiles, softmaxFiles } from './support/arbitraries.ts';

const experiments = fc.oneof(softmaxFiles(), sigmoidFiles).map((file) => parseExperiment(file));

function values(experiment: Experiment, u: number, v: number): [number, number] {
  const evaluator = new PointEvaluator(experiment);
  evaluator.updateJets(u, v, 1);
  return [evaluator.jets[0].value, evaluator.jets[1].value];
}

function expectClose(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(expected)));
}

describe('another link', () => {
  it('gives an experiment that is one, from any to any and back', () => {
    fc.assert(
      fc.property(experiments, fc.array(fc.constantFrom(...LINKS), { maxLength: 4 }), (experiment, links) => {
        let changed = experiment;
        for (const link of links) {
          changed = withLink(changed, link);
          expect(changed.link).toBe(link);
          expect(parseExperiment(changed)).toStrictEqual(changed);
          expect(changed.samples.length).toBe(experiment.samples.length);
        }
      }),
    );
  });

  it('sigmoid has the cross-entropy of the softmax of two classes, and softmax that of the sigmoid', () => {
    const two = softmaxFiles()
      .map((file) => parseExperiment(file))
      .filter((experiment) => classCount(experiment) === 2);
    const single = sigmoidFiles.map((file) => parseExperiment(file));
    fc.assert(
      fc.property(two, points, (experiment, [u, v]) => {
        const changed = withLink(experiment, 'sigmoid');
        expectClose(values(changed, u, v)[0], values(experiment, u, v)[0]);
      }),
    );
    fc.assert(
      fc.property(single, points, (experiment, [u, v]) => {
        const changed = withLink(experiment, 'softmax');
        expect(classCount(changed)).toBe(2);
        expectClose(values(changed, u, v)[0], values(experiment, u, v)[0]);
      }),
    );
  });

  it('replaces losses that do not go with it', () => {
    const experiment = parseExperiment({
      version: 1,
      map: 'affine',
      samples: [{ origin: [0, 0], du: [1, 0], dv: [0, 1], target: 1 }],
      losses: ['mse', 'error-rate'],
    });
    const identity = withLink(experiment, 'identity');
    expect(identity).toMatchObject({ losses: ['mse', 'cross-entropy'], link: 'identity' });
    expect(identity.samples[0]!.target).toEqual([0, 1]);
  });
});

describe('another number of logits', () => {
  const three = parseExperiment({
    version: 1,
    map: 'affine',
    samples: [
      { origin: [1, 2, 3], du: [1, 0, 0], dv: [0, 1, 0], target: 2 },
      { origin: [4, 5, 6], du: [0, 0, 1], dv: [1, 1, 1], target: [0.25, 0.25, 0.5] },
    ],
  });

  it('appends zeros', () => {
    expect(withClasses(three, 4).samples).toStrictEqual([
      { origin: [1, 2, 3, 0], du: [1, 0, 0, 0], dv: [0, 1, 0, 0], target: 2 },
      { origin: [4, 5, 6, 0], du: [0, 0, 1, 0], dv: [1, 1, 1, 0], target: [0.25, 0.25, 0.5, 0] },
    ]);
  });

  it('keeps the first ones, and targets within them', () => {
    expect(withClasses(three, 2).samples).toStrictEqual([
      { origin: [1, 2], du: [1, 0], dv: [0, 1], target: 1 },
      { origin: [4, 5], du: [0, 0], dv: [1, 1], target: [0.5, 0.5] },
    ]);
  });

  it('one is the difference of the first two, under sigmoid', () => {
    const one = withClasses(three, 1);
    expect(one.link).toBe('sigmoid');
    expect(one.samples).toStrictEqual([
      { origin: [1], du: [-1], dv: [1], target: 1 },
      { origin: [1], du: [0], dv: [0], target: 0.5 },
    ]);
  });

  it('gives an experiment that is one, with any link', () => {
    fc.assert(
      fc.property(
        experiments,
        fc.constantFrom(...LINKS),
        fc.integer({ min: 1, max: 7 }),
        (start, link, classes) => {
          const changed = withClasses(withLink(start, link), classes);
          expect(classCount(changed)).toBe(classes);
          expect(parseExperiment(changed)).toStrictEqual(changed);
        },
      ),
    );
  });
});

describe('targets', () => {
  it('as probabilities and back are the same classes, and the same surfaces', () => {
    fc.assert(
      fc.property(softmaxFiles({ targets: 'hard' }), points, (file, [u, v]) => {
        const experiment = parseExperiment(file);
        const soft = withSoftTargets(experiment, true);
        expect(soft.samples.every(({ target }) => typeof target === 'object')).toBe(true);
        for (const panel of [0, 1] as const)
          expectClose(values(soft, u, v)[panel], values(experiment, u, v)[panel]);
        expect(withSoftTargets(soft, false)).toStrictEqual(experiment);
      }),
    );
  });
});

describe('another map', () => {
  it('takes inputs for points x of z = u x + v, and points for inputs', () => {
    const line = parseExperiment({
      version: 1,
      map: 'affine',
      link: 'sigmoid',
      samples: [{ origin: [0], du: [2.5], dv: [1], target: 1 }],
    });
    const layers = withMap(line, 'two-layer');
    expect(layers).toMatchObject({ map: 'two-layer', samples: [{ input: 2.5, target: 1 }] });
    expect(withMap(layers, 'affine')).toStrictEqual(line);
  });

  it('gives an experiment that is one, from any', () => {
    fc.assert(
      fc.property(experiments, fc.constantFrom(...LINKS), (start, link) => {
        const layers = withMap(withLink(start, link), 'two-layer');
        expect(parseExperiment(layers)).toStrictEqual(layers);
        const back = withLink(withMap(layers, 'affine'), link);
        expect(parseExperiment(back)).toStrictEqual(back);
      }),
    );
  });
});
