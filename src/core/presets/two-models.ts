/** Two models that err equally often on three voters; the plane mixes their log-probabilities. */
import { definePreset } from './preset.ts';

/** For each voter the probabilities that either model gives to the three parties, and the party voted for. */
const VOTERS = [
  { model1: [0.3, 0.3, 0.4], model2: [0.1, 0.2, 0.7], target: 2 },
  { model1: [0.3, 0.4, 0.3], model2: [0.1, 0.7, 0.2], target: 1 },
  { model1: [0.1, 0.2, 0.7], model2: [0.3, 0.4, 0.3], target: 0 },
];

export const twoModels = definePreset({
  name: 'two-models',
  title: 'Two models with the same error rate',
  source:
    'The table of three voters is McCaffrey’s, 2013, with average cross-entropy 1.38 and 0.64 at the same classification ' +
    'error of 1/3; retold in "Why classification uses cross-entropy and regression MSE" (in Chinese), 2018. The plane is our ' +
    'choice: logits z = u log p1 + v log p2, so that the models are the points (1, 0) and (0, 1), and going outwards on a ray ' +
    'sharpens the probabilities without changing an answer.',
  parameters: [],
  build: () => ({
    map: 'affine',
    link: 'softmax',
    samples: VOTERS.map(({ model1, model2, target }) => ({
      origin: [0, 0, 0],
      du: model1.map(Math.log),
      dv: model2.map(Math.log),
      target,
    })),
    losses: ['cross-entropy', 'error-rate'],
    sampleReduction: 'mean',
    squaredError: 'mean',
    window: { u: [-2, 2], v: [-2, 2] },
    resolution: [101, 101],
  }),
});
