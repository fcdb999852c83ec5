/** Two models of three voters: equal classification error, different cross-entropy. */
import type { AffineExperiment } from '../experiment.ts';
import { nearestIndex } from '../grid.ts';
import { parseExperiment } from '../validate.ts';
import type { Claim } from './claim.ts';
import { field } from './surfaces.ts';

/** McCaffrey's table: each model's probabilities for three people, and their parties. */
const MODEL_1 = [
  [0.3, 0.3, 0.4],
  [0.3, 0.4, 0.3],
  [0.1, 0.2, 0.7],
];
const MODEL_2 = [
  [0.1, 0.2, 0.7],
  [0.1, 0.7, 0.2],
  [0.3, 0.4, 0.3],
];
const CLASSES = [2, 1, 0];
/** Points along a side of [-2, 2]^2: the models, (1, 0) and (0, 1), are grid points. */
const SIDE = 5;

/** The logits are u log p1 + v log p2: the models are at (1, 0) and (0, 1). */
export function voters(): AffineExperiment {
  return parseExperiment({
    version: 1,
    map: 'affine',
    samples: CLASSES.map((target, n) => ({
      origin: [0, 0, 0],
      du: MODEL_1[n]!.map(Math.log),
      dv: MODEL_2[n]!.map(Math.log),
      target,
    })),
    losses: ['error-rate', 'cross-entropy'],
    window: { u: [-2, 2], v: [-2, 2] },
    resolution: [SIDE, SIDE],
  }) as AffineExperiment;
}

export const equalErrors: Claim = {
  id: 'equal-error-hides-cross-entropy',
  source: 'hacpai-2018',
  claim: 'Two models can have the same classification error and quite different cross-entropy.',
  why: {
    upheld:
      'Both models err on {errorRate1%} of the voters ({errorRate2%}), and their cross-entropy is {crossEntropy1} and ' +
      '{crossEntropy2}.',
    refuted:
      'The models err on {errorRate1%} and {errorRate2%} of the voters, and their cross-entropy is {crossEntropy1} and ' +
      '{crossEntropy2}.',
  },
  show: { preset: 'two-models' },
  async fromFields(evaluate) {
    const experiment = voters();
    const fields = await evaluate(experiment, ['error-rate.value', 'cross-entropy.value']);
    const { u, v } = experiment.window;
    const indexOf = (x: number, y: number) => nearestIndex(v, SIDE, y) * SIDE + nearestIndex(u, SIDE, x);
    const [first, second] = [indexOf(1, 0), indexOf(0, 1)];
    return {
      errorRate1: field(fields, 'error-rate.value')[first]!,
      errorRate2: field(fields, 'error-rate.value')[second]!,
      crossEntropy1: field(fields, 'cross-entropy.value')[first]!,
      crossEntropy2: field(fields, 'cross-entropy.value')[second]!,
    };
  },
  judge({ errorRate1, errorRate2, crossEntropy1, crossEntropy2 }) {
    const equal = Math.abs(errorRate1! - errorRate2!) < 1e-6;
    return equal && Math.abs(crossEntropy1! - crossEntropy2!) > 0.1 ? 'upheld' : 'refuted';
  },
};
