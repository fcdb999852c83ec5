import type { Reading } from './reading.ts';

export const threeClassExtreme: Reading = {
  question: {
    en: 'Why not mean squared error for classification?',
    zh: '分类问题为什么不用均方误差？',
  },
  look: {
    en: 'Both plots show one sample over the logits {z1} and {z2}. Class 1 is right, so training should go to the lower right. At the upper left the model is sure and wrong. There cross-entropy has the slope {ceSlope}, about 1.41. The squared error has {mseSlope}, which is 4 · 10⁻⁹ in the corner: it is flat.',
    zh: '两幅图画的是同一个样本，横纵轴为 {z1} 与 {z2}。正确答案是类别 1，训练应当走向右下方；左上方则是模型很有把握却判错的区域。在那里，交叉熵的坡度为 {ceSlope}，约 1.41；均方误差的坡度为 {mseSlope}，到角上只剩 4 · 10⁻⁹，几乎是平的。',
  },
  steps: [
    {
      text: {
        en: 'Show linear colours: the squared error is two plains and a smooth ramp. No cliff.',
        zh: '改用线性色阶：均方误差是两片平地加一段平缓的斜坡，没有悬崖。',
      },
      state: { params: { target: 0, value: -1000 }, scale: 'linear' },
    },
    {
      text: {
        en: 'Move the third logit from −1000 to 0. The flat corner stays: −1000 did not make it.',
        zh: '把第三个 logit 从 −1000 改为 0：平坦区仍在，可见它并非 −1000 造成的。',
      },
      state: { params: { target: 0, value: 0 } },
    },
    {
      text: {
        en: 'Make class 3, at −1000, the right one. Cross-entropy keeps a slope of 0.7 or more; the squared error only evens out the other two.',
        zh: '把 −1000 处的类别 3 设为正确答案：交叉熵处处保持 0.7 以上的坡度，均方误差却只会把另外两类拉平。',
      },
      state: { params: { target: 2, value: -1000 } },
    },
  ],
  answer: {
    en: 'True: after a softmax the squared error is not convex, and its slope here has the factor {p1}, the probability of the right class. Who is sure and wrong hardly learns. From (−5, 5) at rate 1 it takes 8277 steps to give class 1 more than 50 %. Cross-entropy, whose gradient is just {ceGradient}, takes 6. Not true: cliffs, chaos, exploding gradients. The surface is smooth, its slope is never above 0.28, and its arrows point exactly where those of cross-entropy point. They are only too short. From a good start it trains classifiers too.',
    zh: '属实的部分：softmax 之后的均方误差不是凸函数；在这个平面上，它的坡度含有因子 {p1}，即正确类别的概率，所以错得越有把握，学得越慢。从 (−5, 5) 出发、学习率取 1，要走 8277 步才能让类别 1 的概率超过 50 %；交叉熵的梯度就是 {ceGradient}，只需 6 步。不属实的部分：悬崖、混乱、梯度爆炸。曲面是光滑的，坡度从不超过 0.28，箭头方向也与交叉熵完全一致，只是太短。若初值合适，均方误差同样能训练分类器。',
  },
  sources: ['extreme-logit-2025', 'thakur'],
  ours: {
    en: 'The note does not say which class is right, nor how it computed the softmax; class 1 is our choice.',
    zh: '原文未说明哪一类是正确答案，也未说明 softmax 如何计算；取类别 1 是我们的选择。',
  },
};
