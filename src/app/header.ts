/** The bar on top: the menu of presets, the link to this page, the list of keys, the other language. */
import { computed, effect } from '@preact/signals-core';
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
  const spoken = computed(() => store.state.value.language);
  effect(() => {
    document.documentElement.lang = spoken.value;
    copy.textContent = text('copyLink', spoken.value);
    keys.setAttribute('aria-label', text('keys', spoken.value));
    keys.title = text('keys', spoken.value);
    // Its words are in the language that it leads to, and so read out in it.
    language.lang = spoken.value === 'en' ? 'zh' : 'en';
    language.textContent = text('otherLanguage', spoken.value);
    language.setAttribute('aria-label', text('otherLanguageLabel', spoken.value));
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
