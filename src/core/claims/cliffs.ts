/** Cliffs: a surface has one where the slope between neighbours grows without end as the grid is refined. */
import type { LossId } from '../experiment.ts';
import { fieldKey } from '../fields.ts';
import type { Claim, Evaluate } from './claim.ts';
import { changed, field, steepestSlope } from './surfaces.ts';
import { EXTREME, TARGETS, threeClasses } from './three-classes.ts';

const COARSE = 101;
const FINE = 401;
/** A jump makes the slope grow fourfold with this refinement, a smooth surface hardly: halfway, by factors. */
const CLIFF = 2;

/** The steepest slope between neighbouring points over all targets, in loss for each unit of logit. */
async function steepest(evaluate: Evaluate, loss: LossId, side: number): Promise<number> {
  let most = 0;
  for (const target of TARGETS) {
    const experiment = changed(threeClasses(target, EXTREME, side), { losses: ['mse', 'error-rate'] });
    const key = fieldKey(loss, 'value');
    most = Math.max(most, steepestSlope(field(await evaluate(experiment, [key]), key), experiment));
  }
  return most;
}

export const cliffs: Claim = {
  id: 'mse-cliffs',
  source: 'extreme-logit-2025',
  claim: 'MSE’s surface has sharp cliffs and discontinuities at extreme logits.',
  why: {
    upheld:
      'A grid four times as fine changes the steepest slope between neighbours by the factor {refinementMse}.',
    refuted:
      'The steepest slope between neighbours is {steepestMse} for each unit of logit. A grid four times as fine changes it by ' +
      'the factor {refinementMse}: the surface is smooth. That of the error rate, which has real cliffs, it changes by the ' +
      'factor {refinementErrorRate}.',
  },
  show: { preset: 'three-class-extreme', losses: ['error-rate', 'mse'], scale: 'linear' },
  async fromFields(evaluate) {
    const fine = await steepest(evaluate, 'mse', FINE);
    return {
      steepestMse: fine,
      refinementMse: fine / (await steepest(evaluate, 'mse', COARSE)),
      refinementErrorRate:
        (await steepest(evaluate, 'error-rate', FINE)) / (await steepest(evaluate, 'error-rate', COARSE)),
    };
  },
  judge: ({ refinementMse }) => (refinementMse! < CLIFF ? 'refuted' : 'upheld'),
};
