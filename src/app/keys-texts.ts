/** What the keys do, for the dialog that lists them. */
import { fill, type Language } from './texts.ts';

const TEXTS = {
  title: { en: 'Keys', zh: '快捷键' },
  note: {
    en: 'For the plots: Tab leads to them. The other controls keep their own keys. On a plot in 3-D the arrows follow the axis that points most nearly their way.',
    zh: '用于两幅图，可用 Tab 键聚焦；焦点在其他控件上时，按键仍归该控件。焦点在三维图上时，十字线沿最接近方向键所指的坐标轴移动。',
  },
  close: { en: 'Close', zh: '关闭' },
  step: { en: 'Move the crosshair, a hundredth of the window', zh: '移动十字线，每次窗口的百分之一' },
  largeStep: { en: 'Move it a tenth of the window', zh: '移动十字线，每次窗口的十分之一' },
  clear: { en: 'Take the crosshair away', zh: '隐藏十字线' },
  drop: {
    en: 'Start a descent there, or take it away; so does a click',
    zh: '在十字线处放置或移除下降起点（也可点击）',
  },
  play: { en: 'Play the descents, or pause them', zh: '播放或暂停下降过程' },
  pin: { en: 'Pin its point; so does a click with Shift', zh: '标记十字线所在的点（也可按住 Shift 点击）' },
  zoom: {
    en: 'Zoom in and out, about the crosshair; in 3-D, come nearer and go away',
    zh: '以十字线为中心放大、缩小；三维图中拉近、拉远',
  },
  pan: {
    en: 'Move the window left, right, up, down; in 3-D, turn the surface',
    zh: '向左、右、上、下平移窗口；三维图中旋转曲面',
  },
  reset: { en: 'Reset the window; in 3-D, the view', zh: '恢复窗口；三维图中恢复视角' },
  layers: { en: 'Show or hide {names}', zh: '显示或隐藏{names}' },
  quantities: { en: 'Colours show {names}', zh: '颜色表示{names}' },
  save: { en: 'Save the figure as PNG', zh: '将图保存为 PNG' },
  help: { en: 'List the keys', zh: '显示快捷键' },
} as const satisfies Record<string, Record<Language, string>>;

export type KeysTextKey = keyof typeof TEXTS;

/** @param names what the keys of the row name, in their order */
export function keysText(key: KeysTextKey, language: Language, names: readonly string[] = []): string {
  return fill(TEXTS[key][language], { names: names.join(language === 'zh' ? '、' : ', ') });
}
