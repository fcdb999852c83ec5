/** Logistic regression on three numbers; the plane is the weight and the bias. */
import { definePreset } from './preset.ts';

export const logisticThreeSamples = definePreset({
  name: 'logistic-three-samples',
  title: 'Logistic regression on three samples',
  source:
    '"Why softmax regression does not use MSE" (in Chinese), 2022: samples (a, 1), (b, 1), (c, 0) with adjustable a, b, c ' +
    'and one weight (GeoGebra m/buakfzn8). The bias as second axis, the sum over samples, the factor 1/2 of the squared ' +
    'error and the defaults of a, b, c are our choice.',
  parameters: [
    { name: 'a', label: 'Input a, of class 1', kind: 'real', min: -10, max: 10, default: 1 },
    { name: 'b', label: 'Input b, of class 1', kind: 'real', min: -10, max: 10, default: 3 },
    { name: 'c', label: 'Input c, of class 0', kind: 'real', min: -10, max: 10, default: -2 },
  ],
  build: ({ a, b, c }) => ({
    map: 'affine',
    link: 'sigmoid',
    samples: [
      { origin: [0], du: [a], dv: [1], target: 1 },
      { origin: [0], du: [b], dv: [1], target: 1 },
      { origin: [0], du: [c], dv: [1], target: 0 },
    ],
    losses: ['cross-entropy', 'mse'],
    sampleReduction: 'sum',
    squaredError: 'half',
    window: { u: [-6, 6], v: [-6, 6] },
    resolution: [101, 101],
  }),
});
