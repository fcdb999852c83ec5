import { ensureCommandLine, ensurePage } from '../../scripts/set-up.mjs';

/** Vitest's global set-up for the tests of the command line: what it would build on its first use is there. */
export default function buildCommandLine(): void {
  ensurePage();
  ensureCommandLine();
}
