/** Three classes with one logit fixed far away, "a bad initialisation"; the plane is the other two logits. */
import { fixedLogitExperiment, fixedLogitParameters } from './fixed-logit.ts';
import { definePreset } from './preset.ts';

export const threeClassExtreme = definePreset({
  name: 'three-class-extreme',
  title: 'Three classes, one extreme logit',
  source:
    '"The Truth Even ChatGPT Might Miss: Why MSE is Worse Than You Think for Classification", 2025: one of three logits ' +
    'fixed at -1000, the others over [-10, 10] at 100 x 100 points, MSE and cross-entropy as heatmaps. It says neither which ' +
    'class is the target nor how it computed the softmax: target class 0, the third logit as the fixed one and the mean over ' +
    'the classes in the MSE are our choice.',
  parameters: fixedLogitParameters(0, -1000),
  build: (values) => fixedLogitExperiment(values, ['cross-entropy', 'mse']),
});
