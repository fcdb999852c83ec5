import type { Reading } from './reading.ts';

export const marginLoss: Reading = {
  look: {
    en: 'The hinge, left, adds {margin} for each wrong class j, t being the right one. Once the right class leads both others by 1 it is exactly 0, without a slope: on 26 % of this window. Cross-entropy never gets to 0; it fades, and at (4, −4) its slope is still 0.018.',
    zh: '左图的合页损失对每个错误类别 j 累加 {margin}，其中 t 为正确类别。正确类别领先另外两类 1 以上，损失就恰好为 0，坡度也为 0，占窗口的 26%。交叉熵永远不会到 0，只是逐渐减弱，在 (4, −4) 处坡度仍有 0.018。',
  },
  steps: [
    {
      text: {
        en: 'Set {z3} to −1000: one straight ramp remains, with one kink.',
        zh: '把 {z3} 设为 −1000：只剩一面斜坡和一道折痕。',
      },
      state: { params: { value: -1000 } },
    },
    {
      text: {
        en: 'Squared error on the right: at (−4, 4) its slope is 0.012, the hinge’s 2.24.',
        zh: '右图换成均方误差：在 (−4, 4) 处坡度只有 0.012，合页损失为 2.24。',
      },
      state: { losses: ['hinge', 'mse'] },
    },
    {
      text: {
        en: 'Make class 2 ({z3}) right: both fall to the lower left.',
        zh: '把类别 2（{z3}）设为正确答案：都向左下方下降。',
      },
      state: { params: { target: 2 } },
    },
  ],
  answer: {
    en: 'It works, and the blog is right to name it. Like cross-entropy it is convex and keeps its slope where the model is wrong: 2.24 against 1.40 at (−4, 4). It differs at the other end. Behind the margin it is content, so easy samples move nothing, and its logits say nothing about probabilities. Cross-entropy keeps asking for more, ever more softly. At a kink the hinge’s slope jumps; descent copes with that.',
    zh: '可行，那篇博客提到它是有道理的。它和交叉熵一样是凸的，判错时仍有坡度：在 (−4, 4) 处为 2.24，交叉熵为 1.40。差别在另一端：领先超过间隔后它便满足了，容易的样本不再起作用，它的 logit 也不代表概率；交叉熵则始终要求更多，只是越来越温和。合页损失的坡度在折痕处会跳变，梯度下降应付得来。',
  },
  sources: ['blog-2017'],
  ours: {
    en: 'The hinge is that of Weston & Watkins 1999; three classes and the window are our choice.',
    zh: '合页损失采用 Weston 与 Watkins（1999）的形式；三个类别与窗口范围是我们的选择。',
  },
};
