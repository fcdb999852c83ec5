/** One Newton step on the squared error: where that is a parabola over the plane, it ends in the minimum. */
import type { Experiment } from '../experiment.ts';
import type { Evaluate } from './claim.ts';
import { changed, field } from './surfaces.ts';

const KEYS = ['mse.du', 'mse.dv', 'mse.duu', 'mse.duv', 'mse.dvv'] as const;

/** From the lowest left corner of the window. */
export async function newtonStep(
  evaluate: Evaluate,
  experiment: Experiment,
): Promise<readonly [u: number, v: number]> {
  const fields = await evaluate(changed(experiment, { resolution: [2, 2] }), KEYS);
  const [du, dv, duu, duv, dvv] = KEYS.map((key) => field(fields, key)[0]!) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const determinant = duu * dvv - duv * duv;
  const { u, v } = experiment.window;
  return [u[0] - (dvv * du - duv * dv) / determinant, v[0] - (duu * dv - duv * du) / determinant];
}
