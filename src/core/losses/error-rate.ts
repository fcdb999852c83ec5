/**
 * The error rate, for hard targets: 0 where the target's logit leads alone, 1 where another is larger, and
 * 1 - 1/r where it shares the lead with r - 1 others, as if one of them were drawn. The derivatives are 0, on the jumps too.
 */
import type { Jet, Order } from '../jet.ts';
import { hardTarget, type SamplePoint } from '../sample-point.ts';
import type { Loss } from './loss.ts';
import { sumOverLogits } from './separate.ts';
import { isWithinRounding } from './undecided.ts';

function addSoftmax(point: SamplePoint, _c: number, _order: Order, sum: Jet): void {
  const { logits } = point;
  const own = logits[hardTarget(point)]!;
  let leaders = 0;
  for (const z of logits) {
    if (z > own) {
      sum.value += 1;
      return;
    }
    if (z === own) leaders += 1;
  }
  sum.value += 1 - 1 / leaders;
}

/** A near tie with the target counts only where no other class is ahead of it anyway. */
function isSoftmaxUndecided(point: SamplePoint): boolean {
  const { logits, terms } = point;
  const t = hardTarget(point);
  let tie = false;
  for (let j = 0; j < logits.length; j++) {
    if (j === t) continue;
    const lead = logits[j]! - logits[t]!;
    const near = isWithinRounding(lead, terms[j]! + terms[t]!);
    if (near) tie = true;
    else if (lead > 0) return false;
  }
  return tie;
}

export const softmaxErrorRate: Loss = {
  addJet: addSoftmax,
  addScale: addSoftmax,
  isUndecided: isSoftmaxUndecided,
};

function wrong(z: number, y: number) {
  const lead = (2 * y - 1) * z;
  const value = lead === 0 ? 0.5 : lead > 0 ? 0 : 1;
  return { value, first: 0, second: 0 };
}

export const sigmoidErrorRate = sumOverLogits({
  jet: wrong,
  scale: wrong,
  isUndecided: (z, _y, terms) => isWithinRounding(z, terms),
});
