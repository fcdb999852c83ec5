/**
 * The softmax of K logits without cancellation. With the leader m = argmax z and e_j = exp(z_j - z_m), everything
 * is a sum of positive terms: `1 - p` is never formed, so probabilities near 0 and near 1 keep all their digits.
 */
export class Softmax {
  readonly logits: Float64Array;
  /** Probabilities p_k. */
  readonly p: Float64Array;
  /** Index of the largest logit (the first of several). */
  leader = 0;
  /** S, the sum of e_j over the classes other than the leader; log sum exp = z_m + log1p(S). */
  tail = 0;
  private readonly exponentials: Float64Array;

  /** @param logits K numbers; read again at every `update`. */
  constructor(logits: Float64Array) {
    this.logits = logits;
    this.p = new Float64Array(logits.length);
    this.exponentials = new Float64Array(logits.length);
  }

  update(): void {
    const { logits, p, exponentials } = this;
    const count = logits.length;
    let leader = 0;
    for (let k = 1; k < count; k++) if (logits[k]! > logits[leader]!) leader = k;
    let tail = 0;
    for (let k = 0; k < count; k++) {
      const e = k === leader ? 1 : Math.exp(logits[k]! - logits[leader]!);
      exponentials[k] = e;
      if (k !== leader) tail += e;
    }
    for (let k = 0; k < count; k++) p[k] = exponentials[k]! / (1 + tail);
    this.leader = leader;
    this.tail = tail;
  }

  /** q_k = 1 - p_k, as the sum of the other probabilities. */
  complement(k: number): number {
    if (k === this.leader) return this.tail / (1 + this.tail);
    let sum = 0;
    for (let j = 0; j < this.p.length; j++) if (j !== k) sum += this.exponentials[j]!;
    return sum / (1 + this.tail);
  }

  /** p_i - p_j without cancellation between near equals. */
  difference(i: number, j: number): number {
    const { logits, p } = this;
    const larger = logits[i]! >= logits[j]! ? i : j;
    const size = p[larger]! * -Math.expm1(-Math.abs(logits[i]! - logits[j]!));
    return larger === i ? size : -size;
  }

  /** -log p_k = (z_m - z_k) + log1p(S), both terms at least zero. */
  negativeLog(k: number): number {
    return this.logits[this.leader]! - this.logits[k]! + Math.log1p(this.tail);
  }
}

/**
 * The deviations of a direction from its mean under p: out_k = a_k - sum_j p_j a_j. Taken relative to the leader,
 * whose own deviation is then a sum of small terms instead of a difference of large ones.
 */
export function deviations(softmax: Softmax, direction: Float64Array, out: Float64Array): void {
  const { p, leader } = softmax;
  const reference = direction[leader]!;
  let mean = 0;
  for (let k = 0; k < p.length; k++) if (k !== leader) mean += p[k]! * (direction[k]! - reference);
  for (let k = 0; k < p.length; k++) out[k] = k === leader ? -mean : direction[k]! - reference - mean;
}
