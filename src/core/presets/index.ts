/** The presets that ship with the program, in the order in which menus list them. */
import { describe, ExperimentError } from '../experiment-error.ts';
import { listOptions } from '../readers.ts';
import type { Preset } from './preset.ts';
import { threeClassExtreme } from './three-class-extreme.ts';

export const PRESETS: readonly Preset[] = [threeClassExtreme];

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
