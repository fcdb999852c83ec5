/**
 * The camera of surfaces in space. Pure, in f64.
 *
 * Space: x from -1/2 to 1/2 as u goes through the window, y likewise as v does, z from 0 to HEIGHT as values go through
 * the vertical scale; FLOOR lies a little below, so that the lowest ground is not in it. The eye looks at the middle.
 */
import { mat4, vec4 } from 'gl-matrix';
import type { Orbit } from '../core/orbit.ts';
import type { Rect } from './layout.ts';

/** Of the base's sides. */
export const HEIGHT = 0.6;
export const FLOOR = -0.03;
const MIDDLE = (HEIGHT + FLOOR) / 2;

/** The angle that the plot's height takes in the eye, radians: narrow, so that distances can be compared. */
const FIELD_OF_VIEW = (30 * Math.PI) / 180;
/** Of distances from the eye; the box is between them at every distance that an orbit may have. */
const NEAR = 0.1;
const FAR = 12;

export type Point3 = readonly [x: number, y: number, z: number];

export interface Camera {
  readonly eye: Point3;
  /** Of unit length: what is up and to the right in the picture. */
  readonly up: Point3;
  readonly right: Point3;
  /** From space to WebGPU's clip space, columns first, for a square plot. */
  readonly matrix: Float64Array;
  readonly inverse: Float64Array;
}

export function orbitCamera({ azimuth, elevation, distance }: Orbit): Camera {
  const [a, e] = [azimuth, elevation].map((angle) => (angle * Math.PI) / 180) as [number, number];
  const outwards: Point3 = [Math.cos(e) * Math.sin(a), -Math.cos(e) * Math.cos(a), Math.sin(e)];
  const eye: Point3 = [distance * outwards[0], distance * outwards[1], MIDDLE + distance * outwards[2]];
  // The derivative of `outwards` by the elevation: up also where the eye is straight above.
  const up: Point3 = [-Math.sin(e) * Math.sin(a), Math.sin(e) * Math.cos(a), Math.cos(e)];
  const right: Point3 = [Math.cos(a), Math.sin(a), 0];
  const view = mat4.lookAt(new Float64Array(16), eye, [0, 0, MIDDLE], up);
  const lens = mat4.perspectiveZO(new Float64Array(16), FIELD_OF_VIEW, 1, NEAR, FAR);
  const matrix = new Float64Array(16);
  mat4.multiply(matrix, lens, view);
  const inverse = new Float64Array(16);
  mat4.invert(inverse, matrix);
  return { eye, up, right, matrix, inverse };
}

/** Where a point of space is on a plot, in the plot's px, and how deep: 0 near, 1 far. */
export function project({ matrix }: Camera, plot: Rect, [x, y, z]: Point3): Point3 {
  const [clipX, clipY, clipZ, w] = vec4.transformMat4(new Float64Array(4), [x, y, z, 1], matrix);
  return [
    plot.x + (plot.width * (1 + clipX! / w!)) / 2,
    plot.y + (plot.height * (1 - clipY! / w!)) / 2,
    clipZ! / w!,
  ];
}

/** A ray from the eye: `at(t)` is on it, the eye at 0; `direction` has unit length. */
export interface Ray {
  readonly origin: Point3;
  readonly direction: Point3;
}

/** The ray of what is seen at a pixel of the plot. */
export function rayThrough({ inverse, eye }: Camera, plot: Rect, x: number, y: number): Ray {
  const clipX = (2 * (x - plot.x)) / plot.width - 1;
  const clipY = 1 - (2 * (y - plot.y)) / plot.height;
  const [farX, farY, farZ, w] = vec4.transformMat4(new Float64Array(4), [clipX, clipY, 1, 1], inverse);
  return rayTo(eye, [farX! / w!, farY! / w!, farZ! / w!]);
}

export function rayTo(origin: Point3, target: Point3): Ray {
  const [x, y, z] = [target[0] - origin[0], target[1] - origin[1], target[2] - origin[2]];
  const length = Math.hypot(x, y, z);
  return { origin, direction: [x / length, y / length, z / length] };
}

export function pointOn({ origin, direction }: Ray, t: number): Point3 {
  return [origin[0] + t * direction[0], origin[1] + t * direction[1], origin[2] + t * direction[2]];
}

/** Where a ray is inside the box that surfaces stand in: from, to; undefined where it misses the box. */
export function spanInBox({ origin, direction }: Ray): readonly [from: number, to: number] | undefined {
  const slabs = [
    [-0.5, 0.5],
    [-0.5, 0.5],
    [FLOOR, HEIGHT],
  ] as const;
  let [from, to] = [0, Infinity];
  for (const [axis, [low, high]] of slabs.entries()) {
    const [start, step] = [origin[axis]!, direction[axis]!];
    if (step === 0) {
      if (start < low || start > high) return undefined;
      continue;
    }
    const [a, b] = [(low - start) / step, (high - start) / step];
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  }
  return from < to ? [from, to] : undefined;
}
