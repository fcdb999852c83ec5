/** What `evaluate` writes, read back by code of the tests' own. */
import { readdirSync, readFileSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FIELD_IDS, type FieldKey } from '../../src/core/fields.ts';
import { columnU, gridOf, rowV } from '../../src/core/grid.ts';
import { parseExperiment } from '../../src/core/validate.ts';
import { cli, NO_CHROME, ownFolder, start, startProcess } from './support/cli.ts';
import { fieldOf, NAIVE, PARTLY_UNDEFINED, UNEVEN, writeExperiment } from './support/experiments.ts';
import { type NpyArray, readNpz } from './support/npz.ts';

const folder = ownFolder();
const uneven = writeExperiment(folder, 'uneven.json', UNEVEN);
const partlyUndefined = writeExperiment(folder, 'partly-undefined.json', PARTLY_UNDEFINED);
const naive = writeExperiment(folder, 'naive.json', NAIVE);
const POINTS = 7 * 5;
const DEFAULT_KEYS = [
  'mse.value',
  'mse.du',
  'mse.dv',
  'cross-entropy.value',
  'cross-entropy.du',
  'cross-entropy.dv',
];

async function evaluateNpz(name: string, ...args: string[]): Promise<Map<string, NpyArray>> {
  const out = join(folder, name);
  expect(await cli('evaluate', ...args, '--out', out)).toEqual({
    code: 0,
    signal: null,
    stdout: '',
    stderr: '',
  });
  return readNpz(readFileSync(out));
}

/** Lines of a CSV, the header's names first. */
function parseCsv(text: string): { header: string[]; rows: string[][] } {
  expect(text.endsWith('\n')).toBe(true);
  expect(text).not.toContain('\r');
  const [header, ...rows] = text
    .slice(0, -1)
    .split('\n')
    .map((line) => line.split(','));
  return { header: header!, rows };
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, relative: number): void {
  expect(actual.length).toBe(expected.length);
  for (let n = 0; n < expected.length; n++) {
    if (Number.isNaN(expected[n]!)) expect(actual[n]).toBeNaN();
    else
      expect(Math.abs(actual[n]! - expected[n]!)).toBeLessThanOrEqual(
        relative * (1e-3 + Math.abs(expected[n]!)),
      );
  }
}

describe('NPZ', () => {
  const grid = gridOf(parseExperiment(UNEVEN));

  test('from the CPU: axes and every field in f64, row v0 first', async () => {
    const arrays = await evaluateNpz(
      'cpu.npz',
      '--experiment',
      uneven,
      '--backend',
      'cpu',
      '--fields',
      FIELD_IDS.join(),
    );
    const keys = UNEVEN.losses.flatMap((loss) => FIELD_IDS.map((field): FieldKey => `${loss}.${field}`));
    expect([...arrays.keys()]).toEqual(['u', 'v', ...keys]);
    const [u, v] = [arrays.get('u')!, arrays.get('v')!];
    expect({ ...u, values: [...u.values] }).toEqual({
      dtype: '<f8',
      shape: [7],
      values: Array.from({ length: 7 }, (_, i) => columnU(grid, i)),
    });
    expect({ ...v, values: [...v.values] }).toEqual({
      dtype: '<f8',
      shape: [5],
      values: Array.from({ length: 5 }, (_, j) => rowV(grid, j)),
    });
    for (const key of keys) {
      const { dtype, shape, values } = arrays.get(key)!;
      expect([dtype, shape]).toEqual(['<f8', [5, 7]]);
      expectClose(values, fieldOf(UNEVEN, key), 1e-11);
    }
  });

  test('from WebGPU: the same in f32', async () => {
    const arrays = await evaluateNpz('gpu.npz', '--experiment', uneven, '--backend', 'webgpu');
    expect([...arrays.keys()]).toEqual(['u', 'v', ...DEFAULT_KEYS]);
    expect(arrays.get('u')!.dtype).toBe('<f8');
    for (const key of DEFAULT_KEYS as FieldKey[]) {
      const { dtype, shape, values } = arrays.get(key)!;
      expect([dtype, shape]).toEqual(['<f4', [5, 7]]);
      expectClose(values, fieldOf(UNEVEN, key), 1e-5);
    }
  });

  test('a grid of many bands is in one piece', async () => {
    // More than a million points: two bands on WebGPU, many on the CPU.
    const size = ['--experiment', uneven, '--set', 'resolution=[1500,800]', '--fields', 'value'];
    const gpu = await evaluateNpz('bands-gpu.npz', ...size, '--backend', 'webgpu');
    const cpu = await evaluateNpz('bands-cpu.npz', ...size, '--backend', 'cpu');
    for (const key of ['mse.value', 'cross-entropy.value']) {
      expect(gpu.get(key)!.shape).toEqual([800, 1500]);
      const [f32, f64] = [gpu.get(key)!.values, cpu.get(key)!.values];
      let worst = 0;
      for (let n = 0; n < f64.length; n++) worst = Math.max(worst, Math.abs(f32[n]! - f64[n]!) / f64[n]!);
      expect(worst).toBeLessThan(1e-5);
      expect(worst).toBeGreaterThan(0);
    }
  });

  test('the same fields give the same bytes', async () => {
    await evaluateNpz('once.npz', '--experiment', uneven, '--backend', 'cpu');
    await evaluateNpz('again.npz', '--experiment', uneven, '--backend', 'cpu');
    expect(readFileSync(join(folder, 'once.npz')).equals(readFileSync(join(folder, 'again.npz')))).toBe(true);
  });
});

