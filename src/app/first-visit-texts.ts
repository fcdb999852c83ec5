/** What a first visitor is told, in both languages. Loaded only then. */
import type { Language } from './texts.ts';

const TEXTS = {
  label: { en: 'First steps', zh: '入门提示' },
  mouse: {
    en: 'Drag a plot to move it and turn the wheel to zoom: both follow.',
    zh: '拖动可平移，滚轮可缩放，两幅图始终同步。',
  },
  touch: {
    en: 'Move and pinch a plot with two fingers: both follow.',
    zh: '双指可平移、缩放，两幅图始终同步。',
  },
  start: {
    en: 'Click a point to start a descent there, on both losses.',
    zh: '点击任意一点，两种损失便从该处开始下降。',
  },
  startTouch: {
    en: 'Tap a point to start a descent there, on both losses.',
    zh: '轻触任意一点，两种损失便从该处开始下降。',
  },
  keys: { en: 'Press ? for all the keys.', zh: '按 ? 查看全部快捷键。' },
  keysTouch: { en: 'Everything else is in the settings below.', zh: '其余功能见下方的设置。' },
  done: { en: 'Got it', zh: '知道了' },
} as const satisfies Record<string, Record<Language, string>>;

export function firstVisitText(key: keyof typeof TEXTS, language: Language): string {
  return TEXTS[key][language];
}
