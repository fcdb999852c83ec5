/** Which losses exist under which link. A combination that is absent here cannot be evaluated yet. */
import type { Link, LossId } from '../experiment.ts';
import { identityCrossEntropy, identitySquaredError } from './identity.ts';
import type { Loss } from './loss.ts';
import { sigmoidCrossEntropy, sigmoidSquaredError } from './sigmoid.ts';
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts';
import { softmaxSquaredError } from './softmax-squared-error.ts';

const LOSSES: Record<Link, Partial<Record<LossId, Loss>>> = {
  softmax: { 'cross-entropy': softmaxCrossEntropy, mse: softmaxSquaredError },
  sigmoid: { 'cross-entropy': sigmoidCrossEntropy, mse: sigmoidSquaredError },
  identity: { 'cross-entropy': identityCrossEntropy, mse: identitySquaredError },
};

export function findLoss(link: Link, id: LossId): Loss | undefined {
  return LOSSES[link][id];
}

/** The losses that can be evaluated under `link`, in the order in which a menu lists them. */
export function lossesOf(link: Link): LossId[] {
  return Object.keys(LOSSES[link]) as LossId[];
}
