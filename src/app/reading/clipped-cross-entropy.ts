import type { Reading } from './reading.ts';

export const clippedCrossEntropy: Reading = {
  question: {
    en: 'What does a clipped probability do to the slope?',
    zh: '概率截断会对梯度造成什么影响？',
  },
  look: {
    en: 'Some programs keep each probability between 10⁻⁷ and 1 − 10⁻⁷ before they take the logarithm, Keras for one. One plot is the exact cross-entropy, the other clips. Clipped, it never rises above 16.12, and from there on its slope is exactly 0: a dead corner at the upper left.',
    zh: '有些程序（例如 Keras）在取对数之前，先把概率限制在 10⁻⁷ 与 1 − 10⁻⁷ 之间。两图之一是精确的交叉熵，另一幅做了截断。截断之后，损失不会超过 16.12，到了那里坡度恰好为 0：左上角成了一块死区。',
  },
  steps: [
    {
      text: {
        en: 'Zoom out to ±20. The wrong side loses its slope on 18 % of the plane; the exact surface climbs on.',
        zh: '把窗口放大到 ±20：判错的一侧有占全图 18 % 的区域失去坡度，精确曲面则继续上升。',
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
    en: 'It keeps infinities away by throwing the gradient away, just where the model is most wrong. There the clipped cross-entropy is a plateau, as the squared error is, only further out. With class 3, at −1000, as the right one the whole plane is dead at 16.12, while the true loss is about 1000 and its slope 0.7 or more. There is no need: computed from the logits, as {ceLogits}, with the largest one as {zMax}, nothing overflows and nothing has to be clipped.',
    zh: '它避开了无穷大，代价是恰恰在模型错得最厉害的地方丢掉了梯度。在那里，截断的交叉熵和平方误差一样是平地，只是更靠外。若正确答案是 −1000 处的类别 3，整个平面都停在 16.12，没有坡度，而真实的损失约为 1000，坡度不小于 0.7。其实不必如此：直接由 logit 计算 {ceLogits}，其中 {zMax} 为最大的 logit，就不会溢出，也无需截断。',
  },
  sources: ['extreme-logit-2025'],
  ours: {
    en: 'The note does not say how it computed its losses; clipping is one usual way.',
    zh: '原文未说明损失如何计算；截断是常见做法之一。',
  },
};
