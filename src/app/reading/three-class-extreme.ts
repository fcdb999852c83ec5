import type { Reading } from './reading.ts';

export const threeClassExtreme: Reading = {
  look: {
    en: 'One sample over the logits {z1} and {z2}; class 0 ({z1}) is right, so training should go to the lower right. At the upper left the model is sure and wrong. There cross-entropy has the slope {ceSlope}, about 1.41; the squared error has {mseSlope}, which is 4 · 10⁻⁹ in the corner: flat.',
    zh: '一个样本，横纵轴为 {z1} 与 {z2}，正确答案是类别 0（{z1}），训练应当走向右下方；左上方则是很有把握却判错的区域。在那里，交叉熵的坡度为 {ceSlope}，约 1.41；均方误差的坡度为 {mseSlope}，到角上只剩 4 · 10⁻⁹，几乎是平的。',
  },
  steps: [
    {
      text: {
        en: 'Use linear colours: two plains and a smooth ramp on the right. No cliff.',
        zh: '改用线性色阶：右图是两片平地加一段平缓的斜坡，没有悬崖。',
      },
      state: { scale: 'linear' },
    },
    {
      text: {
        en: 'Move {z3} from −1000 to 0. The flat corner stays: −1000 did not make it.',
        zh: '把 {z3} 从 −1000 改为 0：平坦区仍在，可见它并非 −1000 造成的。',
      },
      state: { params: { value: 0 } },
    },
    {
      text: {
        en: 'Make class 2 ({z3}) right: only cross-entropy still pulls towards it.',
        zh: '把类别 2（{z3}）设为正确答案：只有交叉熵还在向它拉。',
      },
      state: { params: { target: 2 } },
    },
  ],
  answer: {
    en: 'True: after a softmax the squared error is not convex, and here its slope has the factor {p1}, the probability of the right class. Sure and wrong, it hardly learns: from (−5, 5) at rate 1 the right class gets 50 % after 8277 steps. Cross-entropy, whose gradient is {ceGradient}, takes 6. Not true: cliffs, chaos, explosions. The surface is smooth, its slope at most 0.28, with class 2 so far off its arrows point as those of cross-entropy do, and are only too short. Well started, it trains classifiers too.',
    zh: '属实的部分：softmax 之后的均方误差不是凸函数，在这个平面上，它的坡度含有因子 {p1}，即正确类别的概率，所以错得越有把握，学得越慢。从 (−5, 5) 出发、学习率取 1，要 8277 步才能让正确类别的概率达到 50%；交叉熵的梯度为 {ceGradient}，只需 6 步。不属实的部分：悬崖、混乱、梯度爆炸。曲面是光滑的，坡度至多 0.28，类别 2 远远落后，箭头方向与交叉熵完全一致，只是太短。若初值合适，均方误差同样能训练分类器。',
  },
  sources: ['extreme-logit-2025', 'thakur'],
  ours: {
    en: 'The note does not say which class is right, nor how it computed the softmax; class 0 is our choice.',
    zh: '原文未说明哪一类是正确答案，也未说明 softmax 如何计算；取类别 0 是我们的选择。',
  },
};
