/** The panes of the dock, in the order of their tabs. */
import type { Pane } from './dock.ts';

export const PANES: readonly Pane[] = [
  { id: 'read', title: 'tabRead', load: async () => (await import('./reading-view.ts')).readingView },
  { id: 'slices', title: 'tabSlices', load: async () => (await import('./slices-view.ts')).showSlices },
  { id: 'descent', title: 'tabDescent', load: async () => (await import('./descent-view.ts')).showDescent },
  { id: 'samples', title: 'tabSamples', load: async () => (await import('./samples-view.ts')).samplesView },
];
