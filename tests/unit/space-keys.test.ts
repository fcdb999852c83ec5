/** Keys on surfaces in space: where they lead the eye, and the crosshair on the screen. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approachedByKey, stepsOnScreen, turnedByKey } from '../../src/app/space-keys.ts';
import { HOME_ORBIT, ORBIT_LIMITS } from '../../src/core/orbit.ts';

const azimuths = fc.double({ ...ORBIT_LIMITS.azimuth, noNaN: true });

describe('the arrows', () => {
  it('lead along an axis, at most 45 degrees off the way they point on the screen', () => {
    const arrows = fc.constantFrom([1, 0], [-1, 0], [0, 1], [0, -1], [10, 0], [0, -10]);
    fc.assert(
      fc.property(azimuths, arrows, (azimuth, [across, up]) => {
        const { u, v } = stepsOnScreen({ ...HOME_ORBIT, azimuth }, across!, up!);
        expect(Math.abs(u * v)).toBe(0);
        expect(Math.hypot(u, v)).toBe(Math.hypot(across!, up!));
        // What is to the right of the eye, and away from it, on the plane.
        const angle = (azimuth * Math.PI) / 180;
        const right = u * Math.cos(angle) + v * Math.sin(angle);
        const away = -u * Math.sin(angle) + v * Math.cos(angle);
        const along = (right * across! + away * up!) / Math.hypot(across!, up!) ** 2;
        expect(along).toBeGreaterThan(Math.SQRT1_2 - 1e-9);
      }),
    );
  });
});

describe('the keys of the window', () => {
  it('turn by five degrees and come nearer by a quarter, there and back again', () => {
    expect(turnedByKey(HOME_ORBIT, -0.25, 0)).toEqual({ ...HOME_ORBIT, azimuth: 30 });
    expect(turnedByKey(HOME_ORBIT, 0, 0.25)).toEqual({ ...HOME_ORBIT, elevation: 35 });
    expect(approachedByKey(HOME_ORBIT, 2)).toEqual({ ...HOME_ORBIT, distance: 2.4 });
    expect(approachedByKey(approachedByKey(HOME_ORBIT, 2), 0.5)).toEqual(HOME_ORBIT);
  });
});
