/**
 * Cross-entropy of the sigmoid from the clipped probability, -y log(clip(p)) - (1 - y) log(1 - clip(p)): see clip.ts.
 * The clip's interval is symmetric, so it acts on both logarithms or on none.
 */
import type { LogitDerivatives } from './chain-rule.ts';
import { clippedLogLoss, isAtClip } from './clip.ts';
import { sumOverLogits } from './separate.ts';
import { sigmoidCrossEntropyJet, sigmoidCrossEntropyScale, sigmoidPair } from './sigmoid.ts';

function clippedOr(otherwise: typeof sigmoidCrossEntropyJet, z: number, y: number): LogitDerivatives {
  const { f, h } = sigmoidPair(z);
  const yes = clippedLogLoss(f, h);
  const no = clippedLogLoss(h, f);
  if (yes === undefined || no === undefined) return otherwise(z, y);
  return { value: y * yes + (1 - y) * no, first: 0, second: 0 };
}

export const sigmoidCrossEntropyClipped = sumOverLogits({
  jet: (z, y) => clippedOr(sigmoidCrossEntropyJet, z, y),
  scale: (z, y) => clippedOr(sigmoidCrossEntropyScale, z, y),
  isUndecided: (z, _y, terms) => {
    const { f, h } = sigmoidPair(z);
    return isAtClip(Math.min(f, h), terms);
  },
});
