/** The bar on top: the experiment's name, the link to this page, the other language. */
import { effect } from '@preact/signals-core';
import { currentAddress } from './address.ts';
import { byId } from './dom.ts';
import type { Notices } from './notices.ts';
import { presetTitle } from './preset-texts.ts';
import type { State } from './state.ts';
import type { Store } from './store.ts';
import { text } from './texts.ts';

const COPIED_MS = 1500;

export function showHeader(store: Store, notices: Notices): void {
  const copy = byId('copy-link');
  const language = byId('language');
  effect(() => {
    const state = store.state.value;
    document.documentElement.lang = state.language;
    byId('experiment-name').textContent = experimentTitle(state);
    copy.textContent = text('copyLink', state.language);
    language.textContent = text('otherLanguage', state.language);
    language.setAttribute('aria-label', text('otherLanguageLabel', state.language));
  });
  language.addEventListener('click', () => {
    store.set({ language: store.state.peek().language === 'en' ? 'zh' : 'en' });
  });
  copy.addEventListener('click', async () => {
    const say = (key: 'copyLink' | 'linkCopied' | 'linkNotCopied') => text(key, store.state.peek().language);
    try {
      await navigator.clipboard.writeText(currentAddress(store));
      copy.textContent = say('linkCopied');
      setTimeout(() => {
        copy.textContent = say('copyLink');
      }, COPIED_MS);
    } catch {
      notices.show('link', say('linkNotCopied'));
    }
  });
}

function experimentTitle({ preset, params, experiment, language }: State): string {
  if (preset === null) return experiment.name || text('customExperiment', language);
  return presetTitle(preset, params, language);
}
