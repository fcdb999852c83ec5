/** Whether descent is stable: whether the loss ever rises, and how sharply the surface bends. */
import { fieldKey } from '../fields.ts';
import type { Claim, Evaluate, Tools } from './claim.ts';
import { stepwise } from './steps.ts';
import { field } from './surfaces.ts';
import { EXTREME, LEVEL, TARGETS, threeClasses } from './three-classes.ts';

const SIDE = 101;
/** Below 2 over the sharpest bend of both losses, up to which gradient descent is stable. */
const RATE = 1;
const STEPS = 200;
const STARTS = [-10, 0, 10];
/** A rise below this is rounding. */
const ROUNDING = 1e-12;

/** The largest second derivative in any direction of the plane, over all targets, third logit level and extreme. */
async function sharpestBend(evaluate: Evaluate, loss: 'mse' | 'cross-entropy'): Promise<number> {
  let most = 0;
  for (const value of [LEVEL, EXTREME]) {
    for (const target of TARGETS) {
      const keys = [fieldKey(loss, 'duu'), fieldKey(loss, 'duv'), fieldKey(loss, 'dvv')] as const;
      const fields = await evaluate(threeClasses(target, value, SIDE), keys);
      const [duu, duv, dvv] = [field(fields, keys[0]), field(fields, keys[1]), field(fields, keys[2])];
      for (let n = 0; n < duu.length; n++) {
        const radius = Math.hypot((duu[n]! - dvv[n]!) / 2, duv[n]!);
        most = Math.max(most, Math.abs((duu[n]! + dvv[n]!) / 2) + radius);
      }
    }
  }
  return most;
}

/** The share of all steps, from nine starts for each target with the third logit at -1000, in which the loss rises. */
async function shareOfRises({ at, pause }: Tools, panel: 0 | 1): Promise<number> {
  let rises = 0;
  let steps = 0;
  for (const target of TARGETS) {
    const evaluator = at(threeClasses(target, EXTREME, 2));
    for (const u of STARTS) {
      for (const v of STARTS) {
        let last = Infinity;
        for (const { value } of stepwise(evaluator, { panel, start: [u, v], rate: RATE, limit: STEPS })) {
          if (value > last * (1 + ROUNDING)) rises += 1;
          last = value;
          steps += 1;
        }
      }
    }
    await pause();
  }
  return rises / steps;
}

export const stability: Claim = {
  id: 'mse-training-unstable',
  source: 'extreme-logit-2025',
  claim: 'Training is stable with cross-entropy and not with MSE.',
  why: {
    upheld:
      'At the same rate the loss rises in {riseShareMse%} of the steps on the squared error, in {riseShareCe%} on ' +
      'cross-entropy.',
    refuted:
      'From nine starts for each target the loss rises in {riseShareMse%} of the steps on the squared error and in ' +
      '{riseShareCe%} on cross-entropy. The surface of the squared error bends less ({sharpestBendMse}, cross-entropy ' +
      '{sharpestBendCe}), so that it bears the longer steps: it is slow, not unstable.',
    depends:
      'From nine starts for each target the loss rises in {riseShareMse%} of the steps on the squared error and in ' +
      '{riseShareCe%} on cross-entropy, but the surface of the squared error bends more sharply ({sharpestBendMse}, ' +
      'cross-entropy {sharpestBendCe}): it bears the shorter steps.',
  },
  show: { preset: 'three-class-extreme', scale: 'linear' },
  fromFields: async (evaluate) => ({
    sharpestBendMse: await sharpestBend(evaluate, 'mse'),
    sharpestBendCe: await sharpestBend(evaluate, 'cross-entropy'),
  }),
  inF64: async (tools) => ({
    riseShareMse: await shareOfRises(tools, 1),
    riseShareCe: await shareOfRises(tools, 0),
  }),
  judge({ sharpestBendMse, sharpestBendCe, riseShareMse, riseShareCe }) {
    if (riseShareMse! > riseShareCe!) return 'upheld';
    return sharpestBendMse! <= sharpestBendCe! ? 'refuted' : 'depends';
  },
};
