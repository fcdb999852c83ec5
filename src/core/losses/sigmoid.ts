/**
 * Cross-entropy and squared error under the sigmoid: one logit z, p = sigma(z), target y in [0, 1].
 *
 * Both f = sigma(z) and h = sigma(-z) come from e = exp(-|z|), so neither is a difference. The residual
 * p - y = (1 - y) f - y h keeps its digits for hard targets, where one term vanishes.
 */
import type { SamplePoint } from '../sample-point.ts';
import { addAlongPlane, type LogitDerivatives } from './chain-rule.ts';
import type { Loss } from './loss.ts';

function targetOf(point: SamplePoint): number {
  if (point.target.kind === 'hard') throw new Error('a sigmoid sample has a numeric target');
  return point.target.y[0]!;
}

/** f = sigma(z) and h = 1 - f. */
export function sigmoidPair(z: number): { f: number; h: number } {
  const e = Math.exp(-Math.abs(z));
  const large = 1 / (1 + e);
  const small = e / (1 + e);
  return z >= 0 ? { f: large, h: small } : { f: small, h: large };
}

function crossEntropy(z: number, y: number): LogitDerivatives {
  const { f, h } = sigmoidPair(z);
  // max(z, 0) - y z without a difference: (1 - y) z for z >= 0, y (-z) below.
  const linear = z >= 0 ? (1 - y) * z : -y * z;
  return {
    value: linear + Math.log1p(Math.exp(-Math.abs(z))),
    first: (1 - y) * f - y * h,
    second: f * h,
  };
}

function crossEntropyScale(z: number, y: number): LogitDerivatives {
  const { f, h } = sigmoidPair(z);
  return { value: crossEntropy(z, y).value, first: (1 - y) * f + y * h, second: f * h };
}

function squaredError(z: number, y: number, c: number): LogitDerivatives {
  const { f, h } = sigmoidPair(z);
  const residual = (1 - y) * f - y * h;
  return {
    value: c * residual * residual,
    first: 2 * c * residual * f * h,
    second: 2 * c * f * h * (f * h + residual * (h - f)),
  };
}

function squaredErrorScale(z: number, y: number, c: number): LogitDerivatives {
  const { f, h } = sigmoidPair(z);
  const size = (1 - y) * f + y * h;
  const hard = y === 0 || y === 1;
  return {
    value: c * (hard ? size * size : f * f + 2 * f * y + y * y),
    first: 2 * c * size * f * h,
    second: 2 * c * f * h * (f * h + size * Math.abs(h - f)),
  };
}

type OneLogit = (z: number, y: number, c: number) => LogitDerivatives;

/** A loss of the single logit, from its derivatives in that logit and their scales. */
function lossOfOneLogit(jet: OneLogit, scale: OneLogit): Loss {
  return {
    addJet(point, c, order, sum) {
      addAlongPlane(jet(point.logits[0]!, targetOf(point), c), point.a[0]!, point.b[0]!, order, sum);
    },
    addScale(point, c, order, sum) {
      addAlongPlane(
        scale(point.logits[0]!, targetOf(point), c),
        Math.abs(point.a[0]!),
        Math.abs(point.b[0]!),
        order,
        sum,
      );
    },
  };
}

export const sigmoidCrossEntropy = lossOfOneLogit(crossEntropy, crossEntropyScale);
export const sigmoidSquaredError = lossOfOneLogit(squaredError, squaredErrorScale);
