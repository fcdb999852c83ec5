import type { Reading } from './reading.ts';

export const squaredErrorTrap: Reading = {
  question: {
    en: 'Can a loss lead descent away from its own optimum?',
    zh: '损失函数会把梯度下降引离自己的最优解吗？',
  },
  look: {
    en: 'Seven samples, a coefficient (across) and an intercept (up). Read along intercept 0. The squared error has its minimum at coefficient 0.12 and, left of it, a ridge at −0.38. Beyond the ridge the arrows point left, away from the minimum. Those of cross-entropy all lead back.',
    zh: '七个样本，横轴为系数，纵轴为截距。先看截距为 0 的那一行：平方误差在系数 0.12 处最小，而在其左侧 −0.38 处隆起一道脊。越过这道脊，箭头便指向左方，离最小值越来越远；交叉熵的箭头则全都指回来。',
  },
  steps: [
    {
      text: {
        en: 'Zoom to the ridge. The arrows part on the right plot only.',
        zh: '放大到脊附近：只有右图的箭头向两边分开。',
      },
      state: { window: { u: [-1, 0.5], v: [-0.75, 0.75] } },
    },
    {
      text: {
        en: 'Use linear colours. Cross-entropy is a bowl, the squared error has terraces.',
        zh: '改用线性色阶：交叉熵是一个碗，平方误差则像梯田。',
      },
      state: { window: { u: [-3, 3], v: [-3, 3] }, scale: 'linear' },
    },
    {
      text: {
        en: 'Put hinge on the right. It is convex too: no ridge.',
        zh: '把右图换成合页损失：它也是凸的，没有脊。',
      },
      state: { window: { u: [-3, 3], v: [-3, 3] }, losses: ['cross-entropy', 'hinge'] },
    },
  ],
  answer: {
    en: 'Yes. From (−1, 0) at rate 0.1 the squared error sends descent left: after 5000 steps the coefficient is −2.5 and the loss 2.50, while 0.84 is to be had near (0.06, 1.68). It has given up on two samples: at −2.5 the outputs for the input 10 are 0 instead of 1, and the sigmoid is flat there. Cross-entropy ends at its minimum, (0.11, 1.68). It is convex, so it has no other place to end. One hard sample alone has no such trap; it takes samples that pull in different directions.',
    zh: '会。从 (−1, 0) 出发、学习率取 0.1，平方误差把梯度下降引向左方：5000 步后系数为 −2.5，损失为 2.50，而在 (0.06, 1.68) 附近本可降到 0.84。它放弃了两个样本：系数为 −2.5 时，输入 10 的输出是 0 而不是 1，sigmoid 在那里又是平的。交叉熵则到达自己的最小值 (0.11, 1.68)：它是凸的，别无去处。单独一个样本不会形成这种陷阱，要有几个样本往不同方向拉才行。',
  },
  sources: ['zumel-mount'],
  ours: {
    en: 'The intercept as second axis is our choice.',
    zh: '以截距为第二轴，是我们的选择。',
  },
};
