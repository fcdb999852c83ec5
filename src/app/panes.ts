/** The panes of the dock, in the order of their tabs. */
import type { Pane } from './dock.ts';

export const PANES: readonly Pane[] = [
  { id: 'samples', title: 'tabSamples', load: async () => (await import('./samples-view.ts')).samplesView },
];
