import type { Reading } from './reading.ts';

export const clippedCrossEntropy: Reading = {
  question: {
    en: 'What does a clipped probability do to the slope?',
    zh: '概率截断会对梯度造成什么影响？',
  },
  look: {
    en: 'Some programs, Keras for one, keep each probability between 10⁻⁷ and 1 − 10⁻⁷ before they take the logarithm. Clipped so, the cross-entropy never rises above 16.12, and there its slope is exactly 0: a dead corner at the upper left. Beside it, the exact one.',
    zh: '有些程序（例如 Keras）在取对数之前，先把概率限制在 10⁻⁷ 与 1 − 10⁻⁷ 之间。这样截断的交叉熵不会超过 16.12，到了那里坡度恰好为 0：左上角成了一块死区。旁边是精确的交叉熵。',
  },
  steps: [
    {
      text: {
        en: 'Zoom out to ±20: at the upper left 18 % of the plane has lost its slope.',
        zh: '放大到 ±20：左上方有占全图 18% 的区域失去坡度。',
      },
      state: { window: { u: [-20, 20], v: [-20, 20] } },
    },
    {
      text: {
        en: 'Zoom to the edge of the dead corner: a kink, then nothing.',
        zh: '放大到死区边缘：一道折痕，之后毫无变化。',
      },
      state: { window: { u: [-10, -6], v: [6, 10] } },
    },
  ],
  answer: {
    en: 'It keeps infinity away by throwing the gradient away, just where the model is most wrong: a plateau like the squared error’s, only farther out. With class 2 ({z3}) right, the whole plane is dead at 16.12, while the true loss is about 1000 and its slope 0.7 or more. There is no need for it: {ceLogits}, with the largest logit {zMax}, neither overflows nor needs a clip.',
    zh: '它避开了无穷大，代价是恰恰在错得最厉害的地方丢掉了梯度：和平方误差一样成了平地，只是更靠外。若正确答案是类别 2（{z3}），整个平面都停在 16.12，而真实的损失约为 1000，坡度不小于 0.7。其实不必如此：用 {ceLogits} 计算（{zMax} 为最大的 logit），既不会溢出，也无需截断。',
  },
  sources: ['extreme-logit-2025'],
  ours: {
    en: 'The note does not say how it computed its losses; clipping is one usual way.',
    zh: '原文未说明损失如何计算；截断是常见做法之一。',
  },
};
