/** Where descent ends on the squared error's surface: the trap, and what it means for random starts. */
import { squaredErrorTrap } from '../presets/squared-error-trap.ts';
import type { Claim, Tools } from './claim.ts';
import { endOf } from './steps.ts';
import { affine } from './surfaces.ts';

const CROSS_ENTROPY = 0;
const SQUARED_ERROR = 1;
/** Small enough for both surfaces, whose second derivatives stay below 2 / RATE. */
const RATE = 0.02;
/** Enough for cross-entropy to arrive from every start; from the squared error's plateau no number is. Told in sentences. */
const LIMIT = 2000;
const STARTS = [-3, -1.5, 0, 1.5, 3];
/** Distance from the best value found that still counts as there. */
const NEAR = 0.01;

/** One coefficient, no intercept: the plane's second axis is taken away. */
function withoutIntercept() {
  const experiment = affine(squaredErrorTrap.experiment());
  return { ...experiment, samples: experiment.samples.map((sample) => ({ ...sample, dv: [0] })) };
}

export const trap: Claim = {
  id: 'squared-error-trap',
  source: 'zumel-mount',
  claim:
    'On seven samples descent from −1 on the squared error of a sigmoid runs away from the optimum; on cross-entropy it finds it.',
  why: {
    upheld:
      'In 2000 steps from −1 descent goes to {endMse} on the squared error, to a loss of {endValueMse} where {bestValueMse} can be had; on ' +
      'cross-entropy it goes to {endCe}.',
    refuted:
      'In 2000 steps from −1 descent goes to {endMse} on the squared error, to a loss of {endValueMse}, and {bestValueMse} can be had.',
  },
  // The line of bias 0 is the middle row.
  show: { preset: 'squared-error-trap', scale: 'linear', tab: 'slices', sliceAlong: 'row' },
  async inF64({ at, pause }) {
    const evaluator = at(withoutIntercept());
    const end = (panel: 0 | 1, start: number) =>
      endOf(evaluator, { panel, start: [start, 0], rate: RATE, limit: LIMIT }, pause);
    const [mse, mseFromRight] = [await end(SQUARED_ERROR, -1), await end(SQUARED_ERROR, 1)];
    const [ce, ceFromRight] = [await end(CROSS_ENTROPY, -1), await end(CROSS_ENTROPY, 1)];
    return {
      endMse: mse.at[0],
      endValueMse: mse.value,
      bestValueMse: Math.min(mse.value, mseFromRight.value),
      endCe: ce.at[0],
      endGapCe: Math.abs(ce.value - ceFromRight.value),
    };
  },
  judge({ endValueMse, bestValueMse, endGapCe }) {
    return endValueMse! > bestValueMse! + NEAR && endGapCe! < NEAR ? 'upheld' : 'refuted';
  },
};

/** The share of 25 starts over the window from which descent comes to the best value that any of them finds. */
async function shareThatArrives({ at, pause }: Tools, panel: 0 | 1): Promise<number> {
  const evaluator = at(squaredErrorTrap.experiment());
  const ends: number[] = [];
  for (const u of STARTS) {
    for (const v of STARTS) {
      ends.push((await endOf(evaluator, { panel, start: [u, v], rate: RATE, limit: LIMIT }, pause)).value);
      await pause();
    }
  }
  const best = Math.min(...ends);
  return ends.filter((value) => value < best + NEAR).length / ends.length;
}

export const randomStarts: Claim = {
  id: 'squared-error-needs-good-start',
  source: 'golik-2013',
  claim: 'From random starts squared error does not reach a good optimum; cross-entropy does.',
  why: {
    upheld:
      'Of 25 starts on the trap descent on the squared error comes to the best value from {arrivedMse%}, on cross-entropy from ' +
      '{arrivedCe%}. Small and made for it: the speech and handwriting of the source are not measured here.',
    refuted:
      'Of 25 starts on the trap descent on the squared error comes to the best value from {arrivedMse%}, on cross-entropy from ' +
      '{arrivedCe%}.',
    depends:
      'Of 25 starts on the trap, data made for it, descent on the squared error comes to the best value from {arrivedMse%}, ' +
      'on cross-entropy from {arrivedCe%}: it depends on where it starts. The speech and ' +
      'handwriting of the source are not measured here.',
  },
  show: { preset: 'squared-error-trap' },
  async inF64(tools) {
    return {
      arrivedMse: await shareThatArrives(tools, SQUARED_ERROR),
      arrivedCe: await shareThatArrives(tools, CROSS_ENTROPY),
    };
  },
  judge({ arrivedMse, arrivedCe }) {
    if (!(arrivedMse! < arrivedCe!)) return 'refuted';
    return arrivedMse! > 0.25 ? 'depends' : 'upheld';
  },
};
