/**
 * The curves of logistic regression: the sigmoid's derivative, and both losses' gradient against the prediction h = sigmoid(z),
 * which the source ("Why softmax regression does not use MSE", 2022, in Chinese) warns of: training moves parameters,
 * not predictions.
 */
import { gridCoordinate } from '../grid.ts';
import { sigmoidPair } from '../losses/sigmoid.ts';
import type { Curve } from './curve.ts';

/** The logits that the sigmoid's derivative is drawn over; it is under 3.4e-4 beyond. */
const LARGEST_LOGIT = 8;

/** h' = h (1 - h) over the logit z. */
export function sigmoidDerivative(count: number): Curve {
  const x = Float64Array.from({ length: count }, (_, n) =>
    gridCoordinate([-LARGEST_LOGIT, LARGEST_LOGIT], count, n),
  );
  const y = x.map((z) => {
    const { f, h } = sigmoidPair(z);
    return f * h;
  });
  return { id: 'sigmoid-derivative', x, series: [{ id: 'derivative', loss: undefined, y }] };
}

/**
 * The gradient in the logit against h, for one sample of target 1: of cross-entropy h - 1, of the squared error
 * (1/2)(h - 1)^2 by the chain rule (h - 1) h (1 - h).
 */
export function gradientAgainstPrediction(count: number): Curve {
  const x = Float64Array.from({ length: count }, (_, n) => gridCoordinate([0, 1], count, n));
  return {
    id: 'gradient-against-prediction',
    x,
    series: [
      { id: 'cross-entropy', loss: 'cross-entropy', y: x.map((h) => h - 1) },
      { id: 'mse', loss: 'mse', y: x.map((h) => (h - 1) * h * (1 - h)) },
    ],
  };
}
