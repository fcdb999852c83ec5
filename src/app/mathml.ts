/** Builders of MathML, a few lines each: what a formula on the page is put together from. */

const NAMESPACE = 'http://www.w3.org/1998/Math/MathML';

/** A string stands for its tokens: letters for identifiers, digits for numbers, a space for a thin one, all else for operators. */
type Part = MathMLElement | string;

/** Strings among the children become text. */
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

export function subsup(base: Part, index: Part, exponent: Part): MathMLElement {
  return node('msubsup', row(base), row(index), row(exponent));
}

export function root(radicand: Part): MathMLElement {
  return node('msqrt', row(radicand));
}

const THIN_SPACE = '0.17em';

/** Names of several letters are one identifier each. These stand upright, so a derivative begins with an italic letter. */
const TOKEN = /tanh|log|max|CE|MSE|ℎ′|\p{L}|[\d.]+|\S| /gu;

function tokens(parts: readonly Part[]): MathMLElement[] {
  return parts.flatMap((part) => {
    if (typeof part !== 'string') return [part];
    return (part.match(TOKEN) ?? []).map(tokenNode);
  });
}

/** Strokes and differentials stand close, unlike other operators; brackets keep the height of a letter. */
function tokenNode(token: string): MathMLElement {
  if (token === ' ') {
    const space = node('mspace');
    space.setAttribute('width', THIN_SPACE);
    return space;
  }
  const made = node(tagOf(token), token);
  if (token === '/' || token === '∂') {
    made.setAttribute('lspace', '0');
    made.setAttribute('rspace', '0');
  }
  if (token === '(' || token === ')') made.setAttribute('stretchy', 'false');
  return made;
}

function tagOf(token: string): 'mi' | 'mn' | 'mo' {
  if (/^\p{L}/u.test(token)) return 'mi';
  return /^\d/.test(token) ? 'mn' : 'mo';
}
