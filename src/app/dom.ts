/** The few DOM helpers that the page needs. Text is always set as text, never as markup. */

import type { FormulaPart } from './names.ts';

type Attributes = Readonly<Record<string, string>>;
type Child = Node | string;

/** An element with attributes and children; a string child becomes text. */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

/** A formula's stretches, subscripts as such. */
export function formulaNodes(formula: readonly FormulaPart[]): Child[] {
  return formula.map((part) => (part.sub ? element('sub', {}, part.text) : part.text));
}

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no #${id}`);
  return found;
}
