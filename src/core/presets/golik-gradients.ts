/** Gradients of both losses of a softmax, near to and far from the target; the plane is the target's logit and a rival's. */
import { definePreset } from './preset.ts';

export const golikGradients = definePreset({
  name: 'golik-gradients',
  title: 'Softmax and squared error: the size of the gradient',
  source:
    'Golik, Doetsch & Ney 2013, "Cross-entropy vs. squared error training", doi 10.21437/Interspeech.2013-436. From random ' +
    'weights their networks did not reach a good optimum with the squared error; after training with cross-entropy, a few ' +
    'more iterations with the squared error improved the word error rate, from 30.9 to 30.5 % in speech and from 22.7 to ' +
    '21.9 % in handwriting: it is not worse everywhere. One sample, the plane (the logits of the target and of one ' +
    'rival, all others 0), the number of classes and the squared error as a sum over the classes are our choice.',
  parameters: [{ name: 'classes', label: 'Classes', kind: 'integer', min: 3, max: 100, default: 3 }],
  build({ classes }) {
    const unit = (axis: number) => Array.from({ length: classes }, (_, k) => (k === axis ? 1 : 0));
    return {
      map: 'affine',
      link: 'softmax',
      samples: [{ origin: new Array<number>(classes).fill(0), du: unit(0), dv: unit(1), target: 0 }],
      losses: ['cross-entropy', 'mse'],
      sampleReduction: 'mean',
      squaredError: 'sum',
      window: { u: [-10, 10], v: [-10, 10] },
      resolution: [101, 101],
    };
  },
});
