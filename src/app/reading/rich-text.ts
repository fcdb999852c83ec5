/** Texts with formulas in them. */
import { FORMULAS } from './formulas.ts';

/** The text as children of an element: each {name} as the formula of that name. */
export function richText(text: string): (Node | string)[] {
  return text
    .split(/(\{\w+\})/)
    .filter((piece) => piece !== '')
    .map((piece) => (piece.startsWith('{') ? formula(piece.slice(1, -1)) : piece));
}

function formula(name: string): MathMLElement {
  if (!(name in FORMULAS)) throw new Error(`there is no formula ${name}`);
  return FORMULAS[name as keyof typeof FORMULAS]();
}
