/**
 * The sources that claims and presets cite: the notes that this project grew from, and what they lean on. What each
 * of them says stands in our words with the claims; titles are as published.
 */

export interface Source {
  /** Author and year, as a citation has them; a note without an author is named by what it is. */
  readonly name: string;
  /** As published; in both languages where it has none and our words stand for it. */
  readonly title: string | Translated;
  /** Where it was published, or an address that does not change. */
  readonly where: string | Translated;
}

interface Translated {
  readonly en: string;
  readonly zh: string;
}

/** A text of a source in the language that is asked for, as far as it has more than one. */
export function sourceText(text: string | Translated, language: keyof Translated): string {
  return typeof text === 'string' ? text : text[language];
}

export const SOURCES = {
  'hacpai-2018': {
    name: 'moloee 2018',
    title: '为什么分类问题用 cross entropy, 而回归问题用 MSE',
    where: { en: 'hacpai.com, article 1516696419994', zh: 'hacpai.com，文章 1516696419994' },
  },
  'softmax-note-2022': {
    name: 'Softmax note 2022',
    title: '为什么Softmax回归不用MSE',
    where: {
      en: 'a note of 2022-02-28, with the GeoGebra page m/buakfzn8',
      zh: '2022-02-28 的笔记，附 GeoGebra 页面 m/buakfzn8',
    },
  },
  'likelihood-post-2025': {
    name: 'Likelihood post 2025',
    title: {
      en: 'on the hidden Gaussian of MSE and the hidden multinomial of cross-entropy',
      zh: '论 MSE 背后的高斯分布与交叉熵背后的多项分布',
    },
    where: { en: 'a post of 2025-05-06', zh: '2025-05-06 的帖子' },
  },
  'extreme-logit-2025': {
    name: 'Extreme-logit note 2025',
    title: 'The Truth Even ChatGPT Might Miss: Why MSE is Worse Than You Think for Classification',
    where: { en: 'a note of 2025-04-17', zh: '2025-04-17 的笔记' },
  },
  'blog-2017': {
    name: 'Blog 2017',
    title: 'What is the different between MSE error and Cross-entropy error in NN',
    where: { en: 'a blog post of 2017-09-05', zh: '2017-09-05 的博客文章' },
  },
  'glorot-bengio-2010': {
    name: 'Glorot & Bengio 2010',
    title: 'Understanding the difficulty of training deep feedforward neural networks',
    where: { en: 'AISTATS 2010, section 4.1 and figure 5', zh: 'AISTATS 2010，4.1 节与图 5' },
  },
  'golik-2013': {
    name: 'Golik, Doetsch & Ney 2013',
    title: 'Cross-entropy vs. squared error training: a theoretical and experimental comparison',
    where: {
      en: 'Interspeech 2013, doi 10.21437/Interspeech.2013-436',
      zh: 'Interspeech 2013，doi 10.21437/Interspeech.2013-436',
    },
  },
  nielsen: {
    name: 'Nielsen',
    title: 'Neural Networks and Deep Learning',
    where: { en: 'chapter 3', zh: '第 3 章' },
  },
  'mccaffrey-2013': {
    name: 'McCaffrey 2013',
    title:
      'Why You Should Use Cross-Entropy Error Instead Of Classification Error Or Mean Squared Error For Neural Network Classifier Training',
    where: { en: 'a blog post of 2013', zh: '2013 年的博客文章' },
  },
  'wang-bovik-2009': {
    name: 'Wang & Bovik 2009',
    title: 'Mean squared error: love it or leave it?',
    where: 'IEEE Signal Processing Magazine 2009',
  },
  'zumel-mount': {
    name: 'Zumel & Mount',
    title: 'Why not square error for classification?',
    where: { en: 'Win-Vector blog', zh: 'Win-Vector 博客' },
  },
  thakur: {
    name: 'Thakur',
    title: 'Sigmoid-MSE vs Softmax Cross-Entropy',
    where: 'Weights & Biases',
  },
} as const satisfies Record<string, Source>;

export type SourceKey = keyof typeof SOURCES;
