/** JSON text to a value, with an error that says where the text goes wrong. */
import { ExperimentError } from './experiment-error.ts';
import { jsonErrorOffset } from './json-error-offset.ts';

/** Far beyond any file that is meant. Millions of brackets would take the engine many seconds and gigabytes. */
const MOST_NESTING = 100_000;

/**
 * @param maxBytes the most that the text may take in UTF-8
 * @throws ExperimentError, path empty, if the text is too large, nested too deeply or not JSON
 */
export function parseJson(text: string, maxBytes: number): unknown {
  if (isLargerThan(text, maxBytes)) {
    const isWhole = maxBytes % 2 ** 20 === 0;
    const most = isWhole ? `${maxBytes / 2 ** 20} MiB` : `${maxBytes} bytes`;
    throw new ExperimentError('', `at most ${most} of text`, 'more');
  }
  if (nestsDeeperThan(text, MOST_NESTING)) {
    throw new ExperimentError('', `arrays and objects nested at most ${MOST_NESTING} deep`, 'more');
  }
  // Some editors put a byte order mark first, which JSON.parse does not take.
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return JSON.parse(json) as unknown;
  } catch {
    // The engines' own messages differ and most give no position.
    throw new ExperimentError('', 'JSON', describeErrorAt(json, jsonErrorOffset(json) ?? json.length));
  }
}

/** Whether `text` takes more than `maxBytes` bytes in UTF-8, without making them. */
export function isLargerThan(text: string, maxBytes: number): boolean {
  if (text.length > maxBytes) return true;
  if (3 * text.length <= maxBytes) return false;
  let bytes = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else if (code >= 0xd800 && code < 0xe000)
      bytes += 2; // half of a surrogate pair, which takes 4
    else bytes += 3;
  }
  return bytes > maxBytes;
}

/** Whether more than `most` brackets are open at once; those inside strings are none. */
function nestsDeeperThan(text: string, most: number): boolean {
  let depth = 0;
  const token = /["[\]{}]/g;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const bracket = match[0];
    if (bracket === '"') token.lastIndex = endOfString(text, token.lastIndex);
    else if (bracket === '[' || bracket === '{') depth += 1;
    else depth -= 1;
    if (depth > most) return true;
  }
  return false;
}

/** Offset after the quote that ends the string whose content begins at `from`. */
function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '"') return at + 1;
    if (text[at] === '\\') at += 1;
  }
  return text.length;
}

/** `"}" at line 3, column 5`; lines and columns count from 1. */
function describeErrorAt(text: string, offset: number): string {
  let line = 1;
  let lineStart = 0;
  for (;;) {
    const next = text.indexOf('\n', lineStart) + 1;
    if (next === 0 || next > offset) break;
    line++;
    lineStart = next;
  }
  const found =
    offset < text.length ? JSON.stringify(String.fromCodePoint(text.codePointAt(offset)!)) : 'its end';
  return `${found} at line ${line}, column ${offset - lineStart + 1}`;
}
