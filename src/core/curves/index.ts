/** Which presets come with curves. */
import type { Curve } from './curve.ts';
import { gradientByPrediction } from './gradient-by-prediction.ts';
import { gradientByProbability } from './gradient-by-probability.ts';
import { sigmoidDerivative } from './sigmoid-derivative.ts';

export type { Curve } from './curve.ts';

const CURVES = new Map<string, readonly ((count: number) => Curve)[]>([
  ['logistic-three-samples', [sigmoidDerivative, gradientByPrediction]],
  ['golik-gradients', [gradientByProbability]],
]);

/**
 * The curves of a preset, none for most. They do not depend on its parameters.
 * @param count how many points each has, at least 2
 */
export function curvesOf(presetName: string, count: number): readonly Curve[] {
  return (CURVES.get(presetName) ?? []).map((curve) => curve(count));
}
