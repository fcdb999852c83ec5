import type { SamplePoint } from '../sample-point.ts';

/** How the plane's coordinates (u, v) become the logits of one sample. */
export interface SampleMap {
  /** Writes the sample's logits at (u, v) and their derivatives along u and v into `point`. */
  moveTo(u: number, v: number, point: SamplePoint): void;
  /**
   * Writes for each logit the sum of the absolute values of the terms that it is summed from into `terms`: the size
   * that its rounding goes by.
   */
  measure(u: number, v: number, terms: Float64Array): void;
}
