/** What README and guide tell people to type does what they promise, as it is written. */
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { parseExperimentText } from '../../src/core/validate.ts';
import { type Ended, ownFolder, ROOT, startProcess } from './support/cli.ts';
import { commandsOf } from './support/documents.ts';
import { readNpz } from './support/npz.ts';

const DOCUMENTS = ['README.md', 'docs/guide.md'].map(commandsOf);
const WRITTEN = DOCUMENTS.flatMap(({ commands }) => commands);

/** Commands that install, serve, take minutes or test what is tested without them: who runs them. */
const RUN_ELSEWHERE: Readonly<Record<string, string>> = {
  'npm start': 'tests/cli/start.test.ts',
  'npm start -- --port 8080 --no-open': 'tests/cli/start.test.ts',
  'npm test': '.ci/run',
  'npm run check': '.ci/run',
  'npm run build': '.ci/run',
  'npm run first-load': 'tests/browser/first-load.test.ts',
  'npm run bench': 'tests/cli/bench.test.ts',
  'npm run soak': 'tests/browser/soak.test.ts',
};

/** Commands that are run as they are written, but for what makes them long. */
const SHORTENED: readonly { readonly written: string; readonly instead: string }[] = [
  { written: 'for value in -1000 -40 0.5 1000;', instead: 'for value in 0.5;' },
  {
    written: "'resolution=[1001,1001]' --fields value,du",
    instead: "'resolution=[31,31]' --fields value,du",
  },
  { written: 'npm run frames', instead: 'npm run --silent frames -- --only "one sample, 256" --seconds 0.1' },
];

const folder = join(ownFolder(), 'clone');
mkdirSync(folder);
// All that npm looks for; files that the commands write come to lie beside them.
for (const name of ['package.json', 'scripts']) symlinkSync(join(ROOT, name), join(folder, name));

const toRun = WRITTEN.filter(
  ({ command }, n) =>
    !(command in RUN_ELSEWHERE) && WRITTEN.findIndex((other) => other.command === command) === n,
);

test('the documents tell people what to type', () => {
  expect(toRun.length).toBeGreaterThan(10);
});

test('what is run elsewhere or shortened stands in the documents', () => {
  const texts = WRITTEN.map(({ command }) => command);
  expect(Object.keys(RUN_ELSEWHERE).filter((command) => !texts.includes(command))).toEqual([]);
  expect(Object.values(RUN_ELSEWHERE).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  expect(SHORTENED.filter(({ written }) => !texts.some((text) => text.includes(written)))).toEqual([]);
});

// In the documents' order, as later ones take what earlier ones have written.
test.each(toRun)('$command', async ({ text, command }) => {
  const functions = DOCUMENTS.map((document) => document.functions);
  const script = ['set -eo pipefail', ...functions, shortened(text)].join('\n');
  const ended = await startProcess('bash', ['-c', script], { cwd: folder }).ended;
  expect(ended).toMatchObject({ code: 0, signal: null });
  // Notes and refusals begin so; how far it is may be told.
  expect(ended.stderr).not.toContain('logitscape:');
  const files = [...command.matchAll(/(?:--out|>) (\S+\.\S+)/g)].map(([, name]) => name!);
  for (const name of files) expectFile(name, command);
  if (files.length === 0) expectOutput(ended, command);
});

function shortened(text: string): string {
  return SHORTENED.reduce((result, { written, instead }) => result.replaceAll(written, instead), text);
}

/** A file is there and is what its ending says. */
function expectFile(name: string, command: string): void {
  const bytes = readFileSync(join(folder, name));
  const ending = name.split('.').at(-1);
  if (ending === 'npz') {
    const [width, height] = /resolution=\[(\d+),(\d+)\]/.exec(command)!.slice(1).map(Number);
    const { u, v, ...fields } = Object.fromEntries(readNpz(bytes));
    expect([u!.shape, v!.shape]).toEqual([[width], [height]]);
    expect(fields).toHaveProperty(['mse.du', 'shape'], [height, width]);
  } else if (ending === 'png') {
    const { width, height } = PNG.sync.read(bytes);
    expect(`${width}x${height}`).toBe(/--size (\S+)/.exec(command)![1]);
  } else if (ending === 'json') {
    expect(parseExperimentText(bytes.toString()).samples.length).toBeGreaterThan(0);
  } else throw new Error(`nothing here knows what a file ${name} should be`);
}

function expectOutput({ stdout }: Ended, command: string): void {
  if (command.includes('--stats')) expect(JSON.parse(stdout)).toBeTypeOf('object');
  else if (command.includes('--out -')) expect(stdout).toMatch(/^u,v,\S+\n[\d.e-]+,/);
  else expect(stdout.trim()).not.toBe('');
}
