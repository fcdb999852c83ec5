/** One wrong sample: an outlier of a regression, and a sample with the wrong label. */
import { nearestIndex } from '../grid.ts';
import { regressionGaussian } from '../presets/regression-gaussian.ts';
import { saturatedNeuron } from '../presets/saturated-neuron.ts';
import type { Claim, Evaluate } from './claim.ts';
import { newtonStep } from './newton.ts';
import { changed, field, squareWindow } from './surfaces.ts';

/** By how much the last of the twenty targets is too high; the second time ten times as much. */
const SMALL = 2;
const LARGE = 20;

export const outlierInRegression: Claim = {
  id: 'mse-sensitive-to-outliers',
  source: 'likelihood-post-2025',
  claim: 'MSE is sensitive to outliers.',
  why: {
    upheld:
      'One target of 20 that is too high by 2 moves the best line by {lineShift} (slope and intercept together), one that is ' +
      'too high by 20 moves it {shiftGrowth} times as far: there is no limit to what one sample can do.',
    refuted:
      'One target of 20 that is too high by 2 moves the best line by {lineShift}, one that is too high by 20 moves it ' +
      '{shiftGrowth} times as far.',
  },
  show: { preset: 'regression-gaussian', params: { outlier: LARGE } },
  async fromFields(evaluate) {
    // The surface is a parabola: one Newton step ends in the best line.
    const bestLine = (outlier: number) => newtonStep(evaluate, regressionGaussian.experiment({ outlier }));
    const clean = await bestLine(0);
    const shift = async (outlier: number) => {
      const [u, v] = await bestLine(outlier);
      return Math.hypot(u - clean[0], v - clean[1]);
    };
    const lineShift = await shift(SMALL);
    return { lineShift, shiftGrowth: (await shift(LARGE)) / lineShift };
  },
  judge: ({ shiftGrowth }) => (shiftGrowth! > 5 ? 'upheld' : 'refuted'),
};

/** Logits by which a sample lies on the wrong side. */
const WRONG = 20;
const HALF_AS_WRONG = 10;
const SIDE = 41;

/** The slope of a loss by the neuron's weight, its bias 0: target 0, so that every positive logit is wrong. */
async function pullAt(evaluate: Evaluate, loss: 'cross-entropy' | 'mse' | 'mse-logits') {
  const experiment = changed(saturatedNeuron.experiment(), {
    losses: loss === 'mse' ? ['mse', 'cross-entropy'] : [loss, 'mse'],
    window: squareWindow(WRONG),
    resolution: [SIDE, SIDE],
  });
  const slopes = field(await evaluate(experiment, [`${loss}.du`]), `${loss}.du`);
  const row = nearestIndex(experiment.window.v, SIDE, 0) * SIDE;
  return (z: number) => slopes[row + nearestIndex(experiment.window.u, SIDE, z)]!;
}

export const mislabel: Claim = {
  id: 'cross-entropy-robust-to-outliers',
  source: 'likelihood-post-2025',
  claim: 'Cross-entropy is rather robust to outliers.',
  why: {
    upheld:
      'A mislabelled sample on the wrong side by 20 pulls with {mislabelPullCe}, with squared error with {mislabelPullMse}.',
    refuted:
      'The pull of a mislabelled sample grows with its distance: twice as far on the wrong side it is {pullGrowthCe} times as ' +
      'strong.',
    depends:
      'The pull of a mislabelled sample on its logit is bounded: {mislabelPullCe} on the wrong side by 20, where the squared ' +
      'error of a linear output pulls with {mislabelPullLinear}. But the squared error of the sigmoid lets go of it, with ' +
      '{mislabelPullMse}: against a wrong label that is the more robust of the two.',
  },
  // The first derivative along the middle row, bias 0, is the pull.
  show: {
    preset: 'saturated-neuron',
    window: squareWindow(WRONG),
    scale: 'linear',
    tab: 'slices',
    sliceAlong: 'row',
  },
  async fromFields(evaluate) {
    const [ce, mse, linear] = [
      await pullAt(evaluate, 'cross-entropy'),
      await pullAt(evaluate, 'mse'),
      await pullAt(evaluate, 'mse-logits'),
    ];
    return {
      mislabelPullCe: ce(WRONG),
      mislabelPullMse: mse(WRONG),
      mislabelPullLinear: linear(WRONG),
      pullGrowthCe: ce(WRONG) / ce(HALF_AS_WRONG),
    };
  },
  judge({ mislabelPullCe, mislabelPullMse, pullGrowthCe }) {
    if (!(pullGrowthCe! < 1.1)) return 'refuted';
    return mislabelPullCe! > mislabelPullMse! ? 'depends' : 'upheld';
  },
};
