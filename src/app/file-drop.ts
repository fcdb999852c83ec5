/** Files dropped anywhere on the page are opened. What reads them is loaded when the first comes near. */
import './file-drop.css';
import { element } from './dom.ts';
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
  // Every element under the pointer is entered before the one above it is left.
  let depth = 0;
  const show = (visible: boolean) => {
    target.hidden = !visible;
    if (!visible) depth = 0;
  };
  addEventListener('dragenter', (event) => {
    if (!bringsFiles(event)) return;
    depth += 1;
    show(true);
    void import('./samples-texts.ts').then(({ samplesText }) => {
      target.textContent = samplesText('dropHere', host.state().language);
    });
  });
  addEventListener('dragleave', (event) => {
    if (bringsFiles(event) && --depth <= 0) show(false);
  });
  addEventListener('dragover', (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault(); // else the browser would leave the page and show the file
    event.dataTransfer!.dropEffect = 'copy';
  });
  addEventListener('drop', (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault();
    show(false);
    void open([...event.dataTransfer!.files], host);
  });
}

function bringsFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}

async function open(files: readonly File[], host: DropHost): Promise<void> {
  try {
    const { readFiles } = await import('./experiment-files.ts');
    host.set(await readFiles(files, host.state()));
    host.tell(undefined);
  } catch (error) {
    host.tell(error instanceof Error ? error.message : String(error));
  }
}
