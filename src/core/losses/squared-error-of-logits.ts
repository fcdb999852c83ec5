/**
 * Squared error of the raw logits, c sum_k (z_k - y_k)^2, under every link: the softmax or sigmoid is left out, and a
 * hard target of the softmax is one-hot.
 */
import type { LogitDerivatives } from './chain-rule.ts';
import { sumOverLogits } from './separate.ts';

function squaredError(z: number, y: number, c: number): LogitDerivatives {
  const residual = z - y;
  return { value: c * residual * residual, first: 2 * c * residual, second: 2 * c };
}

export const squaredErrorOfLogits = sumOverLogits({
  jet: squaredError,
  scale: (z, y, c) => squaredError(Math.abs(z), -Math.abs(y), c),
});
