/** Which presets have curves beside their surfaces. */
import type { Curve } from './curve.ts';
import { gradientSize } from './gradient-size.ts';
import { gradientAgainstPrediction, sigmoidDerivative } from './logistic.ts';

export type { Curve } from './curve.ts';

const CURVES: Readonly<Record<string, readonly ((count: number) => Curve)[]>> = {
  'logistic-three-samples': [sigmoidDerivative, gradientAgainstPrediction],
  'golik-gradients': [gradientSize],
};

/** The curves of a preset at `count` points each, at least 2; none for most presets, and for an experiment of one's own. */
export function curvesOf(preset: string | null, count: number): readonly Curve[] {
  return (CURVES[preset ?? ''] ?? []).map((make) => make(count));
}
