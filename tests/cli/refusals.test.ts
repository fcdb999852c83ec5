/** Bad usage and bad input of every kind: exit code 2, a line that names what is wrong, and nothing written. */
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ownFolder, start } from './support/cli.ts';
import { UNEVEN } from './support/experiments.ts';

/** Inputs, and apart from them the folder in which nothing may appear. */
const inputs = ownFolder();
const outputs = ownFolder();

const PRESET = ['--preset', 'three-class-extreme'];
const STATS = [...PRESET, '--stats'];
const DESCENT = ['descend', ...PRESET, '--start', '0,0', '--rate', '1', '--steps', '2'];

/** @returns what went to standard error, without the program's name */
async function refusal(args: readonly string[]): Promise<string> {
  const before = readdirSync(outputs);
  const { code, stdout, stderr } = await start(args, { cwd: outputs }).ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(readdirSync(outputs)).toEqual(before);
  const [line, ...rest] = stderr.trimEnd().split('\n');
  expect(rest).toEqual([]);
  expect(line).toMatch(/^logitscape: /);
  return line!.slice('logitscape: '.length);
}

describe('usage', () => {
  const cases: readonly [args: readonly string[], message: string][] = [
    [['evaluat'], 'expected a command ("evaluate", '],
    [['constructor'], 'expected a command ("evaluate", '],
    [['evaluate'], 'expected --preset NAME or --experiment FILE, found neither'],
    [['evaluate', ...PRESET], 'expected --out FILE or --stats, found neither'],
    [['evaluate', ...STATS, '--out', 'x.npz'], '--out and --stats: expected one of them, found both'],
    [
      ['evaluate', ...STATS, '--experiment', 'x.json'],
      '--preset and --experiment: expected one of them, found both',
    ],
    [['evaluate', ...STATS, ...PRESET], '--preset: given twice'],
    [['evaluate', '--preset', '--stats'], '--preset: expected NAME, found nothing'],
    [['evaluate', '--preset=', '--stats'], '--preset: expected NAME, found nothing'],
    [['evaluate', '--stats', '--preset'], '--preset: expected NAME, found nothing'],
    [['evaluate', ...STATS, '--frobnicate'], 'unknown option --frobnicate'],
    [['evaluate', ...STATS, '--__proto__=1'], 'unknown option --__proto__'],
    [['evaluate', ...STATS, '--toString', '1'], 'unknown option --toString'],
    [['evaluate', ...STATS, '-v'], 'unknown option -v'],
    [['evaluate', ...STATS, '--stats=yes'], '--stats: takes no value, found "yes"'],
    [['evaluate', ...STATS, 'more'], 'unexpected argument "more"'],
    [
      ['evaluate', ...STATS, '--backend', 'gpu'],
      '--backend: expected "auto", "webgpu" or "cpu", found "gpu"',
    ],
    [['evaluate', ...STATS, '--fields', 'value,dw'], '--fields[1]: expected "value", "du", '],
    [['evaluate', ...STATS, '--fields', 'value,'], '--fields[1]: expected "value", "du", '],
    [['evaluate', ...STATS, '--fields', 'du,value,du'], '--fields: "du" is there twice'],
    [['verify', ...PRESET, '--backend', 'cpu'], '--backend: expected "webgpu" or "auto", found "cpu"'],
    [['verify', ...PRESET, '--stats'], 'unknown option --stats'],
    [['render', ...PRESET], 'expected --out FILE.png, found nothing'],
    [['render', ...PRESET, '--out', 'x.jpg'], '--out: expected a name that ends in .png, found "x.jpg"'],
    [
      ['render', ...PRESET, '--out', 'x.png', '--size', '100'],
      '--size: expected WxH in pixels, such as 1600x900, found "100"',
    ],
    [
      ['render', ...PRESET, '--out', 'x.png', '--size', '9000x200'],
      '--size (width): expected a whole number of px from 200 to 8192, found 9000',
    ],
    [
      ['render', ...PRESET, '--out', 'x.png', '--size', '8192x10'],
      '--size (height): expected a whole number of px from 120 to 8192, found 10',
    ],
    [['presets', 'nonesuch'], 'preset: expected '],
    [['presets', '--param', 'target=1'], '--param: expected the NAME of a preset to go with it'],
    [['descend', ...PRESET], 'expected --start U,V, found nothing'],
    [[...DESCENT, '--start', '1,1'], '--start: given twice'],
    [
      ['descend', ...PRESET, '--start', '1', '--rate', '1', '--steps', '2'],
      '--start: expected U,V, found "1"',
    ],
    [
      ['descend', ...PRESET, '--start', '1,x', '--rate', '1', '--steps', '2'],
      '--start[1]: expected a finite number',
    ],
    [
      ['descend', ...PRESET, '--start', '1,NaN', '--rate', '1', '--steps', '2'],
      '--start[1]: expected a finite number',
    ],
    [
      ['descend', ...PRESET, '--start', '1,1e16', '--rate', '1', '--steps', '2'],
      '--start[1]: expected a finite number',
    ],
    [['descend', ...PRESET, '--start', '1,1', '--rate', '1'], 'expected --steps N, found nothing'],
    [
      ['descend', ...PRESET, '--start', '1,1', '--steps', '2'],
      '--rate: expected R, or cross-entropy=R, found neither',
    ],
    [
      ['descend', ...PRESET, '--start', '1,1', '--steps', '2', '--rate', 'mse=1'],
      '--rate: expected R, or cross-entropy=R',
    ],
    [[...DESCENT, '--rate', '2'], '--rate: given twice'],
    [[...DESCENT, '--rate', 'mse=1', '--rate', 'mse=2'], '--rate mse: given twice'],
    [
      [...DESCENT, '--rate', 'hinge=1'],
      '--rate: expected "cross-entropy" or "mse" before =, found "hinge=1"',
    ],
    [
      [...DESCENT, '--rate', 'mse=0'],
      '--rate mse: expected a positive number of at most 1000000000000000, found 0',
    ],
    [[...DESCENT, '--rate', 'mse=fast'], '--rate mse: expected a positive number'],
    [[...DESCENT, '--method', 'newton'], '--method: expected "gd", "momentum" or "adam", found "newton"'],
    [[...DESCENT, '--momentum', '0.5'], '--momentum: goes with --method momentum only, found gd'],
    [[...DESCENT, '--method', 'momentum', '--momentum', '1'], '--momentum: expected a number from 0 up to'],
    [
      ['descend', ...PRESET, '--start', '1,1', '--rate', '1', '--steps', '1e9'],
      '--steps: expected a whole number from 0 to 1000000',
    ],
    [
      ['descend', ...PRESET, '--start', '1,1', '--rate', '1', '--steps', '1.5'],
      '--steps: expected a whole number from 0 to 1000000',
    ],
  ];
  test.each(cases)('%j', async (args, message) => {
    expect(await refusal(args)).toContain(message);
  });

  test('no command at all: the usage text, on standard error', async () => {
    const { code, stdout, stderr } = await start([]).ended;
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^logitscape: expected a command\n\n.*\n\nUsage\n/);
  });
});

