/** Judges f32 rows by the f64 evaluator: truth and scale at each point, then the error in ULP. */
import { comparePoint, type FieldComparison, startComparison } from '../core/comparison.ts';
import { type FieldKey, parseFieldKey } from '../core/fields.ts';
import { columnU, gridOf, type Rows, rowV } from '../core/grid.ts';
import { mayTakeEitherSide } from '../core/losses/undecided.ts';
import type { PointEvaluator } from '../core/point-evaluator.ts';
import { tolerance } from '../core/tolerance.ts';
import { orderOf } from './evaluate-rows.ts';

export type Comparisons = Partial<Record<FieldKey, FieldComparison>>;

/** The verdict on a band of rows. */
export interface BandComparison {
  readonly comparisons: Comparisons;
  /** The error in ULP at each point, as `comparePoint` has it, NaN where undecided; only where it was asked for. */
  readonly errors: Partial<Record<FieldKey, Float32Array>>;
}

/**
 * @param actual f32 fields of rows j0 to j1, (j1 - j0) W numbers each
 * @param software whether they come from SwiftShader, which has the narrower tolerance
 * @param withErrors whether the error at each point is wanted
 */
export function compareRows(
  evaluator: PointEvaluator,
  [j0, j1]: Rows,
  actual: Partial<Record<FieldKey, Float32Array>>,
  software: boolean,
  withErrors: boolean,
): BandComparison {
  const { experiment } = evaluator;
  const grid = gridOf(experiment);
  const keys = Object.keys(actual) as FieldKey[];
  const order = orderOf(keys);
  const compared = keys.map((key) => {
    const { loss, field } = parseFieldKey(key);
    const panel = experiment.losses.indexOf(loss) as 0 | 1;
    const comparison = startComparison(tolerance(experiment, loss, field, software));
    const values = actual[key]!;
    const errors = withErrors ? new Float32Array(values.length).fill(NaN) : undefined;
    // Where it jumps either side is right: at the edge of the domain undefined too, elsewhere any number.
    const mayJump = mayTakeEitherSide(loss, field);
    const mayEnd = experiment.link === 'identity';
    return { key, panel, field, values, comparison, errors, mayJump, mayEnd };
  });

  let local = 0;
  for (let j = j0; j < j1; j++) {
    const v = rowV(grid, j);
    for (let i = 0; i < grid.width; i++) {
      const u = columnU(grid, i);
      evaluator.updateJets(u, v, order);
      const truths = compared.map(({ panel, field }) => evaluator.field(panel, field));
      evaluator.updateScales(u, v, order);
      for (const [n, { panel, field, values, comparison, errors, ...may }] of compared.entries()) {
        const isNumber = Number.isFinite(values[local]!);
        if (evaluator.undecided[panel] && may.mayJump && (may.mayEnd || isNumber)) continue;
        const scale = evaluator.scale(panel, field);
        const error = comparePoint(comparison, j * grid.width + i, values[local]!, truths[n]!, scale);
        if (errors) errors[local] = error;
      }
      local += 1;
    }
  }
  return {
    comparisons: Object.fromEntries(compared.map(({ key, comparison }) => [key, comparison])),
    errors: Object.fromEntries(compared.flatMap(({ key, errors }) => (errors ? [[key, errors]] : []))),
  };
}
