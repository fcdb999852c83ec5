/**
 * The two-layer map: one hidden unit, one weight u before and one weight v behind it, z(u, v) = v tanh(u x)
 * (Glorot & Bengio 2010, section 4.1). With s = sech^2(u x):
 *
 *   z_u = v x s,   z_v = tanh(u x),   z_uu = -2 v x^2 tanh(u x) s,   z_uv = x s,   z_vv = 0.
 */
import type { SamplePoint } from '../sample-point.ts';
import type { SampleMap } from './map.ts';

/** sech^2 t = 1 - tanh^2 t without the difference, which would leave nothing beyond |t| = 19. */
function squaredSech(t: number): number {
  const e = Math.exp(-2 * Math.abs(t));
  return (4 * e) / (1 + e) ** 2;
}

export class TwoLayerMap implements SampleMap {
  private readonly x: number;

  /** @param x the sample's input */
  constructor(x: number) {
    this.x = x;
  }

  moveTo(u: number, v: number, point: SamplePoint): void {
    const { x } = this;
    const hidden = Math.tanh(u * x);
    const slope = x * squaredSech(u * x);
    point.logits[0] = v * hidden;
    point.a[0] = v * slope;
    point.b[0] = hidden;
    point.curvature = { uu: -2 * x * hidden * (v * slope), uv: slope, vv: 0 };
  }

  measure(u: number, v: number, terms: Float64Array): void {
    terms[0] = Math.abs(v * Math.tanh(u * this.x));
  }
}
