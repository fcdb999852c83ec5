/**
 * The slider for numbers from -1000 to 1000 that matter most near zero. Its position s in [-1, 1] stands for
 * sign(s) c expm1(k |s|) with c = 1/2: linear within about +-1, then by decades.
 */
const LINEAR_PART = 0.5;

function steepness(largest: number): number {
  return Math.log1p(largest / LINEAR_PART);
}

/** Position in [-1, 1] of a value from -largest to largest. */
export function sliderPosition(value: number, largest: number): number {
  return (Math.sign(value) * Math.log1p(Math.abs(value) / LINEAR_PART)) / steepness(largest);
}

/** The value at a position, rounded to about three digits so that it reads well. */
export function sliderValue(position: number, largest: number): number {
  const size = LINEAR_PART * Math.expm1(Math.abs(position) * steepness(largest));
  const bounded = Math.min(largest, size);
  const digits = Math.max(0, Math.min(2, 2 - Math.floor(Math.log10(Math.max(bounded, 1e-9)))));
  return Number((Math.sign(position) * bounded).toFixed(digits)) + 0;
}
