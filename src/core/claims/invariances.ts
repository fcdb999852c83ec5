/** What the squared error does not see: orthonormal transforms, the order of the samples, the sign of an error. */
import { RandomNumbers } from '../random.ts';
import { parseExperiment } from '../validate.ts';
import type { Claim, Tools } from './claim.ts';
import { oneSample, valuesAtOrigin } from './single-points.ts';

const SIZE = 8;
const DRAWS = 50;
const SEED = 1;
const ROUNDING = 1e-12;

type Vector = readonly number[];

function dot(a: Vector, b: Vector): number {
  return a.reduce((sum, ak, k) => sum + ak * b[k]!, 0);
}

/** A random orthonormal matrix, by Gram and Schmidt, twice over each row for accuracy. */
function orthonormal(random: RandomNumbers): Vector[] {
  const rows: Vector[] = [];
  while (rows.length < SIZE) {
    let row: Vector = Array.from({ length: SIZE }, () => random.normal());
    for (const other of [...rows, ...rows]) {
      const share = dot(row, other);
      row = row.map((x, k) => x - share * other[k]!);
    }
    const length = Math.sqrt(dot(row, row));
    rows.push(row.map((x) => x / length));
  }
  return rows;
}

function meanSquaredError(at: Tools['at'], output: Vector, target: Vector): number {
  return valuesAtOrigin(at, oneSample('identity', output, target, ['mse', 'mse-logits']))[0];
}

export const parseval: Claim = {
  id: 'mse-keeps-under-orthonormal-transform',
  source: 'wang-bovik-2009',
  claim: 'MSE keeps its value under energy-preserving transforms (Parseval).',
  why: {
    upheld: 'Under a random orthonormal matrix it changes by {parsevalError} of its value at most.',
    refuted: 'Under a random orthonormal matrix it changes by up to {parsevalError} of its value.',
  },
  async inF64({ at }) {
    const random = new RandomNumbers(SEED);
    const matrix = orthonormal(random);
    const vector = () => Array.from({ length: SIZE }, () => random.normal());
    const turned = (x: Vector) => matrix.map((row) => dot(row, x));
    let parsevalError = 0;
    for (let draw = 0; draw < DRAWS; draw++) {
      const [x, y] = [vector(), vector()];
      const before = meanSquaredError(at, x, y);
      parsevalError = Math.max(
        parsevalError,
        Math.abs(meanSquaredError(at, turned(x), turned(y)) / before - 1),
      );
    }
    return { parsevalError };
  },
  judge: ({ parsevalError }) => (parsevalError! <= ROUNDING ? 'upheld' : 'refuted'),
};

/** Both losses of a batch of three classes in the given order; cross-entropy first. */
function batchValues(at: Tools['at'], order: readonly number[]): readonly [number, number] {
  const random = new RandomNumbers(SEED);
  const samples = order.map((_, n) => ({
    origin: [random.normal(), random.normal(), random.normal()],
    du: [1, 0, 0],
    dv: [0, 1, 0],
    target: n % 3,
  }));
  return valuesAtOrigin(
    at,
    parseExperiment({ version: 1, map: 'affine', samples: order.map((n) => samples[n]) }),
  );
}

export const orderAndSign: Claim = {
  id: 'mse-ignores-order-and-sign',
  source: 'hacpai-2018',
  claim: 'MSE silently assumes that neither the order of the samples nor the sign of an error matters.',
  why: {
    upheld:
      'Reversing the samples changes it by {orderError} of its value (cross-entropy is no different: {orderErrorCe}), ' +
      'turning the sign of every error by {signError}.',
    refuted:
      'Reversing the samples changes it by {orderError} of its value, turning the sign of every error by {signError}.',
  },
  async inF64({ at }) {
    const order = Array.from({ length: DRAWS }, (_, n) => n);
    const [[ce, mse], [ceReversed, mseReversed]] = [
      batchValues(at, order),
      batchValues(at, order.toReversed()),
    ];
    const random = new RandomNumbers(SEED);
    let signError = 0;
    for (let draw = 0; draw < DRAWS; draw++) {
      const [target, error] = [random.normal(), random.normal()];
      const [above, below] = [error, -error].map((e) => meanSquaredError(at, [target + e], [target]));
      signError = Math.max(signError, Math.abs(above! / below! - 1));
    }
    return {
      orderError: Math.abs(mseReversed / mse - 1),
      orderErrorCe: Math.abs(ceReversed / ce - 1),
      signError,
    };
  },
  judge: ({ orderError, signError }) =>
    orderError! <= ROUNDING && signError! <= ROUNDING ? 'upheld' : 'refuted',
};
