/** How far the f64 evaluator is from the reference, in units of the scale that errors are judged at. */
import type { Decimal } from 'decimal.js';
import type { Experiment, LossId } from '../../../src/core/experiment.ts';
import { FIELD_IDS, type FieldId, type FieldKey, fieldKey } from '../../../src/core/fields.ts';
import type { Jet } from '../../../src/core/jet.ts';
import { PointEvaluator } from '../../../src/core/point-evaluator.ts';
import type { Point } from './points.ts';
import { Reference, type ReferenceFields } from './reference.ts';

/** What f64 keeps of rounded logits of size 1000, a few roundings on top. */
export const F64_TOLERANCE = 1e-12;

/** Products of three numbers this small leave the range of f64, so an absolute error of this size is none. */
const F64_NEGLIGIBLE = 1e-290;

const PANELS = [0, 1] as const;

export interface Disagreement {
  readonly key: FieldKey;
  readonly at: Point;
  readonly actual: number;
  readonly truth: string;
  readonly scale: number;
  readonly error: number;
}

/** Where and under what a field is judged. */
interface Place {
  readonly experiment: Experiment;
  readonly reference: Reference;
  readonly loss: LossId;
  readonly at: Point;
  readonly scales: Jet;
}

/** The worst point of each field, for both losses. */
export function worstDisagreements(experiment: Experiment, points: Iterable<Point>): Disagreement[] {
  const reference = new Reference(experiment);
  const evaluator = new PointEvaluator(experiment);
  const worst = new Map<FieldKey, Disagreement>();
  for (const at of points) {
    evaluator.updateJets(...at, 2);
    const actual = PANELS.map((panel) => FIELD_IDS.map((field) => evaluator.field(panel, field)));
    evaluator.updateScales(...at, 2);
    for (const panel of PANELS) {
      const loss = experiment.losses[panel];
      const place = { experiment, reference, loss, at, scales: evaluator.scales[panel] };
      const fields = reference.fields(loss, ...at);
      for (const [n, field] of FIELD_IDS.entries()) {
        const found = disagreement(place, field, actual[panel]![n]!, fields);
        const known = worst.get(found.key);
        if (!known || !(found.error <= known.error)) worst.set(found.key, found);
      }
    }
  }
  return [...worst.values()];
}

function disagreement(
  place: Place,
  field: FieldId,
  actual: number,
  fields: ReferenceFields | undefined,
): Disagreement {
  const { loss, at } = place;
  const found = { key: fieldKey(loss, field), at, actual, truth: 'undefined', scale: NaN, error: 0 };
  if (!fields) return Number.isNaN(actual) ? found : { ...found, error: Infinity };
  const truth = fields[field];
  const scale = field === 'lambda_min' ? eigenvalueScale(place, fields) : place.scales[field];
  const difference = Number.isFinite(actual) ? truth.minus(actual).abs().toNumber() : Infinity;
  const error = difference <= F64_NEGLIGIBLE ? 0 : difference / Math.max(scale, F64_NEGLIGIBLE);
  return { ...found, truth: truth.toPrecision(17), scale, error };
}

/**
 * Three classes on two axes: lambda_min by its own size, since its determinant is known as a product. Elsewhere by
 * the largest of the second derivatives' scales.
 */
function eigenvalueScale(place: Place, fields: ReferenceFields): number {
  const { experiment, reference, loss, at, scales } = place;
  const [sample] = experiment.samples;
  const [du, dv] = sample && 'du' in sample ? [sample.du, sample.dv] : [[], []];
  const onAxes = [du, dv].every((direction) => direction.filter((x) => x !== 0).length === 1);
  const known = experiment.link === 'softmax' && experiment.samples.length === 1 && du.length === 3 && onAxes;
  const own = fields.lambda_min.abs();
  if (known && loss === 'cross-entropy') return own.toNumber();
  if (known && loss === 'mse' && typeof sample?.target === 'number') {
    return own.times(bracketCondition(reference.probabilities(0, ...at), sample.target)).toNumber();
  }
  return Math.max(scales.duu, scales.duv, scales.dvv);
}

/**
 * One factor of the squared error's determinant is a polynomial P of both signs. Where it goes through zero the
 * rounding of the p's alone decides it, so lambda_min is judged by the size of P's terms: P in powers of the
 * difference d of p_t and the likelier other class, as a Taylor polynomial of the design's formula.
 */
function bracketCondition(p: readonly Decimal[], target: number): Decimal {
  const t = p[target]!;
  const [o, i] = p.filter((_, k) => k !== target).sort((l, r) => l.cmp(r)) as [Decimal, Decimal];
  const io = i.times(o);
  const squares = i.pow(2).plus(o.pow(2)).plus(io.times(4));
  const cubes = i.pow(3).plus(o.pow(3));
  const quartic = i
    .pow(4)
    .plus(o.pow(4))
    .minus(io.times(3).times(i.pow(2).plus(o.pow(2))))
    .minus(io.pow(2).times(2));
  const d = t.minus(i);
  const terms = [
    i.pow(2).times(2).times(squares).minus(i.times(3).times(cubes)).plus(quartic),
    i.times(4).times(squares).minus(cubes.times(3)).times(d),
    squares.times(2).times(d).times(d),
  ];
  const [size, value] = [terms.map((term) => term.abs()), terms].map((list) =>
    list.reduce((sum, term) => sum.plus(term)),
  ) as [Decimal, Decimal];
  return size.div(value.abs());
}
