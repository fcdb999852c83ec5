/** An interrupt leaves nothing behind: no half file, no temporary one, no browser and no profile of one. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findChrome } from '../../scripts/find-chrome.mjs';
import { ownFolder, start } from './support/cli.ts';
import { processesWith } from './support/processes.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const WAIT = { timeout: 60_000, interval: 50 };

/** Long enough to be interrupted anywhere. */
function startLongWork(
  backend: 'auto' | 'webgpu' | 'cpu',
  name: string,
  env: Readonly<Record<string, string>> = {},
) {
  const folder = ownFolder();
  const [temporary, outputs] = [join(folder, 'tmp'), join(folder, 'out')];
  mkdirSync(temporary);
  mkdirSync(outputs);
  const args = ['--preset', 'three-class-extreme', '--set', 'resolution=[12000,12000]', '--fields', 'value'];
  const out = ['--backend', backend, '--out', join(outputs, name)];
  const { child, ended } = start(['evaluate', ...args, ...out], { env: { ...env, TMPDIR: temporary } });
  const processes = () => processesWith(`TMPDIR=${temporary}`);
  return { child, ended, temporary, outputs, processes };
}

/** A script that starts Chrome without the flags that WebGPU needs. */
async function chromeWithoutWebGpu(): Promise<string> {
  const path = join(ownFolder(), 'chrome');
  const script = `#!/bin/bash
for argument; do
  shift
  case $argument in --enable-unsafe-webgpu | --enable-features=* | --use-*) ;; *) set -- "$@" "$argument" ;; esac
done
exec '${await findChrome()}' --disable-gpu "$@"
`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

describe.skipIf(process.platform !== 'linux')('on Linux', () => {
  test.each(SIGNALS)('%s while the CPU evaluates', async (signal) => {
    const { child, ended, outputs, processes } = startLongWork('cpu', 'x.npz');
    // The archive to be, and the parts of its two fields.
    await expect.poll(() => readdirSync(outputs).length, WAIT).toBe(3);
    child.kill(signal);
    expect(await ended).toEqual({ code: null, signal, stdout: '', stderr: '' });
    expect(readdirSync(outputs)).toEqual([]);
    expect(processes()).toEqual([]);
  });

  test.each(SIGNALS)('%s while WebGPU evaluates', async (signal) => {
    const { child, ended, outputs, temporary, processes } = startLongWork('webgpu', 'x.npz');
    await expect.poll(() => readdirSync(outputs).length, WAIT).toBe(3);
    expect(processes().join('\n')).toContain('--user-data-dir=');
    child.kill(signal);
    expect(await ended).toEqual({ code: null, signal, stdout: '', stderr: '' });
    expect(readdirSync(outputs)).toEqual([]);
    await expect.poll(processes, WAIT).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('SIGINT while the browser starts that auto asks for: nothing is said about WebGPU', async () => {
    const { child, ended, outputs, processes } = startLongWork('auto', 'x.csv');
    await expect.poll(() => processes().join('\n'), { ...WAIT, interval: 10 }).toContain('--user-data-dir=');
    child.kill('SIGINT');
    expect(await ended).toEqual({ code: null, signal: 'SIGINT', stdout: '', stderr: '' });
    expect(readdirSync(outputs)).toEqual([]);
    await expect.poll(processes, WAIT).toEqual([]);
  });

  test('SIGINT while the browser starts', async () => {
    const { child, ended, outputs, temporary, processes } = startLongWork('webgpu', 'x.csv');
    await expect.poll(() => processes().join('\n'), { ...WAIT, interval: 10 }).toContain('--user-data-dir=');
    child.kill('SIGINT');
    expect(await ended).toEqual({ code: null, signal: 'SIGINT', stdout: '', stderr: '' });
    expect(readdirSync(outputs)).toEqual([]);
    await expect.poll(processes, WAIT).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('a kill that nobody can catch leaves no browser', async () => {
    const { child, ended, outputs, processes } = startLongWork('webgpu', 'x.csv');
    await expect.poll(() => processes().join('\n'), WAIT).toContain('--user-data-dir=');
    child.kill('SIGKILL');
    expect((await ended).signal).toBe('SIGKILL');
    await expect.poll(processes, WAIT).toEqual([]);
    expect(readdirSync(outputs)).not.toContain('x.csv');
  });

  test('a browser that turns out to be of no use is closed before the work', async () => {
    const { child, ended, outputs, temporary, processes } = startLongWork('auto', 'x.npz', {
      PUPPETEER_EXECUTABLE_PATH: await chromeWithoutWebGpu(),
    });
    await expect.poll(() => processes().join('\n'), WAIT).toContain('--user-data-dir=');
    await expect.poll(() => readdirSync(outputs).length, WAIT).toBe(3);
    await expect.poll(processes, WAIT).toHaveLength(1);
    expect(readdirSync(temporary)).toEqual([]);
    expect(child.kill('SIGTERM')).toBe(true);
    expect((await ended).signal).toBe('SIGTERM');
    expect(readdirSync(outputs)).toEqual([]);
  });

  test('a descent of many steps can be interrupted too', async () => {
    const folder = ownFolder();
    const sample = { origin: [0, 1, 2], du: [1, 0, 0], dv: [0, 1, 0], target: 0 };
    const file = join(folder, 'many.json');
    const samples = Array.from({ length: 20_000 }, () => sample);
    writeFileSync(file, JSON.stringify({ version: 1, map: 'affine', samples }));
    const args = ['descend', '--experiment', file, '--start', '0,0', '--rate', '0.001', '--steps', '1000000'];
    const { child, ended } = start(args);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    child.kill('SIGINT');
    expect(await ended).toEqual({ code: null, signal: 'SIGINT', stdout: '', stderr: '' });
  });
});
