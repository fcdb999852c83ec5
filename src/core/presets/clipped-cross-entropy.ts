/** What clipping the probabilities does to the cross-entropy where one logit is far away. */
import { fixedLogitExperiment, fixedLogitParameters } from './fixed-logit.ts';
import { definePreset } from './preset.ts';

export const clippedCrossEntropy = definePreset({
  name: 'clipped-cross-entropy',
  title: 'Cross-entropy and its clipped implementation',
  source:
    'The plane of three-class-extreme (2025), which does not say how its softmax was computed. The right panel clips ' +
    'probabilities to [1e-7, 1 - 1e-7] before the logarithm, as Keras does (its epsilon). The fixed class as target is our ' +
    'choice: at -1000 its probability is below the clip over the whole window, so the loss is -log(1e-7) = 16.118 ' +
    'everywhere and has no gradient, where the exact loss is near 1000 and has a slope. From about -25 up the edge of the ' +
    'plateau is in the window.',
  parameters: fixedLogitParameters(2, -1000),
  build: (values) => fixedLogitExperiment(values, ['cross-entropy', 'cross-entropy-clipped']),
});
