/** Which losses exist under which link. */
import type { Link, LossId } from '../experiment.ts';
import { sigmoidCrossEntropyNaive, softmaxCrossEntropyNaive } from './cross-entropy-naive.ts';
import { sigmoidErrorRate, softmaxErrorRate } from './error-rate.ts';
import { identityCrossEntropy } from './identity-cross-entropy.ts';
import type { Loss } from './loss.ts';
import { sigmoidCrossEntropy, sigmoidSquaredError } from './sigmoid.ts';
import { sigmoidCrossEntropyClipped } from './sigmoid-cross-entropy-clipped.ts';
import { sigmoidHinge } from './sigmoid-hinge.ts';
import { softmaxCrossEntropy } from './softmax-cross-entropy.ts';
import { softmaxCrossEntropyClipped } from './softmax-cross-entropy-clipped.ts';
import { softmaxHinge } from './softmax-hinge.ts';
import { softmaxSquaredError } from './softmax-squared-error.ts';
import { squaredErrorOfLogits } from './squared-error-of-logits.ts';

const LOSSES: Record<Link, Partial<Record<LossId, Loss>>> = {
  softmax: {
    'cross-entropy': softmaxCrossEntropy,
    mse: softmaxSquaredError,
    'mse-logits': squaredErrorOfLogits,
    hinge: softmaxHinge,
    'error-rate': softmaxErrorRate,
    'cross-entropy-clipped': softmaxCrossEntropyClipped,
    'cross-entropy-naive': softmaxCrossEntropyNaive,
  },
  sigmoid: {
    'cross-entropy': sigmoidCrossEntropy,
    mse: sigmoidSquaredError,
    'mse-logits': squaredErrorOfLogits,
    hinge: sigmoidHinge,
    'error-rate': sigmoidErrorRate,
    'cross-entropy-clipped': sigmoidCrossEntropyClipped,
    'cross-entropy-naive': sigmoidCrossEntropyNaive,
  },
  identity: {
    'cross-entropy': identityCrossEntropy,
    mse: squaredErrorOfLogits,
    'mse-logits': squaredErrorOfLogits,
  },
};

/** @throws Error for a combination that validation refuses. */
export function lossOf(link: Link, id: LossId): Loss {
  const loss = LOSSES[link][id];
  if (!loss) throw new Error(`${id} is not defined for the link ${link}`);
  return loss;
}

/** The losses of `link`, in the order in which a menu lists them. */
export function lossesOf(link: Link): LossId[] {
  return Object.keys(LOSSES[link]) as LossId[];
}
