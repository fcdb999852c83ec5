import type { Jet, Order } from '../jet.ts';
import type { SamplePoint } from '../sample-point.ts';

/** Value, first and second derivative of a loss in one logit. */
export interface LogitDerivatives {
  readonly value: number;
  readonly first: number;
  readonly second: number;
}

/** Adds a loss of the point's logit k to a jet along the plane. */
export function addAlongPlane(
  loss: LogitDerivatives,
  point: SamplePoint,
  k: number,
  order: Order,
  sum: Jet,
): void {
  const a = point.a[k]!;
  const b = point.b[k]!;
  sum.value += loss.value;
  sum.du += loss.first * a;
  sum.dv += loss.first * b;
  if (order < 2) return;
  sum.duu += loss.second * a * a;
  sum.duv += loss.second * a * b;
  sum.dvv += loss.second * b * b;
  const { curvature } = point;
  if (!curvature) return;
  sum.duu += loss.first * curvature.uu;
  sum.duv += loss.first * curvature.uv;
  sum.dvv += loss.first * curvature.vv;
}

/** The same for scales, which are sums of absolute values: those of the map's derivatives are taken here. */
export function addScaleAlongPlane(
  scale: LogitDerivatives,
  point: SamplePoint,
  k: number,
  order: Order,
  sum: Jet,
): void {
  const a = Math.abs(point.a[k]!);
  const b = Math.abs(point.b[k]!);
  sum.value += scale.value;
  sum.du += scale.first * a;
  sum.dv += scale.first * b;
  if (order < 2) return;
  sum.duu += scale.second * a * a;
  sum.duv += scale.second * a * b;
  sum.dvv += scale.second * b * b;
  const { curvature } = point;
  if (!curvature) return;
  sum.duu += scale.first * Math.abs(curvature.uu);
  sum.duv += scale.first * Math.abs(curvature.uv);
  sum.dvv += scale.first * Math.abs(curvature.vv);
}
