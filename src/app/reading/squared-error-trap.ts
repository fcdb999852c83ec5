import type { Reading } from './reading.ts';

export const squaredErrorTrap: Reading = {
  look: {
    en: 'Seven samples; coefficient across, intercept up. Along intercept 0 the squared error has its minimum at 0.12 and, left of it, a ridge at −0.38. Beyond the ridge the arrows point away from the minimum. Those of cross-entropy all lead back.',
    zh: '七个样本，横轴为系数，纵轴为截距。看截距为 0 的一行：平方误差在系数 0.12 处最小，左侧 −0.38 处却隆起一道脊，越过它，箭头便背离最小值；交叉熵的箭头则全都指回来。',
  },
  steps: [
    {
      text: {
        en: 'Zoom to the ridge: only on the right do the arrows part.',
        zh: '放大到脊附近：只有右图的箭头向两边分开。',
      },
      state: { window: { u: [-1, 0.5], v: [-0.75, 0.75] } },
    },
    {
      text: {
        en: 'Use linear colours: a bowl on the left, terraces on the right.',
        zh: '改用线性色阶：左图是碗，右图像梯田。',
      },
      state: { scale: 'linear' },
    },
    {
      text: {
        en: 'Put the hinge on the right: convex too, no ridge.',
        zh: '右图换成合页损失：也是凸的，没有脊。',
      },
      state: { losses: ['cross-entropy', 'hinge'] },
    },
  ],
  answer: {
    en: 'Yes. From (−1, 0) at rate 0.1 the squared error leads left: after 5000 steps the coefficient is −2.5 and the loss 2.50, with 0.84 to be had near (0.06, 1.68). It has given up on two samples: the outputs for the input 10 are 0 instead of 1, where the sigmoid is flat. Cross-entropy ends at its minimum (0.11, 1.68); convex, it has nowhere else to end. One sample alone makes no such trap. It takes several that pull apart.',
    zh: '会。从 (−1, 0) 出发、学习率取 0.1，平方误差引向左方：5000 步后系数为 −2.5，损失为 2.50，而在 (0.06, 1.68) 附近本可降到 0.84。它放弃了两个样本：输入 10 的输出是 0 而不是 1，而 sigmoid 在那里是平的。交叉熵到达自己的最小值 (0.11, 1.68)：它是凸的，别无去处。单独一个样本不会形成陷阱，要有几个样本往不同方向拉才行。',
  },
  sources: ['zumel-mount'],
  ours: {
    en: 'The intercept as second axis is our choice.',
    zh: '以截距为第二轴，是我们的选择。',
  },
};
