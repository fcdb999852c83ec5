/** What the colours or the contours of a plot show, in words. */
import type { Quantity } from '../core/quantity.ts';
import { predictionOf } from '../core/regions.ts';
import type { PaintedRange } from './quantity-text.ts';
import { type Language, type TextKey, text } from './texts.ts';

/** What shows a quantity on a plot. */
export type ShowingLayer = 'heatmap' | 'contours';

export function quantityName(quantity: Quantity): TextKey {
  return `quantity${quantity[0]!.toUpperCase()}${quantity.slice(1)}` as TextKey;
}

/** A sentence, for those who do not see the plot. */
export function shownSentence(
  { quantity, experiment }: Pick<PaintedRange, 'quantity' | 'experiment'>,
  layer: ShowingLayer,
  language: Language,
): string {
  if (quantity === 'regions') {
    const prediction = predictionOf(experiment);
    if (prediction === 'no-classes') return text('keyNoClasses', language);
    if (prediction === 'no-target') return text('keyNoTarget', language);
  }
  const name = text(quantityName(quantity), language);
  return text(layer === 'heatmap' ? 'plotColours' : 'plotContours', language, { name });
}
