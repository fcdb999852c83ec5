/**
 * Squared error of the softmax probabilities, c sum_k (p_k - y_k)^2.
 *
 * Hard target t, alpha_i = a_i - a_t, q = 1 - p_t, and d_i = p_i - p_l <= 0 against l, the likeliest class other
 * than t. DESIGN writes the gradient as 2c p_i [p_t (2 p_i + sum_o p_o) + sum_o p_o (p_i - p_o)], which takes K^2
 * differences of probabilities. The inner sum is d_i q - D with D = sum_{j != t} p_j d_j, which takes K of them and
 * loses at most a factor K - 1: |d_i| q <= (K - 1) p_l |d_i|, a term of the sum. Hence along a
 *
 *   2c { p_t (sum p_i^2 alpha_i + q sum p_i alpha_i) + q sum p_i d_i alpha_i - D sum p_i alpha_i },   i != t.
 *
 * Second derivatives, with residuals r and deviations from the mean A_k = a_k - sum_j p_j a_j:
 *
 *   2c { sum_k p_k^2 A_k B_k + sum_k r_k p_k (A_k B_k - C) },   C = sum_k p_k A_k B_k,   r_t = -q.
 */
import type { Jet, Order } from '../jet.ts';
import type { ResolvedTarget, SamplePoint } from '../sample-point.ts';
import type { Softmax } from '../softmax.ts';
import type { Loss } from './loss.ts';

/** The likeliest class other than `target`. */
function runnerUp(softmax: Softmax, target: number): number {
  if (softmax.leader !== target) return softmax.leader;
  let best = target === 0 ? 1 : 0;
  for (let k = best + 1; k < softmax.p.length; k++) {
    if (k !== target && softmax.logits[k]! > softmax.logits[best]!) best = k;
  }
  return best;
}

/** p_k - y_k; for a hard target's own class the complement, which keeps its digits near 0. */
function residual(softmax: Softmax, target: ResolvedTarget, k: number): number {
  if (target.kind === 'soft') return softmax.p[k]! - target.y[k]!;
  return k === target.index ? -softmax.complement(k) : softmax.p[k]!;
}

function addHardFirstOrder(point: SamplePoint, target: number, c: number, sum: Jet): void {
  const { softmax, a, b } = point;
  const { p } = softmax;
  const likeliest = runnerUp(softmax, target);
  const pt = p[target]!;
  const q = softmax.complement(target);

  let squares = 0;
  let weightedDifferences = 0;
  const along = { a1: 0, a2: 0, ad: 0, b1: 0, b2: 0, bd: 0 };
  for (let i = 0; i < p.length; i++) {
    if (i === target) continue;
    const pi = p[i]!;
    const pd = pi * softmax.difference(i, likeliest);
    const alpha = a[i]! - a[target]!;
    const beta = b[i]! - b[target]!;
    squares += pi * pi;
    weightedDifferences += pd;
    along.a1 += pi * alpha;
    along.a2 += pi * pi * alpha;
    along.ad += pd * alpha;
    along.b1 += pi * beta;
    along.b2 += pi * pi * beta;
    along.bd += pd * beta;
  }
  sum.value += c * (q * q + squares);
  sum.du += 2 * c * (pt * (along.a2 + q * along.a1) + (q * along.ad - weightedDifferences * along.a1));
  sum.dv += 2 * c * (pt * (along.b2 + q * along.b1) + (q * along.bd - weightedDifferences * along.b1));
}

function addSoftFirstOrder(point: SamplePoint, y: readonly number[], c: number, sum: Jet): void {
  const { softmax, deviationA, deviationB } = point;
  const { p } = softmax;
  for (let k = 0; k < p.length; k++) {
    const r = p[k]! - y[k]!;
    sum.value += c * r * r;
    sum.du += 2 * c * r * p[k]! * deviationA[k]!;
    sum.dv += 2 * c * r * p[k]! * deviationB[k]!;
  }
}

function addSecondOrder(point: SamplePoint, c: number, sum: Jet): void {
  const { softmax, deviationA, deviationB, target } = point;
  const { p } = softmax;
  let aa = 0;
  let ab = 0;
  let bb = 0;
  for (let k = 0; k < p.length; k++) {
    aa += p[k]! * deviationA[k]! * deviationA[k]!;
    ab += p[k]! * deviationA[k]! * deviationB[k]!;
    bb += p[k]! * deviationB[k]! * deviationB[k]!;
  }
  for (let k = 0; k < p.length; k++) {
    const pk = p[k]!;
    const da = deviationA[k]!;
    const db = deviationB[k]!;
    const rp = residual(softmax, target, k) * pk;
    sum.duu += 2 * c * (pk * pk * da * da + rp * (da * da - aa));
    sum.duv += 2 * c * (pk * pk * da * db + rp * (da * db - ab));
    sum.dvv += 2 * c * (pk * pk * db * db + rp * (db * db - bb));
  }
}

