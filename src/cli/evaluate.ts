/** `logitscape evaluate`: the fields of an experiment, to a file or as statistics. */

import { whyNoKernel } from '../app/kernel-limits.ts';
import { CsvSink, type TextOutput } from '../core/csv.ts';
import type { Experiment } from '../core/experiment.ts';
import { describe } from '../core/experiment-error.ts';
import type { FieldKey } from '../core/fields.ts';
import { NoWebGpuError } from '../core/no-webgpu-error.ts';
import { BACKEND_OPTION, BACKENDS, type Backend } from './backend-option.ts';
import { BrowserPage, UNSEEN } from './browser-page.ts';
import type { Command } from './command.ts';
import { cpuBands } from './cpu-source.ts';
import { EXIT, UsageError } from './exit.ts';
import { EXPERIMENT_OPTIONS, EXPERIMENT_USAGE, readExperiment } from './experiment-input.ts';
import type { FieldSink } from './field-sink.ts';
import { FIELDS_OPTION, readFieldKeys } from './fields-option.ts';
import { NpzSink, requireNpzSize } from './npz.ts';
import type { Options } from './options.ts';
import { OutputFile } from './output-file.ts';
import { progressBar } from './progress-bar.ts';
import type { Run } from './run.ts';
import { StatsSink } from './stats.ts';
import { print, standardOutput, tell } from './stdout.ts';
import { requireWebGpu, webGpuBands } from './webgpu-source.ts';

export const evaluate: Command = {
  name: 'evaluate',
  summary: 'Writes the fields of an experiment: losses, gradients, second derivatives',
  usage: `${EXPERIMENT_USAGE}\n[--backend auto|webgpu|cpu] [--fields LIST] (--out FILE | --stats)`,
  options: {
    ...EXPERIMENT_OPTIONS,
    ...BACKEND_OPTION,
    ...FIELDS_OPTION,
    out: { value: 'FILE', help: 'FILE.npz for NumPy, FILE.csv, or - for CSV on standard output' },
    stats: { help: 'JSON instead: min, max, where, mean, count of undefined points' },
  },
  mostPositionals: 0,
  async run(options, run) {
    const backend = options.choice('backend', BACKENDS);
    const experiment = await readExperiment(options);
    const keys = readFieldKeys(options, experiment);
    const sink = await createSink(options, backend, experiment, keys, run);
    await evaluateInto(sink, backend, experiment, keys, run);
    return EXIT.done;
  },
};

async function createSink(
  options: Options,
  backend: Backend,
  experiment: Experiment,
  keys: readonly FieldKey[],
  run: Run,
): Promise<FieldSink> {
  const out = options.one('out');
  if (options.has('stats')) {
    if (out === undefined) return new StatsSink(experiment, keys, print);
    throw new UsageError('--out and --stats: expected one of them, found both');
  }
  if (out === undefined) throw new UsageError('expected --out FILE or --stats, found neither');
  if (out === '-') return new CsvSink(experiment, keys, standardOutput);
  if (out.endsWith('.csv')) {
    return new CsvSink(experiment, keys, fileOutput(await OutputFile.create(out, run)));
  }
  if (out.endsWith('.npz')) {
    // With `auto` it may yet become f64: the sink looks again when that is known.
    requireNpzSize(experiment, keys, backend === 'cpu' ? 8 : 4);
    return new NpzSink(experiment, keys, await OutputFile.create(out, run), run);
  }
  throw new UsageError(`--out: expected a name that ends in .npz or .csv, or -, found ${describe(out)}`);
}

function fileOutput(file: OutputFile): TextOutput {
  return {
    write: (text) => file.content.write(Buffer.from(text)),
    finish: () => file.commit(),
  };
}

async function evaluateInto(
  sink: FieldSink,
  backend: Backend,
  experiment: Experiment,
  keys: readonly FieldKey[],
  run: Run,
): Promise<void> {
  const page = backend === 'cpu' ? undefined : await pageFor(backend, experiment, keys, run);
  await sink.begin(page ? 4 : 8);
  const progress = progressBar('evaluating', run);
  const write: FieldSink['write'] = async (rows, fields) => {
    run.signal.throwIfAborted();
    await sink.write(rows, fields);
  };
  if (page) await webGpuBands(page, experiment, keys, write, progress.update);
  else await cpuBands(experiment, keys, run, write, progress.update);
  progress.stop();
  await sink.finish();
}

/** The page, where it can evaluate `keys` on WebGPU; with `auto` none where it cannot. */
async function pageFor(
  backend: 'auto' | 'webgpu',
  experiment: Experiment,
  keys: readonly FieldKey[],
  run: Run,
): Promise<BrowserPage | undefined> {
  let page: BrowserPage | undefined;
  try {
    // What no kernel can do needs no browser to find out.
    const limit = whyNoKernel(experiment, keys);
    if (limit) throw new NoWebGpuError(`cannot evaluate on WebGPU: ${limit}`);
    page = await BrowserPage.open(experiment, run, UNSEEN);
    await requireWebGpu(page, keys);
    return page;
  } catch (error) {
    run.signal.throwIfAborted();
    if (backend === 'webgpu' || !(error instanceof NoWebGpuError)) throw error;
    tell(`${error.message}; the CPU evaluates instead, in f64`);
    await page?.close();
    return undefined;
  }
}
