/** Measuring the claims while the GPU comes and goes. */
import { signal } from '@preact/signals-core';
import { beforeEach, expect, it } from 'vitest';
import type { Backends } from '../../src/app/backends.ts';
import type { ClaimsHost } from '../../src/app/claims-host.ts';
import { ClaimsRun } from '../../src/app/claims-run.ts';
import type { Claim } from '../../src/core/claims/claim.ts';
import type { Experiment } from '../../src/core/experiment.ts';
import { GpuLostError } from '../../src/gpu/guard.ts';

/** What was evaluated, in order: the claim, and where. */
let evaluated: string[];
let hasDevice = signal(true);
/** Called before each evaluation on the GPU. */
let onGpu = () => {};

/** A claim whose evaluator is told its id in the experiment's place. */
function claimOf(id: string): Claim {
  const fromFields: Claim['fromFields'] = async (evaluate) => {
    await evaluate(id as unknown as Experiment, []);
    return { x: 1 };
  };
  return { ...inF64Alone(id, async () => ({})), fromFields };
}

/** A claim that the GPU has no part in. */
function inF64Alone(id: string, inF64: () => Promise<Record<string, number>>): Claim {
  return { id, source: 'extreme-logit-2025', claim: id, why: { upheld: id }, inF64, judge: () => 'upheld' };
}

const backends = {
  async evaluate(id: unknown, { backend }: { backend: string }) {
    if (backend === 'webgpu') onGpu();
    evaluated.push(`${id} ${backend}`);
    return { fields: {} };
  },
} as unknown as Backends;

beforeEach(() => {
  evaluated = [];
  hasDevice = signal(true);
  onGpu = () => {};
});

function runOf(...claims: Claim[]): ClaimsRun {
  return new ClaimsRun(claims, {
    backends,
    hasDevice,
    deviceKnown: Promise.resolve(),
  } as unknown as ClaimsHost);
}

/** The GPU's figure of each claim. */
function figures(run: ClaimsRun): unknown[] {
  return [...run.results.value.values()].map((result) =>
    result.kind === 'measured' ? result.measured.figures.x?.webgpu : result.message,
  );
}

it('what was measured while the GPU was lost is due again when it is back, and only that', async () => {
  const run = runOf(
    claimOf('a'),
    claimOf('b'),
    inF64Alone('c', async () => ({})),
  );
  onGpu = () => {
    // While b is measured, there is none.
    if (evaluated.at(-1) !== 'b cpu') return;
    hasDevice.value = false;
    throw new GpuLostError();
  };
  await run.start();
  onGpu = () => {};
  expect(figures(run)).toEqual([1, null, undefined]);
  expect([run.due.value, run.lacksGpu.value]).toEqual([[], true]);
  evaluated = [];
  await run.start();
  expect(evaluated).toEqual([]);

  hasDevice.value = true;
  expect([run.due.value.map(({ id }) => id), run.lacksGpu.value]).toEqual([['b'], false]);
  await run.start();
  expect(evaluated).toEqual(['b cpu', 'b webgpu']);
  expect(figures(run)).toEqual([1, 1, undefined]);
  expect(run.due.value).toEqual([]);
});

it('a GPU that comes back while others are measured has its turn before the end', async () => {
  hasDevice.value = false;
  const back = async () => {
    hasDevice.value = true;
    return {};
  };
  const run = runOf(claimOf('a'), inF64Alone('b', back));
  await run.start();
  expect(evaluated).toEqual(['a cpu', 'a cpu', 'a webgpu']);
  expect(figures(run)).toEqual([1, undefined]);
});
