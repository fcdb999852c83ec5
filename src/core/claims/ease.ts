/** Whether the squared error is easy to optimise: convex, with a minimum in closed form. */
import type { Experiment } from '../experiment.ts';
import { regressionGaussian } from '../presets/regression-gaussian.ts';
import type { Claim, Evaluate } from './claim.ts';
import { newtonStep } from './newton.ts';
import { changed, field, smallest } from './surfaces.ts';
import { LEVEL, threeClasses } from './three-classes.ts';

const SIDE = 101;
const ROUNDING = 1e-6;

/** The length of the gradient at a point: that of the lowest left corner of a window that begins there. */
async function gradientAt(
  evaluate: Evaluate,
  experiment: Experiment,
  [u, v]: readonly [number, number],
): Promise<number> {
  const there = changed(experiment, { window: { u: [u, u + 1], v: [v, v + 1] }, resolution: [2, 2] });
  const fields = await evaluate(there, ['mse.du', 'mse.dv']);
  return Math.hypot(field(fields, 'mse.du')[0]!, field(fields, 'mse.dv')[0]!);
}

async function smallestEigenvalue(evaluate: Evaluate, experiment: Experiment): Promise<number> {
  return smallest(field(await evaluate(experiment, ['mse.lambda_min']), 'mse.lambda_min'));
}

export const easyToOptimise: Claim = {
  id: 'mse-easy-to-optimise',
  source: 'wang-bovik-2009',
  claim: 'MSE is easy to optimise: convex, and often with its minimum in closed form.',
  why: {
    upheld:
      'It is convex, after a softmax too: the smallest eigenvalue of its Hessian is {eigenvalueLine} for a line through data ' +
      'and {eigenvalueSoftmax} there.',
    refuted:
      'For a line through data the smallest eigenvalue of its Hessian is {eigenvalueLine}, and one Newton step leaves ' +
      '{gradientLeft} of the gradient.',
    depends:
      'For the outputs of a line it is: the smallest eigenvalue of its Hessian is {eigenvalueLine}, and one Newton step leaves ' +
      '{gradientLeft} of the gradient. After a softmax it is not: there that eigenvalue goes down to {eigenvalueSoftmax}.',
  },
  // The logits as plain outputs beside the softmax: a bend that is the same everywhere, and one that changes its sign.
  show: {
    preset: 'three-class-extreme',
    params: { value: LEVEL },
    losses: ['mse-logits', 'mse'],
    quantity: 'lambda_min',
  },
  async fromFields(evaluate) {
    const line = regressionGaussian.experiment();
    const { u, v } = line.window;
    const minimum = await newtonStep(evaluate, line);
    return {
      eigenvalueLine: await smallestEigenvalue(evaluate, line),
      eigenvalueSoftmax: await smallestEigenvalue(evaluate, threeClasses(0, LEVEL, SIDE)),
      gradientLeft:
        (await gradientAt(evaluate, line, minimum)) / (await gradientAt(evaluate, line, [u[0], v[0]])),
    };
  },
  judge({ eigenvalueLine, eigenvalueSoftmax, gradientLeft }) {
    if (!(eigenvalueLine! > 0 && gradientLeft! < ROUNDING)) return 'refuted';
    return eigenvalueSoftmax! < -ROUNDING ? 'depends' : 'upheld';
  },
};
