/** Losses of given outputs: experiments of one sample whose plane does not matter. */
import type { Experiment, Link, LossId, Target } from '../experiment.ts';
import { parseExperiment } from '../validate.ts';
import type { Tools } from './claim.ts';

/** An experiment whose logits, or outputs, are those given at (0, 0); u moves the first of them. */
export function oneSample(
  link: Link,
  logits: readonly number[],
  target: Target,
  losses: readonly [LossId, LossId],
): Experiment {
  const du = logits.map((_, k) => (k === 0 ? 1 : 0));
  const dv = logits.map(() => 0);
  return parseExperiment({
    version: 1,
    map: 'affine',
    link,
    samples: [{ origin: logits, du, dv, target }],
    losses,
  });
}

/** Both losses of an experiment at (0, 0). */
export function valuesAtOrigin(at: Tools['at'], experiment: Experiment): readonly [number, number] {
  const evaluator = at(experiment);
  evaluator.updateJets(0, 0, 1);
  return [evaluator.jets[0].value, evaluator.jets[1].value];
}

/** The textbook softmax; the logits are small. */
export function plainSoftmax(logits: readonly number[]): number[] {
  const exponentials = logits.map(Math.exp);
  const sum = exponentials.reduce((a, b) => a + b, 0);
  return exponentials.map((x) => x / sum);
}
