/** The experiment of the extreme-logit note, as measurements take it. */
import type { Experiment } from '../experiment.ts';
import { threeClassExtreme } from '../presets/three-class-extreme.ts';

export const TARGETS = [0, 1, 2] as const;
/** Third logit: where the note has it, and level with the window. */
export const EXTREME = -1000;
export const LEVEL = 0;
/** The factor c of the preset's squared error. */
export const SQUARED_ERROR_FACTOR = 1 / 3;
/** Below this probability of its target a sample counts as misclassified by far. */
export const WRONG_SIDE = 0.1;

/** Over the preset's own window unless told otherwise; the third logit is fixed at `value`. */
export function threeClasses(
  target: number,
  value: number,
  side: number,
  window?: Experiment['window'],
): Experiment {
  const experiment = threeClassExtreme.experiment({ target, value });
  return { ...experiment, window: window ?? experiment.window, resolution: [side, side] };
}
