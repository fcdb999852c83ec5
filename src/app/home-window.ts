/** The window that a reset leads back to: the preset's, or the one that an experiment from outside came with. */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { PlaneWindow } from '../core/experiment.ts';
import { presetByName } from '../core/presets/index.ts';
import type { State } from './state.ts';

/** @returns gives that window as of now */
export function homeWindow(state: ReadonlySignal<State>): () => PlaneWindow {
  let own = state.peek();
  effect(() => {
    // Another window on the same samples is the user's; other samples come with one of their own.
    if (state.value.experiment.samples !== own.experiment.samples) own = state.value;
  });
  return () => {
    const { preset, params } = state.peek();
    return preset === null ? own.window : presetByName(preset).experiment(params).window;
  };
}
