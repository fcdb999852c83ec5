/**
 * Evaluates both losses of an experiment at single points, in f64. The plainest code that is right: the probe shows
 * its numbers and the GPU is judged by it.
 */
import {
  type Determinant,
  largerEigenvalue,
  SINGULAR,
  smallerEigenvalue,
  softmaxDeterminant,
} from './curvature.ts';
import { classCount, type Experiment, squaredErrorFactor } from './experiment.ts';
import type { FieldId } from './fields.ts';
import { clearJet, type Jet, makeUndefined, type Order, scaleJet, zeroJet } from './jet.ts';
import { lossOf } from './losses/index.ts';
import type { Loss } from './losses/loss.ts';
import { AffineMap } from './maps/affine.ts';
import type { SampleMap } from './maps/map.ts';
import { TwoLayerMap } from './maps/two-layer.ts';
import {
  createSamplePoint,
  type ResolvedTarget,
  resolveClassTarget,
  resolveNumericTarget,
  type SamplePoint,
  updateSoftmax,
} from './sample-point.ts';

/** Numbers of samples between two pauses: about a millisecond. */
const STEP_NUMBERS = 2000;

interface PreparedSample {
  readonly map: SampleMap;
  readonly target: ResolvedTarget;
}

export class PointEvaluator {
  readonly experiment: Experiment;
  /** Left and right loss at the last point evaluated. */
  readonly jets: readonly [Jet, Jet] = [zeroJet(), zeroJet()];
  /** The scales at the last point given to `updateScales`; same order. */
  readonly scales: readonly [Jet, Jet] = [zeroJet(), zeroJet()];
  /**
   * Left and right loss at the last point given to `updateScales`: whether a kink, clip, tie or edge of the domain of
   * any sample is so near that an evaluator in f32 may take either side. Which fields that excuses: `mayTakeEitherSide`.
   */
  readonly undecided: readonly [boolean, boolean];

  private readonly near: [boolean, boolean] = [false, false];
  private readonly onAxes: boolean;
  private readonly losses: readonly [Loss, Loss];
  private readonly samples: readonly PreparedSample[];
  private readonly point: SamplePoint;
  private readonly squaredErrorFactor: number;
  private readonly sampleWeight: number;

  constructor(experiment: Experiment) {
    const { link, losses } = experiment;
    const classes = classCount(experiment);
    this.experiment = experiment;
    this.undecided = this.near;
    this.onAxes = spansTwoAxes(experiment);
    this.losses = [lossOf(link, losses[0]), lossOf(link, losses[1])];
    this.samples = prepare(experiment);
    this.point = createSamplePoint(classes);
    this.squaredErrorFactor = squaredErrorFactor(experiment.squaredError, classes);
    this.sampleWeight = experiment.sampleReduction === 'mean' ? 1 / this.samples.length : 1;
  }

  /** Brings `jets` to the point (u, v); second derivatives only for order 2. */
  updateJets(u: number, v: number, order: Order): void {
    const { jets } = this;
    clearJet(jets[0]);
    clearJet(jets[1]);
    this.addJets(this.samples, u, v, order, jets);
    this.finish(jets);
  }

  /**
   * Both losses at (u, v) as `updateJets` has them, in steps of some samples. `jets` stays as it is, and the evaluator
   * may be used for other points between the steps.
   */
  *jetSteps(u: number, v: number, order: Order): Generator<undefined, readonly [Jet, Jet]> {
    const jets = [zeroJet(), zeroJet()] as const;
    for (const samples of this.pieces()) {
      this.addJets(samples, u, v, order, jets);
      yield;
    }
    this.finish(jets);
    return jets;
  }

  /** Brings `scales` and `undecided` to the point (u, v). */
  updateScales(u: number, v: number, order: Order): void {
    const { scales, near } = this;
    near.fill(false);
    clearJet(scales[0]);
    clearJet(scales[1]);
    this.addScales(this.samples, u, v, order, scales, near);
    this.finish(scales);
  }

  /** The scales at (u, v) as `updateScales` has them, in steps of some samples; see `jetSteps`. */
  *scaleSteps(u: number, v: number, order: Order): Generator<undefined, readonly [Jet, Jet]> {
    const scales = [zeroJet(), zeroJet()] as const;
    for (const samples of this.pieces()) {
      this.addScales(samples, u, v, order, scales, [false, false]);
      yield;
    }
    this.finish(scales);
    return scales;
  }

  /** One field of the left (0) or right (1) loss at the last point; second-order fields need order 2 there. */
  field(panel: 0 | 1, field: FieldId): number {
    const jet = this.jets[panel];
    if (field !== 'lambda_min') return jet[field];
    const determinant = this.determinant(panel);
    return smallerEigenvalue(jet, determinant && ((divisor) => determinant.over(divisor)));
  }

  /** The larger eigenvalue of the Hessian of the left (0) or right (1) loss at the last point; needs order 2 there. */
  largerEigenvalue(panel: 0 | 1): number {
    const determinant = this.determinant(panel);
    return largerEigenvalue(this.jets[panel], determinant && ((divisor) => determinant.over(divisor)));
  }