describe('--param and --set', () => {
  const cases: readonly [args: readonly string[], message: string][] = [
    [['--param', 'target'], '--param: expected NAME=VALUE, found "target"'],
    [['--param', '=1'], '--param: expected NAME=VALUE, found "=1"'],
    [['--param', 'target=3'], 'params.target: expected a whole number from 0 to 2, found 3'],
    [['--param', 'target=one'], 'params.target: expected a whole number from 0 to 2, found "one"'],
    [['--param', 'target='], 'params.target: expected a whole number from 0 to 2, found ""'],
    [['--param', 'target=0x1'], 'params.target: expected a whole number from 0 to 2, found "0x1"'],
    [['--param', 'target=1', '--param', 'target=2'], '--param target: given twice'],
    [['--param', 'colour=1'], 'params.colour: expected no such key'],
    [['--param', '__proto__=1'], 'params.__proto__: expected no such key'],
    [['--set', 'resolution'], '--set: expected PATH=JSON, found "resolution"'],
    [['--set', 'link=sigmoid'], '--set link: expected JSON (text in double quotes), found "sigmoid"'],
    [['--set', 'window.u=[1,2'], '--set window.u: expected JSON'],
    [['--set', 'window.u=[NaN,2]'], '--set window.u: expected JSON'],
    [['--set', 'window.u=[2,1]'], 'window.u: expected an increasing pair, found [2, 1]'],
    [
      ['--set', 'window.u=[0,1e999]'],
      'window.u[1]: expected a finite number of at most 1e15 in size, found Infinity',
    ],
    [['--set', 'resolution=[1,100]'], 'resolution[0]: expected a whole number from 2 to 16384, found 1'],
    [
      ['--set', 'resolution=[100,1e9]'],
      'resolution[1]: expected a whole number from 2 to 16384, found 1000000000',
    ],
    [
      ['--set', 'resolution=[100,100.5]'],
      'resolution[1]: expected a whole number from 2 to 16384, found 100.5',
    ],
    [['--set', 'samples.0.origin=[0,0]'], 'samples[0].du: expected 2 numbers, found 3'],
    [['--set', 'samples.1.target=0'], 'samples: expected an index from 0 to 0, found "1"'],
    [['--set', 'samples.0.weight=2'], 'samples[0].weight: expected no such key'],
    [
      ['--set', '__proto__.polluted=1'],
      'experiment: expected a path within the experiment, found "__proto__.polluted"',
    ],
    [['--set', 'losses=["mse","mse"]'], 'losses[1]: expected another loss than losses[0], found "mse"'],
    [['--set', 'version=2'], 'version: expected 1'],
  ];
  test.each(cases)('%j', async (args, message) => {
    expect(await refusal(['evaluate', ...PRESET, ...args, '--out', 'never.npz'])).toContain(message);
  });

  test('--param without a preset', async () => {
    writeFileSync(join(inputs, 'good.json'), JSON.stringify(UNEVEN));
    const args = ['evaluate', '--experiment', join(inputs, 'good.json'), '--param', 'target=1', '--stats'];
    expect(await refusal(args)).toBe('--param: expected a --preset to go with it, found none');
  });
});

