/**
 * The heights of a surface in space on a coarse grid of its own: enough to tell what hides what, and roughly which point
 * of the surface is under the pointer.
 */
import { FLOOR, HEIGHT, type Point3, pointOn, type Ray, rayTo, spanInBox } from './orbit-camera.ts';

/** Steps of a ray through the box: to find a point, and to see whether one is hidden, which is asked more often. */
const STEPS = 160;
const HIDING_STEPS = 64;
/** A point this far in front of the surface is not hidden by it, in sides of the base: the map is coarse. */
const CLEARANCE = 0.012;
/** Steps that the coarse map may be off. */
const ASTRAY = 24;
/** The bisection ends when the ray's part is this short. */
const ACCURACY = 1e-7;

/** The height of the surface over a point of the base; NaN where it has none. */
export type HeightAt = (x: number, y: number) => number;

/** Heights at n x n points of the base, rows from y = -1/2, between which `at` interpolates. */
export class HeightMap {
  private readonly side: number;
  private readonly heights: Float64Array;

  constructor(side: number, heightAt: HeightAt) {
    this.side = side;
    this.heights = new Float64Array(side * side);
    for (let j = 0; j < side; j++) {
      for (let i = 0; i < side; i++) {
        this.heights[j * side + i] = heightAt(i / (side - 1) - 0.5, j / (side - 1) - 0.5);
      }
    }
  }

  /** Between the points of the map; NaN outside, and where a neighbour is NaN. */
  at(x: number, y: number): number {
    const { side, heights } = this;
    const [across, up] = [(x + 0.5) * (side - 1), (y + 0.5) * (side - 1)];
    if (!(across >= 0 && across <= side - 1 && up >= 0 && up <= side - 1)) return NaN;
    const [i, j] = [Math.min(side - 2, Math.floor(across)), Math.min(side - 2, Math.floor(up))];
    const [right, above] = [across - i, up - j];
    const n = j * side + i;
    const low = heights[n]! + right * (heights[n + 1]! - heights[n]!);
    const high = heights[n + side]! + right * (heights[n + side + 1]! - heights[n + side]!);
    return low + above * (high - low);
  }

  /** Whether the surface stands between the eye and a point, which may lie on it. */
  hides(eye: Point3, point: Point3): boolean {
    const ray = rayTo(eye, point);
    const span = spanInBox(ray);
    if (!span) return false;
    const distance = Math.hypot(point[0] - eye[0], point[1] - eye[1], point[2] - eye[2]);
    const end = Math.min(span[1], distance - CLEARANCE);
    // A surface can hide from above, or, level with the plane, from below. What comes in by the top is above.
    let side = pointOn(ray, span[0])[2] > HEIGHT - CLEARANCE ? 1 : 0;
    for (let n = 0; n <= HIDING_STEPS; n++) {
      const t = span[0] + (n / HIDING_STEPS) * (span[1] - span[0]);
      if (t > end) return false;
      const [x, y, z] = pointOn(ray, t);
      const above = z - this.at(x, y);
      if (Math.abs(above) < CLEARANCE) continue;
      const now = Math.sign(above);
      if (side !== 0 && now !== 0 && !Number.isNaN(now) && now !== side) return true;
      side = Number.isNaN(now) ? 0 : now;
    }
    return false;
  }

  /**
   * The point of the base over which a ray meets the surface first, or the floor; undefined where it meets neither.
   * @param exact the surface itself, which the meeting is refined with
   */
  meets(ray: Ray, exact: HeightAt): readonly [x: number, y: number] | undefined {
    const span = spanInBox(ray);
    if (!span) return undefined;
    const at = (n: number) => span[0] + (n / STEPS) * (span[1] - span[0]);
    const above = (t: number, heightAt: HeightAt) => {
      const [x, y, z] = pointOn(ray, t);
      return z - heightAt(x, y);
    };
    const rough: HeightAt = (x, y) => this.at(x, y);
    const isBelow = (n: number, heightAt: HeightAt) => above(at(n), heightAt) < 0;
    for (let n = 1; n <= STEPS; n++) {
      const [before, next] = [above(at(n - 1), rough), above(at(n), rough)];
      if (!(before * next <= 0)) continue;
      const side = before < 0;
      let [low, high] = [n - 1, n];
      while (low > 0 && n - low < ASTRAY && isBelow(low, exact) !== side) low -= 1;
      while (high < STEPS && high - n < ASTRAY && isBelow(high, exact) === side) high += 1;
      const isAround = isBelow(low, exact) === side && isBelow(high, exact) !== side;
      if (isAround) return bisected(ray, [at(low), at(high)], (t) => above(t, exact));
      return bisected(ray, [at(n - 1), at(n)], (t) => above(t, rough));
    }
    const [x, y, z] = pointOn(ray, span[1]);
    return Math.abs(z - FLOOR) < 1e-9 ? [x, y] : undefined;
  }
}

function bisected(
  ray: Ray,
  [from, to]: readonly [number, number],
  above: (t: number) => number,
): readonly [number, number] {
  let [low, high] = [from, to];
  const side = above(low) > 0;
  while (high - low > ACCURACY) {
    const middle = (low + high) / 2;
    if (above(middle) > 0 === side) low = middle;
    else high = middle;
  }
  const [x, y] = pointOn(ray, (low + high) / 2);
  return [clampToBase(x), clampToBase(y)];
}

function clampToBase(x: number): number {
  return Math.min(0.5, Math.max(-0.5, x));
}
