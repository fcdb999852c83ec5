/** The one place where the state lives. Every change goes through `set`, whole or not at all. */
import { type ReadonlySignal, signal } from '@preact/signals-core';
import { applyPartial, type State } from './state.ts';

export class Store {
  private readonly current;

  constructor(initial: State) {
    this.current = signal(initial);
  }

  get state(): ReadonlySignal<State> {
    return this.current;
  }

  /** @throws ExperimentError with the path of the first bad field; the state is then as before */
  set(partial: unknown): void {
    this.current.value = applyPartial(this.current.peek(), partial);
  }

  /** Puts a whole state, already checked, in place: a link that was opened. */
  replace(state: State): void {
    this.current.value = state;
  }
}
