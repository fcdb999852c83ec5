/**
 * Cross-entropy and squared error under the sigmoid: one logit z, p = sigma(z), target y in [0, 1].
 *
 * Both f = sigma(z) and h = sigma(-z) come from e = exp(-|z|), so neither is a difference. The residual
 * p - y = (1 - y) f - y h keeps its digits for hard targets, where one term vanishes.
 */
import type { LogitDerivatives } from './chain-rule.ts';
import { sumOverLogits } from './separate.ts';

/** f = sigma(z) and h = 1 - f. */
export function sigmoidPair(z: number): { f: number; h: number } {
  const e = Math.exp(-Math.abs(z));
  const large = 1 / (1 + e);
  const small = e / (1 + e);
  return z >= 0 ? { f: large, h: small } : { f: small, h: large };
}

/** In one logit; the clipped loss is this one wherever nothing is clipped. */
export function sigmoidCrossEntropyJet(z: number, y: number): LogitDerivatives {
  const { f, h } = sigmoidPair(z);
  // max(z, 0) - y z without a difference: (1 - y) z for z >= 0, y (-z) below.
  const linear = z >= 0 ? (1 - y) * z : -y * z;
  return {
    value: linear + Math.log1p(Math.exp(-Math.abs(z))),
    first: (1 - y) * f - y * h,
    second: f * h,
  };
}

export function sigmoidCrossEntropyScale(z: number, y: number): LogitDerivatives {
  const { f, h } = sigmoidPair(z);
  return { value: sigmoidCrossEntropyJet(z, y).value, first: (1 - y) * f + y * h, second: f * h };
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

export const sigmoidCrossEntropy = sumOverLogits({
  jet: sigmoidCrossEntropyJet,
  scale: sigmoidCrossEntropyScale,
});
export const sigmoidSquaredError = sumOverLogits({ jet: squaredError, scale: squaredErrorScale });
