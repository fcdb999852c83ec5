/** How views of surfaces in space change, and what their camera sees. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approached, HOME_ORBIT, ORBIT_LIMITS, type Orbit, shortened, turned } from '../../src/core/orbit.ts';
import {
  FLOOR,
  HEIGHT,
  orbitCamera,
  type Point3,
  pointOn,
  project,
  rayThrough,
  spanInBox,
} from '../../src/render/orbit-camera.ts';

const PLOT = { x: 40, y: 10, width: 300, height: 300 };
const CENTRE: Point3 = [0, 0, (HEIGHT + FLOOR) / 2];
const CORNERS = [-0.5, 0.5].flatMap((x) =>
  [-0.5, 0.5].flatMap((y) => [FLOOR, HEIGHT].map((z): Point3 => [x, y, z])),
);

const within = ({ min, max }: { min: number; max: number }) => fc.double({ min, max, noNaN: true });
const orbits: fc.Arbitrary<Orbit> = fc.record({
  azimuth: within(ORBIT_LIMITS.azimuth),
  elevation: within(ORBIT_LIMITS.elevation),
  distance: within(ORBIT_LIMITS.distance),
});
const insides = fc.tuple(
  within({ min: -0.5, max: 0.5 }),
  within({ min: -0.5, max: 0.5 }),
  within({ min: FLOOR, max: HEIGHT }),
);

/** By plain trigonometry: the view's own axes, and 15 degrees from the middle to the plot's edge. */
function projectedByHand({ azimuth, elevation, distance }: Orbit, [x, y, z]: Point3): [number, number] {
  const [a, e] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180];
  const height = z - CENTRE[2];
  const right = x * Math.cos(a) + y * Math.sin(a);
  // Away from the eye, level with the plane.
  const away = -x * Math.sin(a) + y * Math.cos(a);
  const up = height * Math.cos(e) + away * Math.sin(e);
  const depth = distance + away * Math.cos(e) - height * Math.sin(e);
  const half = depth * Math.tan(Math.PI / 12);
  return [PLOT.x + (PLOT.width * (1 + right / half)) / 2, PLOT.y + (PLOT.height * (1 - up / half)) / 2];
}

