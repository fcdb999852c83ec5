/**
 * Losses on the raw outputs z (regression): squared error, and the cross-entropy formula, which has a value only
 * where every output lies strictly between 0 and 1.
 */
import type { Jet, Order } from '../jet.ts';
import { makeUndefined } from '../jet.ts';
import type { SamplePoint } from '../sample-point.ts';
import { addAlongPlane, type LogitDerivatives } from './chain-rule.ts';
import type { Loss } from './loss.ts';

function targets(point: SamplePoint): readonly number[] {
  if (point.target.kind === 'hard') throw new Error('an identity sample has numeric targets');
  return point.target.y;
}

type OneOutput = (z: number, y: number, c: number) => LogitDerivatives | undefined;

/** A sum over the outputs; undefined as soon as one output is. */
function lossOfOutputs(jet: OneOutput, scale: OneOutput): Loss {
  function add(
    point: SamplePoint,
    terms: OneOutput,
    slope: (x: number) => number,
    c: number,
    order: Order,
    sum: Jet,
  ): void {
    const y = targets(point);
    for (let k = 0; k < y.length; k++) {
      const derivatives = terms(point.logits[k]!, y[k]!, c);
      if (!derivatives) {
        makeUndefined(sum);
        return;
      }
      addAlongPlane(derivatives, slope(point.a[k]!), slope(point.b[k]!), order, sum);
    }
  }
  return {
    addJet: (point, c, order, sum) => add(point, jet, (x) => x, c, order, sum),
    addScale: (point, c, order, sum) => add(point, scale, Math.abs, c, order, sum),
  };
}

function squaredError(z: number, y: number, c: number): LogitDerivatives {
  const residual = z - y;
  return { value: c * residual * residual, first: 2 * c * residual, second: 2 * c };
}

function squaredErrorScale(z: number, y: number, c: number): LogitDerivatives {
  return squaredError(Math.abs(z), -Math.abs(y), c);
}

function crossEntropy(z: number, y: number): LogitDerivatives | undefined {
  if (!(z > 0 && z < 1)) return undefined;
  return {
    value: -y * Math.log(z) - (1 - y) * Math.log1p(-z),
    first: (1 - y) / (1 - z) - y / z,
    second: (1 - y) / (1 - z) ** 2 + y / z ** 2,
  };
}

function crossEntropyScale(z: number, y: number): LogitDerivatives | undefined {
  if (!(z > 0 && z < 1)) return undefined;
  const yes = Math.abs(y);
  const no = Math.abs(1 - y);
  return {
    value: -yes * Math.log(z) - no * Math.log1p(-z),
    first: no / (1 - z) + yes / z,
    second: no / (1 - z) ** 2 + yes / z ** 2,
  };
}

export const identitySquaredError = lossOfOutputs(squaredError, squaredErrorScale);
export const identityCrossEntropy = lossOfOutputs(crossEntropy, crossEntropyScale);
