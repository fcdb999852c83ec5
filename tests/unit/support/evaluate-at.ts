import { FIELD_IDS, type FieldId } from '../../../src/core/fields.ts';
import { PointEvaluator } from '../../../src/core/point-evaluator.ts';
import { type ExperimentFile, parsed, type TwoLayerFile } from './experiments.ts';
import type { Point } from './points.ts';

/** All fields of one loss at one point, and the scale at which each is judged. */
export interface Evaluated {
  readonly fields: Readonly<Record<FieldId, number>>;
  readonly scales: Readonly<Record<FieldId, number>>;
}

/** Left and right loss of the experiment at (u, v). */
export function evaluateAt(file: ExperimentFile | TwoLayerFile, [u, v]: Point): [Evaluated, Evaluated] {
  const evaluator = new PointEvaluator(parsed(file));
  evaluator.updateJets(u, v, 2);
  const fields = ([0, 1] as const).map(
    (panel) =>
      Object.fromEntries(FIELD_IDS.map((id) => [id, evaluator.field(panel, id)])) as Evaluated['fields'],
  );
  evaluator.updateScales(u, v, 2);
  const scales = evaluator.scales.map((jet) => ({
    ...jet,
    lambda_min: Math.max(jet.duu, jet.duv, jet.dvv),
  }));
  return [
    { fields: fields[0]!, scales: scales[0]! },
    { fields: fields[1]!, scales: scales[1]! },
  ];
}
