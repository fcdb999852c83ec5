/** The factor by which the gradients of a sigmoid's squared error and of its cross-entropy differ. */
import { columnU, gridOf, rowV } from '../grid.ts';
import { saturatedNeuron } from '../presets/saturated-neuron.ts';
import type { Claim } from './claim.ts';
import { field } from './surfaces.ts';

const TOLERANCE = 1e-3;

export const sigmoidSlope: Claim = {
  id: 'cross-entropy-lacks-sigmoid-slope',
  source: 'softmax-note-2022',
  claim:
    'MSE’s gradient is small because of the sigmoid’s derivative h′, a factor that cross-entropy’s lacks.',
  why: {
    upheld:
      'Everywhere the gradient of (y − h)²/2 is that of the cross-entropy times h′ (to {slopeRatioError}), and h′ falls ' +
      'from 1/4 to {smallestSigmoidSlope} in this window.',
    refuted: 'The quotient of the gradients differs from h′ by up to {slopeRatioError} of it.',
  },
  // The sigmoid's derivative, and the gradients against the prediction.
  show: { preset: 'logistic-three-samples', tab: 'slices', curves: true },
  async fromFields(evaluate) {
    const experiment = saturatedNeuron.experiment();
    const fields = await evaluate(experiment, ['cross-entropy.du', 'mse.du']);
    const [ce, mse] = [field(fields, 'cross-entropy.du'), field(fields, 'mse.du')];
    const grid = gridOf(experiment);
    let slopeRatioError = 0;
    let smallestSigmoidSlope = Infinity;
    for (let n = 0; n < ce.length; n++) {
      // The neuron's input is 1: its logit is weight + bias.
      const z = columnU(grid, n % grid.width) + rowV(grid, Math.floor(n / grid.width));
      const slope = 1 / ((1 + Math.exp(-z)) * (1 + Math.exp(z)));
      slopeRatioError = Math.max(slopeRatioError, Math.abs(mse[n]! / ce[n]! / slope - 1));
      smallestSigmoidSlope = Math.min(smallestSigmoidSlope, slope);
    }
    return { slopeRatioError, smallestSigmoidSlope };
  },
  judge: ({ slopeRatioError }) => (slopeRatioError! <= TOLERANCE ? 'upheld' : 'refuted'),
};
