/**
 * The length of the gradient in the logits over the target's probability p, from 0 to 1, for a softmax in which one wrong
 * class takes all of 1 - p. With g = p_k - y_k for the cross-entropy and g_k = 2 p_k [(p_k - y_k) - sum_j p_j (p_j - y_j)]
 * for the squared error summed over the classes:
 *
 *   cross-entropy   g = (1 - p) (-1, 1),            |g| = sqrt(2) (1 - p)
 *   squared error   g = 4 p (1 - p)^2 (-1, 1),      |g| = 4 sqrt(2) p (1 - p)^2
 *
 * If two wrong classes share 1 - p equally, the factors are sqrt(3/2) and 3 sqrt(3/2): the shapes stay, and so does the
 * squared error's factor p, because of which a hopeless answer has no gradient (Golik, Doetsch & Ney 2013).
 */
import { type Curve, evenly } from './curve.ts';

export function gradientByProbability(count: number): Curve {
  const p = evenly(0, 1, count);
  return {
    id: 'gradient-by-probability',
    x: p,
    series: [
      { loss: 'cross-entropy', id: 'cross-entropy', y: p.map((pt) => Math.SQRT2 * (1 - pt)) },
      { loss: 'mse', id: 'mse', y: p.map((pt) => 4 * Math.SQRT2 * pt * (1 - pt) ** 2) },
    ],
  };
}
