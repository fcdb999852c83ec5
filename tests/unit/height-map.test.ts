/** Which point of a surface in space is under a pixel, and what the surface hides. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HeightAt, HeightMap } from '../../src/render/height-map.ts';
import {
  FLOOR,
  HEIGHT,
  orbitCamera,
  type Point3,
  project,
  rayThrough,
} from '../../src/render/orbit-camera.ts';

const PLOT = { x: 0, y: 0, width: 400, height: 400 };

/** A ridge along y through the middle. */
const ridge: HeightAt = (x) => HEIGHT * Math.exp(-40 * x * x);
const slope: HeightAt = (x, y) => (HEIGHT * (1 + x + y)) / 2;

describe('the point under a pixel', () => {
  it('is the point that is seen there', () => {
    const map = new HeightMap(48, slope);
    fc.assert(
      fc.property(
        fc.double({ min: -0.48, max: 0.48, noNaN: true }),
        fc.double({ min: -0.48, max: 0.48, noNaN: true }),
        fc.integer({ min: -180, max: 180 }),
        (x, y, azimuth) => {
          const camera = orbitCamera({ azimuth, elevation: 70, distance: 3 });
          const [px, py] = project(camera, PLOT, [x, y, slope(x, y)]);
          const met = map.meets(rayThrough(camera, PLOT, px, py), slope);
          expect(met?.[0]).toBeCloseTo(x, 5);
          expect(met?.[1]).toBeCloseTo(y, 5);
        },
      ),
    );
  });

  it('is on the surface itself where the map is coarse', () => {
    const map = new HeightMap(12, ridge);
    const camera = orbitCamera({ azimuth: 90, elevation: 40, distance: 3 });
    for (const x of [0.03, 0.1, 0.2]) {
      const [px, py] = project(camera, PLOT, [x, 0.1, ridge(x, 0.1)]);
      const met = map.meets(rayThrough(camera, PLOT, px, py), ridge);
      expect(met?.[0]).toBeCloseTo(x, 4);
      expect(met?.[1]).toBeCloseTo(0.1, 4);
    }
  });

  it('is the nearest of several', () => {
    const map = new HeightMap(48, ridge);
    const camera = orbitCamera({ azimuth: 90, elevation: 10, distance: 3 });
    // Behind the ridge, as seen from positive x: what is met is the ridge's near side.
    const [px, py] = project(camera, PLOT, [-0.3, 0, ridge(-0.3, 0)]);
    expect(map.meets(rayThrough(camera, PLOT, px, py), ridge)?.[0]).toBeGreaterThan(0);
  });

  it('is that of the floor where the surface is undefined, and none beside the box', () => {
    const half: HeightAt = (x) => (x < 0 ? NaN : HEIGHT);
    const map = new HeightMap(48, half);
    const camera = orbitCamera({ azimuth: 0, elevation: 90, distance: 3 });
    const [px, py] = project(camera, PLOT, [-0.3, 0.2, FLOOR]);
    const met = map.meets(rayThrough(camera, PLOT, px, py), half);
    expect(met?.[0]).toBeCloseTo(-0.3, 6);
    expect(met?.[1]).toBeCloseTo(0.2, 6);
    expect(map.meets(rayThrough(camera, PLOT, 1, 1), half)).toBeUndefined();
  });
});

describe('what a surface hides', () => {
  const map = new HeightMap(48, ridge);
  const on = (x: number, y: number): Point3 => [x, y, ridge(x, y)];

  it('is what lies behind its ridge, and nothing on the side of the eye', () => {
    const { eye } = orbitCamera({ azimuth: 90, elevation: 15, distance: 3 });
    expect(map.hides(eye, on(-0.25, 0))).toBe(true);
    for (const x of [0, 0.1, 0.25, 0.4]) expect(map.hides(eye, on(x, 0)), `${x}`).toBe(false);
  });

  it('is nothing of itself from straight above, but the floor', () => {
    const { eye } = orbitCamera({ azimuth: 0, elevation: 90, distance: 8 });
    for (const x of [-0.45, -0.2, 0, 0.2, 0.45]) {
      expect(map.hides(eye, on(x, 0.1)), `${x}`).toBe(false);
    }
    expect(map.hides(eye, [0, 0, FLOOR])).toBe(true);
  });

  it('is what stands over it, for an eye below it', () => {
    const table = new HeightMap(48, () => 0.8 * HEIGHT);
    const { eye } = orbitCamera({ azimuth: 0, elevation: 0, distance: 1.2 });
    expect(eye[2]).toBeLessThan(0.8 * HEIGHT);
    expect(table.hides(eye, [0, 0.4, HEIGHT])).toBe(true);
    expect(table.hides(eye, [0, 0.4, FLOOR])).toBe(false);
  });
});
