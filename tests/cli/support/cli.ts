/** The command line as a process of its own, as a shell starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const SCRIPT = join(ROOT, 'scripts/logitscape.mjs');

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Options {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** In a process group of its own, as a terminal starts a command. */
  readonly group?: boolean;
}

export interface Started {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly stdout: () => string;
  readonly ended: Promise<Ended>;
}

/** What sends every search for a Chrome the wrong way: no WebGPU then. */
export const NO_CHROME = { PUPPETEER_EXECUTABLE_PATH: '/no/such/chrome' } as const;

export function start(args: readonly string[], options: Options = {}): Started {
  return startProcess(process.execPath, [SCRIPT, ...args], options);
}

/** Runs a command to its end. */
export function cli(...args: string[]): Promise<Ended> {
  return start(args).ended;
}

export function startProcess(
  command: string,
  args: readonly string[],
  { env, cwd = ROOT, group = false }: Options = {},
): Started {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: group,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  return { child, stdout: () => stdout, ended };
}

const folders: string[] = [];

// Set up when a test file loads this: a hook that a running test asks for comes too late.
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder of the test file's own, or of one test's, removed after the file. */
export function ownFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'logitscape-cli-')));
  folders.push(folder);
  return folder;
}
