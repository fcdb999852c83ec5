/** All that is known of both surfaces at one point, in f64. */
import type { Experiment } from './experiment.ts';
import type { Jet } from './jet.ts';
import { PointEvaluator } from './point-evaluator.ts';

/** One loss at one point: its jet, the norm of its gradient, the eigenvalues of its Hessian. NaN where undefined. */
export interface PointReading extends Readonly<Jet> {
  readonly norm: number;
  readonly lambdaMin: number;
  readonly lambdaMax: number;
}

/** Reads the left and the right loss of `experiment` at any point (u, v). */
export function pointReader(
  experiment: Experiment,
): (u: number, v: number) => readonly [PointReading, PointReading] {
  const evaluator = new PointEvaluator(experiment);
  const reading = (panel: 0 | 1): PointReading => {
    const jet = evaluator.jets[panel];
    return {
      ...jet,
      norm: Math.hypot(jet.du, jet.dv),
      lambdaMin: evaluator.field(panel, 'lambda_min'),
      lambdaMax: evaluator.largerEigenvalue(panel),
    };
  };
  return (u, v) => {
    evaluator.updateJets(u, v, 2);
    return [reading(0), reading(1)];
  };
}
