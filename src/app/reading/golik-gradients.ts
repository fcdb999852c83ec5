import type { Reading } from './reading.ts';

export const golikGradients: Reading = {
  question: {
    en: 'How large is the gradient where the right class is improbable?',
    zh: '正确类别的概率很低时，梯度还有多大？',
  },
  look: {
    en: 'One sample under a softmax. Where the right class has the probability 0.01, cross-entropy has a gradient of length 1.40, the mean squared error one of 0.018. The latter is longest, 0.28, at probability 1/3, and fades on both sides.',
    zh: '一个样本经过 softmax。正确类别的概率为 0.01 时，交叉熵的梯度长 1.40，均方误差只有 0.018。后者在概率 1/3 处最长，为 0.28，向两侧都逐渐消失。',
  },
  steps: [
    {
      text: {
        en: 'Arrows by magnitude: on the right they vanish on both sides.',
        zh: '箭头按梯度大小画：右图的箭头在两侧都消失了。',
      },
      state: { arrowLength: 'magnitude' },
    },
    {
      text: {
        en: 'Zoom out to ±20: where the right class is hopeless, one plot keeps its arrows.',
        zh: '放大到 ±20：正确类别毫无希望之处，只有一幅图还有箭头。',
      },
      state: { window: { u: [-20, 20], v: [-20, 20] }, arrowLength: 'magnitude' },
    },
  ],
  answer: {
    en: 'Small where it should be large. A random start leaves many samples at a low {pTarget}, the probability of the right class, and Golik, Doetsch & Ney found that the squared error did not reach a good optimum from there. They found the other side too: after training with cross-entropy, some more with the squared error improved the word error rate, from 30.9 to 30.5 % and from 22.7 to 21.9 %. So it is not worse in everything; it needs a start where {pTarget} is not small.',
    zh: '该大的地方反而小。随机初始化时，许多样本的 {pTarget}（正确类别的概率）都很低，Golik、Doetsch 与 Ney 发现，平方误差从那里到不了好的最优解。他们也看到了另一面：先用交叉熵训练，再用平方误差微调，词错误率从 30.9% 降到 30.5%，从 22.7% 降到 21.9%。可见平方误差并非样样都差，它只是需要一个 {pTarget} 不太小的起点。',
  },
  sources: ['golik-2013'],
  ours: {
    en: 'The plane is our choice; theirs were networks for speech recognition.',
    zh: '这个平面是我们的选择；他们训练的是语音识别网络。',
  },
};
