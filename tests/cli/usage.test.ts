import { expect, test } from 'vitest';
import { cli } from './support/cli.ts';

const COMMANDS = ['evaluate', 'verify', 'render', 'descend', 'presets', 'claims'];

test.each([['--help'], ['-h'], ['help']])('%s lists the commands', async (flag) => {
  const { code, stdout, stderr } = await cli(flag);
  expect([code, stderr]).toEqual([0, '']);
  for (const name of COMMANDS) expect(stdout).toMatch(new RegExp(`^ {2}${name} {2}`, 'm'));
});

test.each(COMMANDS)('%s --help shows its options and does nothing else', async (name) => {
  const { code, stdout, stderr } = await cli(name, '--out', 'x', '--help');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain(`Usage\n  logitscape ${name} `);
  expect(stdout).toMatch(/\nOptions\n {2}--/);
});
