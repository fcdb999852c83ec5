/** What each preset asks, in one line: the second line of the preset menu. */
import type { Language } from './texts.ts';

const LINES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'three-class-extreme': {
    en: 'Does one hopeless logit make a surface rough?',
    zh: '一个极端的 logit 会让曲面变得崎岖吗？',
  },
  'logistic-three-samples': {
    en: 'Where does each loss curve, and where does it go flat?',
    zh: '两种损失在哪里弯曲，又在哪里变平？',
  },
  'two-layer-tanh': {
    en: 'How much of the plane is a plateau?',
    zh: '平面上有多大一片是平坦区？',
  },
  'saturated-neuron': {
    en: 'Why does a badly started neuron learn so slowly?',
    zh: '初值不佳的神经元为什么学得这么慢？',
  },
  'two-models': {
    en: 'Equally many mistakes: which model is better?',
    zh: '两个模型错得一样多，哪个更好？',
  },
  'regression-gaussian': {
    en: 'What does the squared error take noise to be, and what if one point is wrong?',
    zh: '平方误差对噪声有何假设？混入一个坏点又会怎样？',
  },
  'squared-error-trap': {
    en: 'Can a loss lead descent away from its own optimum?',
    zh: '损失函数会把梯度下降引离自己的最优解吗？',
  },
  'margin-loss': {
    en: 'What changes when being right by a margin is enough?',
    zh: '如果只要求拉开间隔，会有什么不同？',
  },
  'clipped-cross-entropy': {
    en: 'What does clipping the probabilities do to the slope?',
    zh: '概率截断会对梯度造成什么影响？',
  },
  'naive-float32': {
    en: 'Where does an unshifted softmax turn into infinities?',
    zh: '不做平移的 softmax 会在哪里得出无穷大？',
  },
  'golik-gradients': {
    en: 'How small is the gradient where the target is improbable?',
    zh: '目标类别概率很低时，梯度有多小？',
  },
};

/** The question of `preset`; undefined where it has none. */
export function presetLine(preset: string, language: Language): string | undefined {
  return LINES[preset]?.[language];
}