describe('experiment files', () => {
  const text = JSON.stringify(UNEVEN);
  const cases: readonly [name: string, content: string | Buffer, message: string][] = [
    ['empty', '', 'experiment: expected JSON, found its end at line 1, column 1'],
    ['cut short', text.slice(0, 100), 'experiment: expected JSON, found its end at line 1, column 101'],
    ['not JSON', 'map: affine', 'experiment: expected JSON, found "m" at line 1, column 1'],
    ['NaN', text.replace('0.25', 'NaN'), 'experiment: expected JSON, found "N" at line 1'],
    ['a list', '[]', 'experiment: expected an object, found []'],
    ['null', 'null', 'experiment: expected an object, found null'],
    [
      'not text',
      Buffer.from([0xff, 0xfe, 0x00, 0x80]),
      'experiment: expected text in UTF-8, found other bytes',
    ],
    ['a key too many', `{"colour": 1, ${text.slice(1)}`, 'colour: expected no such key'],
    ['a prototype', `{"__proto__": {"version": 1}, ${text.slice(1)}`, '__proto__: expected no such key'],
    ['a version to come', text.replace('"version":1', '"version":2'), 'version: expected 1'],
    ['a string for a number', text.replace('0.5', '"0.5"'), 'samples[0].origin[0]: expected a finite number'],
    [
      'lengths that differ',
      text.replace('[1,0.25,0]', '[1,0.25]'),
      'samples[0].du: expected 3 numbers, found 2',
    ],
    [
      'deep',
      '['.repeat(30_000_000),
      'experiment: expected arrays and objects nested at most 100000 deep, found more',
    ],
    [
      'objects in objects',
      '{"a":'.repeat(10_000_000),
      'experiment: expected arrays and objects nested at most',
    ],
    [
      'larger than 64 MiB',
      Buffer.alloc(64 * 2 ** 20 + 1, ' '),
      'experiment: expected a file of at most 64 MiB, found a larger one',
    ],
    [
      'too many samples',
      JSON.stringify({ ...UNEVEN, samples: Array.from({ length: 100_001 }, () => UNEVEN.samples[0]) }),
      'samples: expected at most 100000 samples, found 100001',
    ],
  ];
  test.each(cases)('%s', async (name, content, message) => {
    const path = join(inputs, `${name}.json`);
    writeFileSync(path, content);
    expect(await refusal(['evaluate', '--experiment', path, '--out', 'never.csv'])).toContain(message);
    writeFileSync(path, '');
  });

  test('a file that never ends', async () => {
    const args = ['evaluate', '--experiment', '/dev/zero', '--out', 'never.csv'];
    expect(await refusal(args)).toBe('experiment: expected a file of at most 64 MiB, found a larger one');
  });

  test('none, a folder', async () => {
    const args = (path: string) => ['evaluate', '--experiment', path, '--out', 'never.csv'];
    expect(await refusal(args('/no/such.json'))).toBe('--experiment "/no/such.json": no such file or folder');
    expect(await refusal(args('/'))).toBe('--experiment "/": it is a folder');
  });
});

