/**
 * The hinge of one logit, max(0, 1 - s z) with s = 2y - 1, for hard targets. Second derivatives are 0, on the kink
 * too; the first derivative there is the mean of the one-sided ones.
 */
import { hingeSlope } from './hinge-slope.ts';
import { sumOverLogits } from './separate.ts';
import { isWithinRounding } from './undecided.ts';

function margin(z: number, y: number): number {
  return 1 - (2 * y - 1) * z;
}

function isAtKink(z: number, y: number, terms: number): boolean {
  return isWithinRounding(margin(z, y), 1 + terms);
}

export const sigmoidHinge = sumOverLogits({
  jet(z, y) {
    const slope = hingeSlope(margin(z, y));
    return { value: slope * margin(z, y), first: -(2 * y - 1) * slope, second: 0 };
  },
  scale(z, y, _c, terms) {
    // Where f32 may take the other side of the kink, its number is judged by the terms of that side.
    const slope = isAtKink(z, y, terms) ? 1 : hingeSlope(margin(z, y));
    return { value: slope * (1 + Math.abs(z)), first: slope, second: 0 };
  },
  isUndecided: isAtKink,
});
