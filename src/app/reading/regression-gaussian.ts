import type { Reading } from './reading.ts';

export const regressionGaussian: Reading = {
  look: {
    en: 'A line {line} through 20 points with normal noise; slope across, intercept up. The squared error, left, is one bowl. Cross-entropy of the same outputs has a value on 3 % of the window only; elsewhere (hatched) some output is not between 0 and 1: −1.5 has no logarithm.',
    zh: '用直线 {line} 拟合 20 个带正态噪声的点，横轴为斜率，纵轴为截距。左图的平方误差是一个碗。对同样的输出，交叉熵只在窗口的 3% 上有定义，其余（画为斜线）总有输出不在 0 与 1 之间，而 −1.5 这样的数没有对数。',
  },
  steps: [
    {
      text: {
        en: 'Colour the smallest curvature: on the left it is the same everywhere, above 0.',
        zh: '让颜色表示最小曲率：左图处处相同，且大于 0。',
      },
      state: { quantity: 'lambda_min' },
    },
    {
      text: {
        en: 'Lift the last point by 10: the slope of the best line goes from 0.91 to 2.27.',
        zh: '把最后一点抬高 10：最佳直线的斜率由 0.91 变为 2.27。',
      },
      state: { params: { outlier: 10 } },
    },
    {
      text: {
        en: 'Take the noise away: the best line is the true one, (1, −0.5).',
        zh: '去掉噪声：最佳直线就是真实直线 (1, −0.5)。',
      },
      state: { params: { noise: 0 } },
    },
  ],
  answer: {
    en: 'Minus the logarithm of the normal density is {gaussian} plus what does not depend on the line. So the line of least squared error is the one under which the data are most probable, if the noise is normal and equally strong everywhere. The price: a point pulls in proportion to its distance, so one wrong point can pull as hard as you like. Cross-entropy is less easily bent, but not immune: a wrong label costs without limit, though its pull on the logit is at most 1.',
    zh: '正态密度取负对数，就是 {gaussian} 加上与直线无关的项。所以只要噪声服从正态分布且处处一样强，平方误差最小的直线，就是使这些数据出现的可能性最大的直线。代价是：每个点的拉力与偏差成正比，一个坏点的拉力可以要多大有多大。交叉熵不那么容易被带偏，但也并非不受影响：错误标签的损失没有上限，只是它对 logit 的拉力至多为 1。',
  },
  sources: ['likelihood-post-2025', 'wang-bovik-2009', 'hacpai-2018'],
  ours: {
    en: 'The data, the outlier and the window are our choice.',
    zh: '数据、离群点与窗口范围是我们的选择。',
  },
};
