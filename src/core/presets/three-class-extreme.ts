/** Three classes with one logit fixed far away, "a bad initialisation"; the plane is the other two logits. */
import { definePreset } from './preset.ts';

const CLASSES = [0, 1, 2];

export const threeClassExtreme = definePreset({
  name: 'three-class-extreme',
  title: 'Three classes, one extreme logit',
  source:
    '"The Truth Even ChatGPT Might Miss: Why MSE is Worse Than You Think for Classification", 2025. ' +
    'It does not say which class is the target: class 0 is our choice.',
  parameters: [
    { name: 'target', label: 'Target class', kind: 'integer', min: 0, max: 2, default: 0 },
    { name: 'fixed', label: 'Fixed logit', kind: 'integer', min: 0, max: 2, default: 2 },
    { name: 'value', label: 'Value of the fixed logit', kind: 'real', min: -1000, max: 1000, default: -1000 },
  ],
  build({ target, fixed, value }) {
    const [first, second] = CLASSES.filter((k) => k !== fixed);
    const unit = (axis: number | undefined) => CLASSES.map((k) => (k === axis ? 1 : 0));
    return {
      map: 'affine',
      link: 'softmax',
      samples: [{ origin: unit(fixed).map((x) => x * value), du: unit(first), dv: unit(second), target }],
      losses: ['cross-entropy', 'mse'],
      sampleReduction: 'mean',
      squaredError: 'mean',
      window: { u: [-10, 10], v: [-10, 10] },
      resolution: [100, 100],
    };
  },
});
