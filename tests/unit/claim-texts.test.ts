import { describe, expect, it } from 'vitest';
import {
  CHINESE_CLAIMS,
  claimSentence,
  claimWhy,
  FIGURE_NAMES,
  figureName,
} from '../../src/app/claim-texts.ts';
import { LANGUAGES } from '../../src/app/texts.ts';
import { VERDICTS } from '../../src/core/claims/claim.ts';
import { figureText, fillFigures } from '../../src/core/claims/fill-figures.ts';
import { CLAIMS } from '../../src/core/claims/index.ts';
import { SOURCES, sourceText } from '../../src/core/sources.ts';
import { figuresOf, measureOnce } from './support/claims.ts';

function placeholders(sentence: string | undefined): string[] {
  return [...(sentence ?? '').matchAll(/\{(\w+%?)\}/g)].map((match) => match[1]!).sort();
}

describe.each(CLAIMS.map((claim) => [claim.id, claim] as const))('%s', (id, claim) => {
  it('stands in Chinese, with a sentence for each verdict that has one in English, and the same figures in it', () => {
    const chinese = CHINESE_CLAIMS[id]!;
    expect(chinese.claim).toMatch(/\p{Script=Han}.*。$/u);
    expect(Object.keys(chinese.why).sort()).toEqual(Object.keys(claim.why).sort());
    for (const verdict of VERDICTS) {
      expect(placeholders(chinese.why[verdict])).toEqual(placeholders(claim.why[verdict]));
      if (chinese.why[verdict]) expect(chinese.why[verdict]).toMatch(/\p{Script=Han}.*。$/u);
      expect(claim.why[verdict] ?? '').not.toMatch(/\p{Script=Han}/u);
    }
  });

  it('has a name for every figure, and a figure for every placeholder', async () => {
    const figures = Object.keys(await figuresOf(id));
    for (const figure of figures) expect(FIGURE_NAMES[figure]).toBeDefined();
    for (const sentence of Object.values(claim.why)) {
      for (const name of placeholders(sentence)) expect(figures).toContain(name.replace('%', ''));
    }
  });

  it('is told in the language asked for', async () => {
    const measured = await measureOnce(id);
    expect(claimSentence(measured, 'en')).toBe(claim.claim);
    expect(claimWhy(measured, 'en')).toBe(measured.why);
    expect(claimSentence(measured, 'zh')).toBe(CHINESE_CLAIMS[id]!.claim);
    const why = claimWhy(measured, 'zh');
    expect(why).toMatch(/\p{Script=Han}/u);
    expect(why).not.toMatch(/[{}]/);
    expect(why).not.toMatch(/ %/);
  });
});

it('there are no texts of claims and figures that are gone', async () => {
  expect(Object.keys(CHINESE_CLAIMS).sort()).toEqual(CLAIMS.map(({ id }) => id).sort());
  const figures = await Promise.all(CLAIMS.map(({ id }) => figuresOf(id)));
  const names = new Set(figures.flatMap((of) => Object.keys(of)));
  expect(Object.keys(FIGURE_NAMES).sort()).toEqual([...names].sort());
});

it('sources say where they are in both languages; only names and titles as published stay', () => {
  for (const { where } of Object.values(SOURCES)) {
    const [english, chinese] = LANGUAGES.map((language) => sourceText(where, language));
    expect(english).not.toMatch(/\p{Script=Han}/u);
    // A site's or a journal's own name needs no translation; words do.
    expect(chinese).not.toMatch(/\b(a|of|and|with|note|post|blog|section|figure|chapter|page|article)\b/);
  }
  const { title } = SOURCES['likelihood-post-2025'];
  expect(LANGUAGES.map((language) => /\p{Script=Han}/u.test(sourceText(title, language)))).toEqual([
    false,
    true,
  ]);
  expect(sourceText(SOURCES['golik-2013'].title, 'zh')).toMatch(/^Cross-entropy vs/);
});

it('quotes and apostrophes are typographic, as on the rest of the page', () => {
  const sentences = CLAIMS.flatMap(({ claim, why }) => [claim, ...Object.values(why)]);
  const names = Object.values(FIGURE_NAMES).flatMap(({ en, zh }) => [en, zh]);
  expect([...sentences, ...names].filter((words) => /['"]/.test(words))).toEqual([]);
});

it('figures have names in both languages', () => {
  for (const figure of Object.keys(FIGURE_NAMES)) {
    const [english, chinese] = LANGUAGES.map((language) => figureName(figure, language));
    expect(english).toMatch(/^[\x20-\x7e°−′’]+$/);
    expect(chinese).toMatch(/\p{Script=Han}|log10/u);
  }
  expect(() => figureName('none', 'en')).toThrow('the figure none has no name');
});

it('figures are filled in as numbers and as percentages; what is no figure stays', () => {
  const figures = { share: 0.33333, count: -12_345.6, never: Number.POSITIVE_INFINITY };
  expect(fillFigures('{share%} of {share}, {count}, {never}, {other}', figures)).toBe(
    '33.3 % of 0.333, −12300, ∞, {other}',
  );
  expect(fillFigures('有 {share%}', figures, '%')).toBe('有 33.3%');
});

it('whole numbers are counts, and written in full up to five digits', () => {
  const text = (x: number) => figureText(x, 3);
  expect([2864, -12_345, 99_999, 0, 123_456].map(text)).toEqual(['2864', '−12345', '99999', '0', '123460']);
  expect(text(2864.5)).toBe('2860');
  expect(figureText(1_234.5678, 6)).toBe('1234.57');
});
