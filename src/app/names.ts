/** How logits, axes, losses and formulas are written on the page. */
import {
  classCount,
  type Experiment,
  type Interval,
  type LossId,
  type PlaneWindow,
} from '../core/experiment.ts';
import type { FieldId } from '../core/fields.ts';
import { formatNumber } from '../core/format.ts';
import type { Language } from './texts.ts';
import { text } from './texts.ts';

const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';

function subscript(n: number): string {
  return String(n).replace(/\d/g, (digit) => SUBSCRIPTS[Number(digit)]!);
}

/** The logit of class k: z₁ for class 0, as in textbooks. */
export function logitName(k: number): string {
  return `z${subscript(k + 1)}`;
}

/** An axis that alone moves a logit of the only sample, and no other, is named after it; others are u and v. */
function axisName(experiment: Experiment, direction: 'du' | 'dv'): string {
  const letter = direction === 'du' ? 'u' : 'v';
  if (experiment.map !== 'affine' || experiment.samples.length !== 1) return letter;
  const sample = experiment.samples[0]!;
  const slopes = sample[direction];
  const otherSlopes = sample[direction === 'du' ? 'dv' : 'du'];
  const moved = slopes.flatMap((slope, k) => (slope === 0 ? [] : [k]));
  const [k] = moved;
  const isLogit = moved.length === 1 && slopes[k!] === 1 && sample.origin[k!] === 0 && otherSlopes[k!] === 0;
  if (!isLogit) return letter;
  return slopes.length === 1 ? 'z' : logitName(k!);
}

export function axisNames(experiment: Experiment): { u: string; v: string } {
  return { u: axisName(experiment, 'du'), v: axisName(experiment, 'dv') };
}

/** Digits of a coordinate beyond those that all of the window's have in common. */
const OWN_DIGITS = 4;

/** The coordinates of a point with as many digits as the window makes worth telling. */
export function formatPoint(window: PlaneWindow, [u, v]: readonly [number, number]): [u: string, v: string] {
  return [formatCoordinate(window.u, u), formatCoordinate(window.v, v)];
}

function formatCoordinate([low, high]: Interval, x: number): string {
  const common = Math.log10(Math.max(Math.abs(low), Math.abs(high)) / (high - low));
  return formatNumber(x, OWN_DIGITS + Math.max(0, Math.ceil(common)));
}

/** The name of a loss; a squared error is a mean only when it is divided by the number of outputs. */
export function lossName(loss: LossId, { squaredError }: Experiment, language: Language): string {
  if (loss === 'mse') return text(squaredError === 'mean' ? 'mse' : 'sumSquaredError', language);
  if (loss === 'mse-logits')
    return text(squaredError === 'mean' ? 'mse-logits' : 'sumSquaredLogits', language);
  return text(loss, language);
}

/** A stretch of a formula; `sub` is set below the line. */
export interface FormulaPart {
  readonly text: string;
  readonly sub?: boolean;
}

/** A field of a loss L as a symbol, axes named as in `axisNames`. */
export function fieldSymbol(field: FieldId, { u, v }: { u: string; v: string }): FormulaPart[] {
  switch (field) {
    case 'value':
      return [{ text: 'L' }];
    case 'du':
      return [{ text: `∂L/∂${u}` }];
    case 'dv':
      return [{ text: `∂L/∂${v}` }];
    case 'duu':
      return [{ text: `∂²L/∂${u}²` }];
    case 'duv':
      return [{ text: `∂²L/∂${u}∂${v}` }];
    case 'dvv':
      return [{ text: `∂²L/∂${v}²` }];
    case 'lambda_min':
      return parts('λ_{min}');
  }
}

/** Splits "p_{t}" notation: what stands in _{...} is a subscript. */
function parts(formula: string): FormulaPart[] {
  return formula
    .split(/(_\{[^}]*\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece.startsWith('_{') ? { text: piece.slice(2, -1), sub: true } : { text: piece }));
}

/** The formula in use, samples' reduction included. */
export function lossFormula(loss: LossId, experiment: Experiment): FormulaPart[] {
  const { samples, sampleReduction } = experiment;
  const one = sampleFormula(loss, experiment);
  if (samples.length === 1) return parts(one);
  const grouped = one.startsWith('−') ? inBrackets(one) : one;
  return parts(sampleReduction === 'mean' ? `1/${samples.length} Σ_{n} ${grouped}` : `Σ_{n} ${grouped}`);
}

/** Square brackets around parentheses, unless there are square ones within. */
function inBrackets(formula: string): string {
  return formula.includes('(') && !formula.includes('[') ? `[${formula}]` : `(${formula})`;
}

function sampleFormula(loss: LossId, experiment: Experiment): string {
  switch (loss) {
    case 'cross-entropy':
    case 'cross-entropy-naive':
      return crossEntropyFormula(experiment);
    case 'cross-entropy-clipped':
      return crossEntropyFormula(experiment).replaceAll('p', 'clip p');
    case 'mse':
      return squaredErrorFormula(experiment, experiment.link === 'identity' ? 'z' : 'p');
    case 'mse-logits':
      return squaredErrorFormula(experiment, 'z');
    case 'hinge':
      return hingeFormula(experiment);
    case 'error-rate':
      return experiment.link === 'sigmoid' ? '[(z > 0) ≠ y]' : `[argmax z ≠ ${targetName(experiment)}]`;
  }
}

/** The target's class, as its logit is numbered; y where samples have their own. */
function targetName({ samples }: Experiment): string {
  const { target } = samples[0]!;
  return samples.length === 1 && typeof target === 'number' ? String(target + 1) : 'y';
}

function hingeFormula(experiment: Experiment): string {
  const { link, samples } = experiment;
  if (link === 'sigmoid') {
    if (samples.length > 1) return 'max(0, 1 − (2y − 1) z)';
    return samples[0]!.target === 1 ? 'max(0, 1 − z)' : 'max(0, 1 + z)';
  }
  const target = targetName(experiment);
  return `Σ_{j≠${target}} max(0, 1 + z_{j} − z_{${target}})`;
}

function crossEntropyFormula(experiment: Experiment): string {
  const { link, samples } = experiment;
  const { target } = samples[0]!;
  if (link === 'sigmoid') {
    if (samples.length === 1 && target === 1) return '−log p';
    if (samples.length === 1 && target === 0) return '−log(1 − p)';
    return '−y log p − (1 − y) log(1 − p)';
  }
  if (link === 'identity' && classCount(experiment) === 1) return '−y log z − (1 − y) log(1 − z)';
  if (link === 'identity') return '−Σ_{k} [y_{k} log z_{k} + (1 − y_{k}) log(1 − z_{k})]';
  if (samples.length === 1 && typeof target === 'number') return `−log p_{${target + 1}}`;
  return samples.every((sample) => typeof sample.target === 'number')
    ? '−log p_{y}'
    : '−Σ_{k} y_{k} log p_{k}';
}

function squaredErrorFormula(experiment: Experiment, output: 'p' | 'z'): string {
  const { squaredError } = experiment;
  const outputs = classCount(experiment);
  const factor = { mean: outputs === 1 ? '' : `1/${outputs} `, half: '½ ', sum: '' }[squaredError];
  return outputs === 1 ? `${factor}(${output} − y)²` : `${factor}Σ_{k} (${output}_{k} − y_{k})²`;
}
