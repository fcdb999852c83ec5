/** Numbers that come as text, from an address or a command line. */

/** A number if the text is one in decimal digits, else the text, for a check to complain about. */
export function decodeNumber(text: string): unknown {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : text;
}
