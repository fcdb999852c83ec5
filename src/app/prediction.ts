/**
 * Predict first: what the setting `predict` has the page hide until it is asked for. That something was revealed is of
 * the page alone: a reload hides it again, and so does another setting, preset or pair of losses.
 */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { State } from './state.ts';

export class Prediction {
  /** The panel that is covered now. */
  readonly covered: ReadonlySignal<0 | 1 | undefined>;
  /** Whether what points downhill is hidden now. */
  readonly hidesArrows: ReadonlySignal<boolean>;
  /**
   * Whether nothing is to tell which way is downhill, nor how steeply: descents, slopes in numbers, what is written. So
   * where arrows are hidden, and not where there are none to ask for.
   */
  readonly hidesSlopes: ReadonlySignal<boolean>;
  /** Whether what the setting hides is seen. */
  readonly revealed = signal(false);

  constructor(state: ReadonlySignal<State>) {
    const subject = computed(() => {
      const { predict, preset, losses } = state.value;
      return [predict, preset, ...losses].join(' ');
    });
    effect(() => {
      void subject.value;
      this.revealed.value = false;
    });
    const hidden = computed(() => (this.revealed.value ? 'off' : state.value.predict));
    this.covered = computed(() => (hidden.value === 'left' ? 0 : hidden.value === 'right' ? 1 : undefined));
    this.hidesArrows = computed(() => hidden.value === 'arrows');
    this.hidesSlopes = computed(() => {
      const { arrows, streamlines } = state.value;
      return this.hidesArrows.value && (arrows || streamlines);
    });
  }
}
