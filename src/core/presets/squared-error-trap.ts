/** Seven numbers on which gradient descent on the squared error may run away from the minimum. */
import { definePreset } from './preset.ts';

const INPUTS = [-2, -2, -2, 0, 0, 10, 10];
const TARGETS = [1, 1, 1, 0, 1, 1, 1];

export const squaredErrorTrap = definePreset({
  name: 'squared-error-trap',
  title: 'The squared-error trap',
  source:
    'Zumel & Mount (Win-Vector), "Why not square error for classification?": one coefficient on seven samples, the sum ' +
    'of squared errors against the negative log-likelihood, descent from -1 and no intercept: the line of bias 0 here. The ' +
    'intercept as second axis and the window are our choice.',
  parameters: [],
  build: () => ({
    map: 'affine',
    link: 'sigmoid',
    samples: INPUTS.map((x, n) => ({ origin: [0], du: [x], dv: [1], target: TARGETS[n] })),
    losses: ['cross-entropy', 'mse'],
    sampleReduction: 'sum',
    squaredError: 'sum',
    window: { u: [-3, 3], v: [-3, 3] },
    resolution: [101, 101],
  }),
});
