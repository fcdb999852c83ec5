/** The titles of the presets and the names of their parameters, in both languages. */
import { formatNumber } from '../core/format.ts';
import type { ParameterValues } from '../core/presets/preset.ts';
import type { Language } from './texts.ts';

type Translated = Readonly<Record<Language, string>>;

interface PresetTexts {
  /** Placeholders are parameters in {braces}. */
  readonly title: Translated;
  readonly parameters: Readonly<Record<string, Translated>>;
}

const TARGET = { en: 'target class', zh: '目标类别' };
const SEED = { en: 'random seed', zh: '随机种子' };
const COUNT = { en: 'samples', zh: '样本数' };
const FIXED_LOGIT = {
  target: TARGET,
  fixed: { en: 'fixed logit', zh: '固定的 logit' },
  value: { en: 'fixed value', zh: '固定值' },
};

const PRESET_TEXTS: Readonly<Record<string, PresetTexts>> = {
  'three-class-extreme': {
    title: { en: 'Three classes, one logit at {value}', zh: '三分类，其中一个 logit 固定为 {value}' },
    parameters: FIXED_LOGIT,
  },
  'logistic-three-samples': {
    title: { en: 'Logistic regression on three samples', zh: '三个样本上的逻辑回归' },
    parameters: {
      a: { en: 'input a (class 1)', zh: '输入 a（类别 1）' },
      b: { en: 'input b (class 1)', zh: '输入 b（类别 1）' },
      c: { en: 'input c (class 0)', zh: '输入 c（类别 0）' },
    },
  },
  'two-layer-tanh': {
    title: {
      en: 'Two layers, one weight each, {count} samples',
      zh: '每层一个权重的两层网络，{count} 个样本',
    },
    parameters: { seed: SEED, count: COUNT },
  },
  'saturated-neuron': {
    title: { en: 'One saturated neuron', zh: '一个饱和的神经元' },
    parameters: {},
  },
  'two-models': {
    title: { en: 'Two models with the same error rate', zh: '错误率相同的两个模型' },
    parameters: {},
  },
  'regression-gaussian': {
    title: {
      en: 'A line through {count} points with Gaussian noise',
      zh: '用直线拟合 {count} 个带高斯噪声的点',
    },
    parameters: {
      seed: SEED,
      count: COUNT,
      noise: { en: 'noise (std. dev.)', zh: '噪声标准差' },
      outlier: { en: 'outlier, added to last', zh: '离群偏移（加在末点）' },
    },
  },
  'squared-error-trap': {
    title: { en: 'The squared-error trap', zh: '平方误差的陷阱' },
    parameters: {},
  },
  'margin-loss': {
    title: { en: 'A margin loss against cross-entropy', zh: '间隔损失与交叉熵的对比' },
    parameters: {
      target: TARGET,
      value: { en: 'third logit', zh: '第三个 logit' },
    },
  },
  'clipped-cross-entropy': {
    title: {
      en: 'Clipped cross-entropy, one logit at {value}',
      zh: '截断概率后的交叉熵，一个 logit 固定为 {value}',
    },
    parameters: FIXED_LOGIT,
  },
  'naive-float32': {
    title: {
      en: 'Naive float32 cross-entropy, one logit at {value}',
      zh: '未做平移的 float32 交叉熵，一个 logit 固定为 {value}',
    },
    parameters: FIXED_LOGIT,
  },
  'golik-gradients': {
    title: {
      en: 'Softmax gradients of both losses, {classes} classes',
      zh: '{classes} 类 softmax：两种损失的梯度',
    },
    parameters: {
      classes: { en: 'classes', zh: '类别数' },
    },
  },
};

function textsOf(preset: string): PresetTexts {
  const texts = PRESET_TEXTS[preset];
  if (!texts) throw new Error(`the preset ${preset} has no texts`);
  return texts;
}

/** The title of an experiment of `preset` with the values of its parameters. */
export function presetTitle(preset: string, params: ParameterValues, language: Language): string {
  return textsOf(preset).title[language].replace(/\{(\w+)\}/g, (_, name: string) =>
    formatNumber(Number(params[name]), 6),
  );
}

/** What a parameter's control is called. */
export function parameterName(preset: string, parameter: string, language: Language): string {
  const name = textsOf(preset).parameters[parameter];
  if (!name) throw new Error(`the parameter ${parameter} of ${preset} has no name`);
  return name[language];
}
