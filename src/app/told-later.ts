/** In the place of words that tell of a covered panel: that they are kept back, and the button that reveals the panel. */
import type { ReadonlySignal } from '@preact/signals-core';
import './predict.css';
import type { Experiment } from '../core/experiment.ts';
import { element } from './dom.ts';
import { predictTelling, predictText, type Telling } from './predict-texts.ts';
import type { Prediction } from './prediction.ts';
import type { Language } from './texts.ts';

export interface ToldLaterHost {
  readonly prediction: Prediction;
  readonly experiment: ReadonlySignal<Experiment>;
}

/** The sentence that keeps words back as things are; undefined where they may be read. */
export function keptBack(
  telling: Telling,
  { prediction, experiment }: ToldLaterHost,
  language: Language,
): string | undefined {
  const panel = prediction.covered.value;
  if (panel !== undefined) return predictTelling(telling, experiment.value, panel, language);
  // The claims tell of no arrow of this plane.
  const tellsSlopes = telling === 'reading' && prediction.hidesSlopes.value;
  return tellsSlopes ? predictText('readingSlopes', language) : undefined;
}

/** @param sentence as `keptBack` gives it. @param onReveal called when the words stand there */
export function toldLater(
  sentence: string,
  { prediction }: ToldLaterHost,
  language: Language,
  onReveal: () => void,
): HTMLElement {
  const reveal = element('button', { type: 'button', class: 'reveal' }, predictText('reveal', language));
  reveal.addEventListener('click', () => {
    prediction.revealed.value = true;
    onReveal();
  });
  return element(
    'div',
    { class: 'told-later' },
    element('p', {}, sentence),
    element('p', { class: 'hint' }, predictText('invitation', language)),
    reveal,
  );
}
