/**
 * What the presets with a fixed logit share: one sample of three classes, one of its logits fixed, perhaps far away; the
 * plane is the other two, in increasing order.
 */
import type { LossId } from '../experiment.ts';

const CLASSES = [0, 1, 2];

/** The parameters, with the defaults of the preset at hand. */
export function fixedLogitParameters(target: number, value: number) {
  return [
    { name: 'target', label: 'Target class', kind: 'integer', min: 0, max: 2, default: target },
    { name: 'fixed', label: 'Fixed logit', kind: 'integer', min: 0, max: 2, default: 2 },
    { name: 'value', label: 'Value of the fixed logit', kind: 'real', min: -1000, max: 1000, default: value },
  ] as const;
}

interface FixedLogit {
  readonly target: number;
  /** Which logit is fixed. */
  readonly fixed: number;
  /** Its value. */
  readonly value: number;
}

/** The experiment file, without version and name. */
export function fixedLogitExperiment(
  { target, fixed, value }: FixedLogit,
  losses: readonly [LossId, LossId],
): object {
  const [first, second] = CLASSES.filter((k) => k !== fixed);
  const unit = (axis: number | undefined) => CLASSES.map((k) => (k === axis ? 1 : 0));
  return {
    map: 'affine',
    link: 'softmax',
    samples: [{ origin: unit(fixed).map((x) => x * value), du: unit(first), dv: unit(second), target }],
    losses,
    sampleReduction: 'mean',
    squaredError: 'mean',
    window: { u: [-10, 10], v: [-10, 10] },
    resolution: [100, 100],
  };
}