describe('CSV', () => {
  test('from the CPU: every number reads back as the f64 that NPZ holds', async () => {
    const arrays = await evaluateNpz('csv-cpu.npz', '--experiment', uneven, '--backend', 'cpu');
    const { code, stdout, stderr } = await cli(
      'evaluate',
      '--experiment',
      uneven,
      '--backend',
      'cpu',
      '--out',
      '-',
    );
    expect([code, stderr]).toEqual([0, '']);
    const { header, rows } = parseCsv(stdout);
    expect(header).toEqual(['u', 'v', ...DEFAULT_KEYS]);
    expect(rows).toHaveLength(POINTS);
    for (const [index, row] of rows.entries()) {
      const [i, j] = [index % 7, Math.floor(index / 7)];
      const values = DEFAULT_KEYS.map((key) => arrays.get(key)!.values[index]!);
      const numbers = [arrays.get('u')!.values[i]!, arrays.get('v')!.values[j]!, ...values];
      expect(row.map(Number)).toEqual(numbers);
      expect(row).toEqual(numbers.map((x) => (Object.is(x, -0) ? '-0' : String(x))));
    }
  });

  test('from WebGPU: every number is the shortest that reads back as the f32', async () => {
    const arrays = await evaluateNpz('csv-gpu.npz', '--experiment', uneven, '--backend', 'webgpu');
    const out = join(folder, 'gpu.csv');
    const { code } = await cli('evaluate', '--experiment', uneven, '--backend', 'webgpu', '--out', out);
    expect(code).toBe(0);
    const { header, rows } = parseCsv(readFileSync(out, 'utf8'));
    expect(header).toEqual(['u', 'v', ...DEFAULT_KEYS]);
    expect(rows).toHaveLength(POINTS);
    for (const [index, row] of rows.entries()) {
      for (const [n, key] of DEFAULT_KEYS.entries()) {
        const text = row[n + 2]!;
        expect(Math.fround(Number(text))).toBe(arrays.get(key)!.values[index]);
        const digits = text
          .replace(/e.*/, '')
          .replace(/\D/g, '')
          .replace(/^0+/, '')
          .replace(/0+$/, '').length;
        const shorter = Math.fround(Number(Number(text).toPrecision(Math.max(1, digits - 1))));
        if (digits > 1) expect(shorter).not.toBe(arrays.get(key)!.values[index]);
      }
    }
  });

  test('a file and standard output are the same bytes', async () => {
    const out = join(folder, 'same.csv');
    const args = ['evaluate', '--experiment', uneven, '--backend', 'cpu', '--set', 'resolution=[300,200]'];
    await cli(...args, '--out', out);
    const { stdout } = await cli(...args, '--out', '-');
    expect(stdout.length).toBeGreaterThan(1_000_000);
    expect(readFileSync(out, 'utf8') === stdout).toBe(true);
  });

  test('undefined is nan, in every field of the loss and in no other', async () => {
    const args = ['evaluate', '--experiment', partlyUndefined, '--backend', 'cpu', '--out', '-'];
    const { rows } = parseCsv((await cli(...args)).stdout);
    const undefinedRows = rows.filter((row) => row.includes('nan'));
    // z = u + v/8 lies inside (0, 1) for u = 0.5 alone, and for u = 0 where v > 0.
    expect(undefinedRows).toHaveLength(7 * 3 - 5);
    for (const row of undefinedRows) {
      expect(row.slice(2, 5)).toEqual(['nan', 'nan', 'nan']);
      expect(row.slice(5).map(Number).every(Number.isFinite)).toBe(true);
    }
  });

  test('infinity is inf, and no undefined value', async () => {
    const args = ['evaluate', '--experiment', naive, '--backend', 'cpu', '--fields', 'value', '--out', '-'];
    const { rows } = parseCsv((await cli(...args)).stdout);
    // exp(-200) is 0 in f32, and its logarithm infinite; exp(200) is infinite, and divided by itself no number.
    expect(rows.map(([u, v, value]) => [u, v, value])).toEqual([
      ['-200', '-1', 'inf'],
      ['0', '-1', String(Math.fround(Number(rows[1]![2])))],
      ['200', '-1', 'nan'],
      ['-200', '1', 'inf'],
      ['0', '1', String(Math.fround(Number(rows[4]![2])))],
      ['200', '1', 'nan'],
    ]);
  });

  test('columns stand in the order of the losses and fields, however they are asked for', async () => {
    const args = [
      'evaluate',
      '--experiment',
      uneven,
      '--backend',
      'cpu',
      '--fields',
      'duv,value',
      '--out',
      '-',
    ];
    const { header } = parseCsv((await cli(...args)).stdout);
    expect(header.slice(2)).toEqual(['mse.value', 'mse.duv', 'cross-entropy.value', 'cross-entropy.duv']);
  });

  test('a reader that has seen enough ends the work, and that is no error', async () => {
    const command = `"${process.execPath}" scripts/logitscape.mjs evaluate --experiment "${uneven}" --backend cpu \
      --set 'resolution=[4000,4000]' --out - | head -n 1; echo "\${PIPESTATUS[0]}" >&2`;
    const { stdout, stderr } = await startProcess('bash', ['-c', command]).ended;
    expect(stdout).toBe(`${['u', 'v', ...DEFAULT_KEYS].join()}\n`);
    expect(stderr).toBe('0\n');
  });
});

