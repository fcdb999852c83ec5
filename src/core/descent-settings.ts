/** What a descent is told, and within which limits: apart from the descents themselves, which a page loads later. */

export const DESCENT_METHODS = ['gd', 'momentum', 'adam'] as const;
export type DescentMethod = (typeof DESCENT_METHODS)[number];

export const DEFAULT_MOMENTUM = 0.9;

/** A point (u, v) of the plane. */
export type PlanePoint = readonly [u: number, v: number];

/** Starts of one race. */
export const MOST_STARTS = 8;
/** Updates of one trajectory of a race. */
export const RACE_STEPS = { min: 1, max: 10_000 } as const;

/** When a descent counts as finished: every sample has learned its target, or the loss is small. See learning.ts. */
export const CRITERIA = ['probability', 'loss'] as const;
export interface LearningRule {
  readonly criterion: (typeof CRITERIA)[number];
  /** The loss that is small enough is below this. */
  readonly lossThreshold: number;
}

export const DEFAULT_LOSS_THRESHOLD = 0.1;
