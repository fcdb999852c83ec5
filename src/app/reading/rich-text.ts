/** Texts with formulas in them. */
import { element } from '../dom.ts';
import { FORMULAS } from './formulas.ts';

/** A formula with what must not begin a line after it, or anything before the next formula. */
const PIECE = /\{(\w+)\}([.,;:)，。；：、）]*)|[^{]+/g;

/** The text as children of an element: each {name} as the formula of that name. */
export function richText(text: string): (Node | string)[] {
  return [...text.matchAll(PIECE)].map(([piece, name, after]) =>
    name === undefined
      ? withoutBreaks(piece)
      : element('span', { class: 'together' }, formula(name), after ?? ''),
  );
}

/** Spaces within a number or a point, as in 4 · 10⁻⁹, 49 % and (−5, 5), do not end a line. */
function withoutBreaks(text: string): string {
  return text.replace(/(?<=\d) (?=[·%])|(?<=·) |(?<=\([−\d.]+,) (?=[−\d.]+\))/g, '\u00a0');
}

function formula(name: string): MathMLElement {
  if (!(name in FORMULAS)) throw new Error(`there is no formula ${name}`);
  return FORMULAS[name as keyof typeof FORMULAS]();
}
