import { describe, expect, it } from 'vitest';
import { presetLine } from '../../src/app/preset-lines.ts';
import { FORMULAS } from '../../src/app/reading/formulas.ts';
import { READINGS, stepState } from '../../src/app/reading/index.ts';
import type { Reading } from '../../src/app/reading/reading.ts';
import { applyPartial, initialState } from '../../src/app/state.ts';
import { PRESETS } from '../../src/core/presets/index.ts';

const NAMES = PRESETS.map(({ name }) => name);

/** Every text of a reading, with what it is. */
function textsOf({ look, steps, answer, ours }: Reading) {
  return [look, ...steps.map(({ text }) => text), answer, ours];
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{(\w*)\}/g)].map((match) => match[1]!).sort();
}

it('every preset has a reading', () => {
  expect(NAMES.filter((name) => !READINGS[name])).toEqual([]);
});

it('no formula is without a text that shows it', () => {
  const used = Object.values(READINGS).flatMap((reading) =>
    textsOf(reading).flatMap(({ en }) => placeholders(en)),
  );
  expect(Object.keys(FORMULAS).filter((name) => !used.includes(name))).toEqual([]);
});

describe.each(Object.entries(READINGS))('the reading of %s', (name, reading) => {
  it('has the same formulas in both languages, and all there are', () => {
    for (const { en, zh } of textsOf(reading)) {
      expect([...new Set(placeholders(zh))]).toEqual([...new Set(placeholders(en))]);
      for (const name of placeholders(en)) expect(Object.keys(FORMULAS)).toContain(name);
    }
  });

  it('has the same numbers in both languages', () => {
    const numbers = (text: string) =>
      [...text.replace(/\{\w+\}/g, '').matchAll(/−?\d+(\.\d+)?/g)].map(([number]) => number).sort();
    for (const { en, zh } of [reading.look, reading.answer]) {
      expect(new Set(numbers(zh))).toEqual(new Set(numbers(en)));
    }
  });

  it('is English and Chinese, and whole sentences', () => {
    for (const { en, zh } of textsOf(reading)) {
      expect(en).not.toMatch(/\p{Script=Han}|[，。：；？（）]/u);
      expect(en).toMatch(/[.?]$/);
      expect(zh).toMatch(/\p{Script=Han}/u);
      expect(zh).toMatch(/[。？]$/);
    }
    expect(presetLine(name, 'en')).toMatch(/^[A-Z].*\?$/);
    expect(presetLine(name, 'zh')).toMatch(/\p{Script=Han}.*？$/u);
  });

  it('has at most three steps, and names its sources', () => {
    expect(reading.steps.length).toBeGreaterThan(0);
    expect(reading.steps.length).toBeLessThanOrEqual(3);
    expect(reading.sources.length).toBeGreaterThan(0);
  });
});

describe.each(NAMES)('every step of the reading of %s', (name) => {
  const { steps } = READINGS[name]!;
  const start = applyPartial(initialState(), { preset: name });

  it('is accepted and changes something', () => {
    for (const step of steps) expect(applyPartial(start, stepState(name, step))).not.toEqual(start);
  });

  it('shows the same experiment whichever step was tried before', () => {
    for (const before of steps) {
      const other = applyPartial(start, stepState(name, before));
      for (const step of steps) {
        const direct = applyPartial(start, stepState(name, step));
        expect(applyPartial(other, stepState(name, step)).experiment).toEqual(direct.experiment);
      }
    }
  });
});
