/** Where the gradients point: whether that of the squared error is chaotic, and whether cross-entropy's is clear. */
import type { Experiment, LossId } from '../experiment.ts';
import { fieldKey } from '../fields.ts';
import type { Claim, Evaluate, Fields } from './claim.ts';
import { eachNeighbours, field, gradientNorms, largest, smallest } from './surfaces.ts';
import { EXTREME, LEVEL, SQUARED_ERROR_FACTOR, TARGETS, threeClasses, WRONG_SIDE } from './three-classes.ts';

const COARSE = 101;
const FINE = 201;
/** Between neighbours, in radians: a smooth field turns by less except where it passes through zero. */
const SHARP_TURN = Math.PI / 4;
/** A smaller share of the pairs is no rule. */
const FEW = 0.05;

/** The share of the pairs of neighbours between which the gradient turns sharply, or is lost: on one side it is zero. */
function sharpTurnShare(fields: Fields, loss: LossId, { resolution }: Experiment): number {
  const du = field(fields, fieldKey(loss, 'du'));
  const dv = field(fields, fieldKey(loss, 'dv'));
  let pairs = 0;
  let sharp = 0;
  eachNeighbours(resolution, (a, b) => {
    pairs += 1;
    const isZero = (n: number) => du[n] === 0 && dv[n] === 0;
    if (isZero(a) || isZero(b)) sharp += 1;
    else {
      // By directions: products of two gradients near zero would underflow.
      const turn = Math.abs(Math.atan2(dv[a]!, du[a]!) - Math.atan2(dv[b]!, du[b]!));
      if (Math.min(turn, 2 * Math.PI - turn) > SHARP_TURN) sharp += 1;
    }
  });
  return sharp / pairs;
}

/** The largest such share over all targets, with the third logit level and extreme. */
async function mostSharpTurns(evaluate: Evaluate, loss: LossId, side: number): Promise<number> {
  let most = 0;
  for (const value of [LEVEL, EXTREME]) {
    for (const target of TARGETS) {
      const experiment = threeClasses(target, value, side);
      const fields = await evaluate(experiment, [fieldKey(loss, 'du'), fieldKey(loss, 'dv')]);
      most = Math.max(most, sharpTurnShare(fields, loss, experiment));
    }
  }
  return most;
}

export const gradientChaotic: Claim = {
  id: 'mse-gradient-chaotic',
  source: 'extreme-logit-2025',
  claim: 'The direction of MSE’s gradient is chaotic.',
  why: {
    upheld:
      'Between {sharpTurnShareMse%} of the neighbouring points it turns by more than 45°, and on a grid twice as fine that ' +
      'share is {sharpTurnRefinement} times as large.',
    refuted:
      'It turns by more than 45° between {sharpTurnShareMse%} of the neighbouring points at most, and on a grid twice as ' +
      'fine that share is {sharpTurnRefinement} times as large, as it is for a line: the bottom of the valley z1 = z2, ' +
      'where the fixed class is the target.',
  },
  show: { preset: 'three-class-extreme', params: { target: 2 }, scale: 'linear' },
  async fromFields(evaluate) {
    const coarse = await mostSharpTurns(evaluate, 'mse', COARSE);
    const fine = await mostSharpTurns(evaluate, 'mse', FINE);
    return {
      sharpTurnShareMse: coarse,
      sharpTurnShareCe: await mostSharpTurns(evaluate, 'cross-entropy', COARSE),
      sharpTurnRefinement: coarse === 0 ? 0 : fine / coarse,
    };
  },
  judge: ({ sharpTurnShareMse, sharpTurnRefinement }) =>
    sharpTurnShareMse! < FEW && sharpTurnRefinement! < 0.75 ? 'refuted' : 'upheld',
};

/** By how much descent raises the target's logit. All derivatives together are 0: that of a fixed logit is the rest. */
function pulls(fields: Fields, target: number): Float64Array {
  const du = field(fields, 'cross-entropy.du');
  const dv = field(fields, 'cross-entropy.dv');
  return Float64Array.from({ length: du.length }, (_, n) =>
    target === 0 ? -du[n]! : target === 1 ? -dv[n]! : du[n]! + dv[n]!,
  );
}

/**
 * The largest pull of the squared error on the fixed logit where that is the target's, as its logarithm to base 10: the
 * pull itself, 2 c p Q with the target's probability p and Q = value / c, is far below the smallest number.
 */
function largestPullLog10(fields: Fields): number {
  const crossEntropy = field(fields, 'cross-entropy.value');
  const squaredError = field(fields, 'mse.value');
  const logarithms = Array.from({ length: crossEntropy.length }, (_, n) => {
    const factor = 2 * SQUARED_ERROR_FACTOR * (squaredError[n]! / SQUARED_ERROR_FACTOR);
    return Math.log10(factor) - crossEntropy[n]! / Math.LN10;
  });
  return largest(logarithms);
}

export const clearDirection: Claim = {
  id: 'cross-entropy-clear-gradient',
  source: 'extreme-logit-2025',
  claim: 'Cross-entropy gives a clear, continuous gradient even with a logit at −1000.',
  why: {
    upheld:
      'Wherever the target has a probability below 0.1 its logit is pulled up with at least {smallestPullCe}, and the ' +
      'gradient over the plane is at least {shortestCe} long; it turns by more than 45° between ' +
      '{sharpTurnShareCe%} of the neighbouring points. Where the fixed class is the target, the squared error pulls its ' +
      'logit with at most 10 to the power {pullMseLog10}.',
    refuted:
      'Where the target has a probability below 0.1 the pull on its logit falls to {smallestPullCe}, the gradient over the ' +
      'plane to {shortestCe}, and between {sharpTurnShareCe%} of the neighbouring points it turns by more than 45°.',
  },
  show: { preset: 'three-class-extreme', params: { target: 2 } },
  async fromFields(evaluate) {
    let smallestPullCe = Infinity;
    let shortestCe = Infinity;
    let pullMseLog10 = -Infinity;
    let sharpTurns = 0;
    for (const target of TARGETS) {
      const experiment = threeClasses(target, EXTREME, COARSE);
      const fields = await evaluate(experiment, [
        'cross-entropy.value',
        'cross-entropy.du',
        'cross-entropy.dv',
        'mse.value',
      ]);
      const value = field(fields, 'cross-entropy.value');
      const onWrongSide = (_: number, n: number) => value[n]! > -Math.log(WRONG_SIDE);
      smallestPullCe = Math.min(smallestPullCe, smallest(pulls(fields, target).filter(onWrongSide)));
      shortestCe = Math.min(shortestCe, smallest(gradientNorms(fields, 'cross-entropy').filter(onWrongSide)));
      sharpTurns = Math.max(sharpTurns, sharpTurnShare(fields, 'cross-entropy', experiment));
      if (target === 2) pullMseLog10 = largestPullLog10(fields);
    }
    return { smallestPullCe, shortestCe, sharpTurnShareCe: sharpTurns, pullMseLog10 };
  },
  judge: ({ smallestPullCe, shortestCe, sharpTurnShareCe }) =>
    smallestPullCe! > 0.5 && shortestCe! > 0.5 && sharpTurnShareCe! < FEW ? 'upheld' : 'refuted',
};
