import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnsAt,
  columnsOf,
  formsOf,
  freshSample,
  hasSoftTargets,
  isEditable,
  sampleOfTexts,
  textsOf,
} from '../../src/app/sample-table.ts';
import { type Experiment, LINKS } from '../../src/core/experiment.ts';
import { withLink, withMap } from '../../src/core/refit.ts';
import { ExperimentError, parseExperiment } from '../../src/core/validate.ts';
import { sigmoidFiles, softmaxFiles } from './support/arbitraries.ts';

const experiments: fc.Arbitrary<Experiment> = fc
  .tuple(
    fc.oneof(softmaxFiles(), sigmoidFiles).map((file) => parseExperiment(file)),
    fc.constantFrom(...LINKS),
    fc.boolean(),
  )
  .map(([experiment, link, twoLayer]) => {
    const linked = withLink(experiment, link);
    const mapped = twoLayer ? withMap(linked, 'two-layer') : linked;
    // Through a two-layer map and back, samples are points.
    return twoLayer && link === 'sigmoid' ? withMap(mapped, 'affine') : mapped;
  });

function experimentOf(link: string, samples: object[]): Experiment {
  return parseExperiment({ version: 1, map: 'affine', link, samples });
}

const LINE = experimentOf('sigmoid', [{ origin: [0], du: [2], dv: [1], target: 0 }]);
const THREE = experimentOf('softmax', [{ origin: [0, 0, 5], du: [1, 0, 0], dv: [0, 1, 0], target: 2 }]);

describe('a table of samples', () => {
  it('reads what it has written, in every form', () => {
    fc.assert(
      fc.property(experiments, (experiment) => {
        for (const form of formsOf(experiment)) {
          const columns = columnsOf(experiment, form);
          const samples = experiment.samples.map((sample) =>
            sampleOfTexts(columns, textsOf(sample, columns)),
          );
          const read = parseExperiment({ ...experiment, samples });
          expect(columnsOf(read, form)).toEqual(columns);
          expect(read.samples.map((sample) => textsOf(sample, columns))).toEqual(
            experiment.samples.map((sample) => textsOf(sample, columns)),
          );
          // A class among probabilities is written as such; all else is the same.
          if (!hasSoftTargets(experiment)) expect(read).toStrictEqual(experiment);
        }
      }),
    );
  });

  it('has x and y where all samples are points', () => {
    expect(formsOf(LINE)).toEqual(['points', 'inputs', 'full']);
    expect(columnsOf(LINE, 'points').map(({ label }) => label)).toEqual(['x', 'y']);
    expect(sampleOfTexts(columnsOf(LINE, 'points'), ['3', '1'])).toEqual({
      origin: [0],
      du: [3],
      dv: [1],
      target: 1,
    });
    expect(sampleOfTexts(columnsOf(LINE, 'inputs'), ['3', '4', '1'])).toEqual({
      origin: [0],
      du: [3],
      dv: [4],
      target: 1,
    });
    expect(formsOf(experimentOf('sigmoid', [{ origin: [0], du: [2], dv: [3], target: 0 }]))).toEqual([
      'inputs',
      'full',
    ]);
    expect(formsOf(experimentOf('sigmoid', [{ origin: [1], du: [2], dv: [1], target: 0 }]))).toEqual([
      'full',
    ]);
  });

  it('has classes to choose from where all targets are classes, and probabilities where one is not', () => {
    expect(columnsOf(THREE, 'full').slice(9)).toEqual([{ key: 'target', classes: 3 }]);
    const [hard] = THREE.samples as [object];
    const mixed = experimentOf('softmax', [hard, { ...hard, target: [0.5, 0.25, 0.25] }]);
    const columns = columnsOf(mixed, 'full');
    expect(mixed.samples.map((sample) => textsOf(sample, columns).slice(9))).toEqual([
      ['0', '0', '1'],
      ['0.5', '0.25', '0.25'],
    ]);
  });

  it('takes a minus sign as the page writes it, and leaves what is no number to be refused', () => {
    const columns = columnsOf(LINE, 'points');
    expect(sampleOfTexts(columns, [' −2.5 ', '1'])).toMatchObject({ du: [-2.5] });
    expect(sampleOfTexts(columns, ['0,5x', ''])).toMatchObject({ du: ['0,5x'], target: '' });
  });

  it.each([
    [THREE, { origin: [0, 0, 'a'], du: [0, 0, 0], dv: [0, 0, 0], target: 0 }, [2]],
    [THREE, { origin: [0, 0, 0], du: [0, 1e16, 0], dv: [0, 0, 0], target: 0 }, [4]],
    [THREE, { origin: [0, 0, 0], du: [0, 0, 0], dv: [0, 0, 0], target: 3 }, [9]],
    [LINE, { origin: [0], du: [''], dv: [1], target: 0 }, [0]],
    [LINE, { origin: [0], du: [1], dv: [1], target: 2 }, [1]],
    [{ ...LINE, losses: ['hinge', 'mse'] }, { origin: [0], du: [1], dv: [1], target: 0.5 }, [1]],
  ])('knows the cell of an error (%#)', (experiment, sample, expected) => {
    const columns = columnsOf(experiment as Experiment, formsOf(experiment as Experiment)[0]!);
    try {
      parseExperiment({ ...experiment, samples: [sample] });
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(ExperimentError);
      expect(columnsAt((error as ExperimentError).path, columns)).toEqual(expected);
    }
  });

  it('marks all of a target whose sum is wrong', () => {
    const soft = experimentOf('softmax', [{ origin: [0, 0], du: [1, 0], dv: [0, 1], target: [0.5, 0.5] }]);
    expect(columnsAt('samples[0].target', columnsOf(soft, 'full'))).toEqual([6, 7]);
    expect(columnsAt('samples[0].target[1]', columnsOf(soft, 'full'))).toEqual([7]);
  });

  it('begins with a sample that goes with the others, and keeps the form', () => {
    fc.assert(
      fc.property(experiments, (experiment) => {
        for (const form of formsOf(experiment)) {
          const fresh = freshSample(experiment, form);
          const longer = parseExperiment({ ...experiment, samples: [...experiment.samples, fresh] });
          expect(formsOf(longer)).toContain(form);
          expect(columnsOf(longer, form)).toEqual(columnsOf(experiment, form));
        }
      }),
    );
  });

  it('is for so many samples and classes, and no more', () => {
    const many = (n: number) => experimentOf('sigmoid', Array(n).fill(LINE.samples[0]));
    expect([isEditable(many(1000)), isEditable(many(1001))]).toEqual([true, false]);
    const wide = (k: number) => {
      const zeros = Array(k).fill(0);
      return experimentOf('softmax', [{ origin: zeros, du: zeros, dv: zeros, target: 0 }]);
    };
    expect([isEditable(wide(20)), isEditable(wide(21))]).toEqual([true, false]);
  });
});

describe('a decimal comma in a cell', () => {
  const columns = columnsOf(LINE, 'points');
  const read = (x: string) => (sampleOfTexts(columns, [x, '1']) as { du: unknown[] }).du[0];

  it('is a decimal point, as in a file', () => {
    expect(read('1,5')).toBe(1.5);
    expect(read(' −0,25 ')).toBe(-0.25);
    expect(read('2,5e-3')).toBe(0.0025);
  });

  it('is one alone: what may part thousands is no number, and stays as it was typed', () => {
    for (const text of ['1,000,000', '1,000.5', '1.000,5', ',', '1,5x']) expect(read(text)).toBe(text);
  });
});