  /**
   * The scale at which a field is judged; `jets` and `scales` are at the same point, for lambda_min with order 2.
   * Three classes on two axes have lambda_min as a product, which is judged at its own size: a factor that goes
   * through zero counts by the terms that it is summed from. Elsewhere it is judged at the largest scale of the second derivatives.
   */
  scale(panel: 0 | 1, field: FieldId): number {
    const scales = this.scales[panel];
    if (field !== 'lambda_min') return scales[field];
    const determinant = this.onAxes ? this.determinant(panel) : undefined;
    if (!determinant) return Math.max(scales.duu, scales.duv, scales.dvv);
    return Math.abs(smallerEigenvalue(this.jets[panel], (divisor) => determinant.scaleOver(divisor)));
  }

  /** The logits of sample n at (u, v), K numbers. */
  logitsAt(n: number, u: number, v: number): Float64Array {
    this.moveTo(this.samples[n]!, u, v, 1);
    return this.point.logits.slice();
  }

  /** The samples, some at a time. */
  private *pieces(): Generator<readonly PreparedSample[]> {
    const length = Math.max(1, Math.floor(STEP_NUMBERS / this.point.logits.length));
    for (let n = 0; n < this.samples.length; n += length) yield this.samples.slice(n, n + length);
  }

  private addJets(
    samples: readonly PreparedSample[],
    u: number,
    v: number,
    order: Order,
    jets: readonly [Jet, Jet],
  ): void {
    const { losses, squaredErrorFactor: c } = this;
    for (const sample of samples) {
      this.moveTo(sample, u, v, order);
      losses[0].addJet(this.point, c, order, jets[0]);
      losses[1].addJet(this.point, c, order, jets[1]);
    }
  }

  private addScales(
    samples: readonly PreparedSample[],
    u: number,
    v: number,
    order: Order,
    scales: readonly [Jet, Jet],
    near: [boolean, boolean],
  ): void {
    const { losses, squaredErrorFactor: c } = this;
    for (const sample of samples) {
      this.moveTo(sample, u, v, order);
      sample.map.measure(u, v, this.point.terms);
      losses[0].addScale(this.point, c, order, scales[0]);
      losses[1].addScale(this.point, c, order, scales[1]);
      near[0] ||= losses[0].isUndecided?.(this.point) ?? false;
      near[1] ||= losses[1].isUndecided?.(this.point) ?? false;
    }
  }

  private determinant(panel: 0 | 1): Determinant | undefined {
    const { experiment, samples, point } = this;
    if (samples.length > 1 || experiment.map !== 'affine') return undefined;
    if (experiment.link === 'sigmoid') return SINGULAR;
    if (experiment.link === 'identity') return undefined;
    return softmaxDeterminant(experiment.losses[panel], point, this.squaredErrorFactor);
  }

  private moveTo({ map, target }: PreparedSample, u: number, v: number, order: Order): void {
    const { point } = this;
    map.moveTo(u, v, point);
    point.target = target;
    if (this.experiment.link === 'softmax') updateSoftmax(point, order);
  }

  private finish(jets: readonly [Jet, Jet]): void {
    for (const jet of jets) {
      if (Number.isNaN(jet.value)) makeUndefined(jet);
      else if (this.sampleWeight !== 1) scaleJet(jet, this.sampleWeight);
    }
  }
}

/** By the samples themselves: a window that is dragged leaves them as they are, and they may be many. */
const preparedSamples = new WeakMap<
  object,
  { readonly of: string; readonly list: readonly PreparedSample[] }
>();

function prepare(experiment: Experiment): readonly PreparedSample[] {
  const { samples, map, link } = experiment;
  const of = `${map} ${link}`;
  let prepared = preparedSamples.get(samples);
  if (prepared?.of !== of) {
    prepared = { of, list: prepareSamples(experiment) };
    preparedSamples.set(samples, prepared);
  }
  return prepared.list;
}

function prepareSamples(experiment: Experiment): PreparedSample[] {
  if (experiment.map === 'two-layer') {
    return experiment.samples.map(({ input, target }) => ({
      map: new TwoLayerMap(input),
      target: resolveNumericTarget(target),
    }));
  }
  const resolve = experiment.link === 'softmax' ? resolveClassTarget : resolveNumericTarget;
  return experiment.samples.map((sample) => ({
    map: new AffineMap(sample),
    target: resolve(sample.target),
  }));
}

/** One sample of three classes of which each direction moves one, and not the same. */
function spansTwoAxes(experiment: Experiment): boolean {
  if (experiment.map !== 'affine' || experiment.samples.length > 1) return false;
  const { origin, du, dv } = experiment.samples[0]!;
  const moved = [du, dv].map((direction) => direction.flatMap((slope, k) => (slope === 0 ? [] : [k])));
  const [[u], [v]] = moved as [number[], number[]];
  return origin.length === 3 && moved.every(({ length }) => length === 1) && u !== v;
}
