/** The error of an experiment that is refused: the first bad field, what was expected there and what was found. */

/** `samples[2].origin: expected 3 numbers, found 2`; for the experiment as a whole the path is empty. */
export class ExperimentError extends Error {
  override readonly name = 'ExperimentError';
  /** Where: `samples[2].origin`, or `''` for the whole. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;

  constructor(path: string, expected: string, found: string) {
    super(`${path || 'experiment'}: expected ${expected}, found ${found}`);
    this.path = path;
    this.expected = expected;
    this.found = found;
  }
}

/** The path of the property `key` of what stands at `path`: `a.b`, or `a["b c"]` where the key is no plain name. */
export function propertyPath(path: string, key: string): string {
  if (!/^[A-Za-z_$][\w$-]{0,39}$/.test(key)) return `${path}[${describe(key)}]`;
  return path ? `${path}.${key}` : key;
}

/** The path of item `index` of the array at `path`: `a[2]`. */
export function itemPath(path: string, index: number): string {
  return `${path}[${index}]`;
}

const LONGEST_STRING = 40;
const LONGEST_LIST = 4;

/** `value` as an error shows it: JSON where that is short, else its beginning or its kind. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return describeString(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? describeList(value) : 'an object';
    default:
      return `a ${typeof value}`;
  }
}

function describeString(text: string): string {
  if (text.length <= LONGEST_STRING) return JSON.stringify(text);
  return `${JSON.stringify(`${text.slice(0, LONGEST_STRING)}…`)} (${text.length} characters)`;
}

function describeList(list: readonly unknown[]): string {
  const shown = Array.from(list.slice(0, LONGEST_LIST), (item) => {
    if (typeof item !== 'object' || item === null) return describe(item);
    return Array.isArray(item) ? '[…]' : '{…}';
  });
  if (list.length <= LONGEST_LIST) return `[${shown.join(', ')}]`;
  return `[${shown.join(', ')}, …] (${list.length} items)`;
}
