import type { Jet, Order } from '../jet.ts';
import type { SamplePoint } from '../sample-point.ts';

/**
 * One loss under one link. `squaredErrorFactor` is c in the squared error's formula, other losses ignore it.
 */
export interface Loss {
  /** Adds the sample's jet to `sum`, second derivatives only for order 2; NaN where the loss is undefined. */
  addJet(point: SamplePoint, squaredErrorFactor: number, order: Order, sum: Jet): void;
  /**
   * Adds the sample's scale to `sum`: for each number of the jet, the sum of the absolute values of the terms that
   * it is summed from. Errors are counted in ULP at this scale (DESIGN numerics, "Error and tolerance").
   */
  addScale(point: SamplePoint, squaredErrorFactor: number, order: Order, sum: Jet): void;
  /**
   * Whether a kink, clip, tie or edge of the domain is so near that an evaluator in f32 may take either side of it.
   * Absent for smooth losses. Reads the point's `terms`.
   */
  isUndecided?(point: SamplePoint): boolean;
}
