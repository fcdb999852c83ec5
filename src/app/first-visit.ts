/**
 * A few words for a first visitor, beside the plots: the page works as always, and nothing waits for them. They go when
 * they are told to, or by themselves when the visitor has moved a plot or dropped a start, and do not come again.
 */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import './first-visit.css';
import { element } from './dom.ts';
import { firstVisitText } from './first-visit-texts.ts';
import type { State } from './state.ts';
import type { Language } from './texts.ts';
import { markVisited } from './visited.ts';

export interface FirstVisitHost {
  readonly state: ReadonlySignal<State>;
  readonly language: ReadonlySignal<Language>;
}

export function showFirstVisit({ state, language }: FirstVisitHost): void {
  const touch = matchMedia('(pointer: coarse)').matches;
  const keys = touch
    ? (['touch', 'startTouch', 'keysTouch'] as const)
    : (['mouse', 'start', 'keys'] as const);
  const lines = keys.map(() => element('p'));
  const done = element('button', { type: 'button' });
  const root = element('aside', { id: 'first-visit' }, ...lines, done);
  const { window: opened, starts, preset } = state.peek();
  const stops: (() => void)[] = [];
  const leave = () => {
    for (const stop of stops) stop();
    root.remove();
    markVisited();
  };
  stops.push(
    effect(() => {
      root.setAttribute('aria-label', firstVisitText('label', language.value));
      for (const [n, key] of keys.entries()) lines[n]!.textContent = firstVisitText(key, language.value);
      done.textContent = firstVisitText('done', language.value);
    }),
  );
  done.addEventListener('click', leave);
  document.body.append(root);
  stops.push(
    effect(() => {
      const now = state.value;
      // Another preset has another window: that is no move.
      if (now.preset === preset && (now.window !== opened || now.starts.length > starts.length))
        queueMicrotask(leave);
    }),
  );
}
