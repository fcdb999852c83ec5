/**
 * The pane of the dock to read: what the preset shows, what to try and, when asked for, the answer. A step is a button
 * that applies its state to the page.
 */
import { computed, effect } from '@preact/signals-core';
import './reading.css';
import { SOURCES, sourceText } from '../core/sources.ts';
import type { DockHost, ShowPane } from './dock.ts';
import { element } from './dom.ts';
import { presetLine } from './preset-lines.ts';
import { READINGS, stepState } from './reading/index.ts';
import type { Reading } from './reading/reading.ts';
import { richText } from './reading/rich-text.ts';
import type { Language } from './texts.ts';
import { keptBack, toldLater } from './told-later.ts';

const LABELS = {
  look: { en: 'Look at', zh: '看什么' },
  steps: { en: 'Try this', zh: '试一试' },
  answer: { en: 'Answer', zh: '答案' },
  source: { en: 'Source: ', zh: '出处：' },
  own: {
    en: 'This experiment is your own, so nothing is written about it. Choose a preset to read about one.',
    zh: '这是自定义实验，没有配套的说明。可选择一个预设实验来阅读。',
  },
} as const satisfies Record<string, Record<Language, string>>;

export const readingView: ShowPane = (root, host) => {
  // Other changes of the state must not close an answer that is open.
  const preset = computed(() => host.state.value.preset);
  const kept = computed(() => keptBack('reading', host, host.language.value));
  let shown: string | null = null;
  let open = false;
  return effect(() => {
    const language = host.language.value;
    const name = preset.value;
    const reading = name === null ? undefined : READINGS[name];
    open = open && name === shown;
    shown = name;
    if (!reading) {
      root.replaceChildren(element('p', {}, LABELS.own[language]));
      return;
    }
    if (kept.value !== undefined) {
      // The keyboard goes on in what stands there then.
      const onReveal = () => root.parentElement?.focus();
      const title = element('h2', {}, presetLine(name!, language) ?? '');
      const later = toldLater(kept.value, host, language, onReveal);
      root.replaceChildren(element('article', { class: 'reading' }, title, later));
      return;
    }
    const answer = answerOf(reading, language);
    answer.open = open;
    answer.addEventListener('toggle', () => {
      open = answer.open;
    });
    root.replaceChildren(article(name!, language, answer, host));
  });
};

function article(preset: string, language: Language, answer: HTMLElement, { change }: DockHost): HTMLElement {
  const reading = READINGS[preset]!;
  const steps = reading.steps.map((step) => {
    const button = element('button', { type: 'button' }, ...richText(step.text[language]));
    // The name that a browser makes of a button leaves its formulas out.
    button.setAttribute('aria-label', button.textContent);
    button.addEventListener('click', () => change(stepState(preset, step)));
    return element('li', {}, button);
  });
  return element(
    'article',
    { class: 'reading' },
    element('h2', {}, presetLine(preset, language) ?? ''),
    element(
      'div',
      { class: 'columns' },
      element(
        'section',
        { class: 'look' },
        element('h3', {}, LABELS.look[language]),
        element('p', {}, ...richText(reading.look[language])),
      ),
      element(
        'section',
        { class: 'steps' },
        element('h3', {}, LABELS.steps[language]),
        element('ol', {}, ...steps),
      ),
      element('section', { class: 'answer' }, answer),
    ),
    citation(reading, language),
  );
}

function answerOf({ answer }: Reading, language: Language): HTMLDetailsElement {
  return element(
    'details',
    {},
    element('summary', {}, LABELS.answer[language]),
    element('p', {}, ...richText(answer[language])),
  );
}

function citation({ sources, ours }: Reading, language: Language): HTMLElement {
  const cited = sources.flatMap((key, n) => {
    const { name, title, where } = SOURCES[key];
    const [cited, place] = [sourceText(title, language), sourceText(where, language)];
    return language === 'zh'
      ? [n > 0 ? '；' : '', `${name}，“`, element('cite', {}, cited), `”，${place}`]
      : [n > 0 ? '; ' : '', `${name}, “`, element('cite', {}, cited), `”, ${place}`];
  });
  return element(
    'footer',
    {},
    LABELS.source[language],
    ...cited,
    language === 'zh' ? '。' : '. ',
    ours[language],
  );
}
