/** What this version can evaluate. A valid experiment beyond it is refused by name, never approximated. */
import type { AffineExperiment, Experiment } from './experiment.ts';
import { findLoss, lossesOf } from './losses/index.ts';
import type { Loss } from './losses/loss.ts';
import { ExperimentError } from './validate.ts';

export interface Evaluable {
  readonly losses: readonly [Loss, Loss];
  readonly samples: AffineExperiment['samples'];
}

/** @throws ExperimentError with the path of the map or loss that cannot be evaluated. */
export function requireEvaluable(experiment: Experiment): Evaluable {
  if (experiment.map !== 'affine') {
    throw new ExperimentError(
      'map',
      'the affine map (this version evaluates no other)',
      `"${experiment.map}"`,
    );
  }
  const { link } = experiment;
  const [left, right] = experiment.losses.map((id, panel) => {
    const loss = findLoss(link, id);
    if (loss) return loss;
    const available = lossesOf(link).join(', ');
    throw new ExperimentError(
      `losses[${panel}]`,
      `a loss that this version evaluates (${available})`,
      `"${id}"`,
    );
  });
  return { losses: [left!, right!], samples: experiment.samples };
}
