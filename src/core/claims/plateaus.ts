/** Plateaus of a network with two layers: the area where the gradient is small for its surface. */
import type { Experiment, LossId } from '../experiment.ts';
import { twoLayerTanh } from '../presets/two-layer-tanh.ts';
import type { Claim, Evaluate, Fields } from './claim.ts';
import { changed, gradientNorms, largest, squareWindow } from './surfaces.ts';

/** Draws of the data, so that no single one decides. */
const SEEDS = [1, 2, 3, 4, 5];
const SIDE = 101;
/** Of the longest gradient on the same surface: losses on different scales are compared by their own. */
const FLAT = 0.02;
/** A share that much larger is more severe. */
const MORE = 1.25;
/** Half the width of the window: weights at which the units saturate. The preset's own window ends before that. */
const WIDE = 10;

function flatShare(fields: Fields, loss: LossId): number {
  const norms = gradientNorms(fields, loss);
  const limit = FLAT * largest(norms);
  return norms.filter((norm) => norm < limit).length / norms.length;
}

/** The flat share of the area for each draw of the data. */
async function flatShares(evaluate: Evaluate, window?: Experiment['window']) {
  const shares: { readonly mse: number; readonly ce: number }[] = [];
  for (const seed of SEEDS) {
    const experiment = twoLayerTanh.experiment({ seed });
    const fields = await evaluate(
      changed(experiment, { window: window ?? experiment.window, resolution: [SIDE, SIDE] }),
      ['cross-entropy.du', 'cross-entropy.dv', 'mse.du', 'mse.dv'],
    );
    shares.push({ mse: flatShare(fields, 'mse'), ce: flatShare(fields, 'cross-entropy') });
  }
  return shares;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0) / numbers.length;
}

export const plateaus: Claim = {
  id: 'quadratic-cost-plateaus',
  source: 'glorot-bengio-2010',
  claim: 'In a network with a tanh layer the quadratic cost has more severe plateaus than cross-entropy.',
  why: {
    upheld:
      'With weights up to 10 the gradient is shorter than a fiftieth of its longest on {plateauMse%} of the area with the ' +
      'quadratic cost and on {plateauCe%} with cross-entropy (means of five draws of the data; with each at least ' +
      '{plateauRatio} times as much). Up to 4 there is little between them: {nearPlateauMse%} and {nearPlateauCe%}.',
    refuted:
      'With weights up to 10 the gradient is shorter than a fiftieth of its longest on {plateauMse%} of the area with the ' +
      'quadratic cost and on {plateauCe%} with cross-entropy (means of five draws of the data).',
    depends:
      'With weights up to 10 the gradient is shorter than a fiftieth of its longest on {plateauMse%} of the area with the ' +
      'quadratic cost and on {plateauCe%} with cross-entropy (means of five draws of the data), but with one of them only ' +
      '{plateauRatio} times as much.',
  },
  show: { preset: 'two-layer-tanh', window: squareWindow(WIDE), scale: 'linear' },
  async fromFields(evaluate) {
    const wide = await flatShares(evaluate, squareWindow(WIDE));
    const near = await flatShares(evaluate);
    return {
      plateauMse: mean(wide.map(({ mse }) => mse)),
      plateauCe: mean(wide.map(({ ce }) => ce)),
      plateauRatio: Math.min(...wide.map(({ mse, ce }) => mse / ce)),
      nearPlateauMse: mean(near.map(({ mse }) => mse)),
      nearPlateauCe: mean(near.map(({ ce }) => ce)),
    };
  },
  judge({ plateauMse, plateauCe, plateauRatio }) {
    if (plateauRatio! > MORE) return 'upheld';
    return plateauMse! > MORE * plateauCe! ? 'depends' : 'refuted';
  },
};
