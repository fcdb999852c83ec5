/** What the page and the Claims view, which is loaded later, know of each other. */
import type { ReadonlySignal } from '@preact/signals-core';
import type { Backends } from './backends.ts';
import type { State } from './state.ts';
import type { ToldLaterHost } from './told-later.ts';

/** How many claims came to each verdict. */
export interface Tally {
  readonly upheld: number;
  readonly refuted: number;
  readonly depends: number;
}

/** What the view may see of the page, and do to it. */
export interface ClaimsHost extends ToldLaterHost {
  readonly state: ReadonlySignal<State>;
  readonly backends: Backends;
  /** Resolves when it is known whether there is a WebGPU device. */
  readonly deviceKnown: Promise<unknown>;
  /** Whether there is one now. */
  readonly hasDevice: ReadonlySignal<boolean>;
  /** Applies a partial state; a refusal is told above the plots. */
  change(partial: unknown): void;
  /** The page now shows what makes a claim visible. */
  onShow(): void;
}

/** The content of the dialog: begins to measure when the dialog opens, and stops when it closes. */
export interface ClaimsView {
  start(): void;
  stop(): void;
}
