/**
 * The Claims view: its button, with the count of verdicts once they are measured, and the dialog that it opens, whose
 * content is loaded then.
 */
import { computed, effect, signal } from '@preact/signals-core';
import type { ClaimsHost, ClaimsView, Tally } from './claims-host.ts';
import { element } from './dom.ts';
import { text } from './texts.ts';

export function showClaims(button: HTMLElement, host: ClaimsHost): void {
  const tally = signal<Tally | undefined>(undefined);
  const dialog = element('dialog', { id: 'claims-view', 'aria-labelledby': 'claims-title' });
  button.after(dialog);
  const close = () => host.change({ claims: false });
  button.addEventListener('click', () => host.change({ claims: true }));
  // Escape closes the dialog by itself.
  dialog.addEventListener('close', () => {
    if (host.state.peek().claims) close();
  });
  // A press on the backdrop, which counts as the dialog, but for what is in it.
  dialog.addEventListener('pointerdown', ({ target }) => {
    if (target === dialog) close();
  });

  let loading: Promise<ClaimsView> | undefined;
  const load = async () => {
    const { claimsView } = await import('./claims-view.ts');
    return claimsView(dialog, host, (count) => {
      tally.value = count;
    });
  };
  const isOpen = computed(() => host.state.value.claims);
  effect(() => {
    if (isOpen.value) {
      dialog.showModal();
      loading ??= load();
      loading.then(
        (view) => {
          if (isOpen.peek()) view.start();
        },
        () => dialog.replaceChildren(text('paneNotLoaded', host.state.peek().language)),
      );
    } else {
      // Escape has closed it already.
      if (dialog.open) dialog.close();
      loading?.then(
        (view) => view.stop(),
        () => undefined,
      );
    }
  });
  effect(() => {
    const { language } = host.state.value;
    const count = tally.value;
    button.replaceChildren(text('claims', language));
    if (count) button.append(' ', element('small', {}, text('claimsTally', language, { ...count })));
  });
}
