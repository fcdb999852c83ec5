/** What the range line says of a quantity other than the value. */
import { classCount, type Experiment } from '../core/experiment.ts';
import { formatLog2, formatNumber } from '../core/format.ts';
import { beyondScale } from '../core/gradient-ratio.ts';
import type { Quantity } from '../core/quantity.ts';
import { predictionOf } from '../core/regions.ts';
import type { ValueRange } from '../core/scale.ts';
import type { ShownNotes } from './painter.ts';
import { type Language, type TextKey, text } from './texts.ts';

/** Significant digits. */
const DIGITS = 3;

/** What is painted on one panel. */
export interface PaintedRange {
  readonly panel: 0 | 1;
  readonly quantity: Quantity;
  readonly range: ValueRange;
  readonly experiment: Experiment;
  readonly notes: ShownNotes;
}

/** The name of what is shown, and its range; undefined where the line says it anyway. */
export function quantityText(painted: PaintedRange, language: Language): string | undefined {
  const { range, quantity } = painted;
  const { min, max } = range;
  const ends = (low: string, high: string) => (low === high ? low : `${low} … ${high}`);
  const numbers = () => ends(formatNumber(min, DIGITS), formatNumber(max, DIGITS));
  switch (quantity) {
    case 'value':
    case 'gradient':
      return undefined;
    case 'lambda_min':
      return Number.isNaN(min) ? undefined : `λ ${numbers()}`;
    case 'ratio':
      return text('ratioRange', language, { range: ratioText(range) });
    case 'regions':
      return text(regionsKey(painted.experiment), language);
    case 'accuracy':
      return text('accuracyRange', language, { range: numbers() });
    case 'error':
      return errorText(painted, language);
  }
}

function ratioText(range: ValueRange): string {
  if (Number.isNaN(range.min)) return '–';
  const [below, above] = beyondScale(range);
  const told = Number.isNaN(range.log2Max) ? [] : [range.log2Min, range.log2Max];
  const ends = [
    ...(below ? ['0'] : []),
    ...told.map((log2Ratio) => formatLog2(log2Ratio, DIGITS)),
    ...(above ? ['∞'] : []),
  ];
  const [low, high] = [ends[0]!, ends.at(-1)!];
  return low === high ? low : `${low} … ${high}`;
}

function regionsKey(experiment: Experiment): TextKey {
  const prediction = predictionOf(experiment);
  if (prediction === 'no-classes') return 'regionsNoClasses';
  if (prediction === 'no-target') return 'regionsNoTarget';
  return classCount(experiment) === 1 ? 'regionsOfSigmoid' : 'regionsOfClasses';
}

function errorText({ panel, range, notes }: PaintedRange, language: Language): string {
  const { tolerances, worst, infinite } = notes;
  if (!tolerances || !worst || Number.isNaN(range.min)) return text('errorNoGpu', language);
  const largest = infinite?.[panel] ? '∞' : formatNumber(worst[panel], DIGITS);
  return text('errorRange', language, { worst: largest, tolerance: tolerances[panel] });
}

/** A class in a legend. Of a sigmoid the two are told by p. */
export function className(experiment: Experiment, k: number, language: Language): string {
  if (classCount(experiment) === 1) return k === 1 ? 'p > ½' : 'p < ½';
  return text('regionClass', language, { k });
}

/** Why there are no decision regions of an experiment, or undefined where there are. */
export function regionsRefusal(experiment: Experiment, language: Language): string | undefined {
  const key = regionsKey(experiment);
  return key === 'regionsNoClasses' || key === 'regionsNoTarget' ? text(key, language) : undefined;
}
