/** How the page looks where a text leads the reader to something: as it says, and otherwise plainly. */
import type { Settings } from './settings.ts';

type Drawing = Partial<Pick<Settings, 'heatmap' | 'quantity' | 'range'>>;
type Slicing = Partial<Pick<Settings, 'sliceAlong' | 'sliceScale' | 'curves' | 'sliceTable'>>;

/** A partial state, as `window.logitscape.set` takes it. */
interface PartialView extends Partial<Settings> {
  readonly preset?: string;
  readonly experiment?: unknown;
}

const PLAIN_DRAWING: Required<Drawing> = { heatmap: true, quantity: 'value', range: 'panel' };
const PLAIN_SLICING: Required<Slicing> = {
  sliceAlong: 'row',
  sliceScale: 'linear',
  curves: false,
  sliceTable: false,
};

/**
 * `view`, a partial state, with what it does not say of the drawing undone, whatever was tried before. The dock stays
 * as it is unless the view names its pane; where that is the slices, what it does not say of them is undone too.
 */
export function plainView(view: PartialView): object {
  const slicing = view.tab === 'slices' ? PLAIN_SLICING : {};
  return { ...PLAIN_DRAWING, ...slicing, ...view };
}
