import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { cli, NO_CHROME, ownFolder, start } from './support/cli.ts';

const folder = ownFolder();
const PRESET = ['--preset', 'three-class-extreme', '--set', 'resolution=[40,40]'];

test('the figure is a PNG of the size asked for, and no empty one', async () => {
  const out = join(folder, 'figure.png');
  const result = await cli('render', ...PRESET, '--out', out, '--size', '800x450');
  expect(result).toEqual({ code: 0, signal: null, stdout: '', stderr: '' });
  const { width, height, data } = PNG.sync.read(readFileSync(out));
  expect([width, height]).toEqual([800, 450]);
  const colours = new Set(new Uint32Array(Uint8Array.from(data).buffer));
  expect(colours.size).toBeGreaterThan(1000);
});

test('a size that the page refuses: exit code 2, and no file', async () => {
  const { code, stdout, stderr } = await cli(
    'render',
    ...PRESET,
    '--out',
    join(folder, 'tiny.png'),
    '--size',
    '20x20',
  );
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^logitscape: --size \(width\): expected .*, found 20\n$/);
  expect(readdirSync(folder)).toEqual(['figure.png']);
});

test('without a browser: exit code 3, and no file', async () => {
  const args = ['render', ...PRESET, '--out', join(folder, 'never.png')];
  const { code, stdout, stderr } = await start(args, { env: NO_CHROME }).ended;
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(/^logitscape: no browser to run WebGPU in: .*\n$/);
  expect(readdirSync(folder)).toEqual(['figure.png']);
});
