import type { Reading } from './reading.ts';

export const golikGradients: Reading = {
  look: {
    en: 'One sample; the right class across, a rival up. Where the rival leads so far that the right class has probability 0.01, cross-entropy has the slope 1.40, the squared error 0.055. The latter is steepest, 0.84, around probability 1/3, and fades on both sides.',
    zh: '一个样本，横轴为正确类别的 logit，纵轴为一个竞争类别的 logit。竞争类别领先到正确类别的概率只有 0.01 时，交叉熵的坡度为 1.40，平方误差只有 0.055。后者在概率 1/3 附近最陡，为 0.84，向两侧都逐渐消失。',
  },
  steps: [
    {
      text: {
        en: 'Open the curve: both gradients by the probability of the right class.',
        zh: '打开曲线：两种梯度的大小随正确类别概率的变化。',
      },
      state: { tab: 'slices', curves: true },
    },
    {
      text: {
        en: 'Zoom out to ±20: at the upper left one plot keeps its arrows.',
        zh: '把窗口扩大到 ±20：左上方只有一幅图还有箭头。',
      },
      state: { window: { u: [-20, 20], v: [-20, 20] } },
    },
    {
      text: {
        en: 'Take 100 classes. In the middle, where all are equal, slopes are 0.99 and 0.020.',
        zh: '取 100 个类别：正中各类相等，坡度为 0.99 与 0.020。',
      },
      state: { params: { classes: 100 } },
    },
  ],
  answer: {
    en: 'Small where it should be large. A random start leaves many samples at a low {pTarget}, the probability of the right class, and Golik, Doetsch & Ney found that the squared error reached no good optimum from there. They found the other side too: after cross-entropy, some training with the squared error improved the word error rate, from 30.9 to 30.5 % in speech and from 22.7 to 21.9 % in handwriting. It only needs a start where {pTarget} is not small.',
    zh: '该大的地方反而小。随机初始化时，许多样本的 {pTarget}（正确类别的概率）都很低，Golik、Doetsch 与 Ney 发现，平方误差从那里到不了好的最优解。他们也看到了另一面：先用交叉熵训练，再用平方误差继续训练，词错误率在语音上从 30.9% 降到 30.5%，在手写上从 22.7% 降到 21.9%。可见平方误差并非样样都差，它只是需要一个 {pTarget} 不太小的起点。',
  },
  sources: ['golik-2013'],
  ours: {
    en: 'One sample, the plane and the sum over the classes are our choice.',
    zh: '只取一个样本、这样的平面以及对类别求和，是我们的选择。',
  },
};
