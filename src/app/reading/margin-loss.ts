import type { Reading } from './reading.ts';

export const marginLoss: Reading = {
  question: {
    en: 'What if being right by a margin were enough?',
    zh: '如果只要求领先一定的间隔，会怎样？',
  },
  look: {
    en: 'The hinge on the left adds {margin} for every wrong class j. Once the right class leads both others by 1 it is exactly 0, without a slope: on 26 % of this window. Cross-entropy on the right never gets to 0; it fades, and the slope at (4, −4) is still 0.018.',
    zh: '左图的合页损失对每个错误类别 j 累加 {margin}。正确类别只要领先另外两类 1 以上，损失就恰好为 0，坡度也为 0，这占窗口的 26 %。右图的交叉熵永远不会到 0，只是逐渐减弱，在 (4, −4) 处坡度仍有 0.018。',
  },
  steps: [
    {
      text: {
        en: 'Set the third logit to −1000: what remains is one straight ramp, with one kink.',
        zh: '把第三个 logit 设为 −1000：只剩一面平直的斜坡和一道折痕。',
      },
      state: { params: { target: 0, value: -1000 } },
    },
    {
      text: {
        en: 'Put the squared error on the right. At (−4, 4) hinge has the slope 2.24, the squared error 0.0012.',
        zh: '把右图换成均方误差：在 (−4, 4) 处，合页损失的坡度为 2.24，均方误差只有 0.0012。',
      },
      state: { params: { target: 0, value: 0 }, losses: ['hinge', 'mse'] },
    },
    {
      text: {
        en: 'Make class 3 the right one: both surfaces fall towards the lower left.',
        zh: '把类别 3 设为正确答案：两个曲面都向左下方下降。',
      },
      state: { params: { target: 2, value: 0 }, losses: ['hinge', 'cross-entropy'] },
    },
  ],
  answer: {
    en: 'It works, and the blog is right to name it. Like cross-entropy it is convex and keeps its slope where the model is wrong: 2.24 against 1.40 at (−4, 4). It differs at the other end. Behind the margin it is content and moves nothing, so easy samples do not count, and its logits say nothing about probabilities. Cross-entropy keeps asking for more, ever more softly. Where the hinge has a kink its slope jumps; descent copes with that.',
    zh: '可行，那篇博客提到它是有道理的。它和交叉熵一样是凸的，判错时坡度不减：在 (−4, 4) 处为 2.24，交叉熵为 1.40。差别在另一端：领先超过间隔后它便满足了，不再推动任何东西，所以容易的样本不起作用，它的 logit 也不代表概率；交叉熵则始终要求更多，只是越来越温和。合页损失在折痕处坡度会跳变，梯度下降对此应付得来。',
  },
  sources: ['blog-2017'],
  ours: {
    en: 'The hinge is that of Weston & Watkins 1999; three classes and the window are our choice.',
    zh: '合页损失采用 Weston 与 Watkins（1999）的形式；三个类别与窗口范围是我们的选择。',
  },
};
