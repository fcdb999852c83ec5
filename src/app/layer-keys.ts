/** The keys of the layers, as one table: 1 to 4 show and hide what is drawn, 5 to 9 choose what the colours show. */
import { hasContours } from '../core/quantity.ts';
import type { Settings } from './settings.ts';
import { quantityName } from './shown-words.ts';
import type { TextKey } from './texts.ts';

export interface LayerKey {
  readonly key: string;
  /** The name of the layer, or of what the colours show. */
  readonly name: TextKey;
  /** What the key changes. */
  readonly change: (settings: Settings) => Partial<Settings>;
}

/** Each shows what is hidden, and the other way round. */
export const LAYER_KEYS: readonly LayerKey[] = [
  { key: '1', name: 'heatmap', change: ({ heatmap }) => ({ heatmap: !heatmap }) },
  { key: '2', name: 'contours', change: ({ contours }) => ({ contours: !contours }) },
  { key: '3', name: 'arrows', change: ({ arrows }) => ({ arrows: !arrows }) },
  { key: '4', name: 'streamlines', change: ({ streamlines }) => ({ streamlines: !streamlines }) },
];

/** What the colours show, for the five that are asked for most. Where nothing would show it, the heatmap comes with it. */
export const QUANTITY_KEYS: readonly LayerKey[] = (
  [
    ['5', 'value'],
    ['6', 'gradient'],
    ['7', 'lambda_min'],
    ['8', 'regions'],
    ['9', 'steps'],
  ] as const
).map(([key, quantity]) => ({
  key,
  name: quantityName(quantity),
  change: ({ heatmap, contours }) => ({
    quantity,
    ...(heatmap || (contours && hasContours(quantity)) ? {} : { heatmap: true }),
  }),
}));
