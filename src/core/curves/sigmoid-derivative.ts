/**
 * The sigmoid's derivative over its argument: the factor that the squared error's gradient has and the cross-entropy's has not.
 *
 *   h(z) = 1 / (1 + exp(-z)),   h'(z) = h(z) h(-z)
 *
 * "Why softmax regression does not use MSE", 2022, gives it as the reason why a bad start makes no progress.
 */
import { sigmoidPair } from '../losses/sigmoid.ts';
import { type Curve, evenly } from './curve.ts';

/** Where the derivative has fallen from 1/4 to 3e-4. */
const REACH = 8;

export function sigmoidDerivative(count: number): Curve {
  const z = evenly(-REACH, REACH, count);
  const slope = z.map((logit) => {
    const { f, h } = sigmoidPair(logit);
    return f * h;
  });
  return { id: 'sigmoid-derivative', x: z, series: [{ loss: undefined, id: 'derivative', y: slope }] };
}
