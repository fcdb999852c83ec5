/** The presets that ship with the program, in the order in which menus list them. */
import { describe, ExperimentError } from '../experiment-error.ts';
import { listOptions } from '../readers.ts';
import { clippedCrossEntropy } from './clipped-cross-entropy.ts';
import { golikGradients } from './golik-gradients.ts';
import { logisticThreeSamples } from './logistic-three-samples.ts';
import { marginLoss } from './margin-loss.ts';
import { naiveFloat32 } from './naive-float32.ts';
import type { Preset } from './preset.ts';
import { regressionGaussian } from './regression-gaussian.ts';
import { saturatedNeuron } from './saturated-neuron.ts';
import { squaredErrorTrap } from './squared-error-trap.ts';
import { threeClassExtreme } from './three-class-extreme.ts';
import { twoLayerTanh } from './two-layer-tanh.ts';
import { twoModels } from './two-models.ts';

export const PRESETS: readonly Preset[] = [
  threeClassExtreme,
  logisticThreeSamples,
  twoLayerTanh,
  saturatedNeuron,
  twoModels,
  regressionGaussian,
  squaredErrorTrap,
  marginLoss,
  clippedCrossEntropy,
  naiveFloat32,
  golikGradients,
];

/** @throws ExperimentError with the path `preset` if there is none of that name. */
export function presetByName(name: string): Preset {
  const preset = PRESETS.find((candidate) => candidate.name === name);
  if (preset) return preset;
  throw new ExperimentError(
    'preset',
    listOptions(PRESETS.map((candidate) => candidate.name)),
    describe(name),
  );
}
