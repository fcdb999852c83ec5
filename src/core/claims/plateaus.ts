/** Plateaus of a network with two layers: the area where the gradient is small for its surface. */
import type { Experiment } from '../experiment.ts';
import { twoLayerTanh } from '../presets/two-layer-tanh.ts';
import type { Claim, Evaluate } from './claim.ts';
import { changed, gradientNorms, largest, squareWindow } from './surfaces.ts';

/** Draws of the data, so that no single one decides. */
const SEEDS = [1, 2, 3, 4, 5];
const SIDE = 101;
/** Of the longest gradient on the same surface: losses on different scales are compared by their own. Told in sentences. */
const FLAT = 0.02;
/** The same length for both losses: at equal rates, equally short steps. */
const SHORT = 0.01;
/** A share that much larger is more severe. */
const MORE = 1.25;
/** Half the width of the wider window: weights at which the units saturate. The preset's own ends at 4. */
const WIDE = 10;

/** Shares of the area, of both losses. */
interface Shares {
  readonly mse: number;
  readonly ce: number;
}

/** What is flat of one draw's surfaces: against the longest gradient of each, and by the same length for both. */
interface Plateaus {
  readonly flat: Shares;
  readonly short: Shares;
}

async function plateausOf(experiment: Experiment, evaluate: Evaluate): Promise<Plateaus> {
  const fields = await evaluate(changed(experiment, { resolution: [SIDE, SIDE] }), [
    'cross-entropy.du',
    'cross-entropy.dv',
    'mse.du',
    'mse.dv',
  ]);
  const [mse, ce] = [gradientNorms(fields, 'mse'), gradientNorms(fields, 'cross-entropy')];
  return {
    flat: { mse: shareBelow(FLAT * largest(mse), mse), ce: shareBelow(FLAT * largest(ce), ce) },
    short: { mse: shareBelow(SHORT, mse), ce: shareBelow(SHORT, ce) },
  };
}

function shareBelow(limit: number, norms: Float64Array): number {
  return norms.filter((norm) => norm < limit).length / norms.length;
}

/** One for each draw of the data. */
async function plateausOfDraws(evaluate: Evaluate, window?: Experiment['window']): Promise<Plateaus[]> {
  const all: Plateaus[] = [];
  for (const seed of SEEDS) {
    const experiment = twoLayerTanh.experiment({ seed });
    all.push(await plateausOf(changed(experiment, { window: window ?? experiment.window }), evaluate));
  }
  return all;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0) / numbers.length;
}

const ratios = (shares: readonly Shares[]) => shares.map(({ mse, ce }) => mse / ce);

export const plateaus: Claim = {
  id: 'quadratic-cost-plateaus',
  source: 'glorot-bengio-2010',
  claim: 'In a network with a tanh layer the quadratic cost has more severe plateaus than cross-entropy.',
  why: {
    upheld:
      'With weights up to 10 the gradient is shorter than a fiftieth of its longest on {plateauMse%} of the area with the ' +
      'quadratic cost and on {plateauCe%} with cross-entropy, up to 4 on {nearPlateauMse%} and {nearPlateauCe%} (means of ' +
      'five draws; with each at least {plateauRatio} and {nearRatioLeast} times as much).',
    refuted:
      'With weights up to 10 the gradient is shorter than a fiftieth of its longest on {plateauMse%} of the area with the ' +
      'quadratic cost and on {plateauCe%} with cross-entropy, up to 4 on {nearPlateauMse%} and {nearPlateauCe%} (means of ' +
      'five draws).',
    depends:
      'It depends on how far one looks and what counts as flat. Shorter than a fiftieth of its longest the gradient is, with ' +
      'weights up to 10, on {plateauMse%} of the area with the quadratic cost and on {plateauCe%} with cross-entropy, in ' +
      'every one of five draws at least {plateauRatio} times as much. Up to 4 the draw decides: {nearRatioLeast} to ' +
      '{nearRatioMost} times as much ({nearPlateauMse%} and {nearPlateauCe%} in the mean). Shorter than 0.01 it is there at ' +
      'least {shortRatio} times as often with the quadratic cost.',
  },
  show: { preset: 'two-layer-tanh', window: squareWindow(WIDE), quantity: 'gradient' },
  async fromFields(evaluate) {
    const wide = (await plateausOfDraws(evaluate, squareWindow(WIDE))).map(({ flat }) => flat);
    const near = await plateausOfDraws(evaluate);
    const nearFlat = near.map(({ flat }) => flat);
    return {
      plateauMse: mean(wide.map(({ mse }) => mse)),
      plateauCe: mean(wide.map(({ ce }) => ce)),
      plateauRatio: Math.min(...ratios(wide)),
      nearPlateauMse: mean(nearFlat.map(({ mse }) => mse)),
      nearPlateauCe: mean(nearFlat.map(({ ce }) => ce)),
      nearRatioLeast: Math.min(...ratios(nearFlat)),
      nearRatioMost: Math.max(...ratios(nearFlat)),
      shortRatio: Math.min(...ratios(near.map(({ short }) => short))),
    };
  },
  judge(figures) {
    const { plateauRatio, nearRatioLeast, shortRatio } = figures;
    if (Math.min(plateauRatio!, nearRatioLeast!, shortRatio!) > MORE) return 'upheld';
    const isMore = (mse: number, ce: number) => mse > MORE * ce;
    const somewhere =
      isMore(figures.plateauMse!, figures.plateauCe!) ||
      isMore(figures.nearPlateauMse!, figures.nearPlateauCe!);
    return somewhere ? 'depends' : 'refuted';
  },
};
