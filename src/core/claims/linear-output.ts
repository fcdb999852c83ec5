/** The squared error on a linear output against the squared error on a sigmoid. */
import { nearestIndex } from '../grid.ts';
import { logisticThreeSamples } from '../presets/logistic-three-samples.ts';
import { saturatedNeuron } from '../presets/saturated-neuron.ts';
import type { Claim } from './claim.ts';
import { type Point, stepsTo } from './steps.ts';
import { changed, field, smallest, squareWindow } from './surfaces.ts';

/** The linear output's squared error is that of the raw logits. */
const LOSSES = ['mse-logits', 'mse'] as const;
const START: Point = [2, 2];
const RATE = 0.15;
const GOAL = 0.1;
const LIMIT = 20_000;
/** A logit that is right by far. */
const RIGHT = -10;
const ROUNDING = 1e-6;

export const linearOutput: Claim = {
  id: 'mse-linear-output-better',
  source: 'blog-2017',
  claim: 'With MSE a linear output layer trains better than a sigmoid.',
  why: {
    upheld:
      'It makes the squared error convex (smallest eigenvalue {eigenvalueLinear}, with the sigmoid {eigenvalueSigmoid}) and ' +
      'comes from (2, 2) to the output 0.1 in {stepsLinear} steps instead of {stepsMse}. Its price: an answer that is right ' +
      'by 10 is pulled back with {pullBackLinear}.',
    refuted:
      'The smallest eigenvalue of its Hessian is {eigenvalueLinear}, with the sigmoid {eigenvalueSigmoid}; from (2, 2) to the ' +
      'output 0.1 it takes {stepsLinear} steps, the sigmoid {stepsMse}.',
  },
  show: { preset: 'logistic-three-samples', losses: LOSSES },
  async fromFields(evaluate) {
    const three = changed(logisticThreeSamples.experiment(), { losses: LOSSES });
    const curvature = await evaluate(three, ['mse-logits.lambda_min', 'mse.lambda_min']);
    const one = changed(saturatedNeuron.experiment(), {
      losses: LOSSES,
      window: squareWindow(-RIGHT),
      resolution: [21, 21],
    });
    const slopes = field(await evaluate(one, ['mse-logits.du']), 'mse-logits.du');
    const [i, j] = [nearestIndex(one.window.u, 21, RIGHT), nearestIndex(one.window.v, 21, 0)];
    return {
      eigenvalueLinear: smallest(field(curvature, 'mse-logits.lambda_min')),
      eigenvalueSigmoid: smallest(field(curvature, 'mse.lambda_min')),
      pullBackLinear: -slopes[j * 21 + i]!,
    };
  },
  async inF64({ at, pause }) {
    const neuron = saturatedNeuron.experiment();
    // The prediction of a linear unit is its output, without the sigmoid.
    const linear = at({ ...neuron, link: 'identity', losses: ['mse', 'mse-logits'] });
    const course = { start: START, rate: RATE, limit: LIMIT };
    return {
      stepsLinear: await stepsTo(GOAL, linear, { ...course, panel: 0 }, pause),
      stepsMse: await stepsTo(GOAL, at(neuron), { ...course, panel: 1 }, pause),
    };
  },
  judge({ eigenvalueLinear, eigenvalueSigmoid, stepsLinear, stepsMse }) {
    const convex = eigenvalueLinear! >= -ROUNDING && eigenvalueSigmoid! < -ROUNDING;
    return convex && stepsLinear! < stepsMse! ? 'upheld' : 'refuted';
  },
};
