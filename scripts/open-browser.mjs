import { spawn } from 'node:child_process';

/**
 * Opens a web address in the person's browser. Where that cannot be done, nothing happens: the address has been
 * printed, and a machine without a screen is no error.
 *
 * @param {string} url
 */
export function openBrowser(url) {
  const [command, ...args] = opener(url);
  if (command === undefined) return;
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}

/**
 * @param {string} url
 * @returns {string[]} a command with its arguments; empty where there is none
 */
function opener(url) {
  switch (process.platform) {
    case 'darwin':
      return ['open', url];
    case 'win32':
      return ['cmd', '/c', 'start', '""', url];
    default: {
      // Without a screen xdg-open would look for a text browser.
      const hasScreen = process.env.DISPLAY || process.env.WAYLAND_DISPLAY || process.env.WSL_DISTRO_NAME;
      return hasScreen ? ['xdg-open', url] : [];
    }
  }
}
