/** One neuron, input 1, target 0: how many steps until it answers 0.1. */
import { saturatedNeuron } from '../presets/saturated-neuron.ts';
import type { Claim } from './claim.ts';
import { gradientNorm, type Point, stepsTo } from './steps.ts';
import { squareWindow } from './surfaces.ts';

const GOAL = 0.1;
/** Nielsen's rate, and his two starts. */
const RATE = 0.15;
const MILD: Point = [0.6, 0.9];
const SATURATED: Point = [2, 2];
/** Twice as far out. */
const FAR: Point = [4, 4];
/** A descent that has not arrived by then counts as one that never does. */
const LIMIT = 20_000;

const CROSS_ENTROPY = 0;
const SQUARED_ERROR = 1;

export const slowSigmoid: Claim = {
  id: 'sigmoid-mse-slower',
  source: 'blog-2017',
  claim: 'A sigmoid with squared error learns more slowly than a sigmoid with cross-entropy.',
  why: {
    upheld:
      'From (2, 2) the squared error needs {stepsMse} steps to the output 0.1, cross-entropy {stepsCe} at the same rate and ' +
      '{stepsCeMatched} with a first step of the same length.',
    refuted:
      'From (2, 2) the squared error needs {stepsMse} steps to the output 0.1, cross-entropy {stepsCe} at the same rate.',
    depends:
      'At the same rate the squared error needs {stepsMse} steps from (2, 2) to the output 0.1 and cross-entropy {stepsCe}. ' +
      'With rates that make the first steps equally long cross-entropy needs {stepsCeMatched}: it is faster by its longer ' +
      'steps.',
  },
  show: { preset: 'saturated-neuron', quantity: 'gradient', scale: 'linear', range: 'shared' },
  async inF64({ at, pause }) {
    const evaluator = at(saturatedNeuron.experiment());
    const steps = (panel: 0 | 1, rate: number) =>
      stepsTo(GOAL, evaluator, { panel, start: SATURATED, rate, limit: LIMIT }, pause);
    const matched =
      (RATE * gradientNorm(evaluator, SQUARED_ERROR, SATURATED)) /
      gradientNorm(evaluator, CROSS_ENTROPY, SATURATED);
    return {
      stepsMse: await steps(SQUARED_ERROR, RATE),
      stepsCe: await steps(CROSS_ENTROPY, RATE),
      stepsCeMatched: await steps(CROSS_ENTROPY, matched),
    };
  },
  judge({ stepsMse, stepsCe, stepsCeMatched }) {
    if (!(stepsMse! > stepsCe!)) return 'refuted';
    return stepsMse! > stepsCeMatched! ? 'upheld' : 'depends';
  },
};

export const saturatedStart: Claim = {
  id: 'saturated-start-slows-quadratic',
  source: 'nielsen',
  claim:
    'A start that is badly wrong slows learning down with the quadratic cost, and not with cross-entropy.',
  why: {
    upheld:
      'The quadratic cost needs {slowdownMse} times as many steps to the output 0.1 from (2, 2) as from (0.6, 0.9), and ' +
      '{slowdownFarMse} times as many from (4, 4); cross-entropy {slowdownCe} and {slowdownFarCe} times.',
    refuted:
      'The quadratic cost needs {slowdownMse} times as many steps to the output 0.1 from (2, 2) as from (0.6, 0.9), and ' +
      '{slowdownFarMse} times as many from (4, 4); cross-entropy {slowdownCe} and {slowdownFarCe} times.',
  },
  // The starts are on the diagonal; the slope along v falls off on one plot and not on the other.
  show: {
    preset: 'saturated-neuron',
    window: squareWindow(5),
    quantity: 'gradient',
    scale: 'log',
    tab: 'slices',
    sliceAlong: 'row',
  },
  async inF64({ at, pause }) {
    const evaluator = at(saturatedNeuron.experiment());
    const steps = (panel: 0 | 1, start: Point) =>
      stepsTo(GOAL, evaluator, { panel, start, rate: RATE, limit: LIMIT }, pause);
    // One after the other: they share the evaluator.
    const mildMse = await steps(SQUARED_ERROR, MILD);
    const mildCe = await steps(CROSS_ENTROPY, MILD);
    return {
      slowdownMse: (await steps(SQUARED_ERROR, SATURATED)) / mildMse,
      slowdownFarMse: (await steps(SQUARED_ERROR, FAR)) / mildMse,
      slowdownCe: (await steps(CROSS_ENTROPY, SATURATED)) / mildCe,
      slowdownFarCe: (await steps(CROSS_ENTROPY, FAR)) / mildCe,
    };
  },
  judge: ({ slowdownMse, slowdownFarMse, slowdownCe, slowdownFarCe }) =>
    slowdownMse! > slowdownCe! && slowdownFarMse! > 5 * slowdownFarCe! ? 'upheld' : 'refuted',
};
