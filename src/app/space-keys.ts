/** What the keys of the plane do on a surface in space: those that move the window turn it, as a drag does. */
import { approached, type Orbit, shortened, turned } from '../core/orbit.ts';

/** Degrees for a press. */
const TURN = 5;
/** Times as near for a press: the box is seen whole, and a doubling would lead into it. */
const NEARER = 1.25;

/** The eye moved to the left or the right about the box, up or down; only the signs count. */
export function turnedByKey(orbit: Orbit, across: number, up: number): Orbit {
  return shortened(turned(orbit, TURN * Math.sign(across), TURN * Math.sign(up)));
}

/** The eye nearer where `times` is more than 1, else further away. */
export function approachedByKey(orbit: Orbit, times: number): Orbit {
  return shortened(approached(orbit, times > 1 ? NEARER : 1 / NEARER));
}

/**
 * The steps in the plane that go the way an arrow points on the screen, along the axis that is nearest to it: seen from
 * the other side of the surface, right is where u becomes less.
 */
export function stepsOnScreen({ azimuth }: Orbit, across: number, up: number): { u: number; v: number } {
  // By quarter turns of the eye about the box.
  const quarters = (Math.round(azimuth / 90) + 4) % 4;
  let steps = { u: across, v: up };
  for (let n = 0; n < quarters; n++) steps = { u: -steps.v, v: steps.u };
  return steps;
}
