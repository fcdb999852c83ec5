import type { Jet, Order } from '../jet.ts';

/** Value, first and second derivative of a loss in one logit. */
export interface LogitDerivatives {
  readonly value: number;
  readonly first: number;
  readonly second: number;
}

/**
 * Adds a loss of one logit to a jet along the plane. The logit is linear in u and v with slopes a and b;
 * for a scale, pass the slopes' absolute values.
 */
export function addAlongPlane(loss: LogitDerivatives, a: number, b: number, order: Order, sum: Jet): void {
  sum.value += loss.value;
  sum.du += loss.first * a;
  sum.dv += loss.first * b;
  if (order < 2) return;
  sum.duu += loss.second * a * a;
  sum.duv += loss.second * a * b;
  sum.dvv += loss.second * b * b;
}
