/**
 * Validation: what is unknown becomes an Experiment, or is refused whole with the path of the first bad field.
 * "First" is the order of the design's example: version, name, map, link, samples, losses, ... . Where two fields
 * contradict each other, the later one is the bad one.
 */
import * as v from 'valibot';
import {
  CAPS,
  type Experiment,
  type Interval,
  LINKS,
  type Link,
  type PlaneWindow,
  SAMPLE_REDUCTIONS,
  SQUARED_ERRORS,
} from './experiment.ts';
import { describe, ExperimentError } from './experiment-error.ts';
import { parseJson } from './json-text.ts';
import {
  choiceSchema,
  integerSchema,
  type Properties,
  readArray,
  readNumbers,
  readObject,
  readProperties,
  readValue,
  refuseUnknownKeys,
} from './readers.ts';
import { readLosses } from './validate-losses.ts';
import { readAffineSamples, readTwoLayerSamples } from './validate-samples.ts';

export { ExperimentError } from './experiment-error.ts';

const KEYS = [
  'version',
  'name',
  'map',
  'link',
  'samples',
  'losses',
  'sampleReduction',
  'squaredError',
  'window',
  'resolution',
] as const;

const VERSION = v.literal(1, '1 (the version of the experiment file)');
export const NAME = v.optional(v.string('a string'), '');
const MAP = choiceSchema(['affine', 'two-layer']);
const LINK = v.optional(choiceSchema(LINKS), 'softmax');
const SAMPLE_REDUCTION = v.optional(choiceSchema(SAMPLE_REDUCTIONS), 'mean');
const SQUARED_ERROR = v.optional(choiceSchema(SQUARED_ERRORS), 'mean');
/** Below this the steps of a grid and of its ticks are no longer normal numbers. */
const NARROWEST_WINDOW = 1e-290;
const POINTS = integerSchema(
  CAPS.resolution.min,
  CAPS.resolution.max,
  `a whole number from ${CAPS.resolution.min} to ${CAPS.resolution.max}`,
);

/**
 * The experiment that `input` describes, defaults filled in; shares nothing with `input`. -0 becomes 0.
 * @param input plain data, as JSON.parse gives it
 * @throws ExperimentError with the path of the first bad field
 */
export function parseExperiment(input: unknown): Experiment {
  const file = readProperties(input, '');
  // The version goes before the keys: a file of another version may rightly have others.
  const version = readValue(VERSION, file.version, 'version');
  refuseUnknownKeys(file, '', KEYS);
  const name = readValue(NAME, file.name, 'name');
  const map = readValue(MAP, file.map, 'map');
  const link = readLink(file.link, map);
  if (map === 'affine') {
    const samples = readAffineSamples(file.samples, link);
    return { version, name, map, link, samples, ...readRest(file, link, samples) };
  }
  const samples = readTwoLayerSamples(file.samples, link);
  return { version, name, map, link, samples, ...readRest(file, link, samples) };
}

/**
 * The experiment in the text of an experiment file.
 * @throws ExperimentError if the text is too large or no JSON (with line and column), or as `parseExperiment` does
 */
export function parseExperimentText(text: string): Experiment {
  return parseExperiment(parseJson(text, CAPS.fileBytes));
}

function readLink(value: unknown, map: Experiment['map']): Link {
  const link = readValue(LINK, value, 'link');
  if (map === 'two-layer' && link === 'softmax') {
    const found = value === undefined ? 'nothing, which stands for "softmax"' : describe(link);
    throw new ExperimentError('link', '"sigmoid" or "identity" (the map is two-layer)', found);
  }
  return link;
}

/** What stands after the samples, in the file's order. */
function readRest(file: Properties, link: Link, samples: Experiment['samples']) {
  return {
    losses: readLosses(file.losses, link, samples),
    sampleReduction: readValue(SAMPLE_REDUCTION, file.sampleReduction, 'sampleReduction'),
    squaredError: readValue(SQUARED_ERROR, file.squaredError, 'squaredError'),
    window: readWindow(file.window),
    resolution: readResolution(file.resolution),
  };
}

/** @throws ExperimentError with the path of the first bad part: `window.u` */
export function readWindow(value: unknown): PlaneWindow {
  if (value === undefined) return { u: [-10, 10], v: [-10, 10] };
  const { u, v } = readObject(value, 'window', ['u', 'v']);
  return { u: readInterval(u, 'window.u'), v: readInterval(v, 'window.v') };
}

function readInterval(value: unknown, path: string): Interval {
  const [low, high] = readNumbers(value, path, 2) as [number, number];
  if (!(low < high)) throw new ExperimentError(path, 'an increasing pair', describe([low, high]));
  if (high - low < NARROWEST_WINDOW) {
    throw new ExperimentError(path, `a pair at least ${NARROWEST_WINDOW} apart`, describe([low, high]));
  }
  return [low, high];
}

function readResolution(value: unknown): readonly [number, number] {
  if (value === undefined) return [100, 100];
  const readPoints = (item: unknown, path: string) => readValue(POINTS, item, path);
  return readArray(value, 'resolution', 2, ['whole numbers', 'whole number'], readPoints) as [number, number];
}
