import { expect, it } from 'vitest';
import { presetLine } from '../../src/app/preset-lines.ts';
import { LANGUAGES } from '../../src/app/texts.ts';
import { PRESETS } from '../../src/core/presets/index.ts';

it('every preset asks something, in both languages, and no two ask the same', () => {
  const lines = PRESETS.flatMap(({ name }) => LANGUAGES.map((language) => presetLine(name, language)));
  for (const line of lines) expect(line).toMatch(/\S[?？]$/);
  expect(new Set(lines).size).toBe(lines.length);
});

it('asks in Chinese where it says so', () => {
  for (const { name } of PRESETS) {
    expect(presetLine(name, 'zh'), name).toMatch(/\p{Script=Han}/u);
    expect(presetLine(name, 'en'), name).not.toMatch(/\p{Script=Han}/u);
  }
});
