/**
 * The losses as a textbook writes them, in decimal numbers with so many digits that cancellation does not matter:
 * softmax by exp and division, the loss from the probabilities, derivatives in the logits through the Jacobian
 * diag(p) - p p^T, then the chain rule along the plane and the map's own second derivatives. It shares no formula with
 * src, which rearranges them all. The naive cross-entropy is not here: it is defined by its roundings.
 */
import type { Decimal } from 'decimal.js';
import {
  type AffineSample,
  classCount,
  type Experiment,
  type LossId,
  type TwoLayerSample,
} from '../../../src/core/experiment.ts';
import type { FieldId } from '../../../src/core/fields.ts';
import { DecimalNumbers } from './decimal-numbers.ts';

export type ReferenceFields = Readonly<Record<FieldId, Decimal>>;
type Coordinate = number | Decimal;
type Vector = readonly Decimal[];

/** A loss of one prediction p with target y, and its first and second derivative in p. */
interface PredictionLoss {
  readonly value: Decimal;
  readonly first: Decimal;
  readonly second: Decimal;
}

/** The logits of a sample and their derivatives along the plane. */
interface PlaneLogits {
  readonly z: Vector;
  readonly a: Vector;
  readonly b: Vector;
  readonly aa: Vector;
  readonly ab: Vector;
  readonly bb: Vector;
}

type Sample = AffineSample | TwoLayerSample;

const CLIP = 1e-7;

/** Fields but lambda_min, which is no sum over samples. */
type SampleFields = Omit<ReferenceFields, 'lambda_min'>;

/** Digits beside those that the spread of the logits eats up. */
const SPARE_DIGITS = 60;
/** decimal.js knows the logarithm of ten to 1025 digits. */
const MOST_LOG_DIGITS = 1000;

export class Reference {
  private readonly experiment: Experiment;
  private readonly samples: readonly Sample[];
  private readonly numbers: DecimalNumbers;
  private readonly logNumbers: DecimalNumbers;

  /** @param spareDigits more for those who divide by small steps */
  constructor(experiment: Experiment, spareDigits = SPARE_DIGITS) {
    this.experiment = experiment;
    this.samples = experiment.samples;
    // 1 - p needs the digits of p once. A Hessian's smaller eigenvalue may hold the product of two probabilities.
    const decades = spreadOfLogits(this.samples, experiment.window) / Math.LN10;
    this.numbers = DecimalNumbers.withDigits(spareDigits + 20 * Math.ceil(decades / 10));
    this.logNumbers = DecimalNumbers.withDigits(
      Math.min(MOST_LOG_DIGITS, spareDigits + 10 * Math.ceil(decades / 10)),
    );
  }

  /** All fields of `loss` at (u, v); undefined where the loss is. */
  fields(loss: LossId, u: Coordinate, v: Coordinate): ReferenceFields | undefined {
    const { samples, numbers, experiment } = this;
    let sum: SampleFields | undefined;
    for (const sample of samples) {
      const fields = this.sampleFields(sample, loss, u, v);
      if (!fields) return undefined;
      sum = sum ? mapFields((id) => sum![id].plus(fields[id])) : fields;
    }
    const weight = numbers.exact(experiment.sampleReduction === 'mean' ? samples.length : 1);
    const reduced = mapFields((id) => sum![id].div(weight));
    return { ...reduced, lambda_min: smallerEigenvalue(reduced) };
  }

  /** Softmax of sample n at (u, v). */
  probabilities(n: number, u: Coordinate, v: Coordinate): Decimal[] {
    return this.softmax(this.logits(this.samples[n]!, u, v).z);
  }

  private sampleFields(sample: Sample, loss: LossId, u: Coordinate, v: Coordinate): SampleFields | undefined {
    const logits = this.logits(sample, u, v);
    const y = this.targets(sample, logits.z.length);
    if (this.experiment.link !== 'softmax') return this.separateFields(logits, y, loss);
    switch (loss) {
      case 'hinge':
        return this.linearFields(logits, this.hinge(logits.z, y));
      case 'error-rate':
        return this.linearFields(logits, this.errorRate(logits.z, y));
      case 'mse-logits':
        return this.separateFields(logits, y, loss);
      default:
        return this.softmaxFields(logits, y, loss);
    }
  }

