import type { Reading } from './reading.ts';

export const regressionGaussian: Reading = {
  question: {
    en: 'Why is the squared error right for regression?',
    zh: '回归问题为什么用平方误差？',
  },
  look: {
    en: 'A line {line} through points with normal noise; the plane is slope and intercept. The squared error is one bowl. Cross-entropy of the same outputs has no value (hatched) wherever an output is not between 0 and 1: −1.5 has no logarithm.',
    zh: '用直线 {line} 拟合带正态噪声的点，平面的两轴是斜率与截距。平方误差是一个碗。对同样的输出，只要有一个不在 0 与 1 之间，交叉熵就没有定义（画为斜线），因为 −1.5 这样的数没有对数。',
  },
  steps: [
    {
      text: {
        en: 'Use linear colours: the bowl is the same everywhere, it has one curvature.',
        zh: '改用线性色阶：这个碗处处曲率相同。',
      },
      state: { scale: 'linear' },
    },
  ],
  answer: {
    en: 'Minus the logarithm of the normal density is {gaussian} plus what does not depend on the line. So the least squared error is the most probable line, if the noise is normal and equally strong everywhere. The price: a point pulls in proportion to its distance, so one wrong point can pull as hard as you like. Cross-entropy is less easily bent, but not immune: a wrong label costs without limit, though its pull on the logit is at most 1.',
    zh: '正态密度取负对数，就是 {gaussian} 加上与直线无关的项。所以只要噪声服从正态分布且处处一样强，平方误差最小的直线就是可能性最大的直线。代价是：每个点的拉力与偏差成正比，一个坏点的拉力可以要多大有多大。交叉熵不那么容易被带偏，但也并非不受影响：错误标签的损失没有上限，只是它对 logit 的拉力至多为 1。',
  },
  sources: ['likelihood-post-2025', 'wang-bovik-2009', 'hacpai-2018'],
  ours: {
    en: 'The data and the outlier are our choice.',
    zh: '数据与离群点是我们的选择。',
  },
};
