import type { Reading } from './reading.ts';

export const naiveFloat32: Reading = {
  question: {
    en: 'Where does a softmax break that is computed as the textbook writes it?',
    zh: '照教科书的公式直接计算 softmax，会在哪里出错？',
  },
  look: {
    en: 'The exact cross-entropy beside what a first script gets in float32: {exponential}, sum, divide, logarithm. Where the probability rounds to 0 the loss is ∞. Where {exponential} of the right class overflows, above z = 88.7, there is no value at all (hatched).',
    zh: '一边是精确的交叉熵，另一边是初学者的脚本在 float32 下的结果：求 {exponential}、求和、相除、取对数。概率舍入为 0，损失便成了 ∞；正确类别的 z 超过 88.7 时 {exponential} 溢出，损失没有定义（画为斜线）。',
  },
  steps: [
    {
      text: {
        en: 'Zoom out to ±120: ∞, and hatching where {exponential} is too large or all too small.',
        zh: '放大到 ±120：出现 ∞；{exponential} 过大或全都过小之处画为斜线。',
      },
      state: { window: { u: [-120, 120], v: [-120, 120] } },
    },
    {
      text: {
        en: 'Zoom to the lower right: stairs, and 0 too early.',
        zh: '放大到右下角：呈阶梯状，过早变成 0。',
      },
      state: { window: { u: [6, 10], v: [-10, -6] } },
    },
  ],
  answer: {
    en: 'These are faults of arithmetic, not of the loss. At (10, −10) the true loss is 2 · 10⁻⁹, the script says 0. At (−52, 52) it is 104, the script says ∞. With class 2 ({z3}) right the script says ∞ on all of ±10. Pictures made so show cliffs that the loss does not have. The remedy is old: subtract the largest logit {zMax}, and take the logarithm of the sum, not of the quotient: {ceLogits}.',
    zh: '这些都是算术的毛病，不是损失函数的毛病。在 (10, −10) 处，真实损失为 2 · 10⁻⁹，脚本给出 0；在 (−52, 52) 处应为 104，脚本给出 ∞；若正确答案是类别 2（{z3}），±10 之内脚本处处给出 ∞。这样画出的图会有损失函数本来没有的悬崖。解决办法由来已久：先减去最大的 logit {zMax}，再对和式而不是对商取对数：{ceLogits}。',
  },
  sources: ['extreme-logit-2025'],
  ours: {
    en: 'The note does not say how it computed its softmax; this is one way in which pictures go wrong.',
    zh: '原文未说明 softmax 如何计算；这里展示的是图像出错的一种可能。',
  },
};
