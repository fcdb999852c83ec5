/**
 * Evaluates both losses of an experiment at single points, in f64. The plainest code that is right: the probe shows
 * its numbers and the GPU is judged by it.
 */
import { smallerEigenvalue, softmaxDeterminant } from './curvature.ts';
import { type AffineSample, classCount, type Experiment, squaredErrorFactor } from './experiment.ts';
import type { FieldId } from './fields.ts';
import { clearJet, type Jet, makeUndefined, type Order, scaleJet, zeroJet } from './jet.ts';
import type { Loss } from './losses/loss.ts';
import {
  createSamplePoint,
  type ResolvedTarget,
  resolveClassTarget,
  resolveNumericTarget,
  type SamplePoint,
  updateSoftmax,
} from './sample-point.ts';
import { requireEvaluable } from './support.ts';

interface PreparedSample {
  readonly origin: Float64Array;
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly target: ResolvedTarget;
}

export class PointEvaluator {
  readonly experiment: Experiment;
  /** Left and right loss at the last point evaluated. */
  readonly jets: readonly [Jet, Jet] = [zeroJet(), zeroJet()];
  /** The scales at the last point given to `updateScales`; same order. */
  readonly scales: readonly [Jet, Jet] = [zeroJet(), zeroJet()];

  private readonly losses: readonly [Loss, Loss];
  private readonly samples: readonly PreparedSample[];
  private readonly point: SamplePoint;
  private readonly squaredErrorFactor: number;
  private readonly sampleWeight: number;

  /** @throws ExperimentError if a loss or the map cannot be evaluated yet. */
  constructor(experiment: Experiment) {
    const { losses, samples } = requireEvaluable(experiment);
    const classes = classCount(experiment);
    this.experiment = experiment;
    this.losses = losses;
    this.samples = samples.map((sample) => prepare(sample, experiment));
    this.point = createSamplePoint(classes);
    this.squaredErrorFactor = squaredErrorFactor(experiment.squaredError, classes);
    this.sampleWeight = experiment.sampleReduction === 'mean' ? 1 / samples.length : 1;
  }

  /** Brings `jets` to the point (u, v); second derivatives only for order 2. */
  updateJets(u: number, v: number, order: Order): void {
    const { jets, losses, squaredErrorFactor: c } = this;
    clearJet(jets[0]);
    clearJet(jets[1]);
    for (const sample of this.samples) {
      this.moveTo(sample, u, v, order);
      losses[0].addJet(this.point, c, order, jets[0]);
      losses[1].addJet(this.point, c, order, jets[1]);
    }
    this.finish(jets);
  }

  /** Brings `scales` to the point (u, v). */
  updateScales(u: number, v: number, order: Order): void {
    const { scales, losses, squaredErrorFactor: c } = this;
    clearJet(scales[0]);
    clearJet(scales[1]);
    for (const sample of this.samples) {
      this.moveTo(sample, u, v, order);
      losses[0].addScale(this.point, c, order, scales[0]);
      losses[1].addScale(this.point, c, order, scales[1]);
    }
    this.finish(scales);
  }

  /** One field of the left (0) or right (1) loss at the last point; second-order fields need order 2 there. */
  field(panel: 0 | 1, field: FieldId): number {
    const jet = this.jets[panel];
    if (field !== 'lambda_min') return jet[field];
    return smallerEigenvalue(jet, this.determinant(panel));
  }

  /** The logits of sample n at (u, v), K numbers. */
  logitsAt(n: number, u: number, v: number): Float64Array {
    this.moveTo(this.samples[n]!, u, v, 1);
    return this.point.logits.slice();
  }

  private determinant(panel: 0 | 1): ((divisor: number) => number) | undefined {
    const { experiment, samples, point } = this;
    if (samples.length > 1) return undefined;
    if (experiment.link === 'sigmoid') return () => 0;
    if (experiment.link === 'identity') return undefined;
    return softmaxDeterminant(experiment.losses[panel], point, this.squaredErrorFactor);
  }

  private moveTo(sample: PreparedSample, u: number, v: number, order: Order): void {
    const { point } = this;
    for (let k = 0; k < sample.origin.length; k++) {
      point.logits[k] = sample.origin[k]! + u * sample.a[k]! + v * sample.b[k]!;
    }
    point.a.set(sample.a);
    point.b.set(sample.b);
    point.target = sample.target;
    if (this.experiment.link === 'softmax') updateSoftmax(point, order);
  }

  private finish(jets: readonly [Jet, Jet]): void {
    for (const jet of jets) {
      if (Number.isNaN(jet.value)) makeUndefined(jet);
      else if (this.sampleWeight !== 1) scaleJet(jet, this.sampleWeight);
    }
  }
}

function prepare(sample: AffineSample, experiment: Experiment): PreparedSample {
  return {
    origin: Float64Array.from(sample.origin),
    a: Float64Array.from(sample.du),
    b: Float64Array.from(sample.dv),
    target:
      experiment.link === 'softmax' ? resolveClassTarget(sample.target) : resolveNumericTarget(sample.target),
  };
}
