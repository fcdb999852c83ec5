import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PRESETS } from '../../src/core/presets/index.ts';
import { parseExperimentText } from '../../src/core/validate.ts';
import { cli, ownFolder, ROOT, startProcess } from './support/cli.ts';

const folder = ownFolder();

test('the list names every preset with its title, source and parameters', async () => {
  const { code, stdout, stderr } = await cli('presets');
  expect([code, stderr]).toEqual([0, '']);
  for (const { name, title, source, parameters } of PRESETS) {
    expect(stdout).toContain(`${name}\n  ${title}\n  Source: ${source}\n`);
    for (const one of parameters)
      expect(stdout).toContain(`--param ${one.name}=${one.default}  ${one.label}: `);
  }
});

test.each(PRESETS.map(({ name }) => name))('%s is printed as an experiment file', async (name) => {
  const { code, stdout } = await cli('presets', name);
  expect(code).toBe(0);
  const preset = PRESETS.find((candidate) => candidate.name === name)!;
  expect(parseExperimentText(stdout)).toEqual(preset.experiment());
});

test('evaluate takes an expanded preset back, parameters and all', async () => {
  const { stdout } = await cli(
    'presets',
    'three-class-extreme',
    '--param',
    'target=2',
    '--param',
    'value=-1.5',
  );
  expect(stdout).toContain('"origin": [0, 0, -1.5],');
  const file = join(folder, 'expanded.json');
  writeFileSync(file, stdout);
  const own = await cli('evaluate', '--experiment', file, '--backend', 'cpu', '--out', '-');
  const params = ['--param', 'target=2', '--param', 'value=-1.5'];
  const preset = await cli(
    'evaluate',
    '--preset',
    'three-class-extreme',
    ...params,
    '--backend',
    'cpu',
    '--out',
    '-',
  );
  expect(own.code).toBe(0);
  expect(own.stdout).toBe(preset.stdout);
});

test.skipIf(!existsSync('/dev/full'))(
  'a full disk behind standard output: exit code 1 and one line',
  async () => {
    const command = `"$0" scripts/logitscape.mjs presets > /dev/full`;
    const { code, stderr } = await startProcess('bash', ['-c', command, process.execPath], { cwd: ROOT })
      .ended;
    expect([code, stderr]).toEqual([1, 'logitscape: standard output: the disk is full\n']);
  },
);
