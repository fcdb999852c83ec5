/** How long the gradients are: whether that of the squared error explodes, and where it vanishes. */
import type { LossId } from '../experiment.ts';
import { fieldKey } from '../fields.ts';
import type { Claim, Evaluate } from './claim.ts';
import { field, gradientNorms, largest, shareOf, squareWindow } from './surfaces.ts';
import { EXTREME, TARGETS, threeClasses, WRONG_SIDE } from './three-classes.ts';

const SIDE = 101;
/** Half-widths of the windows: that of the note, and a hundred times as wide. */
const NEAR = 10;
const FAR = 1000;
/** Growth that still counts as none: a wide grid may miss the steepest place, but not find a steeper one. */
const NO_GROWTH = 1.5;
/** A gradient shorter than this moves a logit by less than 1 in a thousand steps at rate 1. */
const FLAT = 1e-3;

/** The longest gradient over all targets. */
async function longest(evaluate: Evaluate, loss: LossId, half: number): Promise<number> {
  let most = 0;
  for (const target of TARGETS) {
    const experiment = threeClasses(target, EXTREME, SIDE, squareWindow(half));
    const fields = await evaluate(experiment, [fieldKey(loss, 'du'), fieldKey(loss, 'dv')]);
    most = Math.max(most, largest(gradientNorms(fields, loss)));
  }
  return most;
}

export const gradientExplodes: Claim = {
  id: 'mse-gradient-explodes',
  source: 'extreme-logit-2025',
  claim: 'MSE’s gradient explodes at extreme logits.',
  why: {
    upheld: 'In a window a hundred times as wide the longest gradient is {gradientGrowthMse} times as long.',
    refuted:
      'It is never longer than {longestMse}, not even in a window a hundred times as wide; that of the cross-entropy ' +
      'reaches {longestCe}.',
    depends: 'It is bounded by {longestMse}, and longer than that of the cross-entropy, {longestCe}.',
  },
  show: { preset: 'three-class-extreme', quantity: 'gradient', scale: 'linear', range: 'shared' },
  async fromFields(evaluate) {
    const near = await longest(evaluate, 'mse', NEAR);
    const far = await longest(evaluate, 'mse', FAR);
    return {
      longestMse: Math.max(near, far),
      longestCe: await longest(evaluate, 'cross-entropy', NEAR),
      gradientGrowthMse: far / near,
    };
  },
  judge({ longestMse, longestCe, gradientGrowthMse }) {
    if (!(gradientGrowthMse! <= NO_GROWTH)) return 'upheld';
    return longestMse! <= longestCe! ? 'refuted' : 'depends';
  },
};

export const gradientVanishes: Claim = {
  id: 'mse-gradient-vanishes',
  source: 'softmax-note-2022',
  claim:
    'MSE’s gradient vanishes far from the optimum, where it is needed most; that of cross-entropy does not.',
  why: {
    upheld:
      'Of the area where the target has a probability below 0.1, the gradient of the squared error is shorter than 0.001 ' +
      'on {flatShareMse%}, that of the cross-entropy on {flatShareCe%}; in the farthest corner they are {cornerMse} and ' +
      '{cornerCe} long.',
    refuted:
      'Of the area where the target has a probability below 0.1, the gradient of the squared error is shorter than 0.001 ' +
      'on {flatShareMse%} only.',
    depends:
      'Of the area where the target has a probability below 0.1, the gradient of the squared error is shorter than 0.001 ' +
      'on {flatShareMse%}, but that of the cross-entropy on {flatShareCe%}.',
  },
  show: { preset: 'three-class-extreme', quantity: 'gradient', scale: 'log' },
  async fromFields(evaluate) {
    const experiment = threeClasses(0, EXTREME, SIDE);
    const fields = await evaluate(experiment, [
      'cross-entropy.value',
      'cross-entropy.du',
      'cross-entropy.dv',
      'mse.du',
      'mse.dv',
    ]);
    const value = field(fields, 'cross-entropy.value');
    const isWrong = (n: number) => value[n]! > -Math.log(WRONG_SIDE);
    const [ce, mse] = [gradientNorms(fields, 'cross-entropy'), gradientNorms(fields, 'mse')];
    // The target's own logit lowest, the other highest.
    const corner = SIDE * (SIDE - 1);
    return {
      flatShareMse: shareOf(mse.length, isWrong, (n) => mse[n]! < FLAT),
      flatShareCe: shareOf(ce.length, isWrong, (n) => ce[n]! < FLAT),
      cornerMse: mse[corner]!,
      cornerCe: ce[corner]!,
    };
  },
  judge({ flatShareMse, flatShareCe }) {
    if (!(flatShareMse! > 0.1)) return 'refuted';
    return flatShareCe! < 0.01 ? 'upheld' : 'depends';
  },
};
