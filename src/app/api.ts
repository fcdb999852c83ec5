/**
 * `window.logitscape`: the page for scripts. The command line and the browser tests use this and nothing more private.
 */
import { parseExperiment } from '../core/validate.ts';
import type { Gpu } from '../gpu/device.ts';
import type { Backends, EvaluateOptions, Evaluation, Verdict, VerifyOptions } from './backends.ts';
import type { BenchRequest, BenchResult } from './bench.ts';
import type { ChangeHost, ChangeTimes } from './bench-changes.ts';
import type { RenderOptions } from './figure-image.ts';
import type { FrameHost, FrameRecord } from './frame-record.ts';
import type { State } from './state.ts';
import type { StepsOptions, StepsResult } from './steps-api.ts';

export interface PageApi {
  /** Resolves when the first picture stands. */
  readonly ready: Promise<void>;
  /** The whole state, a copy. */
  readonly state: State;
  /** Applies a partial state and resolves when it is drawn; rejects with the path of the bad field, nothing applied. */
  set(partial: unknown): Promise<void>;
  /** Fields of an experiment, apart from what the page shows. */
  evaluate(experiment: unknown, options?: EvaluateOptions): Promise<Evaluation>;
  /** WebGPU against f64 over the whole grid of an experiment; with `errors: true` also where the errors are. */
  verify(experiment: unknown, options?: VerifyOptions): Promise<Verdict>;
  /** From every grid point of an experiment, the steps in which a descent on either loss learns its samples. */
  steps(experiment: unknown, options?: StepsOptions): Promise<StepsResult>;
  /** The figure of an experiment for a paper: the bytes of a PNG of width x height px. */
  render(experiment: unknown, options: RenderOptions): Promise<ArrayBuffer>;
  /** Times evaluators on an experiment; the page should have nothing else to do meanwhile. */
  bench(experiment: unknown, request: BenchRequest): Promise<BenchResult>;
  /** Applies partial states one after the other and times each until it is on the screen. */
  benchChanges(changes: readonly unknown[]): Promise<ChangeTimes[]>;
  /** Records input and pictures from now on, until the function that it gives is called, which gives the record. */
  recordFrames(): Promise<() => Promise<FrameRecord>>;
}

declare global {
  interface Window {
    logitscape: PageApi;
  }
}

export interface ApiHost {
  readonly ready: Promise<void>;
  readonly backends: Backends;
  readonly state: () => State;
  readonly set: (partial: unknown) => Promise<void>;
  readonly shown: ChangeHost['shown'];
  readonly wanted: FrameHost['wanted'];
  /** The device that the page has at the moment. */
  readonly gpu: () => Gpu | undefined;
}

export function createApi({ ready, backends, state, set, shown, wanted, gpu }: ApiHost): PageApi {
  const gpuDone = async () => gpu()?.device.queue.onSubmittedWorkDone();
  return {
    ready,
    get state() {
      return structuredClone(state());
    },
    set,
    async evaluate(experiment, options) {
      const checked = parseExperiment(experiment);
      await ready;
      return backends.evaluate(checked, options);
    },
    async verify(experiment, options) {
      const checked = parseExperiment(experiment);
      await ready;
      return backends.verify(checked, options);
    },
    async steps(experiment, options) {
      const checked = parseExperiment(experiment);
      const [{ stepsFor }] = await Promise.all([import('./steps-api.ts'), ready]);
      return stepsFor(backends.cpu, gpu(), checked, options);
    },
    async render(experiment, options) {
      const checked = parseExperiment(experiment);
      const [{ renderFigure }] = await Promise.all([import('./figure-image.ts'), ready]);
      return renderFigure(backends, checked, options);
    },
    async bench(experiment, request) {
      const checked = parseExperiment(experiment);
      const [{ runBench }] = await Promise.all([import('./bench.ts'), ready]);
      return runBench(backends, gpu(), checked, request);
    },
    async benchChanges(changes) {
      const [{ timeChanges }] = await Promise.all([import('./bench-changes.ts'), ready]);
      return timeChanges(changes, { shown, set, gpuDone });
    },
    async recordFrames() {
      const [{ recordFrames }] = await Promise.all([import('./frame-record.ts'), ready]);
      return recordFrames({ wanted, shown, gpuDone });
    },
  };
}
