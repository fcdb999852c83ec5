/** `logitscape claims`: every claim measured, in f64 and on WebGPU. */
import type { Evaluate, MeasuredClaim } from '../core/claims/claim.ts';
import { CLAIMS } from '../core/claims/index.ts';
import { measureClaim } from '../core/claims/measure.ts';
import { NoWebGpuError } from '../core/no-webgpu-error.ts';
import { threeClassExtreme } from '../core/presets/three-class-extreme.ts';
import { BACKEND_OPTION, BACKENDS, type Backend } from './backend-option.ts';
import { BrowserPage, UNSEEN } from './browser-page.ts';
import { claimsJson, claimsMarkdown, claimsText } from './claims-report.ts';
import type { Command } from './command.ts';
import { startCpu } from './cpu-source.ts';
import { EXIT, UsageError } from './exit.ts';
import { progressBar } from './progress-bar.ts';
import type { Run } from './run.ts';
import { print, tell } from './stdout.ts';
import { requireWebGpu, webGpuFields } from './webgpu-source.ts';

export const claims: Command = {
  name: 'claims',
  summary: 'Measures every claim of the literature: verdict, figures, why',
  usage: '[--backend auto|webgpu|cpu] [--json | --markdown]',
  options: {
    backend: {
      value: BACKEND_OPTION.backend.value,
      help: 'webgpu: in f64 and on WebGPU; cpu: in f64 only; auto (default): on WebGPU too where there is any',
    },
    json: { help: 'an array of claims as JSON' },
    markdown: { help: 'a table for a document' },
  },
  mostPositionals: 0,
  notes:
    'Verdicts go by the figures in f64, and are upheld, refuted or depends. Figures that are no functions of fields,\n' +
    'such as steps of a descent, are measured in f64 only.',
  async run(options, run) {
    if (options.has('json') && options.has('markdown')) {
      throw new UsageError('--json and --markdown: expected one of them, found both');
    }
    const measured = await measureAll(options.choice('backend', BACKENDS), run);
    if (options.has('json')) print(claimsJson(measured));
    else print(options.has('markdown') ? claimsMarkdown(measured) : claimsText(measured));
    return EXIT.done;
  },
};

async function measureAll(backend: Backend, run: Run): Promise<MeasuredClaim[]> {
  const page = backend === 'cpu' ? undefined : await openPage(backend, run);
  const { evaluator, stop } = startCpu(run);
  const { signal } = run;
  const f64: Evaluate = (experiment, keys) =>
    evaluator.evaluate(experiment, [0, experiment.resolution[1]], keys, { signal });
  const webgpu: Evaluate | null = page ? (experiment, keys) => webGpuFields(page, experiment, keys) : null;
  const progress = progressBar('measuring', run);
  const measured: MeasuredClaim[] = [];
  for (const claim of CLAIMS) {
    signal.throwIfAborted();
    measured.push(await measureClaim(claim, { f64, webgpu }));
    progress.update(measured.length / CLAIMS.length);
  }
  progress.stop();
  stop();
  return measured;
}

/** A page that can evaluate on WebGPU; with `auto` none where there is none. */
async function openPage(backend: 'auto' | 'webgpu', run: Run): Promise<BrowserPage | undefined> {
  let page: BrowserPage | undefined;
  try {
    page = await BrowserPage.open(threeClassExtreme.experiment(), run, UNSEEN);
    await requireWebGpu(page, ['mse.value']);
    return page;
  } catch (error) {
    run.signal.throwIfAborted();
    if (backend === 'webgpu' || !(error instanceof NoWebGpuError)) throw error;
    tell(`${error.message}; the claims are measured in f64 only`);
    await page?.close();
    return undefined;
  }
}