  private logits(sample: Sample, u: Coordinate, v: Coordinate): PlaneLogits {
    const { numbers } = this;
    const [x, y] = [numbers.exact(u), numbers.exact(v)];
    if ('input' in sample) return this.twoLayerLogits(numbers.exact(sample.input), x, y);
    const { origin, du, dv } = sample;
    const z = origin.map((z, k) =>
      numbers
        .exact(z)
        .plus(x.times(numbers.exact(du[k]!)))
        .plus(y.times(numbers.exact(dv[k]!))),
    );
    const [a, b] = [du, dv].map((direction) => direction.map((slope) => numbers.exact(slope)));
    const zeros = origin.map(() => numbers.zero());
    return { z, a: a!, b: b!, aa: zeros, ab: zeros, bb: zeros };
  }

  /** z = v tanh(u x), with tanh' = 1 - tanh^2 and tanh'' = -2 tanh tanh'. */
  private twoLayerLogits(x: Decimal, u: Decimal, v: Decimal): PlaneLogits {
    const one = this.numbers.exact(1);
    const e = this.numbers.exp(u.times(x).times(2));
    const hidden = e.minus(one).div(e.plus(one));
    const first = one.minus(hidden.times(hidden));
    const second = hidden.times(first).times(-2);
    return {
      z: [v.times(hidden)],
      a: [v.times(x).times(first)],
      b: [hidden],
      aa: [v.times(x).times(x).times(second)],
      ab: [x.times(first)],
      bb: [this.numbers.zero()],
    };
  }

  private targets({ target }: Sample, classes: number): Vector {
    if (typeof target !== 'number') return target.map((y) => this.numbers.exact(y));
    if (this.experiment.link !== 'softmax') return [this.numbers.exact(target)];
    return Array.from({ length: classes }, (_, k) => this.numbers.exact(k === target ? 1 : 0));
  }

  /** A loss that is linear in the logits around the point: its value and its gradient there. */
  private linearFields({ a, b }: PlaneLogits, loss: { value: Decimal; gradient: Vector }): SampleFields {
    const zero = this.numbers.zero();
    const [du, dv] = [this.dot(loss.gradient, a), this.dot(loss.gradient, b)];
    return { value: loss.value, du, dv, duu: zero, duv: zero, dvv: zero };
  }

  /** Weston-Watkins; the gradient is the mean of those on both sides of a kink. */
  private hinge(z: Vector, y: Vector): { value: Decimal; gradient: Vector } {
    const t = y.findIndex((yk) => !yk.isZero());
    let value = this.numbers.zero();
    const gradient = z.map(() => this.numbers.zero());
    for (const [j, zj] of z.entries()) {
      if (j === t) continue;
      const margin = zj.minus(z[t]!).plus(1);
      if (margin.lt(0)) continue;
      const slope = margin.isZero() ? 0.5 : 1;
      value = value.plus(margin);
      gradient[j] = gradient[j]!.plus(slope);
      gradient[t] = gradient[t]!.minus(slope);
    }
    return { value, gradient };
  }

  private errorRate(z: Vector, y: Vector): { value: Decimal; gradient: Vector } {
    const largest = z.reduce((most, zk) => (zk.gt(most) ? zk : most));
    const leaders = z.flatMap((zk, k) => (zk.eq(largest) ? [k] : []));
    const one = this.numbers.exact(1);
    const right = leaders.some((k) => !y[k]!.isZero()) ? one.div(leaders.length) : this.numbers.zero();
    return { value: one.minus(right), gradient: z.map(() => this.numbers.zero()) };
  }

