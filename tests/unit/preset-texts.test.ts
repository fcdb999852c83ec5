import { expect, it } from 'vitest';
import { parameterName, presetTitle } from '../../src/app/preset-texts.ts';
import { LANGUAGES } from '../../src/app/texts.ts';
import { PRESETS, presetByName } from '../../src/core/presets/index.ts';
import { resolveParameters } from '../../src/core/presets/preset.ts';

it.each(PRESETS.map((preset) => preset.name))('%s has a title and names in both languages', (name) => {
  const preset = presetByName(name);
  const titles = LANGUAGES.map((language) => presetTitle(name, resolveParameters(preset, {}), language));
  const names = preset.parameters.map((parameter) =>
    LANGUAGES.map((language) => parameterName(name, parameter.name, language)),
  );
  for (const [english, chinese] of [titles, ...names]) {
    expect(english).toMatch(/^[\x20-\x7e−]+$/);
    expect(chinese).toMatch(/\p{Script=Han}/u);
    expect(english).not.toMatch(/[{}]|NaN/);
    expect(chinese).not.toMatch(/[{}]|NaN/);
  }
});

it('a title tells the values of its parameters', () => {
  const params = { target: 0, fixed: 2, value: -40.5 };
  expect(presetTitle('three-class-extreme', params, 'en')).toBe('Three classes, one logit at −40.5');
  expect(presetTitle('three-class-extreme', params, 'zh')).toBe('三分类，其中一个 logit 固定为 −40.5');
});

it('what is unknown has no name', () => {
  expect(() => presetTitle('none', {}, 'en')).toThrow('the preset none has no texts');
  expect(() => parameterName('margin-loss', 'fixed', 'en')).toThrow('the parameter fixed of margin-loss');
});
