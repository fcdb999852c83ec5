/**
 * The dock under the plots: panes to read, to see slices and to edit samples, one at a time behind tabs, and the probe
 * beside them. A pane is loaded when it is first opened.
 */
import type { ReadonlySignal, Signal } from '@preact/signals-core';
import type { Experiment } from '../core/experiment.ts';
import type { Theme } from '../render/theme.ts';
import type { Backends } from './backends.ts';
import type { Shown } from './painter.ts';
import type { TabId } from './settings.ts';
import type { State } from './state.ts';
import type { Language, TextKey } from './texts.ts';

/** What a pane may see of the page, and do to it. */
export interface DockHost {
  readonly state: ReadonlySignal<State>;
  /** The state's experiment at the resolution that is drawn; the same object until the numbers change. */
  readonly experiment: ReadonlySignal<Experiment>;
  /** What stands on the plots: it follows the experiment a moment later. */
  readonly shown: ReadonlySignal<Shown | undefined>;
  /** The point (u, v) under the crosshair of both plots; writing it moves the crosshair. It may lie outside the window. */
  readonly cursor: Signal<{ readonly u: number; readonly v: number } | undefined>;
  readonly theme: ReadonlySignal<Theme>;
  readonly language: ReadonlySignal<Language>;
  readonly pixelRatio: ReadonlySignal<number>;
  /** Both evaluators, whole grids at a time. */
  readonly backends: Backends;
  /** Applies a partial state; a refusal is told above the plots. */
  change(partial: unknown): void;
  /**
   * Applies a partial state.
   * @throws ExperimentError with the path of the first bad field, for a pane that tells it beside the field
   */
  set(partial: unknown): void;
}

/**
 * Fills `root`, empty and in the page, and keeps it in step with the host's signals until what it returns is called,
 * which ends all that the pane began; `root` is emptied after that.
 */
export type ShowPane = (root: HTMLElement, host: DockHost) => () => void;

/** A pane: `{ id: 'read', title: 'tabRead', load: async () => (await import('./reading-view.ts')).readingView }`. */
export interface Pane {
  readonly id: TabId;
  readonly title: TextKey;
  readonly load: () => Promise<ShowPane>;
}
