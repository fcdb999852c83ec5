/** Where text stops being JSON: a scanner over the grammar of RFC 8259, without recursion, that makes no values. */

/** Offset of the first character that cannot stand there (the text's length if it ends too early); null if it is JSON. */
export function jsonErrorOffset(text: string): number | null {
  /** The closing brackets that are still to come, innermost last. */
  const closers: string[] = [];
  let at = skipSpace(text, 0);
  for (;;) {
    // A value, or the end of an empty array or object.
    const first = text[at];
    let complete = true;
    if (first === '[' || first === '{') {
      const closer = first === '[' ? ']' : '}';
      at = skipSpace(text, at + 1);
      if (text[at] === closer) {
        at++;
      } else {
        closers.push(closer);
        complete = false;
      }
    } else {
      const end = scanScalar(text, at);
      if (end.failed) return end.offset;
      at = end.offset;
    }
    // After a complete value: closing brackets, then a comma and the next value, or the end.
    if (complete) {
      at = skipSpace(text, at);
      while (closers.length > 0 && text[at] === closers.at(-1)) {
        closers.pop();
        at = skipSpace(text, at + 1);
      }
      if (closers.length === 0) return at === text.length ? null : at;
      if (text[at] !== ',') return at;
      at = skipSpace(text, at + 1);
    }
    if (closers.at(-1) === '}') {
      if (text[at] !== '"') return at;
      const key = scanString(text, at);
      if (key.failed) return key.offset;
      at = skipSpace(text, key.offset);
      if (text[at] !== ':') return at;
      at = skipSpace(text, at + 1);
    }
  }
}

/** How far a token reaches, or where it goes wrong. */
interface Scan {
  readonly offset: number;
  readonly failed: boolean;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at++;
  return at;
}

/** A string, number, true, false or null. */
function scanScalar(text: string, from: number): Scan {
  switch (text[from]) {
    case '"':
      return scanString(text, from);
    case 't':
      return scanWord(text, from, 'true');
    case 'f':
      return scanWord(text, from, 'false');
    case 'n':
      return scanWord(text, from, 'null');
    default:
      return scanNumber(text, from);
  }
}

function scanWord(text: string, from: number, word: string): Scan {
  for (let i = 0; i < word.length; i++)
    if (text[from + i] !== word[i]) return { offset: from + i, failed: true };
  return { offset: from + word.length, failed: false };
}

function scanString(text: string, from: number): Scan {
  let at = from + 1;
  for (;;) {
    const c = text[at];
    if (c === undefined || c < ' ') return { offset: at, failed: true };
    if (c === '"') return { offset: at + 1, failed: false };
    at++;
    if (c !== '\\') continue;
    const escaped = text[at];
    if (escaped === undefined || !'"\\/bfnrtu'.includes(escaped)) return { offset: at, failed: true };
    at++;
    if (escaped !== 'u') continue;
    for (const end = at + 4; at < end; at++) {
      if (!/[0-9a-fA-F]/.test(text[at] ?? '')) return { offset: at, failed: true };
    }
  }
}

function scanNumber(text: string, from: number): Scan {
  let at = from;
  if (text[at] === '-') at++;
  if (!isDigit(text[at])) return { offset: at, failed: true };
  at = text[at] === '0' ? at + 1 : skipDigits(text, at);
  if (text[at] === '.') {
    if (!isDigit(text[at + 1])) return { offset: at + 1, failed: true };
    at = skipDigits(text, at + 1);
  }
  if (text[at] === 'e' || text[at] === 'E') {
    at++;
    if (text[at] === '+' || text[at] === '-') at++;
    if (!isDigit(text[at])) return { offset: at, failed: true };
    at = skipDigits(text, at);
  }
  return { offset: at, failed: false };
}

function isDigit(c: string | undefined): boolean {
  return c !== undefined && c >= '0' && c <= '9';
}

function skipDigits(text: string, from: number): number {
  let at = from;
  while (isDigit(text[at])) at++;
  return at;
}
