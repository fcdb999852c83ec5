import type { Reading } from './reading.ts';

export const logisticThreeSamples: Reading = {
  look: {
    en: 'Inputs 1 and 3 belong to class 1, input −2 to class 0. At weight −6 and bias 0 all three are wrong. There cross-entropy has the slope 6.0 along the weight, the squared error 0.0025: its gradient has one more factor, {sigmoidSlope}.',
    zh: '输入 1 和 3 属于类别 1，输入 −2 属于类别 0。在权重 −6、偏置 0 处，三个样本全部判错。沿权重方向，交叉熵的斜率为 6.0，平方误差只有 0.0025，因为它的梯度多了一个因子 {sigmoidSlope}。',
  },
  steps: [
    {
      text: {
        en: 'Zoom out to ±12: on the left, where all is wrong, only one stays steep.',
        zh: '把窗口扩大到 ±12：左侧全部判错之处，只有一个曲面依然陡。',
      },
      state: { window: { u: [-12, 12], v: [-12, 12] } },
    },
    {
      text: {
        en: 'Move the input of class 0 to 2, between the others: no weight is right now.',
        zh: '把类别 0 的输入改为 2，夹在另外两个之间：再没有全对的权重。',
      },
      state: { params: { c: 2 } },
    },
    {
      text: {
        en: 'Open the slices: both losses with their derivatives.',
        zh: '打开“切片”，查看两种损失及其导数。',
      },
      state: { tab: 'slices' },
    },
  ],
  answer: {
    en: 'One sample with output {h} has {ceWeight} and {mseWeight}. The factor {hSlope} is nearly 0 wherever {h} is near 0 or 1, right or wrong. From weight −6 at rate 0.1 cross-entropy turns the weight positive in 11 steps; the squared error is at −5.7 after 1000. The note prints {ceWeightPrinted}, the wrong sign, and twice so for the squared error. Right are its second derivatives and its warning of plots against {h}: training moves weights, not outputs.',
    zh: '对输出为 {h} 的一个样本，{ceWeight}，{mseWeight}。只要 {h} 接近 0 或 1，无论对错，因子 {hSlope} 都近乎 0。从权重 −6 出发、学习率取 0.1，用交叉熵 11 步权重便已变正，用平方误差走 1000 步仍在 −5.7。原文把交叉熵的导数印成 {ceWeightPrinted}，符号反了，平方误差也有两处如此；二阶导数则是对的。原文提醒不要看“梯度随 {h} 变化”的图，也说得对：训练改变的是权重，不是输出。',
  },
  sources: ['softmax-note-2022'],
  ours: {
    en: 'The bias as second axis and the three inputs are our choice.',
    zh: '以偏置为第二轴以及三个输入的取值，是我们的选择。',
  },
};
