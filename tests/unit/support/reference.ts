/**
 * The losses as a textbook writes them, in decimal numbers with so many digits that cancellation does not matter:
 * softmax by exp and division, the loss from the probabilities, derivatives in the logits through the Jacobian
 * diag(p) - p p^T, then the chain rule along the plane. It shares no formula with src, which rearranges them all.
 */
import type { Decimal } from 'decimal.js';
import type { AffineSample, Experiment, LossId } from '../../../src/core/experiment.ts';
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

/** Fields but lambda_min, which is no sum over samples. */
type SampleFields = Omit<ReferenceFields, 'lambda_min'>;

/** Digits beside those that the spread of the logits eats up. */
const SPARE_DIGITS = 60;
/** decimal.js knows the logarithm of ten to 1025 digits. */
const MOST_LOG_DIGITS = 1000;

export class Reference {
  private readonly experiment: Experiment;
  private readonly samples: readonly AffineSample[];
  private readonly numbers: DecimalNumbers;
  private readonly logNumbers: DecimalNumbers;

  /** @param spareDigits more for those who divide by small steps */
  constructor(experiment: Experiment, spareDigits = SPARE_DIGITS) {
    if (experiment.map !== 'affine') throw new Error('the reference knows the affine map only');
    this.experiment = experiment;
    this.samples = experiment.samples;
    // 1 - p needs the digits of p once. A Hessian's smaller eigenvalue may hold the product of two probabilities.
    const decades = spreadOfLogits(experiment.samples, experiment.window) / Math.LN10;
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
    return this.softmax(this.logits(this.samples[n]!, u, v));
  }

  private sampleFields(
    sample: AffineSample,
    loss: LossId,
    u: Coordinate,
    v: Coordinate,
  ): SampleFields | undefined {
    const { numbers } = this;
    const logits = this.logits(sample, u, v);
    const a = sample.du.map((x) => numbers.exact(x));
    const b = sample.dv.map((x) => numbers.exact(x));
    const y = this.targets(sample);
    if (this.experiment.link === 'softmax') return this.softmaxFields(logits, y, a, b, loss);
    return this.separateFields(logits, y, a, b, loss);
  }

  private logits({ origin, du, dv }: AffineSample, u: Coordinate, v: Coordinate): Decimal[] {
    const { numbers } = this;
    const [x, y] = [numbers.exact(u), numbers.exact(v)];
    return origin.map((z, k) =>
      numbers
        .exact(z)
        .plus(x.times(numbers.exact(du[k]!)))
        .plus(y.times(numbers.exact(dv[k]!))),
    );
  }

  private targets({ target, origin }: AffineSample): Vector {
    if (typeof target !== 'number') return target.map((y) => this.numbers.exact(y));
    if (this.experiment.link !== 'softmax') return [this.numbers.exact(target)];
    return origin.map((_, k) => this.numbers.exact(k === target ? 1 : 0));
  }

  private softmaxFields(z: Vector, y: Vector, a: Vector, b: Vector, loss: LossId): SampleFields {
    const p = this.softmax(z);
    const losses = p.map((x, k) => (loss === 'mse' ? this.squaredError(x, y[k]!) : this.logLoss(x, y[k]!)));
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

  /** Sigmoid and identity: each prediction hangs on one logit. */
  private separateFields(z: Vector, y: Vector, a: Vector, b: Vector, loss: LossId): SampleFields | undefined {
    const terms: SampleFields[] = [];
    for (let k = 0; k < z.length; k++) {
      const { p, first: dp, second: ddp } = this.prediction(z[k]!);
      if (loss !== 'mse' && !(p.gt(0) && p.lt(1))) return undefined;
      const l = loss === 'mse' ? this.squaredError(p, y[k]!) : this.binaryLogLoss(p, y[k]!);
      const first = l.first.times(dp);
      const second = l.second.times(dp).times(dp).plus(l.first.times(ddp));
      const [ak, bk] = [a[k]!, b[k]!];
      terms.push({
        value: l.value,
        du: first.times(ak),
        dv: first.times(bk),
        duu: second.times(ak).times(ak),
        duv: second.times(ak).times(bk),
        dvv: second.times(bk).times(bk),
      });
    }
    return mapFields((id) => this.sum(terms.map((term) => term[id])));
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
    return this.numbers.exact(1).div(squaredError === 'half' ? 2 : this.samples[0]!.origin.length);
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

/** The largest difference of two logits of a sample, or size of one, over the window: at one of its corners. */
function spreadOfLogits(samples: readonly AffineSample[], window: Experiment['window']): number {
  let spread = 0;
  for (const { origin, du, dv } of samples) {
    for (const u of window.u) {
      for (const v of window.v) {
        const logits = origin.map((z, k) => z + u * du[k]! + v * dv[k]!);
        spread = Math.max(spread, Math.max(0, ...logits) - Math.min(0, ...logits));
      }
    }
  }
  return spread;
}
