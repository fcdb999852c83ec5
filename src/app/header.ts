/** The bar on top: the menu of presets, the link to this page, the list of keys, the other language. */
import { effect } from '@preact/signals-core';
import './header.css';
import { byId } from './dom.ts';
import type { Notices } from './notices.ts';
import { showPresetMenu } from './preset-menu.ts';
import type { Store } from './store.ts';
import { text } from './texts.ts';

const COPIED_MS = 1500;

/**
 * @param currentAddress writes the address now and gives it
 * @param openHelp opens the list of keys
 */
export function showHeader(
  store: Store,
  notices: Notices,
  currentAddress: () => string,
  openHelp: () => void,
): void {
  showPresetMenu(byId('presets'), store);
  const copy = byId('copy-link');
  const language = byId('language');
  const keys = byId('keys');
  effect(() => {
    const state = store.state.value;
    document.documentElement.lang = state.language;
    copy.textContent = text('copyLink', state.language);
    keys.setAttribute('aria-label', text('keys', state.language));
    keys.title = text('keys', state.language);
    language.textContent = text('otherLanguage', state.language);
    language.setAttribute('aria-label', text('otherLanguageLabel', state.language));
  });
  keys.addEventListener('click', openHelp);
  language.addEventListener('click', () => {
    store.set({ language: store.state.peek().language === 'en' ? 'zh' : 'en' });
  });
  copy.addEventListener('click', async () => {
    const say = (key: 'copyLink' | 'linkCopied' | 'linkNotCopied') => text(key, store.state.peek().language);
    try {
      await navigator.clipboard.writeText(currentAddress());
      copy.textContent = say('linkCopied');
      setTimeout(() => {
        copy.textContent = say('copyLink');
      }, COPIED_MS);
    } catch {
      notices.show('link', say('linkNotCopied'));
    }
  });
}
