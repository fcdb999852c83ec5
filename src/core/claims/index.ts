/** The claims, in the order in which tables list them. */
import type { Claim } from './claim.ts';
import { cliffs } from './cliffs.ts';
import { crossEntropyConvex, mseNotConvex } from './convexity.ts';
import { minimisesDivergence, rawNumbers } from './distributions.ts';
import { clearDirection, gradientChaotic } from './gradient-direction.ts';
import { gradientExplodes, gradientVanishes } from './gradient-size.ts';
import { orderAndSign, parseval } from './invariances.ts';
import { saturatedStart, slowSigmoid } from './learning-speed.ts';
import { categoricalLikelihood, gaussianLikelihood } from './likelihood.ts';
import { linearOutput } from './linear-output.ts';
import { manyLocalExtrema } from './local-extrema.ts';
import { squareOfMetric } from './metric.ts';
import { lenient } from './misclassification.ts';
import { mislabel, outlierInRegression } from './outliers.ts';
import { plateaus } from './plateaus.ts';
import {
  printedCrossEntropySlope,
  printedSecondDerivatives,
  printedSquaredErrorSlope,
  printedSquaredErrorSlopeLater,
} from './printed-derivatives.ts';
import { notForRegression } from './regression.ts';
import { sigmoidSlope } from './sigmoid-slope.ts';
import { targetOnly } from './target-only.ts';
import { randomStarts, trap } from './trap.ts';
import { equalErrors } from './voters.ts';

export const CLAIMS: readonly Claim[] = [
  cliffs,
  gradientExplodes,
  gradientChaotic,
  gradientVanishes,
  clearDirection,
  targetOnly,
  rawNumbers,
  mseNotConvex,
  crossEntropyConvex,
  manyLocalExtrema,
  trap,
  randomStarts,
  plateaus,
  slowSigmoid,
  saturatedStart,
  sigmoidSlope,
  lenient,
  linearOutput,
  equalErrors,
  minimisesDivergence,
  gaussianLikelihood,
  categoricalLikelihood,
  notForRegression,
  outlierInRegression,
  mislabel,
  squareOfMetric,
  parseval,
  orderAndSign,
  printedCrossEntropySlope,
  printedSquaredErrorSlope,
  printedSquaredErrorSlopeLater,
  printedSecondDerivatives,
];
