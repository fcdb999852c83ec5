/**
 * The size of the gradient in the logits against the target's probability p, with softmax and K classes of which the
 * others share q = 1 - p equally (after Golik, Doetsch & Ney 2013, doi 10.21437/Interspeech.2013-436).
 *
 * Cross-entropy: g_t = -q and each other q / (K - 1). The squared error with factor c:
 * g_t = -2 c p q^2 K / (K - 1) and each other -g_t / (K - 1). Both have the norm |g_t| sqrt(K / (K - 1)).
 */
import { gridCoordinate } from '../grid.ts';
import type { Curve } from './curve.ts';

/** K, and the mean over the K outputs: c = 1 / K. */
const CLASSES = 3;

export function gradientSize(count: number): Curve {
  const share = CLASSES / (CLASSES - 1);
  const x = Float64Array.from({ length: count }, (_, n) => gridCoordinate([0, 1], count, n));
  const norm = (slope: (p: number) => number) => x.map((p) => slope(p) * Math.sqrt(share));
  return {
    id: 'gradient-size',
    x,
    series: [
      { id: 'cross-entropy', loss: 'cross-entropy', y: norm((p) => 1 - p) },
      { id: 'mse', loss: 'mse', y: norm((p) => (2 / CLASSES) * p * (1 - p) ** 2 * share) },
    ],
  };
}
