/** Whether the squared error is the square of a metric. */
import { RandomNumbers } from '../random.ts';
import type { Claim, Tools } from './claim.ts';
import { oneSample, valuesAtOrigin } from './single-points.ts';

const TRIPLES = 200;
/** Between two pauses. */
const TRIPLES_AT_A_TIME = 25;
const SIZE = 5;
const SEED = 1;
const ROUNDING = 1e-12;

type Vector = readonly number[];

/** The mean squared error of an output against a target. */
function distance(at: Tools['at'], output: Vector, target: Vector): number {
  return valuesAtOrigin(at, oneSample('identity', output, target, ['mse', 'mse-logits']))[0];
}

/** Random triples (mulberry32, normal); the middle one of every second lies on the line between the others. */
function triples(): [Vector, Vector, Vector][] {
  const random = new RandomNumbers(SEED);
  const draw = () => Array.from({ length: SIZE }, () => random.normal());
  return Array.from({ length: TRIPLES }, (_, n) => {
    const [x, y, z] = [draw(), draw(), draw()];
    return [x, n % 2 === 0 ? y : x.map((xk, k) => (xk + z[k]!) / 2), z];
  });
}

export const squareOfMetric: Claim = {
  id: 'mse-square-of-metric',
  source: 'wang-bovik-2009',
  claim:
    'MSE is the square of a metric: never negative, zero only at equality, symmetric, and its root obeys the triangle inequality.',
  why: {
    upheld:
      'Over random triples it is at least {smallestDistance}, {distanceToItself} from a point to itself, and differs by ' +
      '{asymmetry} when the two are swapped; the root of a way is longer than the roots of its two parts by {rootExcess} at ' +
      'most. MSE itself is no metric: it exceeds its parts by up to {squareExcess}.',
    refuted:
      'Over random triples it is at least {smallestDistance}, {distanceToItself} from a point to itself, differs by ' +
      '{asymmetry} when the two are swapped, and its root exceeds those of two parts by up to {rootExcess}.',
  },
  async inF64({ at, pause }) {
    let smallestDistance = Infinity;
    let [distanceToItself, asymmetry, rootExcess, squareExcess] = [0, 0, -Infinity, -Infinity];
    for (const [n, [x, y, z]] of triples().entries()) {
      if (n % TRIPLES_AT_A_TIME === 0) await pause();
      const [xy, yz, xz] = [distance(at, x, y), distance(at, y, z), distance(at, x, z)];
      smallestDistance = Math.min(smallestDistance, xy, yz, xz);
      distanceToItself = Math.max(distanceToItself, Math.abs(distance(at, x, x)));
      asymmetry = Math.max(asymmetry, Math.abs(xy - distance(at, y, x)));
      rootExcess = Math.max(rootExcess, Math.sqrt(xz) - Math.sqrt(xy) - Math.sqrt(yz));
      squareExcess = Math.max(squareExcess, xz - xy - yz);
    }
    return { smallestDistance, distanceToItself, asymmetry, rootExcess, squareExcess };
  },
  judge({ smallestDistance, distanceToItself, asymmetry, rootExcess }) {
    const holds =
      smallestDistance! > 0 && distanceToItself === 0 && asymmetry! <= ROUNDING && rootExcess! <= ROUNDING;
    return holds ? 'upheld' : 'refuted';
  },
};
