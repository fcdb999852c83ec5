/** Squared error after cross-entropy: does it improve what cross-entropy has found? */
import type { Experiment, LossId } from '../experiment.ts';
import { RandomNumbers } from '../random.ts';
import { parseExperiment } from '../validate.ts';
import type { Claim, Tools } from './claim.ts';
import { endOf, type Point } from './steps.ts';

/** Draws of the data, so that no single one decides. */
const SEEDS = [1, 2, 3, 4, 5];
/** Rightly labelled samples of both classes together; their inputs are normal around -1.5 (class 0) and 1.5 (class 1). */
const COUNT = 100;
const CENTRE = 1.5;
/** Samples with the wrong label, far on the side of class 1. */
const MISLABELLED = 10;
const MISLABELLED_AT = 6;
/** Fewer errors by that factor are an improvement. */
const BETTER = 0.95;

const CROSS_ENTROPY = { panel: 0, rate: 0.3, limit: 1000 } as const;
const SQUARED_ERROR = { panel: 1, rate: 0.6, limit: 1000 } as const;

interface Labelled {
  readonly x: number;
  readonly target: 0 | 1;
}

/** Samples with right labels (mulberry32, Box and Muller). */
function rightSamples(seed: number): Labelled[] {
  const random = new RandomNumbers(seed);
  return Array.from({ length: COUNT }, (_, n) => {
    const target = n % 2 === 1 ? 1 : 0;
    return { x: (target === 1 ? CENTRE : -CENTRE) + random.normal(), target };
  });
}

function wrongSamples(count: number): Labelled[] {
  return Array.from({ length: count }, () => ({ x: MISLABELLED_AT, target: 0 }));
}

/** Logistic regression, weight and bias. */
function regression(
  samples: readonly Labelled[],
  losses: readonly [LossId, LossId] = ['cross-entropy', 'mse'],
): Experiment {
  return parseExperiment({
    version: 1,
    name: `${samples.length} samples`,
    map: 'affine',
    link: 'sigmoid',
    samples: samples.map(({ x, target }) => ({ origin: [0], du: [x], dv: [1], target })),
    losses,
    // Around the ends of both descents.
    window: { u: [-1, 5], v: [-3, 3] },
  });
}

/**
 * After cross-entropy, and after squared error that goes on from there: the mean error rate on the right labels, and
 * the mean probability that the model gives to the label of the wrong ones.
 */
async function trained({ at, pause }: Tools, mislabelled: number) {
  const wrong = wrongSamples(mislabelled);
  const [before, after] = [
    { errorRate: 0, wrongLabel: 0 },
    { errorRate: 0, wrongLabel: 0 },
  ];
  for (const seed of SEEDS) {
    const right = rightSamples(seed);
    const evaluator = at(regression([...right, ...wrong]));
    const judge = at(regression(right, ['error-rate', 'mse']));
    const add = (to: typeof before, [u, v]: Point) => {
      judge.updateJets(u, v, 1);
      to.errorRate += judge.jets[0].value / SEEDS.length;
      to.wrongLabel += 1 / (1 + Math.exp(u * MISLABELLED_AT + v)) / SEEDS.length;
    };
    const first = (await endOf(evaluator, { ...CROSS_ENTROPY, start: [0, 0] }, pause)).at;
    add(before, first);
    await pause();
    add(after, (await endOf(evaluator, { ...SQUARED_ERROR, start: first }, pause)).at);
    await pause();
  }
  return { before, after };
}

export const fineTuning: Claim = {
  id: 'squared-error-improves-after-cross-entropy',
  source: 'golik-2013',
  claim: 'Squared error can improve a model that cross-entropy has trained.',
  why: {
    upheld:
      'Logistic regression on 100 rightly labelled samples and 10 wrongly labelled ones errs on {tunedBefore%} of the ' +
      'former after cross-entropy and on {tunedAfter%} after squared error has gone on from there. It lets go of the wrong ' +
      'labels: the probability it gives them falls from {wrongLabelBefore} to {wrongLabelAfter}. Without them the errors ' +
      'are {cleanBefore%} and {cleanAfter%} (means of five draws). The source measured speech and handwriting.',
    refuted:
      'Logistic regression on 100 rightly labelled samples and 10 wrongly labelled ones errs on {tunedBefore%} of the ' +
      'former after cross-entropy and on {tunedAfter%} after squared error has gone on from there (means of five draws).',
  },
  // One of the five draws: the descents go towards the lowest points of their surfaces, which are far apart.
  show: {
    experiment: regression([...rightSamples(SEEDS[0]!), ...wrongSamples(MISLABELLED)]),
    scale: 'log',
    tab: 'samples',
  },
  async inF64(tools) {
    const mislabelled = await trained(tools, MISLABELLED);
    const clean = await trained(tools, 0);
    return {
      tunedBefore: mislabelled.before.errorRate,
      tunedAfter: mislabelled.after.errorRate,
      wrongLabelBefore: mislabelled.before.wrongLabel,
      wrongLabelAfter: mislabelled.after.wrongLabel,
      cleanBefore: clean.before.errorRate,
      cleanAfter: clean.after.errorRate,
    };
  },
  judge: ({ tunedBefore, tunedAfter }) => (tunedAfter! < BETTER * tunedBefore! ? 'upheld' : 'refuted'),
};
