/** Three classes under the hinge and under the cross-entropy; the plane is the first two logits. */
import { definePreset } from './preset.ts';

export const marginLoss = definePreset({
  name: 'margin-loss',
  title: 'A margin loss against cross-entropy',
  source:
    '"What is the different between MSE error and Cross-entropy error in NN", 2017, names a margin loss as another choice; ' +
    'the hinge is that of Weston & Watkins 1999. The three classes and the window are our choice.',
  parameters: [
    { name: 'target', label: 'Target class', kind: 'integer', min: 0, max: 2, default: 0 },
    { name: 'value', label: 'Value of the third logit', kind: 'real', min: -1000, max: 1000, default: 0 },
  ],
  build: ({ target, value }) => ({
    map: 'affine',
    link: 'softmax',
    samples: [{ origin: [0, 0, value], du: [1, 0, 0], dv: [0, 1, 0], target }],
    losses: ['hinge', 'cross-entropy'],
    sampleReduction: 'mean',
    squaredError: 'mean',
    window: { u: [-4, 4], v: [-4, 4] },
    resolution: [101, 101],
  }),
});
