/**
 * `npm test`: installs what is missing (a Chrome included), builds the page, runs the tests and ends with the
 * line `N passed, N failed`. Arguments go to Vitest: `npm test -- tests/unit/grid.test.ts -t "include both ends"`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildPage, ensureChrome, ensurePackages, ROOT, requireNode, runMain } from './set-up.mjs';

const args = process.argv.slice(2);

/** Set-up that fails leaves no test counted: that is one failure. */
let counts = { passed: 0, failed: 1, skipped: 0 };

await runMain(async () => {
  requireNode();
  ensurePackages();
  if (!onlyUnitTests()) {
    const chrome = await ensureChrome();
    console.log(`Chrome: ${chrome}`);
    buildPage();
  }
  const { status, reported } = runVitest();
  if (reported) counts = reported;
  if (counts.passed + counts.failed === 0) console.error('logitscape: no test ran');
  // Vitest fails for more than tests, such as a server that would not start: never a green line then.
  if (status !== 0 && counts.failed === 0 && counts.passed > 0) counts.failed = 1;
});

const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
console.log(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
if (counts.failed > 0 || counts.passed === 0) process.exitCode = 1;

/** Unit tests need neither Chrome nor the page. */
function onlyUnitTests() {
  const { values } = parseArgs({
    args,
    options: { project: { type: 'string', multiple: true } },
    strict: false, // all other arguments are Vitest's
  });
  return values.project?.every((project) => project === 'unit') ?? false;
}

/** Runs Vitest, with the reporter that writes the counts to a file: standard output is for people. */
function runVitest() {
  const folder = mkdtempSync(join(tmpdir(), 'logitscape-counts-'));
  try {
    const file = join(folder, 'counts.json');
    const reporters = ['--reporter=./tests/harness/counts-reporter.ts'];
    if (!args.some((arg) => arg.startsWith('--reporter'))) reporters.unshift('--reporter=default');
    const vitest = ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args];
    const env = { ...process.env, LOGITSCAPE_COUNTS_FILE: file };
    const { status } = spawnSync(process.execPath, vitest, { cwd: ROOT, stdio: 'inherit', env });
    return { status, reported: readCounts(file) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * @param {string} file
 * @returns {typeof counts | undefined} nothing where Vitest ended before it could count
 */
function readCounts(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}
