/** The keys of the layers, as one table: 1 to 4 show and hide what is drawn, 5 to 9 choose what the colours show. */
import { QUANTITIES, type Quantity } from '../core/quantity.ts';
import type { Settings } from './settings.ts';
import type { TextKey } from './texts.ts';

export interface LayerKey {
  readonly key: string;
  /** The name of the layer, or of what the colours show. */
  readonly name: TextKey;
  /** What the key changes. */
  readonly change: (settings: Settings) => Partial<Settings>;
}

/** Each shows what is hidden, and the other way round. The key 4 is kept for streamlines. */
export const LAYER_KEYS: readonly LayerKey[] = [
  { key: '1', name: 'heatmap', change: ({ heatmap }) => ({ heatmap: !heatmap }) },
  { key: '2', name: 'contours', change: ({ contours }) => ({ contours: !contours }) },
  { key: '3', name: 'arrows', change: ({ arrows }) => ({ arrows: !arrows }) },
];

const FIRST_QUANTITY = 5;
const LAST_QUANTITY = 9;

/** In their order, as far as there are keys. Where nothing has colours, the heatmap comes with them. */
export const QUANTITY_KEYS: readonly LayerKey[] = QUANTITIES.slice(0, LAST_QUANTITY - FIRST_QUANTITY + 1).map(
  (quantity, n) => ({
    key: String(FIRST_QUANTITY + n),
    name: nameOf(quantity),
    change: ({ heatmap, contours }) => ({ quantity, ...(heatmap || contours ? {} : { heatmap: true }) }),
  }),
);

function nameOf(quantity: Quantity): TextKey {
  return `quantity${quantity[0]!.toUpperCase()}${quantity.slice(1)}` as TextKey;
}
