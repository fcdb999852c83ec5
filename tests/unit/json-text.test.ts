import { describe, expect, it } from 'vitest';
import { parseJson } from '../../src/core/json-text.ts';

const MOST = 100_000;
const nested = (depth: number, inside = '') => '['.repeat(depth) + inside + ']'.repeat(depth);
const parse = (text: string) => parseJson(text, 2 ** 26);

describe('depth of nesting', () => {
  it('is taken up to the limit and refused beyond it', () => {
    expect(parse(nested(MOST))).toHaveLength(1);
    expect(() => parse(nested(MOST + 1))).toThrow(`nested at most ${MOST} deep, found more`);
    expect(() => parse('{"a":'.repeat(MOST + 1))).toThrow(`nested at most ${MOST} deep, found more`);
  });

  it('counts what is open at once, not all that there is', () => {
    expect(parse(`[${Array.from({ length: MOST + 1 }, () => '[]').join()}]`)).toHaveLength(MOST + 1);
  });

  it('counts no bracket inside a string', () => {
    const text = `\\"${'['.repeat(MOST)}\\\\`;
    expect(parse(`["${text}", [1]]`)).toEqual([`"${'['.repeat(MOST)}\\`, [1]]);
    expect(() => parse(nested(MOST, `"]]",[1]`))).toThrow(`nested at most ${MOST} deep`);
  });

  it('refuses tens of millions of brackets', () => {
    expect(() => parse(nested(30_000_000))).toThrow(`nested at most ${MOST} deep`);
  });
});
