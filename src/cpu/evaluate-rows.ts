/** The f64 evaluator's inner loop: fields of a band of grid rows. */
import type { Experiment } from '../core/experiment.ts';
import { type FieldId, type FieldKey, parseFieldKey } from '../core/fields.ts';
import { columnU, gridOf, type Rows, rowV } from '../core/grid.ts';
import type { Order } from '../core/jet.ts';
import type { PointEvaluator } from '../core/point-evaluator.ts';

export type F64Fields = Partial<Record<FieldKey, Float64Array>>;

/** Takes a band's fields: see `CpuEvaluator.evaluateBands`. */
export type OnBand = (band: Rows, fields: F64Fields) => void | Promise<void>;

/** A field asked for, resolved to its panel. */
interface Wanted {
  readonly panel: 0 | 1;
  readonly field: FieldId;
  readonly values: Float64Array;
}

/** @throws if the field's loss is not one of the experiment's. */
export function panelOf(experiment: Experiment, key: FieldKey): 0 | 1 {
  const { loss } = parseFieldKey(key);
  const panel = experiment.losses.indexOf(loss);
  if (panel < 0) throw new Error(`${key}: the experiment's losses are ${experiment.losses.join(' and ')}`);
  return panel as 0 | 1;
}

/** Second derivatives cost as much again; only some fields need them. */
export function orderOf(keys: readonly FieldKey[]): Order {
  return keys.every((key) => ['value', 'du', 'dv'].includes(parseFieldKey(key).field)) ? 1 : 2;
}

/** @param fields arrays of (j1 - j0) W numbers to fill, row j0 first; NaN where undefined */
export function evaluateRows(evaluator: PointEvaluator, [j0, j1]: Rows, fields: F64Fields): void {
  const { experiment } = evaluator;
  const grid = gridOf(experiment);
  const keys = Object.keys(fields) as FieldKey[];
  const order = orderOf(keys);
  const wanted = keys.map((key): Wanted => {
    return { panel: panelOf(experiment, key), field: parseFieldKey(key).field, values: fields[key]! };
  });

  let index = 0;
  for (let j = j0; j < j1; j++) {
    const v = rowV(grid, j);
    for (let i = 0; i < grid.width; i++) {
      evaluator.updateJets(columnU(grid, i), v, order);
      for (const { panel, field, values } of wanted) values[index] = evaluator.field(panel, field);
      index += 1;
    }
  }
}
