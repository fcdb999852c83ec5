/** A progress bar on a terminal, for anything longer than a second; none otherwise. */
import { SingleBar } from 'cli-progress';
import type { Run } from './run.ts';

const APPEARS_AFTER_MS = 1000;
const STEPS = 1000;

/**
 * @param label what is being done: "evaluating"
 * @returns what hears the share that is done, 0 to 1, and what takes the bar away
 */
export function progressBar(
  label: string,
  run: Run,
): { readonly update: (done: number) => void; readonly stop: () => void } {
  if (!process.stderr.isTTY) return { update: () => undefined, stop: () => undefined };
  const bar = new SingleBar({
    stream: process.stderr,
    format: `${label} {bar} {percentage} %  {duration_formatted}`,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
  });
  const started = performance.now();
  const stop = () => {
    bar.stop();
    forget();
  };
  // An interrupt gives the cursor back too.
  const forget = run.atEnd(() => bar.stop());
  return {
    update(done) {
      const step = Math.floor(done * STEPS);
      if (bar.isActive) bar.update(step);
      else if (performance.now() - started > APPEARS_AFTER_MS) bar.start(STEPS, step);
    },
    stop,
  };
}
