/** Signals for what is drawn: no more often than it changes, and than there are frames to show it in. */
import { computed, effect, type ReadonlySignal, untracked } from '@preact/signals-core';

/** What `compute` gives, the same object until one of its properties is another. */
export function stable<T extends object>(compute: () => T): ReadonlySignal<T> {
  let last: T | undefined;
  return computed(() => {
    const next = compute();
    const keys = Object.keys(next) as (keyof T)[];
    if (!last || keys.some((key) => next[key] !== last?.[key])) last = next;
    return last;
  });
}

/**
 * Draws `content` whenever it has changed: in the next frame, or with what belongs to the same picture.
 * @param at whenever this changes, `content` is drawn at once, so that both reach the screen in one frame
 * @param due while this is true `at` is about to change, and `content` waits for it
 */
export function drawInFrames<T>(
  content: ReadonlySignal<T>,
  at: ReadonlySignal<unknown>,
  draw: (content: T) => void,
  due?: ReadonlySignal<boolean>,
): void {
  let drawn: T | undefined;
  let frame: number | undefined;
  const drawNow = () => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
    const now = content.peek();
    if (now === drawn) return;
    drawn = now;
    draw(now);
  };
  effect(() => {
    void content.value;
    if (!due?.value) frame ??= requestAnimationFrame(drawNow);
  });
  effect(() => {
    void at.value;
    untracked(drawNow);
  });
}
