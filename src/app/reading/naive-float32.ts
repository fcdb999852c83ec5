import type { Reading } from './reading.ts';

export const naiveFloat32: Reading = {
  question: {
    en: 'Where does a softmax break that is computed as the textbook writes it?',
    zh: '照教科书的公式直接计算 softmax，会在哪里出错？',
  },
  look: {
    en: 'One plot is the exact cross-entropy. The other is what a first script gets in float32: {exponential}, sum, divide, logarithm. Where a probability rounds to 0 its loss is ∞. Where {exponential} of the right class overflows, above z = 88.7, there is no value at all (hatched).',
    zh: '一幅图是精确的交叉熵，另一幅是初学者的脚本在 float32 下算出的结果：先求 {exponential}，再求和、相除、取对数。概率若舍入为 0，损失便成了 ∞；正确类别的 z 超过 88.7 时，{exponential} 溢出，损失没有定义（画为斜线）。',
  },
  steps: [
    {
      text: {
        en: 'Zoom out to ±120. A wedge of ∞, and hatching where {exponential} overflows or all of it underflows.',
        zh: '把窗口放大到 ±120：有一片 ∞，还有因 {exponential} 上溢或全部下溢而画斜线的区域。',
      },
      state: { window: { u: [-120, 120], v: [-120, 120] } },
    },
    {
      text: {
        en: 'Zoom to the lower right: the loss turns into exactly 0 too early, in stairs.',
        zh: '放大到右下角：损失呈阶梯状下降，过早地变成了 0。',
      },
      state: { window: { u: [6, 10], v: [-10, -6] } },
    },
  ],
  answer: {
    en: 'These are faults of the arithmetic, not of the loss. At (10, −10) the true loss is 2 · 10⁻⁹ and the script says 0. At (−52, 52) the true one is 104 and the script says ∞. With class 3, at −1000, as the right one the script says ∞ on the whole of ±10. A picture made this way shows cliffs that the loss does not have. The remedy is old: subtract the largest logit first, {zMax}, and take the logarithm of the sum, not of the quotient: {ceLogits}.',
    zh: '这些都是算术的毛病，不是损失函数的毛病。在 (10, −10) 处，真实损失为 2 · 10⁻⁹，脚本给出 0；在 (−52, 52) 处，真实损失为 104，脚本给出 ∞。若正确答案是 −1000 处的类别 3，在 ±10 的整个窗口内脚本都给出 ∞。这样画出的图会有损失函数本来没有的悬崖。解决办法由来已久：先减去最大的 logit {zMax}，再对和式取对数，而不是对商取对数：{ceLogits}。',
  },
  sources: ['extreme-logit-2025'],
  ours: {
    en: 'The note does not say how it computed its softmax; this is one way in which pictures go wrong.',
    zh: '原文未说明 softmax 如何计算；这里展示的是图像出错的一种可能。',
  },
};
