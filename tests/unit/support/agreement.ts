/** How far the f64 evaluator is from the reference, in units of the scale that errors are judged at. */
import type { Experiment, LossId } from '../../../src/core/experiment.ts';
import { FIELD_IDS, type FieldId, type FieldKey, fieldKey } from '../../../src/core/fields.ts';
import type { Jet } from '../../../src/core/jet.ts';
import { PointEvaluator } from '../../../src/core/point-evaluator.ts';
import { Reference, type ReferenceFields } from './reference.ts';

export type Point = readonly [u: number, v: number];

/** What f64 keeps of rounded logits of size 1000, a few roundings on top. */
export const F64_TOLERANCE = 1e-12;

/** Products of three numbers this small leave the range of f64, so an absolute error of this size is none. */
const F64_NEGLIGIBLE = 1e-290;

export interface Disagreement {
  readonly key: FieldKey;
  readonly at: Point;
  readonly actual: number;
  readonly truth: string;
  readonly scale: number;
  readonly error: number;
}

/** The worst point of each field. */
export function worstDisagreements(experiment: Experiment, points: Iterable<Point>): Disagreement[] {
  const reference = new Reference(experiment);
  const evaluator = new PointEvaluator(experiment);
  const worst = new Map<FieldKey, Disagreement>();
  for (const at of points) {
    evaluator.updateJets(...at, 2);
    const actual = experiment.losses.map((_, panel) =>
      FIELD_IDS.map((field) => evaluator.field(panel as 0 | 1, field)),
    );
    evaluator.updateScales(...at, 2);
    for (const [panel, loss] of experiment.losses.entries()) {
      const truth = reference.fields(loss, ...at);
      const scales = evaluator.scales[panel as 0 | 1];
      for (const [n, field] of FIELD_IDS.entries()) {
        const found = disagreement(experiment, loss, field, at, actual[panel]![n]!, truth, scales);
        const known = worst.get(found.key);
        if (!known || !(found.error <= known.error)) worst.set(found.key, found);
      }
    }
  }
  return [...worst.values()];
}

function disagreement(
  experiment: Experiment,
  loss: LossId,
  field: FieldId,
  at: Point,
  actual: number,
  truth: ReferenceFields | undefined,
  scales: Jet,
): Disagreement {
  const found = { key: fieldKey(loss, field), at, actual, truth: 'undefined', scale: NaN, error: 0 };
  if (!truth) return Number.isNaN(actual) ? found : { ...found, error: Infinity };
  const true_ = truth[field];
  const scale = scaleOf(experiment, loss, field, truth, scales);
  const difference = Number.isFinite(actual) ? true_.minus(actual).abs().toNumber() : Infinity;
  const error = difference <= F64_NEGLIGIBLE ? 0 : difference / Math.max(scale, F64_NEGLIGIBLE);
  return { ...found, truth: true_.toPrecision(17), scale, error };
}

function scaleOf(
  experiment: Experiment,
  loss: LossId,
  field: FieldId,
  truth: ReferenceFields,
  scales: Jet,
): number {
  if (field !== 'lambda_min') return scales[field];
  if (judgedByItself(experiment, loss)) return truth.lambda_min.abs().toNumber();
  return Math.max(scales.duu, scales.duv, scales.dvv);
}

/** Where the determinant is known as a product, lambda_min keeps its own digits: three classes on two axes. */
function judgedByItself(experiment: Experiment, loss: LossId): boolean {
  const { samples, link } = experiment;
  const [sample] = samples;
  if (experiment.map !== 'affine' || link !== 'softmax' || samples.length > 1 || !sample) return false;
  if (!('origin' in sample) || sample.origin.length !== 3) return false;
  const axes = [sample.du, sample.dv].every((direction) => direction.filter((x) => x !== 0).length === 1);
  return axes && (loss === 'cross-entropy' || typeof sample.target === 'number');
}
