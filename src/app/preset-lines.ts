/** What each preset asks: the second line of the preset menu, and what its reading answers. */
import type { Language } from './texts.ts';

const LINES: Readonly<Record<string, Readonly<Record<Language, string>>>> = {
  'three-class-extreme': {
    en: 'Why not mean squared error for classification?',
    zh: '分类问题为什么不用均方误差？',
  },
  'logistic-three-samples': {
    en: 'Where does each loss stop teaching a single weight?',
    zh: '只有一个权重时，两种损失在哪里不再提供梯度？',
  },
  'two-layer-tanh': {
    en: 'How much of a two-layer network’s surface is flat?',
    zh: '两层网络的曲面有多少是平的？',
  },
  'saturated-neuron': {
    en: 'Why does a neuron that is sure and wrong learn so slowly?',
    zh: '神经元很有把握却判错时，为什么学得这么慢？',
  },
  'two-models': {
    en: 'Two models make equally many mistakes. Which is better?',
    zh: '两个模型错得一样多，哪个更好？',
  },
  'regression-gaussian': {
    en: 'Why is the squared error right for regression?',
    zh: '回归问题为什么用平方误差？',
  },
  'squared-error-trap': {
    en: 'Can a loss lead descent away from its own optimum?',
    zh: '损失函数会把梯度下降引离自己的最优解吗？',
  },
  'margin-loss': {
    en: 'What if being right by a margin were enough?',
    zh: '如果只要求领先一定的间隔，会怎样？',
  },
  'clipped-cross-entropy': {
    en: 'What does a clipped probability do to the slope?',
    zh: '概率截断会对梯度造成什么影响？',
  },
  'naive-float32': {
    en: 'Where does a softmax break that is computed as the textbook writes it?',
    zh: '照教科书的公式直接计算 softmax，会在哪里出错？',
  },
  'golik-gradients': {
    en: 'How large is the gradient where the right class is improbable?',
    zh: '正确类别的概率很低时，梯度还有多大？',
  },
};

/** The question of `preset`; undefined where it has none. */
export function presetLine(preset: string, language: Language): string | undefined {
  return LINES[preset]?.[language];
}
