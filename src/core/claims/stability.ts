/** Whether descent is stable: up to which rate the loss falls with every step. */
import type { Experiment } from '../experiment.ts';
import { logisticThreeSamples } from '../presets/logistic-three-samples.ts';
import type { Claim, Tools } from './claim.ts';
import { stepwise } from './steps.ts';
import { EXTREME, TARGETS, threeClasses } from './three-classes.ts';

/** From each start. */
const STEPS = 200;
/** The rates that are tried: from 1/8 to 128, each sqrt 2 times the one before. The highest is told in sentences. */
const RATES = Array.from({ length: 21 }, (_, n) => 2 ** (n / 2 - 3));
/** A rise below this is rounding. */
const ROUNDING = 1e-12;
/** Input of the class 0 between those of class 1, which are 1 and 3: no weight and bias get all three right. */
const INSEPARABLE = { c: 2 };

const CROSS_ENTROPY = 0;
const SQUARED_ERROR = 1;

/** Surfaces, and the coordinates along u and v of the starts on each. */
interface Ground {
  readonly experiments: readonly Experiment[];
  readonly starts: readonly number[];
}

const ONE_SAMPLE: Ground = {
  experiments: TARGETS.map((target) => threeClasses(target, EXTREME, 2)),
  starts: [-10, -5, 0, 5, 10],
};
const THREE_SAMPLES: Ground = {
  experiments: [logisticThreeSamples.experiment(INSEPARABLE)],
  starts: [-3, -1.5, 0, 1.5, 3],
};

/** Whether the loss rises in any step from any start. */
async function rises({ at, pause }: Tools, { experiments, starts }: Ground, panel: 0 | 1, rate: number) {
  for (const experiment of experiments) {
    const evaluator = at(experiment);
    for (const u of starts) {
      for (const v of starts) {
        let last = Infinity;
        for (const { value } of stepwise(evaluator, { panel, start: [u, v], rate, limit: STEPS })) {
          if (value > last * (1 + ROUNDING)) return true;
          last = value;
        }
      }
      await pause();
    }
  }
  return false;
}

/** The highest rate that is tried before the first one at which the loss rises; 0 if it rises at the lowest. */
async function steadyRate(tools: Tools, ground: Ground, panel: 0 | 1): Promise<number> {
  let steady = 0;
  for (const rate of RATES) {
    if (await rises(tools, ground, panel, rate)) break;
    steady = rate;
  }
  return steady;
}

export const stability: Claim = {
  id: 'mse-training-unstable',
  source: 'extreme-logit-2025',
  claim: 'Training is stable with cross-entropy and not with MSE.',
  why: {
    upheld:
      'On one softmax sample the loss falls with every step up to a rate of {steadyOneMse} with MSE and of {steadyOneCe} ' +
      'with cross-entropy, on three logistic samples that cannot be separated up to {steadyThreeMse} and {steadyThreeCe} ' +
      '(25 starts each, rates up to 128).',
    refuted:
      'On one softmax sample the loss falls with every step up to a rate of {steadyOneMse} with MSE and of {steadyOneCe} ' +
      'with cross-entropy, on three logistic samples that cannot be separated up to {steadyThreeMse} and {steadyThreeCe} ' +
      '(25 starts each, rates up to 128).',
    depends:
      'It depends on the data and the rate; at a small one both are stable. On one softmax sample the loss falls with every ' +
      'step up to a rate of {steadyOneMse} with MSE and of {steadyOneCe} with cross-entropy; on three logistic samples that ' +
      'cannot be separated, up to {steadyThreeMse} and {steadyThreeCe} (25 starts each, rates up to 128).',
  },
  // Their second derivatives: descent is steady below 2 over the largest.
  show: { preset: 'logistic-three-samples', params: INSEPARABLE, tab: 'slices', sliceAlong: 'row' },
  inF64: async (tools) => ({
    steadyOneMse: await steadyRate(tools, ONE_SAMPLE, SQUARED_ERROR),
    steadyOneCe: await steadyRate(tools, ONE_SAMPLE, CROSS_ENTROPY),
    steadyThreeMse: await steadyRate(tools, THREE_SAMPLES, SQUARED_ERROR),
    steadyThreeCe: await steadyRate(tools, THREE_SAMPLES, CROSS_ENTROPY),
  }),
  judge({ steadyOneMse, steadyOneCe, steadyThreeMse, steadyThreeCe }) {
    const [one, three] = [steadyOneMse! < steadyOneCe!, steadyThreeMse! < steadyThreeCe!];
    if (one && three) return 'upheld';
    return one || three ? 'depends' : 'refuted';
  },
};
