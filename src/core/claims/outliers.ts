/** One wrong sample: an outlier of a regression, and a sample with the wrong label. */
import type { Experiment } from '../experiment.ts';
import { nearestIndex } from '../grid.ts';
import { saturatedNeuron } from '../presets/saturated-neuron.ts';
import type { Claim, Evaluate } from './claim.ts';
import { lineData } from './line-data.ts';
import { changed, field, squareWindow } from './surfaces.ts';

/** Where the outlier stands, and how far above zero: ten times as far moves the line ten times as much, or less. */
const OUTLIER_X = 2;
const SMALL = 100;
const LARGE = 1000;

/**
 * The line that minimises the squared error. The surface is a parabola: one Newton step from any point finds it, here
 * from the lowest left of the window.
 */
async function bestLine(evaluate: Evaluate, experiment: Experiment): Promise<readonly [number, number]> {
  const keys = ['mse.du', 'mse.dv', 'mse.duu', 'mse.duv', 'mse.dvv'] as const;
  const fields = await evaluate(changed(experiment, { resolution: [2, 2] }), keys);
  const [du, dv, duu, duv, dvv] = keys.map((key) => field(fields, key)[0]!) as [
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

export const outlierInRegression: Claim = {
  id: 'mse-sensitive-to-outliers',
  source: 'likelihood-post-2025',
  claim: 'MSE is sensitive to outliers.',
  why: {
    upheld:
      'One sample of 21 that is 100 too high moves the best line by {lineShift} (slope and intercept together), one that is ' +
      'ten times as far off {shiftGrowth} times as much: there is no limit to what one sample can do.',
    refuted:
      'One sample of 21 that is 100 too high moves the best line by {lineShift}, and one ten times as far off {shiftGrowth} ' +
      'times as much.',
  },
  show: { preset: 'regression-gaussian' },
  async fromFields(evaluate) {
    const clean = await bestLine(evaluate, lineData());
    const shift = async (height: number) => {
      const [u, v] = await bestLine(evaluate, lineData([[OUTLIER_X, height]]));
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
      '{mislabelPullMse}: against a wrong label it is the more robust of the two.',
  },
  show: { preset: 'saturated-neuron' },
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
