import { describe, expect, it } from 'vitest';
import { KEY_ROWS, keyName } from '../../src/app/keys.ts';
import { keysText } from '../../src/app/keys-texts.ts';

const NAMES = KEY_ROWS.flatMap(({ keys }) => Object.keys(keys));

const plain = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

describe('the table of keys', () => {
  it('gives no key two meanings', () => {
    expect(new Set(NAMES).size).toBe(NAMES.length);
  });

  it('lists what it handles, row by row, in both languages', () => {
    for (const { caps, keys, text } of KEY_ROWS) {
      const labels = caps.filter((cap) => cap !== 'Shift').length;
      // "=" is "+" without Shift.
      expect(Object.keys(keys).filter((name) => name !== '=').length, text).toBe(labels);
      expect(keysText(text, 'en')).not.toMatch(/\p{Script=Han}/u);
      expect(keysText(text, 'zh')).toMatch(/\p{Script=Han}/u);
    }
  });

  it('has names that a press can have', () => {
    for (const name of NAMES) {
      const shiftKey = name.startsWith('Shift+');
      expect(keyName({ ...plain, key: name.replace('Shift+', ''), shiftKey })).toBe(name);
    }
  });
});

describe('the name of a press', () => {
  it('takes a character as it is, with Shift or without', () => {
    expect(keyName({ ...plain, key: '?', shiftKey: true })).toBe('?');
    expect(keyName({ ...plain, key: 'P', shiftKey: true })).toBe('p');
  });

  it('is none with the modifiers of the browser', () => {
    for (const modifier of ['ctrlKey', 'altKey', 'metaKey']) {
      expect(keyName({ ...plain, key: 'ArrowLeft', [modifier]: true })).toBeUndefined();
    }
  });
});
