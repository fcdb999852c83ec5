/**
 * Times the evaluators on one experiment, each as the program uses it. Methods take turns, so that a machine that is
 * busy for a while slows all of them. Loaded when first asked for.
 */
import type { Experiment } from '../core/experiment.ts';
import { describe, ExperimentError } from '../core/experiment-error.ts';
import { DEFAULT_FIELDS, FIELD_IDS, type FieldKey } from '../core/fields.ts';
import { gridOf } from '../core/grid.ts';
import {
  choiceSchema,
  integerSchema,
  readProperties,
  readValue,
  refuseUnknownKeys,
} from '../core/readers.ts';
import type { Gpu } from '../gpu/device.ts';
import { PASS_KINDS, type PassKind } from '../gpu/kernel.ts';
import { type Backends, keysOf } from './backends.ts';
import { evaluatePlainly, plainFields, plainProblem } from './bench-plain.ts';
import { KernelRunner } from './bench-webgpu.ts';
import { whyNoKernel } from './kernel-limits.ts';

/**
 * `webgpu`: into buffers of the GPU; `readback`: into arrays; `cpu`: f64, on every core; `plain`: the
 * yardstick, a plain loop in f64 on one core (bench-plain.ts).
 */
const BENCH_METHODS = ['webgpu', 'readback', 'cpu', 'plain'] as const;
type BenchMethod = (typeof BENCH_METHODS)[number];
const BENCH_FIELDS = ['gradient', 'all'] as const;

export interface BenchRequest {
  readonly methods: readonly BenchMethod[];
  /** Of both losses: value, du and dv, or every field. */
  readonly fields: (typeof BENCH_FIELDS)[number];
  /** Measured runs of each method after the one that warms it up; one where an evaluation takes seconds. */
  readonly runs: number;
}

/** Milliseconds of an evaluation, the mean of each run, in order; or why there is none. */
export type BenchTimes =
  | {
      readonly milliseconds: readonly number[];
      /** By the GPU's own clock; null where it has none. */
      readonly gpuMilliseconds: readonly number[] | null;
    }
  | { readonly skipped: string };

export interface BenchResult {
  /** Null without WebGPU. */
  readonly adapter: string | null;
  readonly software: boolean;
  readonly cores: number;
  readonly methods: Partial<Record<BenchMethod, BenchTimes>>;
}

/** A first evaluation that takes this long counts: warming up is a small part of it. */
const LONG_RUN_MS = 5000;
const MOST_RUNS = 99;
/** A run goes on for so long. */
const LEAST_RUN_MS = 100;

/** One evaluation. @returns milliseconds by the GPU's own clock, where there is one */
type Evaluate = () => Promise<number | undefined>;

interface Contestant {
  readonly evaluate: Evaluate;
  /** Its first run took so long that it counts, and is the only one. */
  readonly isLong: boolean;
  readonly milliseconds: number[];
  readonly gpuMilliseconds: number[];
}

/** @throws ExperimentError with the path of the first bad field of the request */
export async function runBench(
  backends: Backends,
  gpu: Gpu | undefined,
  experiment: Experiment,
  request: BenchRequest,
): Promise<BenchResult> {
  const { methods, fields, runs } = readRequest(request);
  const keys = keysOf(experiment, fields === 'all' ? FIELD_IDS : DEFAULT_FIELDS);
  const kinds = fields === 'all' ? PASS_KINDS : (['gradient'] as const);
  const results: Partial<Record<BenchMethod, BenchTimes>> = {};
  const contestants: [BenchMethod, Contestant][] = [];
  const runner = gpu && new KernelRunner(gpu);
  try {
    for (const method of methods) {
      const evaluate = await contestant(method, { backends, runner, experiment, keys, kinds });
      if (typeof evaluate === 'string') results[method] = { skipped: evaluate };
      else contestants.push([method, await warmedUp(evaluate)]);
    }
    for (let run = 0; run < runs; run++) {
      for (const [, { evaluate, isLong, milliseconds, gpuMilliseconds }] of contestants) {
        if (!isLong) await timed(evaluate, milliseconds, gpuMilliseconds);
      }
    }
  } finally {
    runner?.destroy();
  }
  for (const [method, { milliseconds, gpuMilliseconds }] of contestants) {
    const clocked = gpuMilliseconds.length === milliseconds.length;
    results[method] = { milliseconds, gpuMilliseconds: clocked ? gpuMilliseconds : null };
  }
  return {
    adapter: gpu?.adapterName ?? null,
    software: gpu?.isSoftware ?? false,
    cores: navigator.hardwareConcurrency,
    methods: results,
  };
}

