import { describe, expect, test } from 'vitest';
import { FIELD_IDS } from '../../src/core/fields.ts';
import { PRESETS } from '../../src/core/presets/index.ts';
import { parsed, threeClass } from '../unit/support/experiments.ts';
import { cli, NO_CHROME, ownFolder, start } from './support/cli.ts';
import { NAIVE, UNEVEN, writeExperiment } from './support/experiments.ts';
import { withChangedPage, withFakePage } from './support/fake-page.ts';

const folder = ownFolder();
const uneven = writeExperiment(folder, 'uneven.json', UNEVEN);
const FIELDS = UNEVEN.losses.flatMap((loss) => ['value', 'du', 'dv'].map((field) => `${loss}.${field}`));

test('a good kernel: the verdict on every field as JSON, exit code 0', async () => {
  const { code, stdout, stderr } = await cli('verify', '--experiment', uneven, '--json');
  expect([code, stderr]).toEqual([0, '']);
  const verdict = JSON.parse(stdout);
  expect(verdict).toEqual({
    ok: true,
    adapter: expect.stringMatching(/./),
    points: 35,
    fields: Object.fromEntries(
      FIELDS.map((key) => [
        key,
        {
          maxError: expect.any(Number),
          at: [expect.any(Number), expect.any(Number)],
          tolerance: expect.any(Number),
          falseZeros: 0,
          wrongSigns: 0,
          undefinedMismatches: 0,
          ok: true,
        },
      ]),
    ),
    skipped: [],
  });
  for (const { maxError, tolerance, at } of Object.values(verdict.fields) as {
    maxError: number;
    tolerance: number;
    at: number[];
  }[]) {
    expect(maxError).toBeLessThanOrEqual(tolerance);
    expect(maxError).toBeGreaterThanOrEqual(0);
    expect(at[0]).toBeGreaterThanOrEqual(-3);
    expect(at[1]).toBeLessThanOrEqual(7);
  }
});

test('for people: a line a field, and the conclusion', async () => {
  const { code, stdout } = await cli('verify', '--experiment', uneven, '--fields', 'value');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^WebGPU \(.+\) against f64, 35 points\n\nfield +compared +worst \(ULP\) +tolerance +at \(u, v\)/,
  );
  for (const key of ['mse.value', 'cross-entropy.value']) {
    expect(stdout).toMatch(new RegExp(`^${key} +35 +[\\d.]+ +\\d+ +\\(.+, .+\\) +0 +0 +0 +ok$`, 'm'));
  }
  expect(stdout).not.toContain('mse.du');
  expect(stdout).toMatch(/\n\nEvery field is within its tolerance\.\n$/);
});

test.each(PRESETS.map((preset) => [preset.name, preset] as const))(
  'every field of the preset %s is within its tolerance, and only what runs on the CPU alone is skipped',
  async (name, preset) => {
    const { losses } = preset.experiment();
    const onGpu = losses.filter((loss) => loss !== 'cross-entropy-naive').length;
    const fields = ['--fields', FIELD_IDS.join()];
    const { code, stdout } = await cli('verify', '--preset', name, '--set', 'resolution=[49,33]', ...fields);
    expect(stdout).toMatch(/\n\nEvery field is within its tolerance\.\n$/);
    expect(stdout.match(/ ok$/gm)).toHaveLength(onGpu * FIELD_IDS.length);
    expect(stdout.match(/ skipped: CPU only$/gm) ?? []).toHaveLength((2 - onGpu) * FIELD_IDS.length);
    expect(code).toBe(0);
  },
);

describe('a broken kernel is found: exit code 1', () => {
  const resolution = [33, 33] as const;
  const threeClasses = parsed(threeClass(0, 0.5, { resolution }));
  const hinge = parsed(threeClass(0, 0.5, { losses: ['hinge', 'mse'], resolution }));
  // Up to u = 30 the target's probability leaves the clip's interval at both ends.
  const clipped = parsed(
    threeClass(0, 0.5, {
      losses: ['cross-entropy-clipped', 'mse'],
      window: { u: [-30, 30], v: [-5, 5] },
      resolution,
    }),
  );
  const hidden = {
    version: 1,
    map: 'two-layer',
    link: 'sigmoid',
    samples: [{ input: 0.75, target: 1 }],
    losses: ['cross-entropy', 'mse'],
    window: { u: [-3, 3], v: [-4, 5] },
    resolution,
  };
  test.each([
    // ln 2, the 1 in a derivative, and a comparison the wrong way round.
    ['6.9313812256e-1f', '6.9313912256e-1f', 'cross-entropy.value', threeClasses],
    [
      'at.first * (at.of_target * (at.first + at.both)',
      'at.first * (at.of_target * at.both',
      'mse.du',
      threeClasses,
    ],
    ['spread.trace < 0.0f', 'spread.trace > 0.0f', 'mse.lambda_min', threeClasses],
    // The slope of the hinge, ln 2 of the sigmoid's exponential, the bend of tanh, -log(1e-7).
    ['slope * margin, slope * side', 'slope * margin, 0.5f * slope * side', 'hinge.du', hinge],
    ['n * -2.12194440e-4f', 'n * -2.12144440e-4f', 'cross-entropy.value', hidden],
    ['pair_product(v, unit.bend)', 'pair_product(v, unit.slope)', 'mse.duu', hidden],
    ['16.118095651f', '16.118195651f', 'cross-entropy-clipped.value', clipped],
  ])('%s as %s', async (from, to, key, experiment) => {
    const run = withChangedPage(ownFolder(), from, to);
    const file = writeExperiment(folder, 'judged.json', experiment);
    const { code, stdout } = await run(
      'verify',
      '--experiment',
      file,
      '--fields',
      FIELD_IDS.join(),
      '--json',
    );
    expect(code).toBe(1);
    const verdict = JSON.parse(stdout);
    expect(verdict.ok).toBe(false);
    expect(verdict.fields[key].ok).toBe(false);
    expect(verdict.fields[key].maxError).toBeGreaterThan(verdict.fields[key].tolerance);
  });
});

