/** Figures as text, and in sentences. */
import { formatNumber } from '../format.ts';
import type { Figures } from './claim.ts';

const SIGNIFICANT = 3;
/** Whole numbers are counts: up to that many digits they are written in full. */
const WHOLE = 5;

/** A figure to so many significant digits; a whole number of up to five digits in full. */
export function figureText(figure: number, significant: number): string {
  return formatNumber(figure, Number.isInteger(figure) ? Math.max(significant, WHOLE) : significant);
}

/**
 * `{name}` becomes the figure of that name to three digits, `{name%}` the same as a percentage.
 * @param percentSign what follows a percentage: Chinese has no space before it
 */
export function fillFigures(sentence: string, figures: Figures, percentSign: '%' | ' %' = ' %'): string {
  return sentence.replace(/\{(\w+)(%?)\}/g, (placeholder, name: string, percent: string) => {
    const figure = figures[name];
    if (figure === undefined) return placeholder;
    return percent ? formatNumber(100 * figure, SIGNIFICANT) + percentSign : figureText(figure, SIGNIFICANT);
  });
}
