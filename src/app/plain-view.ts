/** How the plots are drawn where a text leads the reader to something: as it says, and otherwise plainly. */
import type { Settings } from './settings.ts';

type View = Partial<Pick<Settings, 'heatmap' | 'quantity' | 'range'>>;

const PLAIN: Required<View> = { heatmap: true, quantity: 'value', range: 'panel' };

/** `view`, a partial state, with what it does not say of the drawing undone: whatever was tried before. */
export function plainView<V extends View & { readonly preset: string }>(view: V): V & Required<View> {
  return { ...PLAIN, ...view };
}
