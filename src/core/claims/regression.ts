/** Cross-entropy on the outputs of a regression. */
import type { Claim, Evaluate } from './claim.ts';
import { lineData } from './line-data.ts';
import { field, smallest } from './surfaces.ts';

/** Where the values of a surface are undefined. */
function undefinedShare(values: ArrayLike<number>): number {
  return Array.from(values).filter(Number.isNaN).length / values.length;
}

async function figures(evaluate: Evaluate) {
  const fields = await evaluate(lineData(), ['mse.value', 'cross-entropy.value']);
  const [mse, ce] = [field(fields, 'mse.value'), field(fields, 'cross-entropy.value')];
  const best = Array.from(mse).indexOf(smallest(mse));
  return {
    undefinedShareCe: undefinedShare(ce),
    undefinedShareMse: undefinedShare(mse),
    undefinedAtBestLine: Number.isNaN(ce[best]!) ? 1 : 0,
  };
}

export const notForRegression: Claim = {
  id: 'cross-entropy-not-for-regression',
  source: 'hacpai-2018',
  claim: 'Cross-entropy cannot serve plain regression outputs: a value such as -1.5 has no logarithm.',
  why: {
    upheld:
      'On {undefinedShareCe%} of the lines in the window it has no value, the best one among them; the squared error has one ' +
      'everywhere.',
    refuted: 'It has a value on every line of the window.',
    depends:
      'It has no value on {undefinedShareCe%} of the lines in the window, but it has one on the line that fits best.',
  },
  show: { preset: 'regression-gaussian' },
  fromFields: figures,
  judge({ undefinedShareCe, undefinedShareMse, undefinedAtBestLine }) {
    if (!(undefinedShareCe! > undefinedShareMse!)) return 'refuted';
    return undefinedAtBestLine === 1 ? 'upheld' : 'depends';
  },
};