describe('where every field runs on the CPU only no browser starts', () => {
  const naive = writeExperiment(folder, 'naive.json', NAIVE);
  const args = ['verify', '--experiment', naive, '--fields', 'value', '--set'];
  const run = (...more: string[]) =>
    start([...args, 'losses=["cross-entropy-naive","hinge"]', ...more], { env: NO_CHROME }).ended;

  test('too large logits: exit code 0, everything is skipped', async () => {
    const large = ['--set', 'window.u=[-1e9,1e9]'];
    const { code, stdout, stderr } = await run(...large, '--json');
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout)).toEqual({
      ok: true,
      adapter: null,
      points: 6,
      fields: {},
      skipped: ['cross-entropy-naive.value', 'hinge.value'],
    });
    const table = (await run(...large)).stdout;
    expect(table).toMatch(/^hinge\.value +skipped: CPU only$/m);
    expect(table).toMatch(/\n\nNothing was compared\.\n$/);
  });

  test('a field that has a kernel asks for one', async () => {
    expect((await run()).code).toBe(3);
  });
});

test('without WebGPU: exit code 3', async () => {
  const { code, stdout, stderr } = await start(['verify', '--experiment', uneven], { env: NO_CHROME }).ended;
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toMatch(/^logitscape: no browser to run WebGPU in: .*\n$/);
});

describe('a page that', () => {
  const field = { at: [1, -2], tolerance: 4, falseZeros: 0, wrongSigns: 0, undefinedMismatches: 0, ok: true };
  const bad = `{
    ready: Promise.resolve(),
    async verify(experiment, { fields, onProgress }) {
      onProgress(0.5);
      return {
        ok: false,
        adapter: 'a poor GPU',
        points: experiment.resolution[0] * experiment.resolution[1],
        fields: {
          'mse.value': { ...${JSON.stringify(field)}, compared: 35, maxError: Infinity, wrongSigns: 3, ok: false },
          'mse.du': { ...${JSON.stringify(field)}, compared: 0, maxError: 0, at: null },
        },
        skipped: fields.filter((key) => key.endsWith('lambda_min')),
      };
    },
  }`;
  const run = withFakePage(ownFolder(), bad);
  const args = ['verify', '--experiment', uneven, '--fields', 'value,lambda_min'];

  test('finds errors: exit code 1, and JSON has no infinity', async () => {
    const { code, stdout, stderr } = await run(...args, '--json');
    expect([code, stderr]).toEqual([1, '']);
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      adapter: 'a poor GPU',
      points: 35,
      fields: {
        'mse.value': { ...field, maxError: 'inf', wrongSigns: 3, ok: false },
        'mse.du': { ...field, maxError: 0, at: null },
      },
      skipped: ['mse.lambda_min', 'cross-entropy.lambda_min'],
    });
  });

  test('finds errors: the table says where, and what was skipped', async () => {
    const { code, stdout } = await run(...args);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^mse\.value +35 +inf +4 +\(1, -2\) +0 +3 +0 +OUTSIDE$/m);
    expect(stdout).toMatch(/^mse\.du +0 +4 +0 +0 +0 +nothing to compare$/m);
    expect(stdout).toMatch(/^mse\.lambda_min +skipped: CPU only$/m);
    expect(stdout).toMatch(/\n\nNot every field is within its tolerance\.\n$/);
  });

  test('fails: exit code 1, one line and no stack', async () => {
    const failing = withFakePage(
      ownFolder(),
      `{ ready: Promise.resolve(), verify: () => Promise.reject(new Error('the device was lost')) }`,
    );
    const { code, stdout, stderr } = await failing('verify', '--experiment', uneven);
    expect([code, stdout, stderr]).toEqual([1, '', 'logitscape: the device was lost\n']);
  });
});
