/** The slope of max(0, x): the mean of the one-sided slopes on the kink. */
export function hingeSlope(x: number): number {
  if (x === 0) return 0.5;
  return x > 0 ? 1 : 0;
}
