/** Cross-entropy and the Kullback-Leibler divergence, and what the squared error compares. */
import { RandomNumbers } from '../random.ts';
import { parseExperiment } from '../validate.ts';
import type { Claim, Tools } from './claim.ts';
import { oneSample, plainSoftmax, valuesAtOrigin } from './single-points.ts';
import { squareWindow } from './surfaces.ts';

const PAIRS = 100;
const CLASSES = 4;
/** Standard deviation of the logits. */
const SPREAD = 2;
const SEED = 1;
/** Added to every logit: the probabilities stay what they are. */
const SHIFT = 5;
const ROUNDING = 1e-9;

/** Logits, and a soft target from logits of its own: mulberry32, normal numbers by Box and Muller. */
function pairs(): { logits: number[]; target: number[] }[] {
  const random = new RandomNumbers(SEED);
  const draw = () => Array.from({ length: CLASSES }, () => SPREAD * random.normal());
  return Array.from({ length: PAIRS }, () => ({ logits: draw(), target: plainSoftmax(draw()) }));
}

function entropy(y: readonly number[]): number {
  return -y.reduce((sum, yk) => sum + yk * Math.log(yk), 0);
}

/** KL(y || p), as a sum of logarithms of ratios. */
function divergence(y: readonly number[], p: readonly number[]): number {
  return y.reduce((sum, yk, k) => sum + yk * Math.log(yk / p[k]!), 0);
}

/** The largest difference of cross-entropy - entropy from the divergence. */
function divergenceGap(at: Tools['at']): number {
  return Math.max(
    ...pairs().map(({ logits, target }) => {
      const [ce] = valuesAtOrigin(at, oneSample('softmax', logits, target, ['cross-entropy', 'mse']));
      return Math.abs(ce - entropy(target) - divergence(target, plainSoftmax(logits)));
    }),
  );
}

/** A sample of two classes over both of its logits: along the diagonal all of them are shifted alike. */
const TWO_LOGITS = parseExperiment({
  version: 1,
  name: 'two logits',
  map: 'affine',
  link: 'softmax',
  samples: [{ origin: [0, 0], du: [1, 0], dv: [0, 1], target: 0 }],
  losses: ['mse-logits', 'mse'],
  window: squareWindow(5),
});

/** By how much a loss changes at most when every logit is shifted alike. */
function largestShift(at: Tools['at'], loss: 'mse' | 'mse-logits'): number {
  return Math.max(
    ...pairs().map(({ logits, target }) => {
      const shifted = logits.map((z) => z + SHIFT);
      const [here, there] = [logits, shifted].map(
        (z) => valuesAtOrigin(at, oneSample('softmax', z, target, [loss, 'cross-entropy']))[0],
      );
      return Math.abs(here! - there!);
    }),
  );
}

export const minimisesDivergence: Claim = {
  id: 'cross-entropy-minimises-divergence',
  source: 'softmax-note-2022',
  claim: 'To minimise cross-entropy is to minimise the Kullback-Leibler divergence from the targets.',
  why: {
    upheld:
      'Cross-entropy is the divergence plus the entropy of the targets, which no parameter changes: over random targets and ' +
      'logits they differ by {divergenceGap} at most.',
    refuted: 'Cross-entropy minus the entropy of the targets differs from the divergence by {divergenceGap}.',
  },
  inF64: async ({ at }) => ({ divergenceGap: divergenceGap(at) }),
  judge: ({ divergenceGap: gap }) => (gap! <= ROUNDING ? 'upheld' : 'refuted'),
};

export const rawNumbers: Claim = {
  id: 'mse-compares-raw-numbers',
  source: 'extreme-logit-2025',
  claim: 'MSE compares raw numbers, cross-entropy compares distributions.',
  why: {
    upheld:
      'Adding the same to every logit leaves the distribution as it is, but changes the squared error by up to ' +
      '{shiftMse}; cross-entropy is the divergence up to a constant.',
    refuted: 'Cross-entropy minus the entropy of the targets differs from the divergence by {divergenceGap}.',
    depends:
      'Cross-entropy compares distributions. So does the squared error of softmax outputs, the Brier score: adding the same ' +
      'to every logit changes it by {shiftMse} at most. Only on raw logits does it compare numbers: there it changes by ' +
      '{shiftLogits}.',
  },
  show: { experiment: TWO_LOGITS, scale: 'linear', tab: 'samples' },
  inF64: async ({ at }) => ({
    divergenceGap: divergenceGap(at),
    shiftMse: largestShift(at, 'mse'),
    shiftLogits: largestShift(at, 'mse-logits'),
  }),
  judge({ divergenceGap: gap, shiftMse }) {
    if (!(gap! <= ROUNDING)) return 'refuted';
    return shiftMse! <= ROUNDING ? 'depends' : 'upheld';
  },
};
