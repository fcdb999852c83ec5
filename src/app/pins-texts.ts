/** Texts of the list of pins. */
import type { Language } from './texts.ts';

const TEXTS = {
  title: { en: 'Pinned', zh: '已标记的点' },
  copy: { en: 'Copy as text', zh: '复制为文本' },
  copied: { en: 'Copied', zh: '已复制' },
  removeAll: { en: 'Remove all', zh: '全部移除' },
  remove: { en: 'Remove pin', zh: '移除标记' },
} as const satisfies Record<string, Record<Language, string>>;

export function pinsWord(key: keyof typeof TEXTS, language: Language): string {
  return TEXTS[key][language];
}
