import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestModule } from 'vitest/node';

/**
 * Counts what ran and writes the counts where scripts/test.mjs reads them. A file or suite that fails outside its
 * tests (it does not load, a hook throws) and an error that no test caught count as one failure each.
 */
export default class CountsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed++;
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) counts.failed++;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        // A test still pending never came to its end: its worker died.
        counts[state === 'pending' ? 'failed' : state]++;
      }
    }
    const file = process.env.LOGITSCAPE_COUNTS_FILE;
    if (file) writeFileSync(file, JSON.stringify(counts));
  }
}
