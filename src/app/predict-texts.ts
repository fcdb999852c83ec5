/** The texts of "predict first", in both languages. Loaded when something is hidden. */
import type { Experiment } from '../core/experiment.ts';
import { lossName } from './names.ts';
import { fill, type Language } from './texts.ts';

const TEXTS = {
  question: { en: 'What will the surface of {loss} look like?', zh: '{loss}的曲面会是什么样？' },
  arrowsQuestion: {
    en: 'Where will the arrows point, and where will they be long?',
    zh: '箭头会指向哪里？哪里长，哪里短？',
  },
  reading: {
    en: 'What is written here tells of the surface of {loss}, which is hidden.',
    zh: '这段说明会透露{loss}的曲面形状，暂不显示。',
  },
  claims: {
    en: 'The claims tell of the surface of {loss}, which is hidden.',
    zh: '这些论断会透露{loss}的曲面形状，暂不显示。',
  },
  readingSlopes: {
    en: 'What is written here tells where the arrows point, which is hidden.',
    zh: '这段说明会透露箭头的方向，暂不显示。',
  },
  invitation: { en: 'Predict, then reveal.', zh: '先猜一猜，再揭晓。' },
  reveal: { en: 'Reveal', zh: '揭晓' },
  revealArrows: { en: 'Reveal the arrows', zh: '显示箭头' },
  hideAgain: { en: 'Hide again', zh: '重新遮住' },
  hideArrows: { en: 'Hide them again', zh: '重新隐藏' },
} as const satisfies Record<string, Record<Language, string>>;

/** What would tell of a panel that is covered. */
export type Telling = 'reading' | 'claims';

export function predictText(
  key: Exclude<keyof typeof TEXTS, 'question' | Telling>,
  language: Language,
): string {
  return TEXTS[key][language];
}

/** What is asked in the place of a panel's picture. */
export function predictQuestion(experiment: Experiment, panel: 0 | 1, language: Language): string {
  return fill(TEXTS.question[language], { loss: lossWithin(experiment, panel, language) });
}

/** What stands in the place of words that tell of a covered panel. */
export function predictTelling(
  telling: Telling,
  experiment: Experiment,
  panel: 0 | 1,
  language: Language,
): string {
  return fill(TEXTS[telling][language], { loss: lossWithin(experiment, panel, language) });
}

/** A panel's loss within a sentence; MSE stays what it is. */
function lossWithin(experiment: Experiment, panel: 0 | 1, language: Language): string {
  const name = lossName(experiment.losses[panel], experiment, language);
  return /^[A-Z][a-z]/.test(name) ? name[0]!.toLowerCase() + name.slice(1) : name;
}
