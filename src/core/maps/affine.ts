/** The affine map: z(u, v) = origin + u du + v dv, K logits. */
import type { AffineSample } from '../experiment.ts';
import type { SamplePoint } from '../sample-point.ts';
import type { SampleMap } from './map.ts';

export class AffineMap implements SampleMap {
  private readonly origin: Float64Array;
  private readonly a: Float64Array;
  private readonly b: Float64Array;

  constructor({ origin, du, dv }: AffineSample) {
    this.origin = Float64Array.from(origin);
    this.a = Float64Array.from(du);
    this.b = Float64Array.from(dv);
  }

  moveTo(u: number, v: number, point: SamplePoint): void {
    const { origin, a, b } = this;
    for (let k = 0; k < origin.length; k++) point.logits[k] = origin[k]! + u * a[k]! + v * b[k]!;
    point.a.set(a);
    point.b.set(b);
    point.curvature = undefined;
  }

  measure(u: number, v: number, terms: Float64Array): void {
    const { origin, a, b } = this;
    for (let k = 0; k < origin.length; k++) {
      terms[k] = Math.abs(origin[k]!) + Math.abs(u * a[k]!) + Math.abs(v * b[k]!);
    }
  }
}
