/** The curves of presets in words: what they show, their axes, and what to bear in mind, in both languages. */
import type { Curve } from '../core/curves/index.ts';
import type { Language } from './texts.ts';

type Translated = Readonly<Record<Language, string>>;

export interface CurveTexts {
  readonly title: Translated;
  readonly note: Translated;
  /** Symbols of the axes. */
  readonly x: string;
  readonly y: string;
}

const CURVE_TEXTS: Readonly<Record<string, CurveTexts>> = {
  'sigmoid-derivative': {
    title: { en: 'Derivative of the sigmoid', zh: 'sigmoid 的导数' },
    note: {
      en: 'A factor of the squared error’s gradient: where it is near zero, that error hardly learns.',
      zh: '平方误差的梯度含有这一因子：导数接近零处，平方误差几乎学不动。',
    },
    x: 'z',
    y: 'h′',
  },
  'gradient-by-prediction': {
    title: {
      en: 'Gradient against the prediction h, y\u00a0=\u00a01',
      zh: '梯度随预测值 h 的变化（y\u00a0=\u00a01）',
    },
    note: {
      en: 'The note’s own warning: this picture misleads, since training moves parameters, not predictions.',
      zh: '原文提醒：此图容易误导，因为训练改变的是参数，而不是预测值。',
    },
    x: 'h',
    y: '∂L/∂z',
  },
  'gradient-by-probability': {
    title: { en: 'Size of the gradient against the target’s probability', zh: '梯度模长随目标类概率的变化' },
    note: {
      en: 'One wrong class takes all the rest. The squared error’s gradient vanishes at p\u00a0=\u00a00 too, where the model is most wrong.',
      zh: '其余概率全归一个错误类别。平方误差的梯度在 p = 0 处同样趋于零，而那里恰恰错得最严重。',
    },
    x: 'p',
    y: '|∇L|',
  },
};

export function curveTexts({ id }: Curve): CurveTexts {
  const texts = CURVE_TEXTS[id];
  if (!texts) throw new Error(`the curve ${id} has no texts`);
  return texts;
}
