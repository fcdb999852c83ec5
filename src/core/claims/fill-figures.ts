/** Puts figures into sentences. */
import { formatNumber } from '../format.ts';
import type { Figures } from './claim.ts';

const SIGNIFICANT = 3;

/** `{name}` becomes the figure of that name to three digits, `{name%}` the same as a percentage. */
export function fillFigures(sentence: string, figures: Figures): string {
  return sentence.replace(/\{(\w+)(%?)\}/g, (placeholder, name: string, percent: string) => {
    const figure = figures[name];
    if (figure === undefined) return placeholder;
    return percent ? `${formatNumber(100 * figure, SIGNIFICANT)} %` : formatNumber(figure, SIGNIFICANT);
  });
}
