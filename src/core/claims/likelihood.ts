/** The losses as likelihoods: products of probabilities, against the surfaces. */
import type { AffineExperiment } from '../experiment.ts';
import { columnU, gridOf, rowV } from '../grid.ts';
import { regressionGaussian } from '../presets/regression-gaussian.ts';
import { twoModels } from '../presets/two-models.ts';
import type { Claim } from './claim.ts';
import { plainSoftmax } from './single-points.ts';
import { affine, changed, field } from './surfaces.ts';

const GRID = [41, 41] as const;
/** Standard deviation of the errors that the likelihood assumes; any will do. */
const SIGMA = 1;
/** Of the value: likelihoods are exact, surfaces may come in f32. */
const ROUNDING = 1e-5;
/** A product is taken into its logarithm before it leaves the range of numbers. */
const SMALL = 1e-150;

/** -log of a product of numbers, multiplied as far as numbers reach. */
function negativeLogOfProduct(factors: Iterable<number>): number {
  let product = 1;
  let sum = 0;
  for (const factor of factors) {
    product *= factor;
    if (product > SMALL) continue;
    sum -= Math.log(product);
    product = 1;
  }
  return sum - Math.log(product);
}

/** The normal density. */
function density(x: number, mean: number): number {
  return Math.exp(-((x - mean) ** 2) / (2 * SIGMA ** 2)) / (SIGMA * Math.sqrt(2 * Math.PI));
}

/** The logits of every sample at a point of the plane, and its target. */
function* outputsAt({ samples }: AffineExperiment, u: number, v: number) {
  for (const { origin, du, dv, target } of samples) {
    yield { logits: origin.map((z, k) => z + u * du[k]! + v * dv[k]!), target: Number(target) };
  }
}

/** The largest difference of a surface from what `truth` computes, relative to the larger of the two. */
function largestGap(
  values: ArrayLike<number>,
  experiment: AffineExperiment,
  truth: (u: number, v: number) => number,
): number {
  const grid = gridOf(experiment);
  let gap = 0;
  for (let n = 0; n < values.length; n++) {
    const expected = truth(columnU(grid, n % grid.width), rowV(grid, Math.floor(n / grid.width)));
    const size = Math.max(Math.abs(expected), Math.abs(values[n]!));
    gap = Math.max(gap, Math.abs(values[n]! - expected) / size);
  }
  return gap;
}

export const gaussianLikelihood: Claim = {
  id: 'mse-is-gaussian-likelihood',
  source: 'likelihood-post-2025',
  claim: 'MSE is the negative logarithm of a Gaussian likelihood, up to scale and offset.',
  why: {
    upheld:
      'The product of the normal densities of all errors, at every line of the window, gives the same surface once its ' +
      'logarithm is scaled and shifted by two constants: they differ by {likelihoodGap} of the value.',
    refuted:
      'The product of the normal densities of all errors gives another surface: they differ by {likelihoodGap}.',
  },
  async fromFields(evaluate) {
    const experiment = affine(changed(regressionGaussian.experiment(), { resolution: GRID }));
    const values = field(await evaluate(experiment, ['mse.value']), 'mse.value');
    const count = experiment.samples.length;
    // -log L = count / (2 sigma^2) MSE + count log(sigma sqrt(2 pi)).
    const offset = count * Math.log(SIGMA * Math.sqrt(2 * Math.PI));
    const scale = count / (2 * SIGMA ** 2);
    const densities = function* (u: number, v: number) {
      for (const { logits, target } of outputsAt(experiment, u, v)) yield density(target, logits[0]!);
    };
    return {
      likelihoodGap: largestGap(
        values,
        experiment,
        (u, v) => (negativeLogOfProduct(densities(u, v)) - offset) / scale,
      ),
    };
  },
  judge: ({ likelihoodGap }) => (likelihoodGap! <= ROUNDING ? 'upheld' : 'refuted'),
};

export const categoricalLikelihood: Claim = {
  id: 'cross-entropy-is-categorical-likelihood',
  source: 'likelihood-post-2025',
  claim: 'Cross-entropy is the negative logarithm of a categorical likelihood.',
  why: {
    upheld:
      'The product of the probabilities of all targets, at every point of the window, gives the same surface: they differ ' +
      'by {likelihoodGap} of the value.',
    refuted:
      'The product of the probabilities of all targets gives another surface: they differ by {likelihoodGap}.',
  },
  async fromFields(evaluate) {
    const experiment = affine(changed(twoModels.experiment(), { resolution: GRID }));
    const values = field(await evaluate(experiment, ['cross-entropy.value']), 'cross-entropy.value');
    const probabilities = function* (u: number, v: number) {
      for (const { logits, target } of outputsAt(experiment, u, v)) yield plainSoftmax(logits)[target]!;
    };
    return {
      likelihoodGap: largestGap(
        values,
        experiment,
        (u, v) => negativeLogOfProduct(probabilities(u, v)) / experiment.samples.length,
      ),
    };
  },
  judge: ({ likelihoodGap }) => (likelihoodGap! <= ROUNDING ? 'upheld' : 'refuted'),
};
