/**
 * How far f32 results may lie from f64, in ULP at the scale of the quantity. These are the project's promise: a
 * result outside is a defect of the kernel, not a reason to widen the number.
 */
import { classCount, type Experiment, type LossId } from './experiment.ts';
import type { FieldId } from './fields.ts';

type Order = 'value' | 'gradient' | 'hessian' | 'lambda_min';

const TOLERANCES: Partial<Record<LossId, Record<Order, number>>> = {
  'cross-entropy': { value: 4, gradient: 4, hessian: 8, lambda_min: 8 },
  mse: { value: 8, gradient: 12, hessian: 12, lambda_min: 12 },
};
const OTHER_LOSSES = 16;

/** Batches, oblique directions and many classes sum more terms. */
const LONG_SUM_FACTOR = 4;
const LONG_SUM_CLASSES = 5;
/** Exponential, logarithm and division are implemented differently on every GPU; SwiftShader is the one measured. */
const OTHER_ADAPTER_FACTOR = 2;

function orderOf(field: FieldId): Order {
  if (field === 'value' || field === 'lambda_min') return field;
  return field === 'du' || field === 'dv' ? 'gradient' : 'hessian';
}

/** A direction that moves no more than one logit. */
function isAxis(direction: readonly number[]): boolean {
  let nonZero = 0;
  for (const x of direction) if (x !== 0) nonZero += 1;
  return nonZero <= 1;
}

function hasLongSums(experiment: Experiment): boolean {
  if (experiment.samples.length > 1 || classCount(experiment) > LONG_SUM_CLASSES) return true;
  if (experiment.map !== 'affine') return false;
  return experiment.samples.some((sample) => !isAxis(sample.du) || !isAxis(sample.dv));
}

/** Tolerance in ULP for `field` of `loss`. `software`: the adapter is SwiftShader. */
export function tolerance(experiment: Experiment, loss: LossId, field: FieldId, software: boolean): number {
  const base = TOLERANCES[loss]?.[orderOf(field)] ?? OTHER_LOSSES;
  return base * (hasLongSums(experiment) ? LONG_SUM_FACTOR : 1) * (software ? 1 : OTHER_ADAPTER_FACTOR);
}