  private softmaxFields({ z, a, b }: PlaneLogits, y: Vector, loss: LossId): SampleFields {
    const p = this.softmax(z);
    const losses = p.map((x, k) => this.classLoss(x, y[k]!, loss));
    const g = losses.map(({ first }) => first);
    const jacobian = p.map((pi, i) =>
      p.map((pj, j) => (i === j ? pi : this.numbers.zero()).minus(pi.times(pj))),
    );
    const times = (x: Vector) => jacobian.map((row) => this.dot(row, x));

    const gradient = times(g);
    const [ja, jb] = [times(a), times(b)];
    const pg = this.dot(p, g);
    // d(J g)/dz = J diag(l'') J + diag(g) J - (p g) J - p (J g)^T, between x on the left and a direction on the right.
    const hessian = (x: Vector, jx: Vector, w: Vector, jw: Vector) =>
      this.sum(losses.map(({ second }, k) => second.times(jx[k]!).times(jw[k]!)))
        .plus(this.sum(x.map((xk, k) => xk.times(g[k]!).times(jw[k]!))))
        .minus(pg.times(this.dot(x, jw)))
        .minus(this.dot(x, p).times(this.dot(gradient, w)));
    return {
      value: this.sum(losses.map(({ value }) => value)),
      du: this.dot(gradient, a),
      dv: this.dot(gradient, b),
      duu: hessian(a, ja, a, ja),
      duv: hessian(a, ja, b, jb),
      dvv: hessian(b, jb, b, jb),
    };
  }

  private softmax(z: Vector): Decimal[] {
    const exponentials = z.map((x) => this.numbers.exp(x));
    const total = this.sum(exponentials);
    return exponentials.map((e) => e.div(total));
  }

  private classLoss(p: Decimal, y: Decimal, loss: LossId): PredictionLoss {
    switch (loss) {
      case 'mse':
        return this.squaredError(p, y);
      case 'cross-entropy':
        return this.logLoss(p, y);
      case 'cross-entropy-clipped':
        return this.clipped(p, (clipped) => this.logLoss(clipped, y));
      default:
        throw new Error(`the reference has no ${loss}`);
    }
  }

  /** A loss of the clipped prediction, constant where the clip acts. */
  private clipped(p: Decimal, loss: (p: Decimal) => PredictionLoss): PredictionLoss {
    const low = this.numbers.exact(CLIP);
    const high = this.numbers.exact(1).minus(low);
    const zero = this.numbers.zero();
    if (p.lt(low)) return { ...loss(low), first: zero, second: zero };
    if (p.gt(high)) return { ...loss(high), first: zero, second: zero };
    return loss(p);
  }

  /** Sums over the logits of losses that hang on one logit each. */
  private separateFields(logits: PlaneLogits, y: Vector, loss: LossId): SampleFields | undefined {
    const terms: SampleFields[] = [];
    for (const [k, z] of logits.z.entries()) {
      const l = this.logitLoss(z, y[k]!, loss);
      if (!l) return undefined;
      const [a, b] = [logits.a[k]!, logits.b[k]!];
      const second = (x: Decimal, w: Decimal, bend: Decimal) =>
        l.second.times(x).times(w).plus(l.first.times(bend));
      terms.push({
        value: l.value,
        du: l.first.times(a),
        dv: l.first.times(b),
        duu: second(a, a, logits.aa[k]!),
        duv: second(a, b, logits.ab[k]!),
        dvv: second(b, b, logits.bb[k]!),
      });
    }
    return mapFields((id) => this.sum(terms.map((term) => term[id])));
  }

  /** Value and derivatives in one logit; undefined where the loss is. */
  private logitLoss(z: Decimal, y: Decimal, loss: LossId): PredictionLoss | undefined {
    if (loss === 'mse-logits') return this.squaredError(z, y);
    if (loss === 'hinge' || loss === 'error-rate') return this.signLoss(z, y, loss);
    const { p, first: dp, second: ddp } = this.prediction(z);
    if (loss !== 'mse' && !(p.gt(0) && p.lt(1))) return undefined;
    const l = this.predictionLoss(p, y, loss);
    return {
      value: l.value,
      first: l.first.times(dp),
      second: l.second.times(dp).times(dp).plus(l.first.times(ddp)),
    };
  }

  private predictionLoss(p: Decimal, y: Decimal, loss: LossId): PredictionLoss {
    switch (loss) {
      case 'mse':
        return this.squaredError(p, y);
      case 'cross-entropy':
        return this.binaryLogLoss(p, y);
      case 'cross-entropy-clipped':
        return this.clipped(p, (clipped) => this.binaryLogLoss(clipped, y));
      default:
        throw new Error(`the reference has no ${loss}`);
    }
  }

