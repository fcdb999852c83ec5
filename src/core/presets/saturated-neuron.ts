/** One sigmoid neuron that should answer 0 to the input 1; the plane is its weight and bias. */
import { definePreset } from './preset.ts';

export const saturatedNeuron = definePreset({
  name: 'saturated-neuron',
  title: 'One saturated neuron',
  source:
    'Nielsen, "Neural Networks and Deep Learning", chapter 3: input 1, target 0, quadratic cost with the factor 1/2 against ' +
    'cross-entropy, started at weight 0.6 and bias 0.9, and at 2 and 2, for 300 steps at rate 0.15. The program on that ' +
    'page runs cross-entropy at rate 0.005, and with the derivative by the output where the derivative by the logit is due; ' +
    'here both losses have their own gradient, and the rates are yours to set. The window is our choice.',
  parameters: [],
  build: () => ({
    map: 'affine',
    link: 'sigmoid',
    samples: [{ origin: [0], du: [1], dv: [1], target: 0 }],
    losses: ['cross-entropy', 'mse'],
    sampleReduction: 'mean',
    squaredError: 'half',
    window: { u: [-4, 4], v: [-4, 4] },
    resolution: [101, 101],
  }),
});
