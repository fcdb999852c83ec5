/** The promised tolerances, as the design's table has them. */
import { describe, expect, it } from 'vitest';
import type { LossId } from '../../src/core/experiment.ts';
import { FIELD_IDS, type FieldId } from '../../src/core/fields.ts';
import { tolerance } from '../../src/core/tolerance.ts';
import { type ExperimentFile, fileOf, obliqueSample, parsed, threeClass } from './support/experiments.ts';

const promised = (file: ExperimentFile, loss: LossId, software = true) =>
  FIELD_IDS.map((field: FieldId) => tolerance(parsed(file), loss, field, software));

const CROSS_ENTROPY = [4, 4, 4, 8, 8, 8, 8];
const SQUARED_ERROR = [8, 12, 12, 12, 12, 12, 12];
const times = (factor: number, tolerances: readonly number[]) => tolerances.map((x) => factor * x);

it('one sample on two axes', () => {
  for (const file of [threeClass(0, -1000), threeClass([0.5, 0.5, 0], 1)]) {
    expect(promised(file, 'cross-entropy')).toEqual(CROSS_ENTROPY);
    expect(promised(file, 'mse')).toEqual(SQUARED_ERROR);
    expect(promised(file, 'hinge')).toEqual(times(16, [1, 1, 1, 1, 1, 1, 1]));
  }
});

it('twice that on other adapters', () => {
  expect(promised(threeClass(0, -1000), 'cross-entropy', false)).toEqual(times(2, CROSS_ENTROPY));
  expect(promised(threeClass(0, -1000), 'mse', false)).toEqual(times(2, SQUARED_ERROR));
});

describe('four times that for', () => {
  const axis = (classes: number) => ({
    origin: Array(classes).fill(0),
    du: [1, ...Array(classes - 1).fill(0)],
    dv: [...Array(classes - 1).fill(0), 1],
    target: 0,
  });

  it.each([
    ['several samples', threeClass(0, 0)],
    ['oblique directions', fileOf('softmax', [obliqueSample(3, 'hard', 1)])],
    ['more than five classes', fileOf('softmax', [axis(6)])],
  ])('%s', (name, file) => {
    const samples = name === 'several samples' ? [...file.samples, ...file.samples] : file.samples;
    expect(promised({ ...file, samples }, 'mse')).toEqual(times(4, SQUARED_ERROR));
  });

  it('not for five classes on axes', () => {
    expect(promised(fileOf('softmax', [axis(5)]), 'mse')).toEqual(SQUARED_ERROR);
  });
});