describe('--stats', () => {
  interface Stats {
    backend: string;
    points: number;
    fields: Record<
      string,
      Record<'min' | 'max' | 'mean', number | null | string> & {
        minAt: unknown;
        maxAt: unknown;
        undefined: number;
      }
    >;
  }

  async function stats(...args: string[]): Promise<Stats> {
    const { code, stdout, stderr } = await cli('evaluate', ...args, '--stats');
    expect([code, stderr]).toEqual([0, '']);
    return JSON.parse(stdout) as Stats;
  }

  test('agree with the numbers themselves', async () => {
    const size = ['--experiment', uneven, '--set', 'resolution=[61,47]', '--backend', 'cpu'];
    const arrays = await evaluateNpz('stats.npz', ...size);
    const { backend, points, fields } = await stats(...size);
    expect([backend, points, Object.keys(fields)]).toEqual(['cpu', 61 * 47, DEFAULT_KEYS]);
    for (const key of DEFAULT_KEYS) {
      const { values } = arrays.get(key)!;
      const [min, max] = [Math.min(...values), Math.max(...values)];
      const at = (x: number) => {
        const index = values.indexOf(x as never);
        return [arrays.get('u')!.values[index % 61], arrays.get('v')!.values[Math.floor(index / 61)]];
      };
      expect(fields[key]).toMatchObject({ min, minAt: at(min), max, maxAt: at(max), undefined: 0 });
      const sum = [...values].reduce((total, x) => total + x, 0);
      expect(fields[key]!.mean).toBeCloseTo(sum / values.length, 12);
    }
  });

  test('count what is undefined, and leave it out', async () => {
    const { fields } = await stats('--experiment', partlyUndefined, '--backend', 'cpu');
    const values = [...fieldOf(PARTLY_UNDEFINED, 'cross-entropy.value')].filter((x) => !Number.isNaN(x));
    expect(values).toHaveLength(5);
    const { min, max, mean, undefined: count } = fields['cross-entropy.value']!;
    expect({ min, max, count }).toEqual({ min: Math.min(...values), max: Math.max(...values), count: 16 });
    expect(mean).toBeCloseTo(values.reduce((sum, x) => sum + x, 0) / 5, 12);
    expect(fields['mse.value']!.undefined).toBe(0);
  });

  test('infinity enters as "inf"', async () => {
    const { fields } = await stats('--experiment', naive, '--fields', 'value', '--backend', 'cpu');
    const { max, maxAt, mean, undefined: count } = fields['cross-entropy-naive.value']!;
    expect({ max, maxAt, mean, count }).toEqual({ max: 'inf', maxAt: [-200, -1], mean: 'inf', count: 2 });
  });

  test('where nothing is defined they are null', async () => {
    const { fields } = await stats(
      '--experiment',
      partlyUndefined,
      '--set',
      'window.u=[5,6]',
      '--backend',
      'cpu',
    );
    expect(fields['cross-entropy.value']).toEqual({
      min: null,
      minAt: null,
      max: null,
      maxAt: null,
      mean: null,
      undefined: 21,
    });
  });
});

