/** Cross-entropy of the softmax from clipped probabilities, -sum_k y_k log(clip(p_k)): see clip.ts. */
import type { Jet, Order } from '../jet.ts';
import { type SamplePoint, targetWeight } from '../sample-point.ts';
import { clippedLogLoss, isAtClip } from './clip.ts';
import type { Loss } from './loss.ts';
import {
  addLogLoss,
  addLogLossCurvature,
  addLogLossCurvatureScale,
  addLogLossScale,
} from './softmax-cross-entropy.ts';

function addClasses(point: SamplePoint, sum: Jet, addClass: typeof addLogLoss): number {
  const { softmax } = point;
  let weightNotClipped = 0;
  for (let k = 0; k < softmax.p.length; k++) {
    const weight = targetWeight(point, k);
    if (weight === 0) continue;
    const clipped = clippedLogLoss(softmax.p[k]!, softmax.complement(k));
    if (clipped === undefined) {
      weightNotClipped += weight;
      addClass(point, k, weight, sum);
    } else {
      sum.value += weight * clipped;
    }
  }
  return weightNotClipped;
}

function addJet(point: SamplePoint, _c: number, order: Order, sum: Jet): void {
  const weight = addClasses(point, sum, addLogLoss);
  if (order === 2) addLogLossCurvature(point, weight, sum);
}

function addScale(point: SamplePoint, _c: number, order: Order, sum: Jet): void {
  const weight = addClasses(point, sum, addLogLossScale);
  if (order === 2) addLogLossCurvatureScale(point, weight, sum);
}

/** The mean size of the logits' terms under p, the class `without` left out. */
function meanTerms({ softmax, terms }: SamplePoint, without?: number): number {
  let sum = 0;
  let total = 0;
  for (let k = 0; k < terms.length; k++) {
    if (k === without) continue;
    sum += softmax.p[k]! * terms[k]!;
    total += softmax.p[k]!;
  }
  return total === 0 ? 0 : sum / total;
}

/** log p_k is z_k minus a mean of the logits under p, log(1 - p_k) such a mean over the others minus the same. */
function isUndecided(point: SamplePoint): boolean {
  const { softmax, terms } = point;
  const mean = meanTerms(point);
  for (let k = 0; k < terms.length; k++) {
    if (targetWeight(point, k) === 0) continue;
    if (isAtClip(softmax.p[k]!, terms[k]! + mean)) return true;
    if (isAtClip(softmax.complement(k), meanTerms(point, k) + mean)) return true;
  }
  return false;
}

export const softmaxCrossEntropyClipped: Loss = { addJet, addScale, isUndecided };
