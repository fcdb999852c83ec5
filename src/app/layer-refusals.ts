/** Why a layer cannot be seen as things are: its control says so, and its key says it in place of changing it unseen. */
import { hasContours, quantityOf } from '../core/quantity.ts';
import { predictionOf } from '../core/regions.ts';
import type { State } from './state.ts';
import type { TextKey } from './texts.ts';

/** Why the colours show something else than what is chosen. @param covered the panel that is not to be told of */
export function quantityRefusal(
  { quantity }: Pick<State, 'quantity'>,
  covered: 0 | 1 | undefined,
): TextKey | undefined {
  return quantity === 'ratio' && covered !== undefined ? 'ratioCovered' : undefined;
}

/** @param layer its name. @param hasWebgpu whether what only WebGPU draws can be drawn. @returns the sentence that says why */
export function layerRefusal(
  layer: TextKey,
  { view, quantity, experiment }: Pick<State, 'view' | 'quantity' | 'experiment'>,
  hasWebgpu: boolean,
): TextKey | undefined {
  const isNoneFlat = view === 'both' && hasWebgpu;
  switch (layer) {
    case 'view':
      return hasWebgpu ? undefined : 'viewNeedsWebgpu';
    case 'contours':
      return hasContours(quantityOf(quantity, experiment)) ? undefined : 'contoursNone';
    case 'arrows':
      return isNoneFlat ? 'arrowsFlatOnly' : undefined;
    case 'streamlines':
      if (!hasWebgpu) return 'streamlinesNeedWebgpu';
      return isNoneFlat ? 'streamlinesFlatOnly' : undefined;
    case 'quantityRegions': {
      const prediction = predictionOf(experiment);
      if (prediction === 'no-classes') return 'keyNoClasses';
      return prediction === 'no-target' ? 'keyNoTarget' : undefined;
    }
    default:
      return undefined;
  }
}
