/**
 * Cross-entropy of the softmax, -sum_k y_k log p_k.
 *
 * With alpha_i = a_i - a_t for a hard target t: first derivative sum_{i != t} p_i alpha_i, second derivative the
 * covariance of the two directions under p. Soft targets weigh these by y; the weights are not renormalised.
 */
import type { Jet, Order } from '../jet.ts';
import { type SamplePoint, targetWeight } from '../sample-point.ts';
import type { Loss } from './loss.ts';

/** Adds `weight` times value and gradient of -log p_k. */
export function addLogLoss(point: SamplePoint, k: number, weight: number, sum: Jet): void {
  const { softmax, a, b } = point;
  const { p } = softmax;
  let du = 0;
  let dv = 0;
  for (let i = 0; i < p.length; i++) {
    if (i === k) continue;
    du += p[i]! * (a[i]! - a[k]!);
    dv += p[i]! * (b[i]! - b[k]!);
  }
  sum.value += weight * softmax.negativeLog(k);
  sum.du += weight * du;
  sum.dv += weight * dv;
}

/** Adds `weight` times the second derivatives of -log p_k, which are the same for every class. */
export function addLogLossCurvature(point: SamplePoint, weight: number, sum: Jet): void {
  const { softmax, deviationA, deviationB } = point;
  for (let k = 0; k < softmax.p.length; k++) {
    const share = weight * softmax.p[k]!;
    sum.duu += share * deviationA[k]! * deviationA[k]!;
    sum.duv += share * deviationA[k]! * deviationB[k]!;
    sum.dvv += share * deviationB[k]! * deviationB[k]!;
  }
}

/** Adds the scales of what `addLogLoss` adds. */
export function addLogLossScale(point: SamplePoint, k: number, weight: number, sum: Jet): void {
  const { softmax, a, b } = point;
  const { p } = softmax;
  sum.value += weight * softmax.negativeLog(k);
  for (let i = 0; i < p.length; i++) {
    sum.du += weight * p[i]! * Math.abs(a[i]! - a[k]!);
    sum.dv += weight * p[i]! * Math.abs(b[i]! - b[k]!);
  }
}

/** Adds the scales of what `addLogLossCurvature` adds. */
export function addLogLossCurvatureScale(point: SamplePoint, weight: number, sum: Jet): void {
  const { softmax, a, b } = point;
  const { p } = softmax;
  for (let i = 0; i < p.length; i++) {
    for (let j = 0; j < i; j++) {
      const share = weight * p[i]! * p[j]!;
      const da = Math.abs(a[i]! - a[j]!);
      const db = Math.abs(b[i]! - b[j]!);
      sum.duu += share * da * da;
      sum.duv += share * da * db;
      sum.dvv += share * db * db;
    }
  }
}

function addJet(point: SamplePoint, _c: number, order: Order, sum: Jet): void {
  let totalWeight = 0;
  for (let k = 0; k < point.logits.length; k++) {
    const weight = targetWeight(point, k);
    if (weight === 0) continue;
    totalWeight += weight;
    addLogLoss(point, k, weight, sum);
  }
  if (order === 2) addLogLossCurvature(point, totalWeight, sum);
}

function addScale(point: SamplePoint, _c: number, order: Order, sum: Jet): void {
  let totalWeight = 0;
  for (let k = 0; k < point.logits.length; k++) {
    const weight = targetWeight(point, k);
    if (weight === 0) continue;
    totalWeight += weight;
    addLogLossScale(point, k, weight, sum);
  }
  if (order === 2) addLogLossCurvatureScale(point, totalWeight, sum);
}

export const softmaxCrossEntropy: Loss = { addJet, addScale };
