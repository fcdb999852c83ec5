/** Builders of MathML, a few lines each: what a formula on the page is put together from. */

const NAMESPACE = 'http://www.w3.org/1998/Math/MathML';

/** A string stands for its tokens: letters for identifiers, digits for numbers, all else for operators. */
type Part = MathMLElement | string;

function node(tag: string, ...children: (Node | string)[]): MathMLElement {
  const made = document.createElementNS(NAMESPACE, tag) as MathMLElement;
  made.append(...children);
  return made;
}

/** A formula within a line of text. */
export function math(...parts: Part[]): MathMLElement {
  return node('math', ...tokens(parts));
}

/** Parts beside one another, as one argument of what is around them. */
export function row(...parts: Part[]): MathMLElement {
  const made = tokens(parts);
  return made.length === 1 ? made[0]! : node('mrow', ...made);
}

export function sub(base: Part, index: Part): MathMLElement {
  return node('msub', row(base), row(index));
}

export function sup(base: Part, exponent: Part): MathMLElement {
  return node('msup', row(base), row(exponent));
}

export function fraction(above: Part, below: Part): MathMLElement {
  return node('mfrac', row(above), row(below));
}

export function root(radicand: Part): MathMLElement {
  return node('msqrt', row(radicand));
}

/** Names of several letters, which stand upright: one identifier each. */
const TOKEN = /tanh|log|max|CE|MSE|\p{L}′?|[\d.]+|\S/gu;

function tokens(parts: readonly Part[]): MathMLElement[] {
  return parts.flatMap((part) => {
    if (typeof part !== 'string') return [part];
    return (part.match(TOKEN) ?? []).map((token) => node(tagOf(token), token));
  });
}

function tagOf(token: string): 'mi' | 'mn' | 'mo' {
  if (/^\p{L}/u.test(token)) return 'mi';
  return /^\d/.test(token) ? 'mn' : 'mo';
}
