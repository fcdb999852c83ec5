import type { Reading } from './reading.ts';

export const twoModels: Reading = {
  look: {
    en: 'Three voters, three parties. Model 1 is the point (1, 0), model 2 the point (0, 1); farther out a model is surer of what it says. Both get one voter wrong: the error rate is 1/3 at both. The cross-entropy is 1.38 and 0.64.',
    zh: '三位选民，三个政党。模型 1 是点 (1, 0)，模型 2 是点 (0, 1)；离中心越远，模型越有把握。两者都判错一位选民，错误率同为 1/3；交叉熵则分别为 1.38 与 0.64。',
  },
  steps: [
    {
      text: {
        en: 'Zoom to model 1: one colour on the right, no slope.',
        zh: '放大到模型 1：右图是一片单色，没有坡度。',
      },
      state: { window: { u: [0.9, 1.1], v: [-0.1, 0.1] } },
    },
    {
      text: {
        en: 'Zoom out to ±3: real cliffs, where a decision flips.',
        zh: '把窗口扩大到 ±3：判决翻转之处，才是真正的悬崖。',
      },
      state: { window: { u: [-3, 3], v: [-3, 3] } },
    },
    {
      text: {
        en: 'Squared error on the right: it tells them apart too, 0.27 and 0.11.',
        zh: '右图换成均方误差：也能区分，为 0.27 与 0.11。',
      },
      state: { losses: ['cross-entropy', 'mse'] },
    },
  ],
  answer: {
    en: 'Model 2. Where it is right it says 0.7, not 0.4; where it is wrong it gives the right party 0.3, not 0.1. The error rate asks only which party leads, so it cannot tell, as the notes say; and descent cannot use it, for its slope is 0. Cross-entropy tells them apart. So does the squared error: the example speaks against counting mistakes, not against the squared error.',
    zh: '模型 2 更好。判对时它给出 0.7，而不是 0.4；判错时它仍给正确的政党 0.3，而不是 0.1。错误率只看谁领先，因此正如几篇文章所说，它分辨不出；它的坡度为 0，梯度下降也用不上。交叉熵能够分辨，平方误差也能：这个例子反对的是“数错误个数”，而不是平方误差。',
  },
  sources: ['mccaffrey-2013', 'hacpai-2018'],
  ours: {
    en: 'The plane through both models is our choice.',
    zh: '用一个平面把两个模型连起来，是我们的选择。',
  },
};
