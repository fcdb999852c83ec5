/** Predict first, as it is seen: a cover over the panel that is hidden, a line over the figures where the arrows are. */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import './predict.css';
import type { Experiment } from '../core/experiment.ts';
import { element } from './dom.ts';
import type { Figure } from './figure.ts';
import { predictQuestion, predictText } from './predict-texts.ts';
import type { Prediction } from './prediction.ts';
import type { State } from './state.ts';

export interface PredictHost {
  readonly state: ReadonlySignal<State>;
  readonly prediction: Prediction;
  /** What stands on the plots. */
  readonly experiment: ReadonlySignal<Experiment>;
  readonly figures: readonly [Figure, Figure];
  /** Counts up whenever a figure was laid out anew. */
  readonly layoutVersion: ReadonlySignal<number>;
}

/** What a press on a cover must not do to the plot under it. */
const POINTER_EVENTS = [
  'pointerdown',
  'pointermove',
  'mousedown',
  'click',
  'dblclick',
  'wheel',
  'touchstart',
];

export function keepPredictView(host: PredictHost): void {
  for (const figure of host.figures) keepCover(figure, host);
  keepArrowsBar(host);
}

function keepCover(figure: Figure, { state, prediction, experiment, layoutVersion }: PredictHost): void {
  const { panel } = figure;
  const question = element('p');
  const invitation = element('p', { class: 'hint' });
  const reveal = element('button', { type: 'button', class: 'reveal' });
  const cover = element('div', { class: 'cover' }, question, invitation, reveal);
  const hide = element('button', { type: 'button', class: 'hide-again' });
  for (const type of POINTER_EVENTS) cover.addEventListener(type, (event) => event.stopPropagation());
  reveal.addEventListener('click', () => {
    prediction.revealed.value = true;
    figure.container.focus();
  });
  hide.addEventListener('click', () => {
    prediction.revealed.value = false;
    reveal.focus();
  });
  effect(() => {
    const { language, predict } = state.value;
    question.textContent = predictQuestion(experiment.value, panel, language);
    invitation.textContent = predictText('invitation', language);
    reveal.textContent = predictText('reveal', language);
    hide.textContent = predictText('hideAgain', language);
    if (prediction.covered.value === panel) figure.container.append(cover);
    else cover.remove();
    if (predict === (panel === 0 ? 'left' : 'right') && prediction.revealed.value) figure.addToHeading(hide);
    else hide.remove();
  });
  effect(() => {
    void layoutVersion.value;
    const { x, y, width, height } = figure.layout.plot;
    Object.assign(cover.style, { left: `${x}px`, top: `${y}px`, width: `${width}px`, height: `${height}px` });
  });
}

function keepArrowsBar({ state, prediction, figures }: PredictHost): void {
  const question = element('p');
  const invitation = element('span', { class: 'hint' });
  const button = element('button', { type: 'button' });
  const bar = element('div', { id: 'predict', class: 'predict-bar' }, question, invitation, button);
  button.addEventListener('click', () => {
    prediction.revealed.value = !prediction.revealed.peek();
  });
  figures[0].root.parentElement!.before(bar);
  effect(() => {
    const { language, predict, arrows, streamlines } = state.value;
    bar.hidden = predict !== 'arrows' || !(arrows || streamlines);
    question.textContent = predictText('arrowsQuestion', language);
    invitation.textContent = predictText('invitation', language);
    const revealed = prediction.revealed.value;
    invitation.hidden = revealed;
    button.className = revealed ? '' : 'reveal';
    button.textContent = predictText(revealed ? 'hideArrows' : 'revealArrows', language);
  });
}
