import { describe, expect, test } from 'vitest';
import { VERDICTS } from '../../src/core/claims/claim.ts';
import { CLAIMS } from '../../src/core/claims/index.ts';
import { SOURCES } from '../../src/core/sources.ts';
import { cli, NO_CHROME, ownFolder, start } from './support/cli.ts';
import { withChangedPage } from './support/fake-page.ts';

const IDS = CLAIMS.map(({ id }) => id);
const onGpu = new Set(CLAIMS.filter(({ fromFields }) => fromFields).map(({ id }) => id));

interface Printed {
  readonly id: string;
  readonly source: string;
  readonly claim: string;
  readonly figures: Readonly<Record<string, { readonly f64: number; readonly webgpu: number | null }>>;
  readonly verdict: string;
  readonly agrees: boolean | null;
  readonly why: string;
}

describe('with WebGPU', () => {
  const run = cli('claims', '--json', '--backend', 'webgpu');

  test('prints an array with every claim, and exits with 0', async () => {
    const { code, stdout, stderr } = await run;
    expect([code, stderr]).toEqual([0, '']);
    const printed = JSON.parse(stdout) as Printed[];
    expect(printed.map(({ id }) => id)).toEqual(IDS);
    for (const claim of printed) {
      expect(Object.keys(claim)).toEqual(['id', 'source', 'claim', 'figures', 'verdict', 'agrees', 'why']);
      expect(Object.keys(SOURCES)).toContain(claim.source);
      expect(VERDICTS).toContain(claim.verdict);
      expect(claim.why).toMatch(/^[A-Z].*\.$/);
      for (const figure of Object.values(claim.figures)) {
        expect(Object.keys(figure)).toEqual(['f64', 'webgpu']);
        expect(typeof figure.f64).toBe('number');
      }
    }
  });

  test('measures on WebGPU what comes from fields, with the same verdict', async () => {
    const printed = JSON.parse((await run).stdout) as Printed[];
    for (const { id, agrees, figures } of printed) {
      const measured = Object.values(figures).some(({ webgpu }) => webgpu !== null);
      expect([id, agrees, measured]).toEqual([id, onGpu.has(id) ? true : null, onGpu.has(id)]);
    }
  });

  test('has figures from WebGPU that are f32 and not a copy', async () => {
    const printed = JSON.parse((await run).stdout) as Printed[];
    const { f64, webgpu } = printed.find(({ id }) => id === 'mse-gradient-vanishes')!.figures.cornerMse!;
    expect(webgpu! / f64).toBeCloseTo(1, 5);
    expect(webgpu).not.toBe(f64);
  });
});

test('a GPU that computes something else is found out, and the verdict stays that of f64', async () => {
  // The absolute error for the squared one, on plain outputs.
  const changed = withChangedPage(ownFolder(), 'c * residual * residual', 'c * abs(residual)');
  const { code, stdout, stderr } = await changed('claims');
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^upheld {3}MSE is the negative logarithm of a Gaussian likelihood/m);
  expect(stdout.match(/WebGPU DISAGREES: its figures lead to another verdict\./g)).toHaveLength(1);
  expect(stdout).toMatch(/ WebGPU disagrees on mse-is-gaussian-likelihood\.\n$/);
});

describe('without WebGPU', () => {
  const run = (...args: string[]) => start(['claims', ...args], { env: NO_CHROME }).ended;

  test('the claims are measured in f64 only, with a line that says so', async () => {
    const { code, stdout, stderr } = await run('--json');
    expect(code).toBe(0);
    expect(stderr).toMatch(
      /^logitscape: no browser to run WebGPU in: .*; the claims are measured in f64 only\n$/,
    );
    const printed = JSON.parse(stdout) as Printed[];
    expect(printed.map(({ id }) => id)).toEqual(IDS);
    for (const { agrees, figures } of printed) {
      expect(agrees).toBeNull();
      for (const { webgpu } of Object.values(figures)) expect(webgpu).toBeNull();
    }
  });

  test('for people: sentence, source, why, figures, and a count of the verdicts', async () => {
    const { code, stdout, stderr } = await run('--backend', 'cpu');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^refuted {2}MSE’s surface has sharp cliffs .*\n {9}Extreme-logit note 2025 \| mse-cliffs\n {9}The steepest/,
    );
    expect(stdout).toMatch(/^ {11}steepest slope, MSE +0\.197\d+$/m);
    for (const id of IDS) expect(stdout).toMatch(new RegExp(`^ {9}.+ \\| ${id}$`, 'm'));
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(stdout).toMatch(
      new RegExp(
        `\\n\\n${IDS.length} claims: \\d+ upheld, \\d+ refuted, \\d+ depends\\. WebGPU has measured none\\.\\n$`,
      ),
    );
  });

  test('where WebGPU is demanded: exit code 3', async () => {
    const { code, stdout, stderr } = await run('--backend', 'webgpu');
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^logitscape: no browser to run WebGPU in: .*\n$/);
  });

  test('two forms at once are refused', async () => {
    const { code, stderr } = await run('--json', '--markdown');
    expect([code, stderr]).toEqual([
      2,
      'logitscape: --json and --markdown: expected one of them, found both\n',
    ]);
  });
});
