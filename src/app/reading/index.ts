/** The readings of the presets, by the preset's name, and what a step of one does. */
import { plainView } from '../plain-view.ts';
import { clippedCrossEntropy } from './clipped-cross-entropy.ts';
import { golikGradients } from './golik-gradients.ts';
import { logisticThreeSamples } from './logistic-three-samples.ts';
import { marginLoss } from './margin-loss.ts';
import { naiveFloat32 } from './naive-float32.ts';
import type { Reading } from './reading.ts';
import { regressionGaussian } from './regression-gaussian.ts';
import { saturatedNeuron } from './saturated-neuron.ts';
import { squaredErrorTrap } from './squared-error-trap.ts';
import { threeClassExtreme } from './three-class-extreme.ts';
import { twoLayerTanh } from './two-layer-tanh.ts';
import { twoModels } from './two-models.ts';

export const READINGS: Readonly<Record<string, Reading>> = {
  'three-class-extreme': threeClassExtreme,
  'logistic-three-samples': logisticThreeSamples,
  'two-layer-tanh': twoLayerTanh,
  'saturated-neuron': saturatedNeuron,
  'two-models': twoModels,
  'regression-gaussian': regressionGaussian,
  'squared-error-trap': squaredErrorTrap,
  'margin-loss': marginLoss,
  'clipped-cross-entropy': clippedCrossEntropy,
  'naive-float32': naiveFloat32,
  'golik-gradients': golikGradients,
};

/** What a step of the reading of `preset` does to the page: from the preset as it is by default, whatever was tried before. */
export function stepState(preset: string, step: Reading['steps'][number]): object {
  return plainView({ preset, ...step.state });
}
