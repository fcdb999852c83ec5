/**
 * The cross-entropy formula on raw outputs (regression): -y log z - (1 - y) log(1 - z), summed over the outputs. It
 * has a value only where every output lies strictly between 0 and 1.
 */
import type { LogitDerivatives } from './chain-rule.ts';
import { sumOverLogits } from './separate.ts';
import { isWithinRounding } from './undecided.ts';

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

export const identityCrossEntropy = sumOverLogits({
  jet: crossEntropy,
  scale: crossEntropyScale,
  isUndecided: (z, _y, terms) => isWithinRounding(z, terms) || isWithinRounding(z - 1, terms + 1),
});