  /** Hinge and error rate of one logit whose sign should be that of 2y - 1. */
  private signLoss(z: Decimal, y: Decimal, loss: 'hinge' | 'error-rate'): PredictionLoss {
    const zero = this.numbers.zero();
    const sign = y.times(2).minus(1);
    const lead = z.times(sign);
    if (loss === 'error-rate') {
      const value = this.numbers.exact(lead.isZero() ? 0.5 : lead.gt(0) ? 0 : 1);
      return { value, first: zero, second: zero };
    }
    if (lead.gt(1)) return { value: zero, first: zero, second: zero };
    const first = lead.eq(1) ? sign.div(-2) : sign.negated();
    return { value: zero.plus(1).minus(lead), first, second: zero };
  }

  /** The prediction from one logit and its derivatives in the logit. */
  private prediction(z: Decimal): { p: Decimal; first: Decimal; second: Decimal } {
    const one = this.numbers.exact(1);
    if (this.experiment.link === 'identity') return { p: z, first: one, second: this.numbers.zero() };
    const p = one.div(one.plus(this.numbers.exp(z.negated())));
    const first = p.times(one.minus(p));
    return { p, first, second: first.times(one.minus(p.times(2))) };
  }

  private squaredError(p: Decimal, y: Decimal): PredictionLoss {
    const c = this.squaredErrorFactor();
    const residual = p.minus(y);
    return {
      value: c.times(residual).times(residual),
      first: c.times(2).times(residual),
      second: c.times(2),
    };
  }

  private squaredErrorFactor(): Decimal {
    const { squaredError } = this.experiment;
    if (squaredError === 'sum') return this.numbers.exact(1);
    return this.numbers.exact(1).div(squaredError === 'half' ? 2 : classCount(this.experiment));
  }

  /** -y log p. */
  private logLoss(p: Decimal, y: Decimal): PredictionLoss {
    if (y.isZero()) return { value: y, first: y, second: y };
    return {
      value: y.times(this.logNumbers.ln(p)).negated(),
      first: y.div(p).negated(),
      second: y.div(p).div(p),
    };
  }

  /** -y log p - (1 - y) log(1 - p). */
  private binaryLogLoss(p: Decimal, y: Decimal): PredictionLoss {
    const one = this.numbers.exact(1);
    const yes = this.logLoss(p, y);
    const no = this.logLoss(one.minus(p), one.minus(y));
    return {
      value: yes.value.plus(no.value),
      first: yes.first.minus(no.first),
      second: yes.second.plus(no.second),
    };
  }

  private sum(terms: Vector): Decimal {
    return terms.reduce((total, term) => total.plus(term), this.numbers.zero());
  }

  private dot(x: Vector, w: Vector): Decimal {
    return this.sum(x.map((xk, k) => xk.times(w[k]!)));
  }
}

/** (T - R) / 2 with R = sqrt((A - D)^2 + 4 B^2). */
function smallerEigenvalue({ duu, duv, dvv }: SampleFields): Decimal {
  const difference = duu.minus(dvv);
  const radius = difference.times(difference).plus(duv.times(duv).times(4)).sqrt();
  return duu.plus(dvv).minus(radius).div(2);
}

function mapFields(field: (id: keyof SampleFields) => Decimal): SampleFields {
  return {
    value: field('value'),
    du: field('du'),
    dv: field('dv'),
    duu: field('duu'),
    duv: field('duv'),
    dvv: field('dvv'),
  };
}

/**
 * The largest difference of two logits of a sample, or size of one, over the window: at one of its corners. Of the
 * two-layer map also what 1 - tanh^2 loses.
 */
function spreadOfLogits(samples: readonly Sample[], window: Experiment['window']): number {
  let spread = 0;
  for (const sample of samples) {
    for (const u of window.u) {
      for (const v of window.v) {
        if ('input' in sample) {
          spread = Math.max(spread, Math.abs(v) + 2 * Math.abs(u * sample.input));
          continue;
        }
        const { origin, du, dv } = sample;
        const logits = origin.map((z, k) => z + u * du[k]! + v * dv[k]!);
        spread = Math.max(spread, Math.max(0, ...logits) - Math.min(0, ...logits));
      }
    }
  }
  return spread;
}
