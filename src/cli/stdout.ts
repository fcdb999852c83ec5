/** The two outputs: results go to standard output, everything else to standard error. */
import { once } from 'node:events';
import type { TextOutput } from '../core/csv.ts';

/** Prints a result. */
export function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Tells a person something, which a script that reads the result does not see. */
export function tell(message: string): void {
  process.stderr.write(`logitscape: ${message}\n`);
}

/**
 * Resolves when everything printed is written. Where that fails it never does: the listener for errors of standard
 * output ends the run.
 */
export function outputWritten(): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write('', (error) => {
      if (!error) resolve();
    });
  });
}

/** Standard output at the reader's pace. */
export const standardOutput: TextOutput = {
  async write(text) {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  },
  async finish() {
    // The run ends with `outputWritten`.
  },
};