function addJet(point: SamplePoint, c: number, order: Order, sum: Jet): void {
  if (point.target.kind === 'hard') addHardFirstOrder(point, point.target.index, c, sum);
  else addSoftFirstOrder(point, point.target.y, c, sum);
  if (order === 2) addSecondOrder(point, c, sum);
}

function addHardGradientScale(point: SamplePoint, target: number, c: number, sum: Jet): void {
  const { softmax, a, b } = point;
  const { p } = softmax;
  const q = softmax.complement(target);
  const pt = p[target]!;
  // Distances to the likeliest: a difference of two of them is exact enough beside the one to the likeliest itself.
  const likeliest = runnerUp(softmax, target);
  const distances = p.map((_, k) => softmax.difference(k, likeliest));
  for (let i = 0; i < p.length; i++) {
    if (i === target) continue;
    let differences = 0;
    for (let o = 0; o < p.length; o++) {
      if (o !== target) differences += p[o]! * Math.abs(distances[i]! - distances[o]!);
    }
    const scale = 2 * c * p[i]! * (pt * (p[i]! + q) + differences);
    sum.du += scale * Math.abs(a[i]! - a[target]!);
    sum.dv += scale * Math.abs(b[i]! - b[target]!);
  }
}

function addSoftGradientScale(point: SamplePoint, y: readonly number[], c: number, sum: Jet): void {
  const { a, b } = point;
  const { p } = point.softmax;
  for (let k = 0; k < p.length; k++) {
    const weight = 2 * c * (p[k]! + y[k]!) * p[k]!;
    for (let i = 0; i < p.length; i++) {
      sum.du += weight * p[i]! * Math.abs(a[k]! - a[i]!);
      sum.dv += weight * p[i]! * Math.abs(b[k]! - b[i]!);
    }
  }
}

/** The terms of the second-order formula above, with the spread of the deviations as its own sum of pairs. */
function addHessianScale(point: SamplePoint, c: number, sum: Jet): void {
  const { softmax, a, b, target } = point;
  const { p } = softmax;
  const count = p.length;
  let aa = 0;
  let ab = 0;
  let bb = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < i; j++) {
      const weight = p[i]! * p[j]!;
      const da = Math.abs(a[i]! - a[j]!);
      const db = Math.abs(b[i]! - b[j]!);
      aa += weight * da * da;
      ab += weight * da * db;
      bb += weight * db * db;
    }
  }
  for (let k = 0; k < count; k++) {
    const pk = p[k]!;
    const size = target.kind === 'soft' ? pk + target.y[k]! : Math.abs(residual(softmax, target, k));
    let da = 0;
    let db = 0;
    for (let j = 0; j < count; j++) {
      da += p[j]! * Math.abs(a[k]! - a[j]!);
      db += p[j]! * Math.abs(b[k]! - b[j]!);
    }
    sum.duu += 2 * c * pk * (pk * da * da + size * (da * da + aa));
    sum.duv += 2 * c * pk * (pk * da * db + size * (da * db + ab));
    sum.dvv += 2 * c * pk * (pk * db * db + size * (db * db + bb));
  }
}

function addScale(point: SamplePoint, c: number, order: Order, sum: Jet): void {
  const { softmax, target } = point;
  const { p } = softmax;
  if (target.kind === 'hard') {
    const q = softmax.complement(target.index);
    sum.value += c * q * q;
    for (let k = 0; k < p.length; k++) if (k !== target.index) sum.value += c * p[k]! * p[k]!;
    addHardGradientScale(point, target.index, c, sum);
  } else {
    for (let k = 0; k < p.length; k++) {
      const y = target.y[k]!;
      sum.value += c * (p[k]! * p[k]! + 2 * p[k]! * y + y * y);
    }
    addSoftGradientScale(point, target.y, c, sum);
  }
  if (order === 2) addHessianScale(point, c, sum);
}

export const softmaxSquaredError: Loss = { addJet, addScale };
