/**
 * An experiment with other samples, another link, map or number of logits: what can be kept is kept, and what no longer
 * goes with the rest becomes the first that does.
 */
import {
  type AffineSample,
  classCount,
  type Experiment,
  type Link,
  type LossId,
  type Target,
  type TwoLayerSample,
} from './experiment.ts';
import { ExperimentError } from './experiment-error.ts';
import { decodeSamples, type SampleList } from './samples-csv.ts';
import { parseExperiment } from './validate.ts';

interface CsvExperiment {
  readonly experiment: Experiment;
  readonly refused: { readonly link: Link; readonly error: ExperimentError } | undefined;
}

/**
 * `experiment` with the samples of a CSV. The link stays if the samples go with it; otherwise it is softmax for several
 * logits, sigmoid for one where every target is from 0 to 1, else identity. Losses that do not go with the samples are
 * replaced by cross-entropy or mse.
 * @returns the experiment, and the link that it would have had but for a sample, with the error that says which
 * @throws ExperimentError, its path the line and column of the CSV
 */
export function withCsvSamples(experiment: Experiment, text: string): CsvExperiment {
  const { list, locate } = decodeSamples(text);
  let refused: CsvExperiment['refused'];
  for (const link of linksFor(list, experiment.link)) {
    try {
      return { experiment: refit(experiment, list, link), refused };
    } catch (error) {
      if (!(error instanceof ExperimentError)) throw error;
      refused ??= { link, error: locate(error) };
    }
  }
  throw refused?.error;
}

/** The links that samples of this kind may have, the preferred one first. */
function linksFor(list: SampleList, preferred: Link): Link[] {
  const single = list.map === 'two-layer' || list.samples[0]!.origin.length === 1;
  const links: readonly Link[] = single ? ['sigmoid', 'identity'] : ['softmax', 'identity'];
  return links.includes(preferred) ? [preferred, ...links.filter((link) => link !== preferred)] : [...links];
}

/** The experiment with these samples and link, its losses those that go with them. */
function refit(experiment: Experiment, list: SampleList, link: Link): Experiment {
  const [left, right] = experiment.losses;
  const choices: (readonly [LossId, LossId])[] = [
    [left, right],
    [left, left === 'mse' ? 'cross-entropy' : 'mse'],
    [right === 'cross-entropy' ? 'mse' : 'cross-entropy', right],
    ['cross-entropy', 'mse'],
  ];
  for (const losses of choices) {
    try {
      return parseExperiment({ ...experiment, map: list.map, samples: list.samples, link, losses });
    } catch (error) {
      if (!(error instanceof ExperimentError && error.path.startsWith('losses'))) throw error;
    }
  }
  throw new Error('cross-entropy and mse go with any samples');
}

/**
 * The experiment under another link. Two classes under softmax and one logit under sigmoid are the same model
 * (z = z_2 - z_1, and back z_1 = 0, z_2 = z), so cross-entropy stays what it is; of more classes the first two are kept.
 */
export function withLink(experiment: Experiment, link: Link): Experiment {
  if (experiment.map === 'two-layer') {
    const samples = experiment.samples.map((sample) => ({
      ...sample,
      target: numericTarget(sample.target, link),
    }));
    return refit(experiment, { map: 'two-layer', samples }, link);
  }
  const convert = sampleConversion(experiment.link, link);
  return refit(experiment, { map: 'affine', samples: experiment.samples.map(convert) }, link);
}

function sampleConversion(from: Link, to: Link): (sample: AffineSample) => AffineSample {
  if (from === to) return (sample) => sample;
  if (to === 'sigmoid') {
    const single = from === 'softmax' ? differenceOfTwo : firstOutput;
    return (sample) => {
      const kept = single(sample);
      return { ...kept, target: numericTarget(kept.target as number, 'sigmoid') };
    };
  }
  if (to === 'identity') {
    if (from === 'sigmoid') return (sample) => sample;
    return (sample) => ({ ...sample, target: probabilities(sample.target, sample.origin.length) });
  }
  return (sample) => {
    if (sample.origin.length > 1) return { ...sample, target: classTarget(sample.target) };
    const clamped = numericTarget(numberOf(sample.target), 'sigmoid');
    return besideZero({ ...sample, target: clamped });
  };
}

/** z_2 - z_1 with the probability of class 2 (index 1) as target. */
function differenceOfTwo(sample: AffineSample): AffineSample {
  const minus = ([first, second]: readonly number[]) => [second! - first!];
  const two = probabilities(classesCut(sample.target, 2, 'softmax'), 2);
  return { origin: minus(sample.origin), du: minus(sample.du), dv: minus(sample.dv), target: two[1]! };
}

