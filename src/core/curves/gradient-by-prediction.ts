/**
 * The gradient in the logit of one sample with y = 1, over the prediction h = sigmoid(z) from 0 to 1:
 *
 *   cross-entropy             dL/dz = h - y          = -(1 - h)
 *   squared error, factor 1/2 dL/dz = (h - y) h'     = -(1 - h) h (1 - h)
 *
 * "Why softmax regression does not use MSE", 2022, shows such a picture and warns of it: training moves parameters, not
 * predictions, so equal distances in h are not equal distances for descent, and the saturated half-plane of
 * parameters, where the squared error's gradient is nearly 0, is squeezed into the left end.
 */
import { type Curve, evenly } from './curve.ts';

export function gradientByPrediction(count: number): Curve {
  const h = evenly(0, 1, count);
  return {
    id: 'gradient-by-prediction',
    x: h,
    series: [
      { loss: 'cross-entropy', id: 'cross-entropy', y: h.map((p) => p - 1) },
      { loss: 'mse', id: 'mse', y: h.map((p) => (p - 1) * p * (1 - p)) },
    ],
  };
}
