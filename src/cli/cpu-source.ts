/** Fields from the f64 evaluator, on Node's own threads: no browser is needed. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import type { Experiment } from '../core/experiment.ts';
import type { BandFields, FieldKey } from '../core/fields.ts';
import type { Rows } from '../core/grid.ts';
import { CpuEvaluator } from '../cpu/evaluator.ts';
import type { Thread } from '../cpu/thread.ts';
import { F64_WORKER } from './places.ts';
import type { Run } from './run.ts';

/** Evaluates the grid, a thread on every core, and hands its bands to `onBand` in order. */
export async function cpuBands(
  experiment: Experiment,
  keys: readonly FieldKey[],
  run: Run,
  onBand: (rows: Rows, fields: BandFields) => void | Promise<void>,
  onProgress: (done: number) => void,
): Promise<void> {
  const { evaluator, stop } = startCpu(run);
  const rows: Rows = [0, experiment.resolution[1]];
  await evaluator.evaluateBands(experiment, rows, keys, onBand, { signal: run.signal, onProgress });
  stop();
}

/** The f64 evaluator, a thread on every core. It stops with the run, if not sooner. */
export function startCpu(run: Run): { readonly evaluator: CpuEvaluator; readonly stop: () => void } {
  const evaluator = new CpuEvaluator(availableParallelism(), startThread);
  const forget = run.atEnd(() => evaluator.stop());
  const stop = () => {
    evaluator.stop();
    forget();
  };
  return { evaluator, stop };
}

function startThread(): Thread {
  const worker = new Worker(F64_WORKER);
  return {
    endpoint: nodeEndpoint(worker),
    terminate: () => void worker.terminate(),
    onDeath(tell) {
      worker.on('error', (error) => tell(error.message));
      worker.on('exit', (code) => tell(`exit code ${code}`));
    },
  };
}
