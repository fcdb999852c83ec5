/** Which processes a test has left behind, told by an environment variable that they inherit. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

/** Command lines of the living processes whose environment holds `entry` (`NAME=value`). */
export function processesWith(entry: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const environment = read(`/proc/${pid}/environ`).split('\0');
      return environment.includes(entry) ? [read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')] : [];
    });
}

/** The text of a file, or nothing where its process is gone or another person's. */
function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
