/** The panes of the dock, in the order of their tabs. */
import type { Pane } from './dock.ts';

export const PANES: readonly Pane[] = [
  {
    id: 'slices',
    title: 'tabSlices',
    load: async () => (await import('./slices-view.ts')).showSlices,
  },
];
