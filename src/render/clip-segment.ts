/** Which part of a segment of the plane lies in a window. */
import type { PlanePoint } from '../core/descent-settings.ts';
import type { PlaneWindow } from '../core/experiment.ts';

/**
 * Where along a segment, 0 at `from` and 1 at `to`, its part within the window (edges included) begins and ends;
 * undefined where all of it is outside, or where an end is not finite. Liang and Barsky's method: of each pair of
 * edges, the segment is between them along an interval, and the window has what these have in common.
 */
export function clipSegment(
  { u, v }: PlaneWindow,
  from: PlanePoint,
  to: PlanePoint,
): readonly [start: number, end: number] | undefined {
  let [start, end] = [0, 1];
  for (const [axis, [low, high]] of [u, v].entries()) {
    const origin = from[axis]!;
    const length = to[axis]! - origin;
    if (!Number.isFinite(length)) return undefined;
    if (length === 0) {
      if (origin < low || origin > high) return undefined;
      continue;
    }
    const [atLow, atHigh] = [(low - origin) / length, (high - origin) / length];
    start = Math.max(start, Math.min(atLow, atHigh));
    end = Math.min(end, Math.max(atLow, atHigh));
  }
  return start <= end ? [start, end] : undefined;
}

/** The point of a segment at a part of its length, `at`, where it lies in the window: moved there if rounding led out. */
export function pointWithin({ u, v }: PlaneWindow, from: PlanePoint, to: PlanePoint, at: number): PlanePoint {
  const [along, up] = [0, 1].map((axis) => from[axis]! + at * (to[axis]! - from[axis]!));
  return [Math.min(u[1], Math.max(u[0], along!)), Math.min(v[1], Math.max(v[0], up!))];
}
