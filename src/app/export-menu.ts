/** The menu of what can be saved: the figure, its fields, the experiment. What saves is loaded when it is first used. */
import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { element } from './dom.ts';
import type { ExportHost, ExportKind } from './export.ts';
import { enableMenu } from './menu.ts';
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
  const busy = signal(false);

  const save = async (kind: ExportKind) => {
    if (busy.peek()) return;
    busy.value = true;
    try {
      const { saveExport } = await import('./export.ts');
      await saveExport(kind, host);
      host.tell(undefined);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      host.tell(text('exportFailed', host.language.peek(), { message }));
    } finally {
      busy.value = false;
    }
  };
  enableMenu({
    root,
    button,
    list,
    entries: () => ITEMS.map((item) => element('li', { role: 'none' }, entry(item, host.language.peek()))),
    choose: ({ dataset }) => void save(dataset.kind as ExportKind),
  });
  effect(() => {
    button.textContent = text(busy.value ? 'exporting' : 'export', host.language.value);
    button.setAttribute('aria-busy', String(busy.value));
    list.setAttribute('aria-label', text('export', host.language.value));
  });
  return () => void save(ITEMS[0]!.kind);
}

function entry({ kind, title, line }: (typeof ITEMS)[number], language: Language): HTMLElement {
  return element(
    'button',
    { type: 'button', role: 'menuitem', tabindex: '-1', 'data-kind': kind },
    element('span', { class: 'title' }, text(title, language)),
    ' ',
    element('span', { class: 'line' }, text(line, language)),
  );
}
