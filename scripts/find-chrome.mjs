/**
 * Where Chrome or Chromium is on this machine. The set-up step, the test harness and the command line share
 * this one lookup, so that what one finds the others find too.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

/** Names of the executable on the search path; `chromium-browser` last, as it may be a stub there. */
const LINUX_NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser'];
const LINUX_FOLDERS = ['/usr/bin', '/usr/local/bin', '/opt/google/chrome'];
const MAC_APPS = ['Google Chrome', 'Chromium'];
const WINDOWS_PLACES = ['Google/Chrome/Application/chrome.exe', 'Chromium/Application/chrome.exe'];

/**
 * The executable of a Chrome or Chromium that starts: `PUPPETEER_EXECUTABLE_PATH`, else the usual places of this
 * platform, else Puppeteer's own cache.
 *
 * @returns {Promise<string | undefined>}
 */
export async function findChrome() {
  const chosen = process.env.PUPPETEER_EXECUTABLE_PATH;
  if (chosen) {
    // Whoever names a Chrome means that one: silently taking another would hide the mistake.
    if (!starts(chosen)) throw new Error(`PUPPETEER_EXECUTABLE_PATH: no Chrome starts at ${chosen}`);
    return chosen;
  }
  return usualPlaces().find(starts) ?? (await inPuppeteersCache());
}

/** @returns {string[]} */
function usualPlaces() {
  switch (process.platform) {
    case 'darwin':
      return MAC_APPS.flatMap((app) =>
        ['/Applications', join(homedir(), 'Applications')].map((folder) =>
          join(folder, `${app}.app`, 'Contents/MacOS', app),
        ),
      );
    case 'win32':
      return [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
        .filter((folder) => folder !== undefined)
        .flatMap((folder) => WINDOWS_PLACES.map((place) => join(folder, place)));
    default: {
      const folders = new Set([
        ...LINUX_FOLDERS,
        ...(process.env.PATH ?? '').split(delimiter).filter(Boolean),
      ]);
      return LINUX_NAMES.concat('chrome').flatMap((name) => [...folders].map((folder) => join(folder, name)));
    }
  }
}

/** @returns {Promise<string | undefined>} */
async function inPuppeteersCache() {
  try {
    const { default: puppeteer } = await import('puppeteer');
    const path = puppeteer.executablePath();
    return starts(path) ? path : undefined;
  } catch {
    return undefined; // Puppeteer is not installed yet, or holds no Chrome for this platform.
  }
}

/**
 * Whether there is a Chrome that can be run: a stub, or one that lacks a library, is found but does not start.
 *
 * @param {string} path
 */
function starts(path) {
  if (!existsSync(path)) return false;
  // On Windows `--version` opens a window instead of printing.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { timeout: 20_000, stdio: 'ignore' }).status === 0;
}
