import type { Reading } from './reading.ts';

export const clippedCrossEntropy: Reading = {
  look: {
    en: 'Class 2 is right, and {z3} is at −1000. Left, the exact cross-entropy: about 1000, with a slope of 0.7 or more. Right, as Keras computes it: probabilities are first kept between 10⁻⁷ and 1 − 10⁻⁷. So it is 16.12 everywhere, and its slope is exactly 0.',
    zh: '正确答案是类别 2，而 {z3} 固定在 −1000。左图是精确的交叉熵，约为 1000，坡度不小于 0.7。右图按 Keras 的做法，先把概率限制在 10⁻⁷ 与 1 − 10⁻⁷ 之间，于是处处等于 16.12，坡度恰好为 0。',
  },
  steps: [
    {
      text: {
        en: 'Raise {z3} to −15: a kink comes into view, and beyond it a slope.',
        zh: '把 {z3} 提高到 −15：出现一道折痕，折痕之外才有坡度。',
      },
      state: { params: { value: -15 } },
    },
    {
      text: {
        en: 'Make class 0 right: only two corners are dead.',
        zh: '把类别 0 设为正确答案：只有两个角没有坡度。',
      },
      state: { params: { target: 0 } },
    },
    {
      text: {
        en: 'The same out to ±20: 18 % dead at the upper left, where it is wrong.',
        zh: '同上，并把窗口扩大到 ±20：左上方判错之处有 18% 没有坡度。',
      },
      state: { params: { target: 0 }, window: { u: [-20, 20], v: [-20, 20] } },
    },
  ],
  answer: {
    en: 'It keeps infinity away by throwing the gradient away, just where the model is most wrong: a plateau like the squared error’s, only farther out. From there descent cannot start at all. There is no need for it: {ceLogits}, with {zt} for the right class and {zMax} for the largest, neither overflows nor needs a clip.',
    zh: '它避开了无穷大，代价是恰恰在错得最厉害的地方丢掉了梯度：和平方误差一样成了平地，只是更靠外，梯度下降在那里根本无法起步。其实不必如此：用 {ceLogits} 计算，其中 {zt} 属于正确类别，{zMax} 为最大者，既不会溢出，也无需截断。',
  },
  sources: ['extreme-logit-2025'],
  ours: {
    en: 'The note does not say how it computed its losses. The fixed class as the right one is our choice.',
    zh: '原文未说明损失如何计算；以被固定的类别为正确答案，是我们的选择。',
  },
};
