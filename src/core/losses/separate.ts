/** Losses that are a sum over the logits, each on its own: sigmoid, identity, and the squared error of raw logits. */
import { type Jet, makeUndefined, type Order } from '../jet.ts';
import { type SamplePoint, targetWeight } from '../sample-point.ts';
import { addAlongPlane, addScaleAlongPlane, type LogitDerivatives } from './chain-rule.ts';
import type { Loss } from './loss.ts';

/**
 * Of one logit z with the target number y; `undefined` where the loss is.
 * @param terms the size of the terms of z; up to date for scales only
 */
type OneLogit = (
  z: number,
  y: number,
  squaredErrorFactor: number,
  terms: number,
) => LogitDerivatives | undefined;

interface SeparateLoss {
  readonly jet: OneLogit;
  readonly scale: OneLogit;
  /** See `Loss.isUndecided`, for one logit whose terms are of the size `terms`. */
  readonly isUndecided?: (z: number, y: number, terms: number) => boolean;
}

/** The sum of a loss over the logits; undefined as soon as one of them is. */
export function sumOverLogits({ jet, scale, isUndecided }: SeparateLoss): Loss {
  function add(
    point: SamplePoint,
    derivativesOf: OneLogit,
    along: typeof addAlongPlane,
    c: number,
    order: Order,
    sum: Jet,
  ): void {
    for (let k = 0; k < point.logits.length; k++) {
      const derivatives = derivativesOf(point.logits[k]!, targetWeight(point, k), c, point.terms[k]!);
      if (!derivatives) {
        makeUndefined(sum);
        return;
      }
      along(derivatives, point, k, order, sum);
    }
  }
  return {
    addJet: (point, c, order, sum) => add(point, jet, addAlongPlane, c, order, sum),
    addScale: (point, c, order, sum) => add(point, scale, addScaleAlongPlane, c, order, sum),
    isUndecided: (point) =>
      isUndecided !== undefined &&
      point.logits.some((z, k) => isUndecided(z, targetWeight(point, k), point.terms[k]!)),
  };
}
