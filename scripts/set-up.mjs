/**
 * What a fresh clone lacks: the packages, the built page, a Chrome. Plain Node and no dependency at the top, as
 * this runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChrome } from './find-chrome.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The packages that bring Chromium on Debian and Ubuntu, with a font so that pages show text. */
const DEBIAN_PACKAGES = ['chromium', 'fonts-dejavu-core'];

/** A failure to be told to the person in one sentence, without a stack. */
export class SetUpError extends Error {}

/**
 * Runs `main`, and tells a set-up failure in one sentence.
 *
 * @param {() => Promise<void>} main
 */
export async function runMain(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof SetUpError ? `logitscape: ${error.message}` : error);
    process.exitCode = 1;
  }
}

/** Refuses a Node that is too old, before something obscure fails in it. */
export function requireNode() {
  const oldest = /** @type {string} */ (readJson('package.json').engines.node).replace('>=', '');
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest.split('.').map(Number);
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new SetUpError(`needs Node ${oldest} or newer, this is ${process.versions.node}`);
  }
}

/** Runs `npm ci` when the packages are missing or older than package-lock.json. */
export function ensurePackages() {
  // npm writes this file last, so that an interrupted installation counts as missing.
  const installed = modifiedAt('node_modules/.package-lock.json');
  if (installed !== undefined && installed >= (modifiedAt('package-lock.json') ?? 0)) return;
  console.error('Installing packages (npm ci) ...');
  const failed = runNpm(['ci', '--include=dev', '--no-audit', '--no-fund']);
  if (failed) throw new SetUpError(`npm ci failed (${failed})`);
}

/** Builds the page into dist/. */
export function buildPage() {
  console.error('Building the page ...');
  const failed = runNode(['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'warn']);
  if (failed) throw new SetUpError(`the build failed (${failed})`);
}

/**
 * The Chrome to use; installs one where there is none.
 *
 * @returns {Promise<string>}
 */
export async function ensureChrome() {
  const found = await findChrome().catch((error) => {
    throw new SetUpError(error.message);
  });
  if (found) return found;
  for (const install of waysToInstallChrome()) {
    install();
    const installed = await findChrome();
    if (installed) return installed;
  }
  throw new SetUpError(
    'no Chrome or Chromium found, and none could be installed. ' +
      'Install Chrome, or set PUPPETEER_EXECUTABLE_PATH to its executable.',
  );
}

/** @returns {(() => void)[]} the ways to try, the likeliest first */
function waysToInstallChrome() {
  if (process.getuid?.() !== 0) return [downloadChrome];
  switch (distribution()) {
    case 'debian':
      return [installDebianPackage, downloadChrome];
    case 'ubuntu':
      // Ubuntu's package is only a pointer to its store, which many machines lack; a bare one lacks libraries too.
      return [() => downloadChrome(['--install-deps']), installDebianPackage];
    default:
      return [downloadChrome];
  }
}

function installDebianPackage() {
  console.error(`Installing ${DEBIAN_PACKAGES.join(' and ')} (apt-get) ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const install = ['install', '-y', '--no-install-recommends', ...DEBIAN_PACKAGES];
  // The lists may be missing or stale: update them only where the first try fails.
  if (run('apt-get', install, { env })) {
    run('apt-get', ['update'], { env });
    run('apt-get', install, { env });
  }
}

/**
 * Puppeteer's own download, which goes to its cache in the home folder.
 *
 * @param {string[]} options
 */
function downloadChrome(options = []) {
  console.error('Downloading Chrome (puppeteer browsers install chrome) ...');
  const puppeteer = 'node_modules/puppeteer/lib/cjs/puppeteer/node/cli.js';
  runNode([puppeteer, 'browsers', 'install', 'chrome', ...options]);
}

/**
 * Runs a command in the repository, its output on this one's.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnSyncOptions} [options]
 * @returns {string | undefined} how it failed
 */
function run(command, args, options) {
  // Everything goes to standard error, which leaves standard output to results.
  const { error, signal, status } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: ['inherit', 2, 2],
    ...options,
  });
  if (error) return error.message;
  if (signal) return signal;
  return status === 0 ? undefined : `exit code ${status}`;
}

/** @param {string[]} args */
function runNode(args) {
  return run(process.execPath, args);
}

/** @param {string[]} args */
function runNpm(args) {
  // Under `npm start` npm says where it is; a plain `npm` needs a shell on Windows, where it is a script.
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('npm-cli.js')) return runNode([npm, ...args]);
  return run('npm', args, { shell: process.platform === 'win32' });
}

/** @param {string} path */
function modifiedAt(path) {
  return statSync(join(ROOT, path), { throwIfNoEntry: false })?.mtimeMs;
}

/** @param {string} path */
function readJson(path) {
  return JSON.parse(readFileSync(join(ROOT, path), 'utf8'));
}

/** The Linux distribution's id, such as `debian`; empty where there is none. */
function distribution() {
  try {
    return /^ID="?([^"\n]*)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}
