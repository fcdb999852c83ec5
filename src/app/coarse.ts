/** The coarser grid that is shown while a large one is being computed. */
import type { Experiment } from '../core/experiment.ts';

/** Grids with more points x samples are shown coarsely first where they are evaluated in f64. */
const QUICK_WORK = 80_000;

/** Points that the f64 evaluator has in a moment. */
export function quickPoints({ samples }: Experiment): number {
  return QUICK_WORK / samples.length;
}

/** The same experiment on at most `points` grid points, in the same proportions, at least 2 a side. */
export function coarseExperiment(experiment: Experiment, points: number): Experiment {
  const [width, height] = experiment.resolution;
  const shrink = Math.sqrt(Math.min(1, points / (width * height)));
  const side = (length: number) => Math.max(2, Math.floor(length * shrink));
  return { ...experiment, resolution: [side(width), side(height)] };
}

/** However slow the machine: fewer points a side would show nothing. */
const LEAST_SIDE = 16;

/**
 * The same on an n-th of the points a side, n whole and as small as `points` and the least side allow: while pictures
 * follow one another their grid stays the same, though the time that is measured for them does not.
 */
export function movingExperiment(experiment: Experiment, points: number): Experiment {
  const [width, height] = experiment.resolution;
  const wanted = Math.ceil(Math.sqrt((width * height) / points));
  const part = Math.max(1, Math.min(wanted, Math.floor(Math.max(width, height) / LEAST_SIDE)));
  const side = (length: number) => Math.max(2, Math.floor(length / part));
  return { ...experiment, resolution: [side(width), side(height)] };
}