describe('the backend', () => {
  test('auto takes WebGPU where there is any', async () => {
    const { code, stdout, stderr } = await cli('evaluate', '--preset', 'three-class-extreme', '--stats');
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout).backend).toBe('webgpu');
  });

  test('auto takes the CPU for what WebGPU cannot evaluate, and says why', async () => {
    const { code, stdout, stderr } = await cli('evaluate', '--experiment', naive, '--stats');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).backend).toBe('cpu');
    expect(stderr).toMatch(
      /^logitscape: cannot evaluate on WebGPU: .+; the CPU evaluates instead, in f64\n$/,
    );
  });

  test('webgpu, demanded for what it cannot evaluate, is exit code 3', async () => {
    const out = join(folder, 'naive.npz');
    const { code, stdout, stderr } = await cli(
      'evaluate',
      '--experiment',
      naive,
      '--backend',
      'webgpu',
      '--out',
      out,
    );
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^logitscape: cannot evaluate on WebGPU: .+\n$/);
    expect(readdirSync(folder)).not.toContain('naive.npz');
  });

  test('auto takes the CPU where there is none, and says so', async () => {
    const args = ['evaluate', '--preset', 'three-class-extreme', '--stats'];
    const { code, stdout, stderr } = await start(args, { env: NO_CHROME }).ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout).backend).toBe('cpu');
    expect(stderr).toMatch(
      /^logitscape: .*no Chrome starts at \/no\/such\/chrome; the CPU evaluates instead, in f64\n$/,
    );
  });

  test('webgpu, demanded where there is none, is exit code 3', async () => {
    const args = [
      'evaluate',
      '--preset',
      'three-class-extreme',
      '--backend',
      'webgpu',
      '--out',
      join(folder, 'no.npz'),
    ];
    const { code, stdout, stderr } = await start(args, { env: NO_CHROME }).ended;
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^logitscape: no browser to run WebGPU in: .*\n$/);
    expect(readdirSync(folder)).not.toContain('no.npz');
  });

  test('the CPU needs no Chrome', async () => {
    const args = ['evaluate', '--preset', 'three-class-extreme', '--backend', 'cpu', '--stats'];
    const { code, stderr } = await start(args, { env: NO_CHROME }).ended;
    expect([code, stderr]).toEqual([0, '']);
  });
});

describe('the output file', () => {
  test('replaces one that is there; what fails leaves that one alone', async () => {
    const out = join(folder, 'there.csv');
    writeFileSync(out, 'older');
    const failed = await cli('evaluate', '--experiment', uneven, '--set', 'samples=[]', '--out', out);
    expect([failed.code, readFileSync(out, 'utf8')]).toEqual([2, 'older']);
    expect((await cli('evaluate', '--experiment', uneven, '--backend', 'cpu', '--out', out)).code).toBe(0);
    expect(readFileSync(out, 'utf8')).toMatch(/^u,v,mse/);
  });

  test('goes where a link leads', async () => {
    writeFileSync(join(folder, 'target.csv'), 'older');
    symlinkSync('target.csv', join(folder, 'link.csv'));
    await cli('evaluate', '--experiment', uneven, '--backend', 'cpu', '--out', join(folder, 'link.csv'));
    expect(realpathSync(join(folder, 'link.csv'))).toBe(join(folder, 'target.csv'));
    expect(readFileSync(join(folder, 'target.csv'), 'utf8')).toMatch(/^u,v,mse/);
  });

  test('is looked for where the command was started', async () => {
    const args = ['evaluate', '--experiment', 'uneven.json', '--backend', 'cpu', '--out', 'here.csv'];
    expect((await start(args, { cwd: folder }).ended).code).toBe(0);
    expect(readdirSync(folder)).toContain('here.csv');
  });

  test('no temporary file is left of all this', () => {
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });
});

test('npm run --silent logitscape -- ... prints the result and nothing else', async () => {
  const args = [
    'run',
    '--silent',
    'logitscape',
    '--',
    'evaluate',
    '--experiment',
    uneven,
    '--backend',
    'cpu',
    '--out',
    '-',
  ];
  const { code, stdout, stderr } = await startProcess('npm', args).ended;
  expect([code, stderr]).toEqual([0, '']);
  expect(parseCsv(stdout).rows).toHaveLength(POINTS);
});
