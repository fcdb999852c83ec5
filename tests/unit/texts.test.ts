import { describe, expect, it } from 'vitest';
import { type RaceTextKey, raceText } from '../../src/app/race-texts.ts';
import { type SamplesTextKey, samplesText } from '../../src/app/samples-texts.ts';
import { BACKENDS, PREDICTIONS, RANGE_MODES } from '../../src/app/settings.ts';
import { LANGUAGES, preferredLanguage, type TextKey, text } from '../../src/app/texts.ts';
import { ARROW_LENGTHS } from '../../src/core/arrow-length.ts';
import { CRITERIA, DESCENT_METHODS } from '../../src/core/descent-settings.ts';
import { VIEWS } from '../../src/core/orbit.ts';
import { QUANTITIES } from '../../src/core/quantity.ts';
import { SCALE_KINDS } from '../../src/core/scale.ts';

const SOURCES = import.meta.glob<string>('../../src/app/*.ts', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const TABLE = SOURCES['../../src/app/texts.ts']!;
const OTHERS = Object.entries(SOURCES)
  .filter(([path]) => !path.endsWith('/texts.ts'))
  .map(([, source]) => source)
  .join('\n');

/** The table's keys, read from its source: it is closed to the rest of the page. */
const KEYS = [...TABLE.matchAll(/^ {2}'?([\w-]+)'?: \{/gm)].map((match) => match[1] as TextKey);

/** Menus put their texts' keys together from a word and the option's own name. */
const MENUS = [
  // Accuracy is drawn in place of regions, where a point of the plane classifies many samples.
  ['quantity', [...QUANTITIES, 'accuracy']],
  ['scale', SCALE_KINDS],
  ['range', RANGE_MODES],
  ['length', ARROW_LENGTHS],
  ['backend', BACKENDS],
  ['view', VIEWS],
  ['method', DESCENT_METHODS],
  ['criterion', CRITERIA],
  ['predict', PREDICTIONS],
] as const;
const MENU_KEYS = MENUS.flatMap(([prefix, options]) =>
  options.map((option) => prefix + option[0]!.toUpperCase() + option.slice(1)),
);

function placeholders(of: string): string[] {
  return [...of.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!).sort();
}

describe('the table of texts', () => {
  it('was read', () => {
    expect(KEYS.length).toBeGreaterThan(60);
    expect(KEYS.length).toBe(TABLE.match(/\ben: ['"]/g)?.length);
    expect(new Set(KEYS).size).toBe(KEYS.length);
  });

  it.each(KEYS)('%s stands in both languages, with the same placeholders', (key) => {
    const [english, chinese] = LANGUAGES.map((language) => text(key, language)) as [string, string];
    expect(english.trim()).toBe(english);
    expect(chinese.trim()).toBe(chinese);
    expect(english).not.toBe('');
    expect(chinese).not.toBe('');
    expect(placeholders(chinese)).toEqual(placeholders(english));
  });

  it('is Chinese where it says so, but for what is written alike in both', () => {
    const alike = KEYS.filter((key) => !/\p{Script=Han}/u.test(text(key, 'zh')));
    expect(alike.sort()).toEqual([
      'backendCpu',
      'barError',
      'criterionProbability',
      'logits',
      'methodAdam',
      'otherLanguage',
      'otherLanguageLabel',
      'ulp',
      'valueSlider',
    ]);
    const english = KEYS.filter((key) => /\p{Script=Han}/u.test(text(key, 'en')));
    // These name the language that they lead to.
    expect(english.sort()).toEqual(['otherLanguage', 'otherLanguageLabel']);
  });

  it('has every text of the menus', () => {
    for (const key of MENU_KEYS) expect(KEYS).toContain(key);
  });

  it('has no text that nothing shows', () => {
    const unused = KEYS.filter((key) => !OTHERS.includes(`'${key}'`) && !TABLE.includes(`text('${key}'`));
    expect(unused.filter((key) => !MENU_KEYS.includes(key))).toEqual([]);
  });
});

describe('the table of texts of the samples pane', () => {
  const table = SOURCES['../../src/app/samples-texts.ts']!;
  const keys = [...table.matchAll(/^ {2}'?([\w-]+)'?: \{/gm)].map((match) => match[1] as SamplesTextKey);

  it('was read', () => {
    expect(keys.length).toBeGreaterThan(40);
    expect(keys.length).toBe(table.match(/\ben: ['"]/g)?.length);
  });

  it.each(keys)('%s stands in both languages, with the same placeholders', (key) => {
    const [english, chinese] = LANGUAGES.map((language) => samplesText(key, language)) as [string, string];
    expect(english.trim()).toBe(english);
    expect(chinese.trim()).toBe(chinese);
    expect(placeholders(chinese)).toEqual(placeholders(english));
    expect(english).not.toMatch(/\p{Script=Han}/u);
  });

  it('is Chinese where it says so, but for what is written alike in both', () => {
    const alike = keys.filter((key) => !/\p{Script=Han}/u.test(samplesText(key, 'zh')));
    expect(alike.sort()).toEqual(['classOption', 'full', 'inputs', 'points', 'sigmoid', 'softmax']);
  });
});

describe('the table of texts of the descent race', () => {
  const table = SOURCES['../../src/app/race-texts.ts']!;
  const keys = [...table.matchAll(/^ {2}(\w+): \{/gm)].map((match) => match[1] as RaceTextKey);

  it('was read', () => {
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.length).toBe(table.match(/\ben: ['"]/g)?.length);
  });

  it.each(keys)('%s stands in both languages, with the same placeholders', (key) => {
    const [english, chinese] = LANGUAGES.map((language) => raceText(key, language)) as [string, string];
    expect(english.trim()).toBe(english);
    expect(chinese).toMatch(/\p{Script=Han}/u);
    expect(english).not.toMatch(/\p{Script=Han}/u);
    expect(placeholders(chinese)).toEqual(placeholders(english));
  });
});

describe('a text', () => {
  it('has values in place of its placeholders, each wherever it stands', () => {
    expect(text('gridAuto', 'en', { n: 256 })).toBe('auto (256 × 256)');
    expect(text('gridAuto', 'zh', { n: 256 })).toBe('自动（256 × 256）');
    expect(text('minimumAt', 'en', { u: '−10', v: 0 })).toBe('◇ at −10, 0');
  });

  it('keeps a placeholder without a value, so that it shows', () => {
    expect(text('gridAuto', 'en')).toBe('auto ({n} × {n})');
  });

  it('takes a value as it is, whatever stands in it', () => {
    expect(text('noticeRefused', 'en', { message: '{message} $& $1' })).toBe(
      'Not applied, everything is as before. {message} $& $1',
    );
  });
});

describe('the language that a page begins in', () => {
  it.each([
    [['en-US', 'zh-CN'], 'en'],
    [['zh-CN', 'en'], 'zh'],
    [['zh'], 'zh'],
    [['ZH-Hant-TW'], 'zh'],
    [['de-DE', 'zh'], 'en'],
    [[], 'en'],
  ])('%j: %s', (languages, language) => {
    expect(preferredLanguage(languages)).toBe(language);
  });
});
