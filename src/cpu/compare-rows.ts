/** Judges f32 rows by the f64 evaluator: truth and scale at each point, then the error in ULP. */
import { comparePoint, type FieldComparison, startComparison } from '../core/comparison.ts';
import { type FieldId, type FieldKey, parseFieldKey } from '../core/fields.ts';
import { columnU, gridOf, type Rows, rowV } from '../core/grid.ts';
import type { Jet } from '../core/jet.ts';
import type { PointEvaluator } from '../core/point-evaluator.ts';
import { tolerance } from '../core/tolerance.ts';
import { orderOf } from './evaluate-rows.ts';

export type Comparisons = Partial<Record<FieldKey, FieldComparison>>;

/** lambda_min has no terms of its own: it is judged at the largest scale of the second derivatives. */
function scaleOf(scales: Jet, field: FieldId): number {
  if (field === 'lambda_min') return Math.max(scales.duu, scales.duv, scales.dvv);
  return scales[field];
}

/**
 * @param actual f32 fields of rows j0 to j1, (j1 - j0) W numbers each
 * @param software whether they come from SwiftShader, which has the narrower tolerance
 */
export function compareRows(
  evaluator: PointEvaluator,
  [j0, j1]: Rows,
  actual: Partial<Record<FieldKey, Float32Array>>,
  software: boolean,
): Comparisons {
  const { experiment } = evaluator;
  const grid = gridOf(experiment);
  const keys = Object.keys(actual) as FieldKey[];
  const order = orderOf(keys);
  const compared = keys.map((key) => {
    const { loss, field } = parseFieldKey(key);
    const panel = experiment.losses.indexOf(loss) as 0 | 1;
    const comparison = startComparison(tolerance(experiment, loss, field, software));
    return { key, panel, field, values: actual[key]!, comparison };
  });

  let local = 0;
  for (let j = j0; j < j1; j++) {
    const v = rowV(grid, j);
    for (let i = 0; i < grid.width; i++) {
      const u = columnU(grid, i);
      evaluator.updateJets(u, v, order);
      const truths = compared.map(({ panel, field }) => evaluator.field(panel, field));
      evaluator.updateScales(u, v, order);
      for (const [n, { panel, field, values, comparison }] of compared.entries()) {
        const scale = scaleOf(evaluator.scales[panel], field);
        comparePoint(comparison, j * grid.width + i, values[local]!, truths[n]!, scale);
      }
      local += 1;
    }
  }
  return Object.fromEntries(compared.map(({ key, comparison }) => [key, comparison]));
}
