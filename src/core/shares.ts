/** Work that takes long, done in shares with pauses between, so that whoever shares the thread has a turn. */

import { eventsHandled } from './events-handled.ts';

/** Half of a frame: what follows input and what draws has the other. */
const SHARE_MS = 8;

/**
 * Runs `steps` to its end. What ends within the first share is done without a pause.
 * @param steps yields where it may pause, every millisecond or so
 * @returns a promise of what `steps` returns; it rejects where `signal` aborts during a pause
 */
export async function inShares<Result>(
  steps: Generator<undefined, Result>,
  signal?: AbortSignal,
): Promise<Result> {
  for (;;) {
    const end = performance.now() + SHARE_MS;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < end);
    await eventsHandled();
    signal?.throwIfAborted();
  }
}
