/**
 * Files dropped anywhere on the page are opened, and files and experiments that are pasted where nothing is being typed.
 * What reads them is loaded when the first comes near.
 */
import './file-drop.css';
import { element } from './dom.ts';
import { loadRefusals, refusalText } from './refusals.ts';
import type { State } from './state.ts';

export interface DropHost {
  readonly state: () => State;
  /** @throws Error, the state as before */
  readonly set: (partial: object) => void;
  /** A sentence on why a file was not opened; undefined once one was. */
  readonly tell: (message: string | undefined) => void;
}

export function acceptDrops(host: DropHost): void {
  const target = element('div', { id: 'drop-target', hidden: '' });
  document.body.append(target);
  addEventListener('dragover', (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault(); // else the browser would leave the page and show the file
    event.dataTransfer!.dropEffect = 'copy';
    if (!target.hidden) return;
    target.hidden = false;
    void import('./samples-texts.ts').then(({ samplesText }) => {
      target.textContent = samplesText('dropHere', host.state().language);
    });
  });
  addEventListener('dragleave', ({ relatedTarget }) => {
    // Otherwise it went on to another element of the page.
    if (relatedTarget === null) target.hidden = true;
  });
  // While something is dragged the pointer says nothing: a drag that ended without a word is over by now.
  addEventListener('pointermove', () => {
    target.hidden = true;
  });
  addEventListener('drop', (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    target.hidden = true;
    void open([...event.dataTransfer!.files], host);
  });
  addEventListener('paste', (event) => {
    const { clipboardData, target } = event;
    if (event.defaultPrevented || !clipboardData || takesText(target)) return;
    const files = [...clipboardData.files];
    const text = clipboardData.getData('text/plain');
    // Anything else was pasted by mistake, or for someone else.
    if (files.length === 0 && !text.trimStart().startsWith('{')) return;
    event.preventDefault();
    void open(files.length > 0 ? files : text, host);
  });
}

/** Whether what is pasted goes into a field. */
function takesText(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

function bringsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}

async function open(given: readonly File[] | string, host: DropHost): Promise<void> {
  try {
    // What may be refused is refused in the page's language.
    const [{ readFiles, readPastedText }] = await Promise.all([
      import('./experiment-files.ts'),
      loadRefusals(host.state().language),
    ]);
    const state = host.state();
    const { partial, note } =
      typeof given === 'string' ? readPastedText(given, state) : await readFiles(given, state);
    host.set(partial);
    host.tell(note);
  } catch (error) {
    host.tell(refusalText(error, host.state().language));
  }
}
