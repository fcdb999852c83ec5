import { expect, test } from 'vitest';
import readme from '../../README.md?raw';
import { claimsMarkdown } from '../../src/cli/claims-report.ts';
import { CLAIMS } from '../../src/core/claims/index.ts';
import { measureClaim } from '../../src/core/claims/measure.ts';
import { inF64 } from './support/claims.ts';

const NUMBER = /−?\d+(?:\.\d+)?(?:e−?\d+)?/g;
/** Below this a figure is rounding, and may be another on another machine. */
const ROUNDING = 1e-9;

const numbersIn = (line: string) =>
  (line.match(NUMBER) ?? []).map((text) => Number(text.replaceAll('−', '-')));
/** The words of a row: without its figures, and without what only aligns its columns. */
const wordsOf = (line: string) =>
  line
    .replace(NUMBER, '#')
    .replace(/ *\| */g, '|')
    .replace(/-{2,}/g, '--');

/** The rows of the table under the heading, up to the line that ends it. */
function rowsOfReadme(): string[] {
  const section = readme.split('\n## ').find((part) => part.startsWith('What the literature says, measured'));
  return (section ?? '').split('\n').filter((line) => line.startsWith('|'));
}

test('the README’s table is what the command prints', async () => {
  const measured = await Promise.all(
    CLAIMS.map((claim) => measureClaim(claim, { f64: inF64, webgpu: null })),
  );
  const printed = claimsMarkdown(measured).split('\n');
  const written = rowsOfReadme();
  expect(written.map(wordsOf)).toEqual(printed.map(wordsOf));
  for (const [n, line] of printed.entries()) {
    const numbers = numbersIn(written[n]!);
    for (const [m, x] of numbersIn(line).entries()) {
      if (Math.abs(x) > ROUNDING || Math.abs(numbers[m]!) > ROUNDING) {
        expect(Math.abs(numbers[m]! / x - 1)).toBeLessThan(0.02);
      }
    }
  }
});
