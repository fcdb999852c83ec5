/** A thread that serves a `BandWorker` through comlink: the browser's Worker, or what the command line starts in Node. */
import type { Endpoint } from 'comlink';

export interface Thread {
  readonly endpoint: Endpoint;
  terminate(): void;
  /**
   * Calls `tell` when the thread can answer no more: it failed to start, ran out of memory, or ended. Without it a
   * call to a thread that died would wait for ever.
   */
  onDeath?(tell: (reason: string) => void): void;
}

export type StartThread = () => Thread;

export const hasWorkers = typeof Worker !== 'undefined';

export function startBrowserThread(): Thread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'f64' });
  return {
    endpoint: worker,
    terminate: () => worker.terminate(),
    onDeath(tell) {
      // What a call throws comes back as its answer; only a worker that cannot go on says `error`.
      worker.addEventListener('error', (event) => tell(event.message || 'its script could not be loaded'));
      worker.addEventListener('messageerror', () => tell('its answer could not be read'));
    },
  };
}