function readRequest(request: unknown): BenchRequest {
  const given = readProperties(request, 'request');
  refuseUnknownKeys(given, '', ['methods', 'fields', 'runs']);
  const { methods } = given;
  if (!Array.isArray(methods)) throw new ExperimentError('methods', 'an array', describe(methods));
  const method = choiceSchema(BENCH_METHODS);
  const runs = integerSchema(1, MOST_RUNS, `a whole number from 1 to ${MOST_RUNS}`);
  return {
    methods: methods.map((item, n) => readValue(method, item, `methods[${n}]`)),
    fields: readValue(choiceSchema(BENCH_FIELDS), given.fields, 'fields'),
    runs: readValue(runs, given.runs, 'runs'),
  };
}

interface Course {
  readonly backends: Backends;
  readonly runner: KernelRunner | undefined;
  readonly experiment: Experiment;
  readonly keys: readonly FieldKey[];
  readonly kinds: readonly PassKind[];
}

/** What one run of the method is, or why there is none. */
async function contestant(
  method: BenchMethod,
  { backends, runner, experiment, keys, kinds }: Course,
): Promise<Evaluate | string> {
  const grid = gridOf(experiment);
  switch (method) {
    case 'webgpu': {
      if (!runner) return 'no WebGPU device';
      const missing = whyNoKernel(experiment, keys);
      if (missing) return missing;
      if (!(await runner.reserve(experiment))) return 'more than the GPU has memory for';
      return () => runner.run(experiment, kinds);
    }
    case 'readback': {
      if (!runner) return 'no WebGPU device';
      const missing = whyNoKernel(experiment, keys);
      if (missing) return missing;
      return async () => {
        await backends.evaluate(experiment, { backend: 'webgpu', fields: keys });
        return undefined;
      };
    }
    case 'cpu':
      return async () => {
        await backends.cpu.evaluateBands(experiment, [0, grid.height], keys, () => undefined);
        return undefined;
      };
    case 'plain': {
      const problem = plainProblem(experiment);
      if (!problem) return 'the plain loop knows three classes and one sample only';
      const fields = plainFields(grid);
      return async () => {
        evaluatePlainly(problem, fields);
        return undefined;
      };
    }
  }
}

/** Runs it once: what is slow for the first time only (compiling, first use of memory) is not measured. */
async function warmedUp(evaluate: Evaluate): Promise<Contestant> {
  const [milliseconds, gpuMilliseconds]: [number[], number[]] = [[], []];
  await timed(evaluate, milliseconds, gpuMilliseconds);
  const isLong = milliseconds[0]! >= LONG_RUN_MS;
  if (isLong) return { evaluate, isLong, milliseconds, gpuMilliseconds };
  return { evaluate, isLong, milliseconds: [], gpuMilliseconds: [] };
}

/**
 * One run: evaluations one after the other until LEAST_RUN_MS have passed. A single one of a few milliseconds would tell
 * how long the machine takes to wake its second core, and whether garbage of another method was collected meanwhile.
 */
async function timed(evaluate: Evaluate, milliseconds: number[], gpuMilliseconds: number[]): Promise<void> {
  const started = performance.now();
  let evaluations = 0;
  let gpuTime: number | undefined = 0;
  let passed: number;
  do {
    const own = await evaluate();
    gpuTime = own === undefined || gpuTime === undefined ? undefined : gpuTime + own;
    evaluations += 1;
    passed = performance.now() - started;
  } while (passed < LEAST_RUN_MS);
  milliseconds.push(passed / evaluations);
  if (gpuTime !== undefined) gpuMilliseconds.push(gpuTime / evaluations);
}
