/**
 * The hinge of several classes, sum_{j != t} max(0, 1 + z_j - z_t) (Weston & Watkins 1999), for hard targets.
 *
 * Each class is linear on either side of its kink, so second derivatives are 0, on the kinks too, where they are the
 * mean of two zeros; first derivatives on a kink are the mean of the slopes on its sides.
 */
import type { Jet, Order } from '../jet.ts';
import { hardTarget, type SamplePoint } from '../sample-point.ts';
import { hingeSlope } from './hinge-slope.ts';
import type { Loss } from './loss.ts';
import { isWithinRounding } from './undecided.ts';

function margin({ logits }: SamplePoint, j: number, t: number): number {
  return 1 + (logits[j]! - logits[t]!);
}

function isAtKink(point: SamplePoint, j: number, t: number): boolean {
  return isWithinRounding(margin(point, j, t), 1 + point.terms[j]! + point.terms[t]!);
}

function addJet(point: SamplePoint, _c: number, _order: Order, sum: Jet): void {
  const { logits, a, b } = point;
  const t = hardTarget(point);
  for (let j = 0; j < logits.length; j++) {
    if (j === t) continue;
    const missing = margin(point, j, t);
    const slope = hingeSlope(missing);
    sum.value += slope * missing;
    sum.du += slope * (a[j]! - a[t]!);
    sum.dv += slope * (b[j]! - b[t]!);
  }
}

function addScale(point: SamplePoint, _c: number, _order: Order, sum: Jet): void {
  const { logits, a, b } = point;
  const t = hardTarget(point);
  for (let j = 0; j < logits.length; j++) {
    if (j === t) continue;
    // Where f32 may take the other side of the kink, its number is judged by the terms of that side.
    const slope = isAtKink(point, j, t) ? 1 : hingeSlope(margin(point, j, t));
    sum.value += slope * (1 + Math.abs(logits[j]!) + Math.abs(logits[t]!));
    sum.du += slope * Math.abs(a[j]! - a[t]!);
    sum.dv += slope * Math.abs(b[j]! - b[t]!);
  }
}

function isUndecided(point: SamplePoint): boolean {
  const t = hardTarget(point);
  return point.logits.some((_, j) => j !== t && isAtKink(point, j, t));
}

export const softmaxHinge: Loss = { addJet, addScale, isUndecided };
