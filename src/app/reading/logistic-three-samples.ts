import type { Reading } from './reading.ts';

export const logisticThreeSamples: Reading = {
  question: {
    en: 'Where does each loss stop teaching a single weight?',
    zh: '只有一个权重时，两种损失在哪里不再提供梯度？',
  },
  look: {
    en: 'The inputs 1 and 3 belong to class 1, the input −2 to class 0. The plane is the weight and the bias. At weight −6 and bias 0 all three are wrong. There cross-entropy has the slope 6.0 along the weight, the squared error 0.0025: its gradient has the extra factor {sigmoidSlope}.',
    zh: '输入 1 和 3 属于类别 1，输入 −2 属于类别 0，平面的两轴是权重与偏置。在权重 −6、偏置 0 处，三个样本全部判错。沿权重方向，交叉熵的斜率为 6.0，平方误差只有 0.0025，因为它的梯度多了一个因子 {sigmoidSlope}。',
  },
  steps: [
    {
      text: {
        en: 'Zoom out to ±12. The squared error grows flat on the left, cross-entropy does not.',
        zh: '把窗口放大到 ±12：左侧的平方误差越来越平，交叉熵却不会。',
      },
      state: { window: { u: [-12, 12], v: [-12, 12] } },
    },
    {
      text: {
        en: 'Change the input of class 0 to 2, between the others. No weight is right for all three now; cross-entropy is one bowl still.',
        zh: '把类别 0 的输入改为 2，夹在另外两个之间。此时没有权重能让三者全对，但交叉熵仍是一个碗。',
      },
      state: { params: { a: 1, b: 3, c: 2 } },
    },
    {
      text: {
        en: 'Open the slices: both losses with their first and second derivatives.',
        zh: '打开“切片”，对照两种损失及其一阶、二阶导数。',
      },
      state: { params: { a: 1, b: 3, c: -2 }, tab: 'slices' },
    },
  ],
  answer: {
    en: 'For one sample with the output {h}, {ceWeight} and {mseWeight}. The factor h′ is nearly 0 wherever the output is near 0 or 1, be it right or wrong. So from weight −6 at rate 0.1 the weight becomes positive after 11 steps on cross-entropy; on the squared error a thousand steps do not get beyond −5.6. The note prints {ceWeightPrinted} for cross-entropy, the wrong sign, and twice so for the squared error; its second derivatives are right. It warns rightly of plotting gradients against {h}: training moves weights, not outputs.',
    zh: '对输出为 {h} 的一个样本，{ceWeight}，{mseWeight}。只要输出接近 0 或 1，无论对错，因子 h′ 都近乎 0。因此从权重 −6 出发、学习率取 0.1，用交叉熵 11 步权重就已变正；用平方误差，一千步后仍未越过 −5.6。原文把交叉熵的导数印成 {ceWeightPrinted}，符号反了，平方误差也有两处如此；二阶导数则是对的。原文还提醒，画“梯度随 {h} 变化”的图会误导人，这一点说得对：训练改变的是权重，而不是输出。',
  },
  sources: ['softmax-note-2022'],
  ours: {
    en: 'The bias as second axis and the three inputs are our choice.',
    zh: '以偏置为第二轴以及三个输入的取值，是我们的选择。',
  },
};
