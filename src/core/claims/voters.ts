/** Two models of three voters: equal classification error, different cross-entropy. */
import { nearestIndex } from '../grid.ts';
import { twoModels } from '../presets/two-models.ts';
import type { Claim } from './claim.ts';
import { changed, field } from './surfaces.ts';

/** Points along a side of [-2, 2]^2: the models, (1, 0) and (0, 1), are grid points. */
const SIDE = 5;

export const equalErrors: Claim = {
  id: 'equal-error-hides-cross-entropy',
  source: 'hacpai-2018',
  claim: 'Two models can have the same classification error and quite different cross-entropy.',
  why: {
    upheld:
      'One model errs on {errorRate1%} of the voters and the other on {errorRate2%}, but their cross-entropy is ' +
      '{crossEntropy1} and {crossEntropy2}.',
    refuted:
      'One model errs on {errorRate1%} of the voters and the other on {errorRate2%}, and their cross-entropy is ' +
      '{crossEntropy1} and {crossEntropy2}.',
  },
  show: { preset: 'two-models' },
  async fromFields(evaluate) {
    const experiment = changed(twoModels.experiment(), { resolution: [SIDE, SIDE] });
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