describe('outputs that cannot be written are refused before any work', () => {
  // Hours of work, were it done.
  const evaluate = [
    'evaluate',
    ...PRESET,
    '--set',
    'resolution=[16000,16000]',
    '--backend',
    'cpu',
    '--fields',
    'value',
    '--out',
  ];

  test.each([
    ['no folder of that name', 'missing/x.csv', 'no such file or folder'],
    ['a file in place of the folder', 'file/x.csv', 'a part of the path is no folder'],
    ['a folder', 'folder.csv', 'it is a folder'],
    ['a protected file', 'protected.npz', 'it is read-only'],
    ['a link that leads nowhere', 'circle.csv', 'its links lead in a circle'],
    ['no name for a file', `${'x'.repeat(300)}.csv`, 'the name is too long'],
  ])('%s', async (_, name, reason) => {
    if (name === 'file/x.csv') writeFileSync(join(outputs, 'file'), '');
    if (name === 'folder.csv') mkdirSync(join(outputs, name));
    if (name === 'protected.npz') {
      writeFileSync(join(outputs, name), 'mine');
      chmodSync(join(outputs, name), 0o444);
    }
    if (name === 'circle.csv') symlinkSync(name, join(outputs, name));
    expect(await refusal([...evaluate, name])).toBe(`--out ${JSON.stringify(name)}: ${reason}`);
    if (name === 'protected.npz') expect(readFileSync(join(outputs, name), 'utf8')).toBe('mine');
  });

  test('a name that says no format', async () => {
    expect(await refusal([...evaluate, 'x.txt'])).toContain(
      'expected a name that ends in .npz or .csv, or -, found "x.txt"',
    );
  });

  test('more than 4 GiB', async () => {
    const sized = (backend: string, resolution: string, fields: string) => [
      'evaluate',
      ...PRESET,
      '--set',
      `resolution=${resolution}`,
      '--backend',
      backend,
      '--fields',
      fields,
      '--out',
      'x.npz',
    ];
    expect(await refusal(sized('cpu', '[16384,16384]', 'value'))).toMatch(
      /would take 4\.0 GiB, and 4 GiB is the most/,
    );
    expect(await refusal(sized('auto', '[16384,16384]', 'value,du'))).toMatch(/would take 4\.0 GiB/);
    expect(await refusal(sized('webgpu', '[16384,12000]', 'value,du,dv'))).toMatch(/would take 4\.4 GiB/);
  });
});