function firstOutput({ origin, du, dv, target }: AffineSample): AffineSample {
  return { origin: [origin[0]!], du: [du[0]!], dv: [dv[0]!], target: numberOf(target) };
}

/** Logits 0 and z. */
function besideZero({ origin, du, dv, target }: AffineSample): AffineSample {
  const y = target as number;
  const pair = ([z]: readonly number[]) => [0, z!];
  return {
    origin: pair(origin),
    du: pair(du),
    dv: pair(dv),
    target: y === 0 || y === 1 ? y : [1 - y, y],
  };
}

function numberOf(target: Target): number {
  return typeof target === 'number' ? target : target[0]!;
}

function numericTarget(target: number, link: Link): number {
  return link === 'sigmoid' ? Math.min(1, Math.max(0, target)) : target;
}

/** A class as probabilities: 1 at its index. */
function probabilities(target: Target, classes: number): readonly number[] {
  if (typeof target !== 'number') return target;
  return Array.from({ length: classes }, (_, k) => (k === target ? 1 : 0));
}

/** K reals as a target of softmax: their probabilities if they are such, or else the class of the largest. */
function classTarget(target: Target): Target {
  if (typeof target === 'number') return target;
  const sum = target.reduce((total, p) => total + p, 0);
  const soft = target.every((p) => p >= 0 && p <= 1) && Math.abs(sum - 1) <= 1e-6;
  return soft && !target.includes(1) ? target : largest(target);
}

function largest(target: readonly number[]): number {
  return target.indexOf(Math.max(...target));
}

/** All targets of a softmax as probabilities, or all as the most probable class. */
export function withSoftTargets(experiment: Experiment, soft: boolean): Experiment {
  if (experiment.map === 'two-layer' || experiment.link !== 'softmax') return experiment;
  const classes = classCount(experiment);
  const samples = experiment.samples.map((sample) => {
    const { target } = sample;
    const hard = typeof target === 'number' ? target : largest(target);
    return { ...sample, target: soft ? probabilities(target, classes) : hard };
  });
  return refit(experiment, { map: 'affine', samples }, 'softmax');
}

/** The experiment with `classes` logits a sample: the first ones are kept, new ones are 0 everywhere. */
export function withClasses(experiment: Experiment, classes: number): Experiment {
  if (experiment.map === 'two-layer' || classes === classCount(experiment)) return experiment;
  const { link } = experiment;
  if (link === 'softmax' && classes === 1) return withLink(experiment, 'sigmoid');
  if (link === 'sigmoid') return withClasses(withLink(experiment, 'softmax'), classes);
  const cut = (numbers: readonly number[]) => Array.from({ length: classes }, (_, k) => numbers[k] ?? 0);
  const samples = experiment.samples.map(({ origin, du, dv, target }) => ({
    origin: cut(origin),
    du: cut(du),
    dv: cut(dv),
    target: classesCut(target, classes, link),
  }));
  return refit(experiment, { map: 'affine', samples }, link);
}

function classesCut(target: Target, classes: number, link: Link): Target {
  if (link === 'identity') {
    const reals = typeof target === 'number' ? [target] : target;
    return Array.from({ length: classes }, (_, k) => reals[k] ?? 0);
  }
  if (typeof target === 'number') return Math.min(target, classes - 1);
  const kept = Array.from({ length: classes }, (_, k) => target[k] ?? 0);
  const sum = kept.reduce((total, p) => total + p, 0);
  if (target.length <= classes) return kept;
  return sum > 0 ? kept.map((p) => p / sum) : classes - 1;
}

/**
 * The experiment under another map. The two-layer map takes one number a sample, its input: that is du of the one logit,
 * as in z = u x + v, which is also what an input becomes.
 */
export function withMap(experiment: Experiment, map: Experiment['map']): Experiment {
  if (map === experiment.map) return experiment;
  if (experiment.map === 'two-layer') {
    const samples = experiment.samples.map((sample) => onLine(sample));
    return refit(experiment, { map: 'affine', samples }, experiment.link);
  }
  const { link, samples } = experiment.link === 'softmax' ? withLink(experiment, 'sigmoid') : experiment;
  const inputs = (samples as readonly AffineSample[]).map(({ du, target }) => ({
    input: du[0]!,
    target: numberOf(target),
  }));
  return refit(experiment, { map: 'two-layer', samples: inputs }, link);
}

function onLine({ input, target }: TwoLayerSample): AffineSample {
  return { origin: [0], du: [input], dv: [1], target };
}
