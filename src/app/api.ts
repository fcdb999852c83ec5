/**
 * `window.logitscape`: the page for scripts. The command line and the browser tests use this and nothing more private.
 */
import { parseExperiment } from '../core/validate.ts';
import type { Backends, EvaluateOptions, Evaluation, Verdict } from './backends.ts';
import type { State } from './state.ts';

export interface PageApi {
  /** Resolves when the first picture stands. */
  readonly ready: Promise<void>;
  /** The whole state, a copy. */
  readonly state: State;
  /** Applies a partial state and resolves when it is drawn; rejects with the path of the bad field, nothing applied. */
  set(partial: unknown): Promise<void>;
  /** Fields of an experiment, apart from what the page shows. */
  evaluate(experiment: unknown, options?: EvaluateOptions): Promise<Evaluation>;
  /** WebGPU against f64 over the whole grid of an experiment. */
  verify(experiment: unknown, options?: EvaluateOptions): Promise<Verdict>;
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
}

export function createApi({ ready, backends, state, set }: ApiHost): PageApi {
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
  };
}