describe('the camera', () => {
  it('projects as trigonometry does', () => {
    fc.assert(
      fc.property(orbits, insides, (orbit, point) => {
        const [x, y] = project(orbitCamera(orbit), PLOT, point);
        const [byHandX, byHandY] = projectedByHand(orbit, point);
        expect(x).toBeCloseTo(byHandX, 6);
        expect(y).toBeCloseTo(byHandY, 6);
      }),
    );
  });

  it('looks at the middle of the box from every side', () => {
    fc.assert(
      fc.property(orbits, (orbit) => {
        const [x, y] = project(orbitCamera(orbit), PLOT, CENTRE);
        expect(x).toBeCloseTo(PLOT.x + PLOT.width / 2, 6);
        expect(y).toBeCloseTo(PLOT.y + PLOT.height / 2, 6);
      }),
    );
  });

  it('has u to the right and v upwards, as the flat picture has, from straight above', () => {
    const camera = orbitCamera({ azimuth: 0, elevation: 90, distance: 3 });
    const at = (x: number, y: number) => project(camera, PLOT, [x, y, 0]);
    expect(at(0.5, 0)[0]).toBeGreaterThan(at(-0.5, 0)[0] + 50);
    expect(at(0.5, 0)[1]).toBeCloseTo(at(-0.5, 0)[1], 9);
    expect(at(0, 0.5)[1]).toBeLessThan(at(0, -0.5)[1] - 50);
  });

  it('shows what is opposite after half a turn', () => {
    fc.assert(
      fc.property(orbits, insides, (orbit, [x, y, z]) => {
        const there = project(orbitCamera(turned(orbit, 0, 0)), PLOT, [x, y, z]);
        const opposite = project(orbitCamera(turned(orbit, 180, 0)), PLOT, [-x, -y, z]);
        for (const axis of [0, 1, 2] as const) expect(opposite[axis]).toBeCloseTo(there[axis], 6);
      }),
    );
  });

  it('keeps all depths of the box between 0 and 1, nearer ones smaller', () => {
    fc.assert(
      fc.property(orbits, (orbit) => {
        const camera = orbitCamera(orbit);
        const distance = ([x, y, z]: Point3) =>
          (x - camera.eye[0]) ** 2 + (y - camera.eye[1]) ** 2 + (z - camera.eye[2]) ** 2;
        const along = [0.1, 0.2, 0.35].map((part): Point3 => {
          const [x, y, z] = [0, 1, 2].map(
            (axis) => CENTRE[axis]! + part * (camera.eye[axis]! - CENTRE[axis]!),
          );
          return [x!, y!, z!];
        });
        const depths = along.map((point) => project(camera, PLOT, point)[2]);
        expect([...depths].sort((a, b) => b - a)).toEqual(depths);
        for (const corner of CORNERS) {
          if (distance(corner) < 0.2) continue; // the eye may come as near to one as the lens allows
          expect(project(camera, PLOT, corner)[2]).toBeGreaterThan(0);
          expect(project(camera, PLOT, corner)[2]).toBeLessThan(1);
        }
      }),
    );
  });

  it('shows all of the box to begin with, whichever way it is turned', () => {
    for (let azimuth = -180; azimuth < 180; azimuth += 5) {
      const camera = orbitCamera({ ...HOME_ORBIT, azimuth });
      for (const corner of CORNERS) {
        const [x, y] = project(camera, PLOT, corner);
        expect(Math.min(x - PLOT.x, y - PLOT.y), `${azimuth}`).toBeGreaterThan(0);
        expect(Math.max(x - PLOT.x, y - PLOT.y), `${azimuth}`).toBeLessThan(PLOT.width);
      }
    }
  });

  it('sends a ray through each pixel that passes through what is seen there', () => {
    fc.assert(
      fc.property(orbits, insides, (orbit, point) => {
        const camera = orbitCamera(orbit);
        const [x, y] = project(camera, PLOT, point);
        const ray = rayThrough(camera, PLOT, x, y);
        const distance = Math.hypot(...point.map((at, axis) => at - camera.eye[axis]!));
        const met = pointOn(ray, distance);
        for (const axis of [0, 1, 2] as const) expect(met[axis]).toBeCloseTo(point[axis]!, 7);
        const [from, to] = spanInBox(ray) ?? [distance, distance];
        expect(from).toBeLessThanOrEqual(distance + 1e-7);
        expect(to).toBeGreaterThanOrEqual(distance - 1e-7);
      }),
    );
  });

  it('has rays that miss the box', () => {
    const camera = orbitCamera(HOME_ORBIT);
    expect(spanInBox(rayThrough(camera, PLOT, PLOT.x + 2, PLOT.y + 2))).toBeUndefined();
  });
});

describe('a view', () => {
  it('stays within its limits, however it is turned and approached', () => {
    fc.assert(
      fc.property(
        orbits,
        fc.double({ min: -1e4, max: 1e4, noNaN: true }),
        fc.double({ min: -1e4, max: 1e4, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
        (orbit, azimuth, elevation, times) => {
          const next = shortened(approached(turned(orbit, azimuth, elevation), times));
          for (const [name, { min, max }] of Object.entries(ORBIT_LIMITS)) {
            expect(next[name as keyof Orbit], name).toBeGreaterThanOrEqual(min);
            expect(next[name as keyof Orbit], name).toBeLessThanOrEqual(max);
          }
        },
      ),
    );
  });

  it('goes round: past 180 degrees it is on the other side', () => {
    expect(turned({ azimuth: 170, elevation: 30, distance: 3 }, 20, 0).azimuth).toBe(-170);
    expect(turned({ azimuth: -170, elevation: 30, distance: 3 }, -10, 0).azimuth).toBe(180);
    expect(turned({ azimuth: 35, elevation: 30, distance: 3 }, 720, 0).azimuth).toBe(35);
  });

  it('stops straight above and level with the plane', () => {
    expect(turned(HOME_ORBIT, 0, 100).elevation).toBe(90);
    expect(turned(HOME_ORBIT, 0, -100).elevation).toBe(0);
  });

  it('is short in a link', () => {
    const { azimuth, elevation, distance } = shortened(approached(turned(HOME_ORBIT, 1 / 3, 1 / 7), 1.1));
    expect([azimuth, elevation, distance].join()).toBe('35.3,30.1,2.727');
    expect(shortened({ azimuth: -179.99, elevation: 0, distance: 3 }).azimuth).toBe(180);
  });
});
