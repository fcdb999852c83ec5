/** The samples of an experiment: their logits, their targets, and the caps on how much there may be of them. */
import { type AffineSample, CAPS, type Link, type Target, type TwoLayerSample } from './experiment.ts';
import { describe, ExperimentError, itemPath } from './experiment-error.ts';
import {
  integerSchema,
  numberSchema,
  readNumber,
  readNumbers,
  readObject,
  readValue,
  type ValueSchema,
} from './readers.ts';

const AFFINE_KEYS = ['origin', 'du', 'dv', 'target'] as const;
const TWO_LAYER_KEYS = ['input', 'target'] as const;

/** How far the sum of K target probabilities may be from 1; the last term lets a decimal 1.000001 count as within. */
const SUM_TOLERANCE = 1e-6 + 1e-12;

export function readAffineSamples(value: unknown, link: Link): AffineSample[] {
  const list = readSampleList(value);
  const samples: AffineSample[] = [];
  let readTarget: TargetReader | undefined;
  for (let n = 0; n < list.length; n++) {
    const path = itemPath('samples', n);
    const { origin, du, dv, target } = readObject(list[n], path, AFFINE_KEYS);
    // The first sample says how many logits all of them have.
    const classes = samples[0]?.origin.length ?? readClassCount(origin, `${path}.origin`, link);
    readTarget ??= targetReader(link, classes);
    samples.push({
      origin: readNumbers(origin, `${path}.origin`, classes),
      du: readNumbers(du, `${path}.du`, classes),
      dv: readNumbers(dv, `${path}.dv`, classes),
      target: readTarget(target, `${path}.target`),
    });
  }
  return samples;
}

export function readTwoLayerSamples(value: unknown, link: Link): TwoLayerSample[] {
  return readSampleList(value).map((item, n) => {
    const path = itemPath('samples', n);
    const { input, target } = readObject(item, path, TWO_LAYER_KEYS);
    return {
      input: readNumber(input, `${path}.input`),
      target:
        link === 'sigmoid' ? readProbability(target, `${path}.target`) : readNumber(target, `${path}.target`),
    };
  });
}

/** The array of samples, not yet read, within the caps: what is too large is refused before its numbers are walked. */
function readSampleList(value: unknown): unknown[] {
  if (!Array.isArray(value)) throw new ExperimentError('samples', 'an array of samples', describe(value));
  if (value.length === 0) throw new ExperimentError('samples', 'at least 1 sample', '0');
  if (value.length > CAPS.samples) {
    throw new ExperimentError('samples', `at most ${CAPS.samples} samples`, String(value.length));
  }
  const list = Array.from(value); // fills holes, which array methods would pass over
  const numbers = list.reduce<number>((count, sample) => count + countNumbers(sample), 0);
  if (numbers > CAPS.numbers) {
    throw new ExperimentError(
      'samples',
      `at most ${CAPS.numbers} numbers in all samples together`,
      String(numbers),
    );
  }
  return list;
}

/** How many numbers a sample holds, by the lengths of its arrays; 0 for what is no sample. */
function countNumbers(sample: unknown): number {
  if (typeof sample !== 'object' || sample === null) return 0;
  let count = 0;
  for (const value of Object.values(sample)) count += Array.isArray(value) ? value.length : 1;
  return count;
}

/** K, from the first sample's origin. */
function readClassCount(origin: unknown, path: string, link: Link): number {
  const fewest = link === 'softmax' ? 2 : 1;
  const most = link === 'sigmoid' ? 1 : CAPS.classes;
  const expected =
    fewest === most ? `1 number (the link is ${link})` : `${fewest} to ${most} numbers (the link is ${link})`;
  if (!Array.isArray(origin)) throw new ExperimentError(path, `an array of ${expected}`, describe(origin));
  if (origin.length < fewest || origin.length > most) {
    throw new ExperimentError(path, expected, String(origin.length));
  }
  return origin.length;
}

type TargetReader = (value: unknown, path: string) => Target;

function targetReader(link: Link, classes: number): TargetReader {
  switch (link) {
    case 'softmax':
      return classTargetReader(classes);
    case 'sigmoid':
      return readProbability;
    case 'identity':
      return (value, path) =>
        classes === 1 && !Array.isArray(value) ? readNumber(value, path) : readNumbers(value, path, classes);
  }
}

function classTargetReader(classes: number): TargetReader {
  const expected = `a class index from 0 to ${classes - 1} or an array of ${classes} probabilities`;
  const classIndex = integerSchema(0, classes - 1, expected);
  return (value, path) =>
    Array.isArray(value) ? readProbabilities(value, path, classes) : readValue(classIndex, value, path);
}

const PROBABILITY: ValueSchema<number> = numberSchema(0, 1, 'a number from 0 to 1');

function readProbability(value: unknown, path: string): number {
  return readValue(PROBABILITY, value, path);
}

function readProbabilities(value: readonly unknown[], path: string, classes: number): number[] {
  if (value.length !== classes)
    throw new ExperimentError(path, `${classes} probabilities`, String(value.length));
  const probabilities = Array.from(value, (p, k) => readProbability(p, itemPath(path, k)));
  const sum = probabilities.reduce((total, p) => total + p, 0);
  if (Math.abs(sum - 1) <= SUM_TOLERANCE) return probabilities;
  throw new ExperimentError(path, 'probabilities that sum to 1 within 1e-6', `a sum of ${sum}`);
}
