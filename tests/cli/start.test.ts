/** `npm start`, in a copy of the repository that nothing has been built in. */
import { cpSync, existsSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename, join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownFolder, ROOT, startProcess } from './support/cli.ts';
import { processesWith } from './support/processes.ts';

const START = join(ROOT, 'scripts/start.mjs');
const NOT_COPIED = ['.git', 'node_modules', 'dist', 'dist-cli'];

/** The sources with their times, so that the packages beside them are no older. */
function freshClone(): string {
  const folder = join(ownFolder(), 'clone');
  const filter = (path: string) => resolve(path) === resolve(ROOT) || !NOT_COPIED.includes(basename(path));
  cpSync(ROOT, folder, { recursive: true, preserveTimestamps: true, filter });
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** A port that is free at the moment. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, 'localhost', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

describe.skipIf(process.platform !== 'linux')('on Linux', () => {
  test('builds, serves the page and ends when it is interrupted', async () => {
    const clone = freshClone();
    const port = await freePort();
    // Vitest's NODE_ENV is no person's.
    const env = { LOGITSCAPE_TEST: `start ${port}`, NODE_ENV: '' };
    const args = ['start', '--', '--no-open', '--port', String(port)];
    const { child, ended, stdout } = startProcess('npm', args, { cwd: clone, env, group: true });
    await expect.poll(stdout, { timeout: 100_000 }).toContain(`http://localhost:${port}/`);
    expect(existsSync(join(clone, 'dist/index.html'))).toBe(true);

    const page = await fetch(`http://localhost:${port}/`);
    const html = await page.text();
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(html).toContain('<title>Logitscape');
    const [, script] = /<script type="module"[^>]* src="\.\/([^"]+)"/.exec(html)!;
    const answer = await fetch(`http://localhost:${port}/${script}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/javascript']);
    expect((await fetch(`http://localhost:${port}/missing`)).status).toBe(404);

    // As Ctrl+C does: to all that the terminal has started.
    process.kill(-child.pid!, 'SIGINT');
    await ended;
    await expect.poll(() => processesWith(`LOGITSCAPE_TEST=${env.LOGITSCAPE_TEST}`)).toEqual([]);
    await expect(fetch(`http://localhost:${port}/`)).rejects.toThrow('fetch failed');
  });
});

test.each([
  [['--port', '99999'], 'a port is a whole number from 0 to 65535, found 99999'],
  [['--prot', '8080'], 'Usage: npm start -- [--port N] [--no-open]'],
])('%j is refused in a sentence', async (args, sentence) => {
  const { code, stdout, stderr } = await startProcess(process.execPath, [START, ...args]).ended;
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toContain(sentence);
});
