import type { Reading } from './reading.ts';

export const naiveFloat32: Reading = {
  look: {
    en: 'Class 2 is right, and {z3} is at −100. Left, the exact cross-entropy. Right, what a first script gets in float32: {exponential}, sum, divide, logarithm. On 52 % of the window the probability rounds to 0 and the loss to ∞; nearby it goes in steps.',
    zh: '正确答案是类别 2，而 {z3} 固定在 −100。左图是精确的交叉熵；右图是初学者的脚本在 float32 下的结果：求 {exponential}、求和、相除、取对数。在窗口的 52% 上，概率舍入为 0，损失成了 ∞；附近则呈阶梯状。',
  },
  steps: [
    {
      text: {
        en: 'Set {z3} to −1000: {exponential} is 0, the loss ∞ everywhere.',
        zh: '把 {z3} 设为 −1000：{exponential} 为 0，损失处处为 ∞。',
      },
      state: { params: { value: -1000 } },
    },
    {
      text: {
        en: 'Set {z3} to 1000: {exponential} is ∞, and ∞/∞ is no number.',
        zh: '把 {z3} 设为 1000：{exponential} 为 ∞，而 ∞/∞ 没有定义。',
      },
      state: { params: { value: 1000 } },
    },
    {
      text: {
        en: 'Make class 0 right and zoom to the lower right: stairs, then 0 too early.',
        zh: '以类别 0 为正确答案，放大右下角：先是阶梯，然后过早变成 0。',
      },
      state: { params: { target: 0 }, window: { u: [6, 10], v: [-10, -6] } },
    },
  ],
  answer: {
    en: 'These are faults of arithmetic, not of the loss. At (5, 5) the true loss is 105.7, the script says ∞. At (3, 3) it is 103.69 and the script says 103.28. With class 0 right it is 2 · 10⁻⁹ at (10, −10), and the script says 0. Pictures made so show cliffs that the loss does not have. The remedy is old: subtract the largest logit {zMax}, and take the logarithm of the sum, not of the quotient: {ceLogits}, with {zt} for the right class.',
    zh: '这些都是算术的毛病，不是损失函数的毛病。在 (5, 5) 处，真实损失为 105.7，脚本给出 ∞；在 (3, 3) 处应为 103.69，脚本给出 103.28；若正确答案是类别 0，则 (10, −10) 处应为 2 · 10⁻⁹，脚本给出 0。这样画出的图会有损失函数本来没有的悬崖。解决办法由来已久：先减去最大的 logit {zMax}，再对和式而不是对商取对数：{ceLogits}，其中 {zt} 属于正确类别。',
  },
  sources: ['extreme-logit-2025'],
  ours: {
    en: 'The note does not say how it computed its softmax; this is one way in which pictures go wrong. The value −100 is our choice.',
    zh: '原文未说明 softmax 如何计算；这里展示的是图像出错的一种可能，−100 是我们的选择。',
  },
};
