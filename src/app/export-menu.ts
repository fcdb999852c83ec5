/** The menu of what can be saved: the figure, its fields, the experiment. What saves is loaded when it is first used. */
import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { element } from './dom.ts';
import type { ExportHost, ExportKind } from './export.ts';
import { enableMenu } from './menu.ts';
import { refusalText } from './refusals.ts';
import { type Language, type TextKey, text } from './texts.ts';

const LIST_ID = 'export-list';

const ITEMS: readonly { readonly kind: ExportKind; readonly title: TextKey; readonly line: TextKey }[] = [
  { kind: 'png-1', title: 'exportPng1', line: 'exportPng1Line' },
  { kind: 'png-2', title: 'exportPng2', line: 'exportPng2Line' },
  { kind: 'png-4', title: 'exportPng4', line: 'exportPng4Line' },
  { kind: 'csv', title: 'exportCsv', line: 'exportCsvLine' },
  { kind: 'npz', title: 'exportNpz', line: 'exportNpzLine' },
  { kind: 'json', title: 'exportJson', line: 'exportJsonLine' },
];

/** What the menu has while something is being saved. */
const CANCEL = { kind: 'cancel', title: 'exportCancel', line: 'exportCancelLine' } as const;

export interface ExportMenuHost extends ExportHost {
  readonly language: ReadonlySignal<Language>;
  /** Tells that something was not saved, and why; undefined when it was. */
  readonly tell: (message: string | undefined) => void;
}

/** @returns what saves the figure as the first entry of the menu does */
export function showExportMenu(root: HTMLElement, host: ExportMenuHost): () => void {
  const button = element('button', { type: 'button', id: 'export-menu' });
  const list = element('ul', { id: LIST_ID, class: 'menu', role: 'menu' });
  root.append(button, list);
  /** The share that is done of what is being saved. */
  const done = signal<number | undefined>(undefined);
  let abort: AbortController | undefined;

  const save = async (kind: ExportKind) => {
    if (abort) return;
    abort = new AbortController();
    const { signal } = abort;
    done.value = 0;
    try {
      const { saveExport } = await import('./export.ts');
      const onProgress = (share: number) => {
        done.value = share;
      };
      await saveExport(kind, host, { signal, onProgress });
      host.tell(undefined);
    } catch (error) {
      const language = host.language.peek();
      const message = refusalText(error, language);
      if (!signal.aborted) host.tell(text('exportFailed', language, { message }));
    } finally {
      abort = undefined;
      done.value = undefined;
    }
  };
  enableMenu({
    root,
    button,
    list,
    entries: () =>
      (abort ? [CANCEL] : ITEMS).map((item) =>
        element('li', { role: 'none' }, entry(item, host.language.peek())),
      ),
    choose({ dataset }) {
      if (dataset.kind === CANCEL.kind) abort?.abort();
      else void save(dataset.kind as ExportKind);
    },
  });
  effect(() => {
    const share = done.value;
    const language = host.language.value;
    const percent = Math.floor(100 * (share ?? 0));
    button.textContent =
      share === undefined ? text('export', language) : text('exporting', language, { percent });
    button.setAttribute('aria-busy', String(share !== undefined));
    list.setAttribute('aria-label', text('export', host.language.value));
  });
  return () => void save(ITEMS[0]!.kind);
}

function entry(
  { kind, title, line }: (typeof ITEMS)[number] | typeof CANCEL,
  language: Language,
): HTMLElement {
  return element(
    'button',
    { type: 'button', role: 'menuitem', tabindex: '-1', 'data-kind': kind },
    element('span', { class: 'title' }, text(title, language)),
    ' ',
    element('span', { class: 'line' }, text(line, language)),
  );
}
