import type { Reading } from './reading.ts';

export const twoLayerTanh: Reading = {
  look: {
    en: 'A network with one weight in each layer, {twoLayer}, on ten random samples. Neither surface is convex, and both have a saddle in the middle, where the gradient is 0. Look at the corners: cross-entropy climbs on, the squared error levels off.',
    zh: '每层只有一个权重的网络 {twoLayer}，配十个随机样本。两个曲面都不是凸的，中心都有一个鞍点，梯度为 0。请看四角：交叉熵继续升高，平方误差则趋于平缓。',
  },
  steps: [
    {
      text: {
        en: 'Zoom out to ±12. The gradient is below 0.01 on 0.3 % of the left plot, on 49 % of the right.',
        zh: '把窗口扩大到 ±12：梯度小于 0.01 的面积，左图只占 0.3%，右图占 49%。',
      },
      state: { window: { u: [-12, 12], v: [-12, 12] } },
    },
    {
      text: {
        en: 'Take other random samples: the flat land moves.',
        zh: '换一组随机样本：平坦区换了位置。',
      },
      state: { params: { seed: 3 } },
    },
    {
      text: {
        en: 'Take 100 samples: rounder, but flat again.',
        zh: '增加到 100 个样本：更圆滑，平坦区依旧。',
      },
      state: { params: { count: 100 } },
    },
  ],
  answer: {
    en: 'Glorot & Bengio saw more severe plateaus with the squared error. So it is: within ±4 the gradient is below 0.01 on 4.7 % of the plane against 2.2 %, and on more of it in each of 20 seeds. But it is a matter of degree: cross-entropy is convex in the logits, not in the weights of two layers, and flat at the saddle too. Far out, being sure and wrong costs ever more in cross-entropy, at most 1 a sample in the squared error.',
    zh: 'Glorot 与 Bengio 观察到平方误差的平坦区更严重，确实如此：在 ±4 的窗口内，梯度小于 0.01 的面积为 4.7% 对 2.2%，试过的 20 个随机种子无一例外。不过这只是程度之别：交叉熵对 logit 是凸的，对两层权重却不是，在鞍点处同样是平的。离中心远了，原因就很清楚：错得越有把握，交叉熵的代价越大，没有上限；平方误差对每个样本至多为 1。',
  },
  sources: ['glorot-bengio-2010'],
  ours: {
    en: 'One unit a layer, the sigmoid at the output and the random samples are our choice.',
    zh: '每层一个单元、输出端用 sigmoid，以及随机样本，是我们的选择。',
  },
};
