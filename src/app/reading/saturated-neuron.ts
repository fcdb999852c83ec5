import type { Reading } from './reading.ts';

export const saturatedNeuron: Reading = {
  look: {
    en: 'One neuron with input 1 should answer 0; the plane is its weight and bias. Nielsen starts it at (0.6, 0.9), where it answers 0.82, and at (2, 2), where it answers 0.98. At (2, 2) cross-entropy has the slope 1.39, the squared error 0.025.',
    zh: '一个神经元，输入为 1，应当输出 0，平面的两轴是权重与偏置。Nielsen 取了两个初值：(0.6, 0.9)，输出 0.82；(2, 2)，输出 0.98。在 (2, 2) 处，交叉熵的坡度为 1.39，平方误差只有 0.025。',
  },
  steps: [
    {
      text: {
        en: 'Zoom to the mild start (0.6, 0.9): slopes 1.16 and 0.17.',
        zh: '放大到较好的初值 (0.6, 0.9)：坡度为 1.16 与 0.17。',
      },
      state: { window: { u: [0.1, 1.1], v: [0.4, 1.4] } },
    },
    {
      text: {
        en: 'Zoom to the bad start (2, 2): steeper on the left, flatter on the right.',
        zh: '放大到较差的初值 (2, 2)：左图更陡，右图反而更平。',
      },
      state: { window: { u: [1.5, 2.5], v: [1.5, 2.5] } },
    },
    {
      text: {
        en: 'Zoom out to ±12: where the answer is wrong, only one is a plateau.',
        zh: '把窗口扩大到 ±12：判错之处，只有一个变成平地。',
      },
      state: { window: { u: [-12, 12], v: [-12, 12] } },
    },
  ],
  answer: {
    en: 'The squared error’s slope has the factor {sigmoidSlope}, 0.018 at (2, 2). At rate 0.15 its answer comes below 0.1 after 469 steps, with cross-entropy after 50. Nielsen runs cross-entropy at rate 0.005, which takes 1517, and has the derivative by the output where that by the weighted input is due. Rates matter: with first steps of equal length, cross-entropy (rate 0.0026) takes 2864, the slower one. Its gain: at one rate, large errors get large steps.',
    zh: '平方误差的坡度含有因子 {sigmoidSlope}，在 (2, 2) 处只有 0.018。学习率取 0.15 时，输出降到 0.1 以下需要 469 步，交叉熵只需 50 步。Nielsen 对交叉熵取 0.005，此时要 1517 步；他的页面还在该对加权输入求导之处写成了对输出求导。可见学习率很关键：若令两者第一步等长，交叉熵的学习率只有 0.0026，要 2864 步，反而更慢。它的好处是：同一学习率下，误差大处步子也大。',
  },
  sources: ['nielsen'],
  ours: {
    en: 'The window is our choice.',
    zh: '窗口范围是我们的选择。',
  },
};
