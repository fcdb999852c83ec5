/**
 * What a fresh clone lacks: the packages, the built page, a Chrome. Plain Node and no dependency at the top, as
 * this runs before anything is installed.
 */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
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

/**
 * What is built: from what (files, and folders with all that is in them), and the file that is as old as the build.
 *
 * @typedef {{ name: string, config: string, sources: string[], output: string }} Build
 */

/** @type {Build} */
const PAGE = {
  name: 'the page',
  config: 'vite.config.ts',
  sources: [
    ...['core', 'cpu', 'gpu', 'render', 'app', 'main.ts', 'vite-env.d.ts'].map((part) => `src/${part}`),
    ...['shaders', 'index.html', 'vite.config.ts', 'scripts/assemblyscript.mjs', 'package-lock.json'],
  ],
  output: 'dist/index.html',
};

/** @type {Build} */
const COMMAND_LINE = {
  name: 'the command line',
  config: 'vite.cli.config.ts',
  sources: ['src', 'scripts', 'vite.cli.config.ts', 'package-lock.json'],
  output: 'dist-cli/main.js',
};

/** Held by the process that builds, so that two that start at once do not build into the same folder. */
const BUILD_LOCK = 'node_modules/.logitscape-build.lock';

/** Builds the page into dist/. */
export function buildPage() {
  build(PAGE);
}

/** Builds the page into dist/ unless it is there and no older than its sources. */
export function ensurePage() {
  ensureBuilt(PAGE);
}

/**
 * Builds the command line into dist-cli/ unless it is there and no older than its sources.
 *
 * @returns {string} the address of its main module
 */
export function ensureCommandLine() {
  ensureBuilt(COMMAND_LINE);
  return pathToFileURL(join(ROOT, COMMAND_LINE.output)).href;
}

/**
 * Builds what is missing or older than its sources, then runs a script that drives the page, with this one's arguments.
 *
 * @param {'frames' | 'pictures' | 'soak'} name
 */
export function drive(name) {
  return runMain(async () => {
    requireNode();
    ensurePackages();
    await ensureChrome();
    ensurePage();
    await import(new URL(`${name}.js`, ensureCommandLine()).href);
  });
}

/** @param {Build} what */
function ensureBuilt(what) {
  if (isFresh(what)) return;
  takeLock(BUILD_LOCK);
  try {
    // Another process may have built it meanwhile.
    if (!isFresh(what)) build(what);
  } finally {
    rmSync(join(ROOT, BUILD_LOCK));
  }
}

/** @param {Build} what */
function build({ name, config, output }) {
  console.error(`Building ${name} ...`);
  const started = new Date();
  const failed = runNode(['node_modules/vite/bin/vite.js', 'build', '-c', config, '--logLevel', 'error']);
  if (failed) throw new SetUpError(`the build failed (${failed})`);
  // A source that was changed while it was being built is newer than the build.
  utimesSync(join(ROOT, output), started, started);
}

/** @param {Build} what */
function isFresh({ sources, output }) {
  const built = modifiedAt(output);
  return built !== undefined && sources.every((source) => newestIn(source) <= built);
}

/**
 * When the newest of a file, or of a folder and all that is in it, was modified. A folder changes when a file goes.
 *
 * @param {string} path
 * @returns {number}
 */
function newestIn(path) {
  const own = modifiedAt(path) ?? 0;
  if (!statSync(join(ROOT, path), { throwIfNoEntry: false })?.isDirectory()) return own;
  return Math.max(own, ...readdirSync(join(ROOT, path)).map((name) => newestIn(`${path}/${name}`)));
}

/**
 * Waits until no living process holds the lock, and takes it.
 *
 * @param {string} path
 */
function takeLock(path) {
  const file = join(ROOT, path);
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    if (!isAlive(file)) rmSync(file, { force: true });
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
  }
}

/**
 * Whether the process that wrote its number into `file` still runs; true too where it has not written it yet.
 *
 * @param {string} file
 */
function isAlive(file) {
  try {
    process.kill(Number(readFileSync(file, 'utf8')), 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH';
  }
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
