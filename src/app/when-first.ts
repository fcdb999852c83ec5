/** What many visits never need is loaded when it is first used. */
import { effect, type ReadonlySignal, untracked } from '@preact/signals-core';

/** Runs `action` once, when `condition` first holds: now, or after a change. */
export function whenFirst(condition: ReadonlySignal<boolean>, action: () => void): void {
  let isDone = false;
  effect(() => {
    if (isDone || !condition.value) return;
    isDone = true;
    untracked(action);
  });
}
