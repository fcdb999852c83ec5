/** Whether the losses are convex in the logits of a softmax. */
import type { Experiment, LossId } from '../experiment.ts';
import { fieldKey } from '../fields.ts';
import type { Claim, Evaluate, Figures } from './claim.ts';
import { field, smallest } from './surfaces.ts';
import { EXTREME, LEVEL, TARGETS, threeClasses } from './three-classes.ts';

const SIDE = 101;
/** Half the length of the chords, in grid steps. */
const REACHES = [1, 3, 10, 30];
/** What rounding in f32 may add, of a curvature of order 1 and of values relative to their size. */
const ROUNDING = 1e-6;

/**
 * The smallest eigenvalue of the Hessian, and how far the surface rises above the middle of a chord along u, v or a
 * diagonal, relative to the largest of the three values: a convex surface never does. Over every target, with the
 * third logit level and extreme.
 */
async function convexity(evaluate: Evaluate, loss: LossId): Promise<Figures> {
  let smallestEigenvalue = Infinity;
  let chordExcess = -Infinity;
  for (const value of [LEVEL, EXTREME]) {
    for (const target of TARGETS) {
      const experiment = threeClasses(target, value, SIDE);
      const keys = [fieldKey(loss, 'value'), fieldKey(loss, 'lambda_min')] as const;
      const fields = await evaluate(experiment, keys);
      smallestEigenvalue = Math.min(smallestEigenvalue, smallest(field(fields, keys[1])));
      chordExcess = Math.max(chordExcess, largestChordExcess(field(fields, keys[0]), experiment));
    }
  }
  return { smallestEigenvalue, chordExcess };
}

function largestChordExcess(values: ArrayLike<number>, { resolution: [width, height] }: Experiment): number {
  let most = -Infinity;
  for (const reach of REACHES) {
    for (let j = reach; j < height - reach; j++) {
      for (let i = reach; i < width - reach; i++) {
        const n = j * width + i;
        for (const offset of [reach, reach * width, reach * (width + 1), reach * (width - 1)]) {
          const [a, middle, b] = [values[n - offset]!, values[n]!, values[n + offset]!];
          const size = Math.max(Math.abs(a), Math.abs(middle), Math.abs(b));
          if (size > 0) most = Math.max(most, (middle - (a + b) / 2) / size);
        }
      }
    }
  }
  return most;
}

function isConvex({ smallestEigenvalue, chordExcess }: Figures): boolean {
  return smallestEigenvalue! >= -ROUNDING && chordExcess! <= ROUNDING;
}

const BENT =
  'The smaller eigenvalue of the Hessian goes down to {smallestEigenvalue}, and the surface rises above its chords by ' +
  'up to {chordExcess%} of the value.';
const STRAIGHT = 'No eigenvalue of the Hessian is negative, and the surface stays below every chord.';

export const mseNotConvex: Claim = {
  id: 'mse-not-convex',
  source: 'softmax-note-2022',
  claim: 'The squared error of softmax outputs is not convex in the logits.',
  why: { upheld: BENT, refuted: STRAIGHT },
  show: { preset: 'three-class-extreme', params: { value: LEVEL }, scale: 'linear' },
  fromFields: (evaluate) => convexity(evaluate, 'mse'),
  judge: (figures) => (isConvex(figures) ? 'refuted' : 'upheld'),
};

export const crossEntropyConvex: Claim = {
  id: 'cross-entropy-convex',
  source: 'hacpai-2018',
  claim: 'Cross-entropy is convex in the logits.',
  why: { upheld: STRAIGHT, refuted: BENT },
  show: { preset: 'three-class-extreme', params: { value: LEVEL }, scale: 'linear' },
  fromFields: (evaluate) => convexity(evaluate, 'cross-entropy'),
  judge: (figures) => (isConvex(figures) ? 'upheld' : 'refuted'),
};
