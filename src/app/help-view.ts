/** The dialog that lists the keys. Loaded when it is first opened. */
import './help.css';
import { element } from './dom.ts';
import { KEY_ROWS } from './keys.ts';
import { keysText } from './keys-texts.ts';
import { type Language, text as wordOf } from './texts.ts';

/** Opens it, and removes it once it is closed. */
export function openHelp(language: Language): void {
  if (document.getElementById('help')) return;
  const dialog = element('dialog', { id: 'help', 'aria-labelledby': 'help-title' });
  const close = element('button', { type: 'button', 'aria-label': keysText('close', language) }, '×');
  const list = element('dl');
  for (const { caps, text, names = [] } of KEY_ROWS) {
    const labels = caps.flatMap((cap) => {
      const key = element('kbd', {}, cap);
      return cap === 'Shift' ? [key, ' + '] : [key, ' '];
    });
    const named = names.map((name) => wordOf(name, language));
    list.append(element('dt', {}, ...labels), element('dd', {}, keysText(text, language, named)));
  }
  dialog.append(
    element(
      'div',
      { class: 'head' },
      element('h2', { id: 'help-title' }, keysText('title', language)),
      close,
    ),
    list,
    element('p', { class: 'hint' }, keysText('note', language)),
  );
  close.addEventListener('click', () => dialog.close());
  // A press on the backdrop, which counts as the dialog, but for what is in it.
  dialog.addEventListener('pointerdown', ({ target }) => {
    if (target === dialog) dialog.close();
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
