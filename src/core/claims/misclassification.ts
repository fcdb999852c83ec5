/** What a loss charges for a sample that is misclassified with more and more confidence. */
import type { LossId } from '../experiment.ts';
import { fieldKey } from '../fields.ts';
import type { Claim, Evaluate } from './claim.ts';
import { field, largest, squareWindow } from './surfaces.ts';
import { EXTREME, threeClasses } from './three-classes.ts';

const SIDE = 41;
const NEAR = 10;
const FAR = 40;

async function largestValue(evaluate: Evaluate, loss: LossId, half: number): Promise<number> {
  const key = fieldKey(loss, 'value');
  return largest(field(await evaluate(threeClasses(0, EXTREME, SIDE, squareWindow(half)), [key]), key));
}

export const lenient: Claim = {
  id: 'mse-lenient-on-misclassification',
  source: 'blog-2017',
  claim: 'MSE does not punish misclassification enough.',
  why: {
    upheld:
      'However sure the wrong answer, a sample costs at most {largestMse}: from logits of 10 to logits of 40 that grows by ' +
      'the factor {valueGrowthMse}, with cross-entropy by {valueGrowthCe}, to {largestCe}.',
    refuted:
      'From logits of 10 to logits of 40 the largest squared error grows by the factor {valueGrowthMse}, the largest ' +
      'cross-entropy by {valueGrowthCe}.',
  },
  show: { preset: 'three-class-extreme', scale: 'linear', window: squareWindow(FAR) },
  async fromFields(evaluate) {
    const [mse, ce] = [
      await largestValue(evaluate, 'mse', FAR),
      await largestValue(evaluate, 'cross-entropy', FAR),
    ];
    return {
      largestMse: mse,
      largestCe: ce,
      valueGrowthMse: mse / (await largestValue(evaluate, 'mse', NEAR)),
      valueGrowthCe: ce / (await largestValue(evaluate, 'cross-entropy', NEAR)),
    };
  },
  judge: ({ valueGrowthMse, valueGrowthCe }) =>
    valueGrowthMse! < 1.1 && valueGrowthCe! > 2 ? 'upheld' : 'refuted',
};
