/**
 * Cross-entropy as a first script writes it: exponentials without shifting, a sum, a division, a logarithm, each
 * rounded to IEEE float32. Large logits overflow to inf / inf, which is undefined; small probabilities vanish and
 * their logarithm is infinite, which is a value. Classes of target 0 are left out, as by a script that picks the target's class:
 * 0 log 0 would be undefined.
 *
 * Value only: what the derivative of rounded arithmetic should be is nobody's to say, so derivatives are undefined.
 */
import { type Jet, makeUndefined } from '../jet.ts';
import { type SamplePoint, targetWeight } from '../sample-point.ts';
import type { Loss } from './loss.ts';

const f32 = Math.fround;

function add(sum: Jet, value: number): void {
  const total = sum.value + value;
  makeUndefined(sum);
  sum.value = total;
}

/** -y log p, rounded to f32 at each step; nothing where y is 0. */
function logLoss(p: number, y: number): number {
  return y === 0 ? 0 : -f32(f32(y) * f32(Math.log(p)));
}

function addSoftmax(point: SamplePoint, sum: Jet): void {
  const exponentials = Array.from(point.logits, (z) => f32(Math.exp(f32(z))));
  const total = exponentials.reduce((partial, e) => f32(partial + e), 0);
  const value = exponentials.reduce(
    (partial, e, k) => f32(partial + logLoss(f32(e / total), targetWeight(point, k))),
    0,
  );
  add(sum, value);
}

function addSigmoid(point: SamplePoint, sum: Jet): void {
  const y = targetWeight(point, 0);
  const p = f32(1 / f32(1 + f32(Math.exp(-f32(point.logits[0]!)))));
  add(sum, f32(logLoss(p, y) + logLoss(f32(1 - p), f32(1 - f32(y)))));
}

/** Losses are at least zero, so the value is its own scale. */
function valueOnly(addValue: (point: SamplePoint, sum: Jet) => void): Loss {
  return {
    addJet: (point, _c, _order, sum) => addValue(point, sum),
    addScale: (point, _c, _order, sum) => addValue(point, sum),
  };
}

export const softmaxCrossEntropyNaive = valueOnly(addSoftmax);
export const sigmoidCrossEntropyNaive = valueOnly(addSigmoid);
