/** The samples of an experiment as a table of texts: which columns it has, and what a row of texts stands for. */
import { type AffineSample, classCount, type Experiment, type TwoLayerSample } from '../core/experiment.ts';
import { decodeNumber } from '../core/number-text.ts';

/** Tables longer or wider than this would be no use to anyone; such experiments are edited as files. */
export const EDITABLE = { samples: 1000, classes: 20 } as const;

export function isEditable(experiment: Experiment): boolean {
  return experiment.samples.length <= EDITABLE.samples && classCount(experiment) <= EDITABLE.classes;
}

/**
 * How affine samples are written: as points of z = u x + v or z = u x1 + v x2, where all samples are such, or in full.
 */
export type TableForm = 'points' | 'inputs' | 'full';

type SampleKey = 'origin' | 'du' | 'dv' | 'input' | 'target';

export interface Column {
  /** Where its numbers stand in a sample: at this key, and at this index if that is a list. */
  readonly key: SampleKey;
  readonly index?: number;
  /** What it is called in a short form. */
  readonly label?: 'x' | 'y' | 'x₁' | 'x₂';
  /** Number of classes to choose from, where the cell is a class and no number. */
  readonly classes?: number;
}

/** The forms that the samples can be shown in, the shortest first. */
export function formsOf(experiment: Experiment): readonly TableForm[] {
  if (experiment.map === 'two-layer' || classCount(experiment) > 1) return ['full'];
  if (experiment.samples.some(({ origin }) => origin[0] !== 0)) return ['full'];
  if (experiment.samples.some(({ dv }) => dv[0] !== 1)) return ['inputs', 'full'];
  return ['points', 'inputs', 'full'];
}

/** Whether any target is K probabilities. */
export function hasSoftTargets({ link, samples }: Experiment): boolean {
  return link === 'softmax' && samples.some(({ target }) => typeof target !== 'number');
}

export function columnsOf(experiment: Experiment, form: TableForm): Column[] {
  if (experiment.map === 'two-layer') {
    return [
      { key: 'input', label: 'x' },
      { key: 'target', label: 'y' },
    ];
  }
  const target: Column = { key: 'target', label: 'y' };
  if (form === 'points') return [{ key: 'du', index: 0, label: 'x' }, target];
  if (form === 'inputs') {
    return [{ key: 'du', index: 0, label: 'x₁' }, { key: 'dv', index: 0, label: 'x₂' }, target];
  }
  const classes = classCount(experiment);
  const numbers = (key: SampleKey): Column[] =>
    Array.from({ length: classes }, (_, index) => ({ key, index }));
  const directions = [...numbers('origin'), ...numbers('du'), ...numbers('dv')];
  if (classes === 1) return [...directions, target];
  if (experiment.link === 'softmax' && !hasSoftTargets(experiment)) {
    return [...directions, { key: 'target', classes }];
  }
  return [...directions, ...numbers('target')];
}

/** What stands in the cells of a sample. */
export function textsOf(sample: AffineSample | TwoLayerSample, columns: readonly Column[]): string[] {
  const values = sample as unknown as Readonly<Record<SampleKey, number | readonly number[]>>;
  return columns.map(({ key, index }) => {
    const value = values[key];
    if (typeof value !== 'number') return String(value[index ?? 0]);
    // A class among probabilities is 1 at its own place.
    return String(index === undefined ? value : Number(value === index));
  });
}

/** The sample that a row of texts stands for, unchecked; what is no number stays text, for the check to refuse. */
export function sampleOfTexts(columns: readonly Column[], texts: readonly string[]): unknown {
  // In the short forms the plane goes through zero, and the points form has v as the bias.
  const short = columns[0]!.key === 'du';
  const sample: Record<string, unknown> = short ? { origin: [0], du: [0], dv: [1] } : {};
  for (const [n, { key, index }] of columns.entries()) {
    const value = numberOfText(texts[n]!);
    if (index === undefined) sample[key] = value;
    else {
      sample[key] ??= [];
      (sample[key] as unknown[])[index] = value;
    }
  }
  return sample;
}

/**
 * The page writes minus signs as such, so they come back when numbers are copied from it. One comma, without a point, is
 * a decimal comma, as in files; what is no number is told as it was typed.
 */
function numberOfText(text: string): unknown {
  const typed = text.trim();
  const number = decodeNumber(typed.replace('−', '-').replace(/^([^.,]*),([^.,]*)$/, '$1.$2'));
  return typeof number === 'number' ? number : typed;
}

/** The columns that an error's path points at: `samples[3].du[1]`, or all of a target whose sum is wrong. */
export function columnsAt(path: string, columns: readonly Column[]): readonly number[] {
  const field = /^samples\[\d+\]\.(.*)$/.exec(path)?.[1];
  const at = columns.flatMap(({ key, index }, n) => {
    return field === key || field === `${key}[${index ?? 0}]` ? [n] : [];
  });
  if (at.length > 0) return at;
  // Losses that ask for hard targets: the target is what was changed.
  return columns.flatMap(({ key }, n) => (key === 'target' ? [n] : []));
}

/** A sample to begin with: u moves the first logit and v the last, or x = 1. */
export function freshSample(experiment: Experiment, form: TableForm): AffineSample | TwoLayerSample {
  if (experiment.map === 'two-layer') return { input: 1, target: 0 };
  const classes = classCount(experiment);
  const axis = (at: number) => Array.from({ length: classes }, (_, k) => (k === at ? 1 : 0));
  const zeros = axis(-1);
  const { link } = experiment;
  const hard = link === 'softmax' && !hasSoftTargets(experiment);
  const several = link === 'softmax' ? axis(0) : zeros;
  return {
    origin: zeros,
    du: axis(0),
    dv: form === 'inputs' ? zeros : axis(Math.min(1, classes - 1)),
    target: hard || classes === 1 ? 0 : several,
  };
}
