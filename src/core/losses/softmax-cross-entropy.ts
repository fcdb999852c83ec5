/**
 * Cross-entropy of the softmax, -sum_k y_k log p_k.
 *
 * With alpha_i = a_i - a_t for a hard target t: first derivative sum_{i != t} p_i alpha_i, second derivative the
 * covariance of the two directions under p. Soft targets weigh these by y; the weights are not renormalised.
 */
import type { Jet, Order } from '../jet.ts';
import type { SamplePoint } from '../sample-point.ts';
import type { Loss } from './loss.ts';

function targetWeight(point: SamplePoint, k: number): number {
  if (point.target.kind === 'hard') return k === point.target.index ? 1 : 0;
  return point.target.y[k]!;
}

function addJet(point: SamplePoint, _c: number, order: Order, sum: Jet): void {
  const { softmax, a, b, deviationA, deviationB } = point;
  const { p } = softmax;
  const count = p.length;
  let totalWeight = 0;
  for (let k = 0; k < count; k++) {
    const weight = targetWeight(point, k);
    if (weight === 0) continue;
    totalWeight += weight;
    let du = 0;
    let dv = 0;
    for (let i = 0; i < count; i++) {
      if (i === k) continue;
      du += p[i]! * (a[i]! - a[k]!);
      dv += p[i]! * (b[i]! - b[k]!);
    }
    sum.value += weight * softmax.negativeLog(k);
    sum.du += weight * du;
    sum.dv += weight * dv;
  }
  if (order < 2) return;
  for (let k = 0; k < count; k++) {
    const weight = totalWeight * p[k]!;
    sum.duu += weight * deviationA[k]! * deviationA[k]!;
    sum.duv += weight * deviationA[k]! * deviationB[k]!;
    sum.dvv += weight * deviationB[k]! * deviationB[k]!;
  }
}

function addScale(point: SamplePoint, _c: number, order: Order, sum: Jet): void {
  const { softmax, a, b } = point;
  const { p } = softmax;
  const count = p.length;
  let totalWeight = 0;
  for (let k = 0; k < count; k++) {
    const weight = targetWeight(point, k);
    if (weight === 0) continue;
    totalWeight += weight;
    sum.value += weight * softmax.negativeLog(k);
    for (let i = 0; i < count; i++) {
      sum.du += weight * p[i]! * Math.abs(a[i]! - a[k]!);
      sum.dv += weight * p[i]! * Math.abs(b[i]! - b[k]!);
    }
  }
  if (order < 2) return;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const weight = totalWeight * p[i]! * p[j]!;
      const da = Math.abs(a[i]! - a[j]!);
      const db = Math.abs(b[i]! - b[j]!);
      sum.duu += weight * da * da;
      sum.duv += weight * da * db;
      sum.dvv += weight * db * db;
    }
  }
}

export const softmaxCrossEntropy: Loss = { addJet, addScale };
