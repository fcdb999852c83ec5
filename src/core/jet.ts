/**
 * The jet of a loss at one point of the plane: its value and its derivatives up to second order along u and v.
 * Losses add the jets of their samples; the scale of a sum (numerics of the tolerances) has the same shape.
 */
export interface Jet {
  value: number;
  du: number;
  dv: number;
  duu: number;
  duv: number;
  dvv: number;
}

/** Up to which order the derivatives of a jet are computed; the others stay 0. */
export type Order = 1 | 2;

export function zeroJet(): Jet {
  return { value: 0, du: 0, dv: 0, duu: 0, duv: 0, dvv: 0 };
}

export function clearJet(jet: Jet): void {
  jet.value = 0;
  jet.du = 0;
  jet.dv = 0;
  jet.duu = 0;
  jet.duv = 0;
  jet.dvv = 0;
}

/** A point where the loss is undefined has no defined derivative either. */
export function makeUndefined(jet: Jet): void {
  jet.value = NaN;
  jet.du = NaN;
  jet.dv = NaN;
  jet.duu = NaN;
  jet.duv = NaN;
  jet.dvv = NaN;
}

export function scaleJet(jet: Jet, factor: number): void {
  jet.value *= factor;
  jet.du *= factor;
  jet.dv *= factor;
  jet.duu *= factor;
  jet.duv *= factor;
  jet.dvv *= factor;
}
