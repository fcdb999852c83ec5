/** A line through noisy data; the plane is its slope and its intercept. */
import { RandomNumbers } from '../random.ts';
import { definePreset } from './preset.ts';

/**
 * The true line leaves (0, 1), as outputs of a regression do: at the first input, -1, it is -1.5, the source's example of
 * a value without a logarithm.
 */
const TRUE_SLOPE = 1;
const TRUE_INTERCEPT = -0.5;

export const regressionGaussian = definePreset({
  name: 'regression-gaussian',
  title: 'A line through data with Gaussian noise',
  source:
    '"Why classification uses cross-entropy and regression MSE" (in Chinese), 2018: least squares for a regression, and no ' +
    'cross-entropy, because a value such as -1.5 has no logarithm; the outlier is after the post of 2025 on the losses as ' +
    'likelihoods. The data are our choice: inputs evenly from -1 to 1, targets x - 1/2 plus the noise times a standard ' +
    'normal number (Box-Muller, mulberry32 with the seed, one for each input in order), the outlier added to the last ' +
    'target. The window is centred on the true line (1, -1/2); the cross-entropy is defined only where every output lies ' +
    'in (0, 1), a rhombus around (0, 1/2) that is in the window and far from the true line.',
  parameters: [
    { name: 'seed', label: 'Seed', kind: 'integer', min: 0, max: 4294967295, default: 1 },
    { name: 'count', label: 'Samples', kind: 'integer', min: 3, max: 1000, default: 20 },
    { name: 'noise', label: 'Standard deviation of the noise', kind: 'real', min: 0, max: 2, default: 0.3 },
    {
      name: 'outlier',
      label: 'Added to the last target (0: no outlier)',
      kind: 'real',
      min: -20,
      max: 20,
      default: 0,
    },
  ],
  build({ seed, count, noise, outlier }) {
    const random = new RandomNumbers(seed);
    const samples = Array.from({ length: count }, (_, n) => {
      const x = (2 * n) / (count - 1) - 1;
      const error = noise * random.normal() + (n === count - 1 ? outlier : 0);
      return { origin: [0], du: [x], dv: [1], target: TRUE_SLOPE * x + TRUE_INTERCEPT + error };
    });
    return {
      map: 'affine',
      link: 'identity',
      samples,
      losses: ['mse', 'cross-entropy'],
      sampleReduction: 'mean',
      squaredError: 'mean',
      window: { u: [-1, 3], v: [-2.5, 1.5] },
      resolution: [101, 101],
    };
  },
});
