/** How many local extrema the squared error has: none for one sample, some for several. */
import type { Experiment, LossId } from '../experiment.ts';
import { fieldKey } from '../fields.ts';
import { squaredErrorTrap } from '../presets/squared-error-trap.ts';
import { parseExperiment } from '../validate.ts';
import type { Claim, Evaluate } from './claim.ts';
import { changed, field, largest, signChanges, squareWindow } from './surfaces.ts';
import { EXTREME, LEVEL, threeClasses } from './three-classes.ts';

const SIDE = 101;
/** Points along a slice, and the bands at whose lower edge it lies: a grid has at least two rows. */
const SLICE = [2001, 2] as const;

/** Where the eight steps of the zigzag lie, and how steep they are. */
const STEPS = [-3.5, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5];
const STEEPNESS = 20;

/**
 * One weight w, eight samples: each output climbs from 0 to 1 at its own w, the targets alternate. Its squared error
 * goes up and down step by step: the idea of Auer, Herbster & Warmuth 1996 ("Exponentially many local minima for
 * single neurons").
 */
const ZIGZAG = parseExperiment({
  version: 1,
  name: 'zigzag',
  map: 'affine',
  link: 'sigmoid',
  samples: STEPS.map((at, n) => ({ origin: [-STEEPNESS * at], du: [STEEPNESS], dv: [0], target: n % 2 })),
  losses: ['cross-entropy', 'mse'],
  sampleReduction: 'sum',
  // From the first step to the last: beyond them all is flat.
  window: { u: [STEPS[0], STEPS.at(-1)], v: [0, 1] },
  resolution: SLICE,
});

/** Local extrema of a loss along u, on the lowest row of the window. */
async function extremaOnSlice(evaluate: Evaluate, experiment: Experiment, loss: LossId): Promise<number> {
  const key = fieldKey(loss, 'du');
  const slopes = field(await evaluate(experiment, [key]), key);
  return signChanges(Array.from({ length: experiment.resolution[0] }, (_, i) => slopes[i]!));
}

/** The largest slope of the squared error along its target's own logit. */
async function largestOwnSlope(evaluate: Evaluate): Promise<number> {
  let most = -Infinity;
  for (const value of [LEVEL, EXTREME]) {
    for (const [target, key] of [
      [0, 'mse.du'],
      [1, 'mse.dv'],
    ] as const) {
      const experiment = threeClasses(target, value, SIDE);
      most = Math.max(most, largest(field(await evaluate(experiment, [key]), key)));
    }
  }
  return most;
}

export const manyLocalExtrema: Claim = {
  id: 'mse-many-local-extrema',
  source: 'hacpai-2018',
  claim:
    'The squared error after a softmax or sigmoid is wavy, with many local extrema; cross-entropy is not.',
  why: {
    upheld: 'Even one sample has points where the slope along its own logit is not negative: {ownSlope}.',
    refuted: 'No measured surface of the squared error has more extrema than that of the cross-entropy.',
    depends:
      'One sample has none: the slope along its own logit is negative everywhere (at most {ownSlope}). Several samples ' +
      'can: {extremaTrap} along the weight of the trap and {extremaZigzag} for eight samples made for it, where ' +
      'cross-entropy has at most {extremaCe}.',
  },
  show: {
    experiment: changed(ZIGZAG, { window: squareWindow(4), resolution: [401, 101] }),
    scale: 'linear',
    tab: 'slices',
    sliceAlong: 'row',
  },
  async fromFields(evaluate) {
    const trap = changed(squaredErrorTrap.experiment(), {
      window: { u: [-3, 3], v: [0, 1] },
      resolution: SLICE,
    });
    return {
      ownSlope: await largestOwnSlope(evaluate),
      extremaTrap: await extremaOnSlice(evaluate, trap, 'mse'),
      extremaZigzag: await extremaOnSlice(evaluate, ZIGZAG, 'mse'),
      extremaCe: Math.max(
        await extremaOnSlice(evaluate, trap, 'cross-entropy'),
        await extremaOnSlice(evaluate, ZIGZAG, 'cross-entropy'),
      ),
    };
  },
  judge({ ownSlope, extremaTrap, extremaZigzag, extremaCe }) {
    if (!(ownSlope! < 0)) return 'upheld';
    return Math.max(extremaTrap!, extremaZigzag!) > extremaCe! ? 'depends' : 'refuted';
  },
};
