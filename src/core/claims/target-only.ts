/** Whether cross-entropy looks at nothing but the probability of the target. */
import type { Target } from '../experiment.ts';
import type { Claim, Tools } from './claim.ts';
import { oneSample } from './single-points.ts';

/** Probabilities of the target, and how the rest is shared out between the two other classes. */
const OF_TARGET = [0.001, 0.1, 0.5, 0.9];
const SHARES = [0.5, 0.7, 0.9, 0.99];
/** A soft target: some of it for the second class, none for the third. */
const SOFT = [0.8, 0.2, 0];
const ROUNDING = 1e-9;

/** Value, and derivative by the second logit, of both losses (cross-entropy first) at given probabilities. */
function lossesAt(at: Tools['at'], probabilities: readonly number[], target: Target) {
  const logits = [probabilities[1]!, probabilities[0]!, probabilities[2]!].map(Math.log);
  // `oneSample` moves the first logit: that of the second class.
  const swapped = typeof target === 'number' ? 1 : [target[1]!, target[0]!, target[2]!];
  const evaluator = at(oneSample('softmax', logits, swapped, ['cross-entropy', 'mse']));
  evaluator.updateJets(0, 0, 1);
  return evaluator.jets.map(({ value, du }) => ({ value, slope: du }));
}

function spread(numbers: readonly number[]): number {
  return Math.max(...numbers) - Math.min(...numbers);
}

export const targetOnly: Claim = {
  id: 'cross-entropy-looks-only-at-target',
  source: 'extreme-logit-2025',
  claim: 'Cross-entropy looks only at the probability of the target’s class.',
  why: {
    upheld:
      'Sharing out the rest differently among the other classes changes neither its value nor its gradient.',
    refuted:
      'Sharing out the rest differently among the other classes changes its value by {valueSpreadCe} even for one class as ' +
      'target.',
    depends:
      'For one class as target that is true of its value, which does not change with the other probabilities (that of the ' +
      'squared error by {valueSpreadMse}); its gradient does, by {slopeSpreadCe}, and with a soft target its value too, by ' +
      '{softSpreadCe}.',
  },
  // The target's logit stays, and the two others move.
  show: { preset: 'three-class-extreme', params: { target: 2, value: 0 } },
  async inF64({ at }) {
    const most = (target: Target, read: (losses: ReturnType<typeof lossesAt>) => number) =>
      Math.max(
        ...OF_TARGET.map((p) =>
          spread(
            SHARES.map((share) => read(lossesAt(at, [p, (1 - p) * share, (1 - p) * (1 - share)], target))),
          ),
        ),
      );
    return {
      valueSpreadCe: most(0, ([ce]) => ce!.value),
      valueSpreadMse: most(0, ([, mse]) => mse!.value),
      slopeSpreadCe: most(0, ([ce]) => ce!.slope),
      softSpreadCe: most(SOFT, ([ce]) => ce!.value),
    };
  },
  judge({ valueSpreadCe, slopeSpreadCe, softSpreadCe }) {
    if (!(valueSpreadCe! <= ROUNDING)) return 'refuted';
    return slopeSpreadCe! <= ROUNDING && softSpreadCe! <= ROUNDING ? 'upheld' : 'depends';
  },
};
