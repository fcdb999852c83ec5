/**
 * The f64 evaluator: a grid is cut into bands of rows, and each worker takes the next band when it is free. Bands are
 * short, so that cancelling means not handing out the next one.
 */
import { type Remote, releaseProxy, transfer, wrap } from 'comlink';
import { joinComparison } from '../core/comparison.ts';
import { classCount, type Experiment } from '../core/experiment.ts';
import type { FieldKey } from '../core/fields.ts';
import type { Rows } from '../core/grid.ts';
import type { Progress } from '../core/progress.ts';
import { BandWorker } from './band-worker.ts';
import type { Comparisons } from './compare-rows.ts';
import type { F64Fields } from './evaluate-rows.ts';

/** Samples x classes x points of a band: some tens of milliseconds. */
const BAND_WORK = 200_000;

/** A worker thread, or the same class in this thread where there are no workers. */
interface Hand {
  readonly worker: Remote<BandWorker> | BandWorker;
  loaded: Experiment | undefined;
  stop(): void;
}

export class CpuEvaluator {
  private readonly threaded: boolean;
  private readonly hands: readonly Hand[];
  private readonly idle: Hand[];
  private readonly waiting: ((hand: Hand) => void)[] = [];

  /** @param workers number of worker threads; 0 computes in this thread. */
  constructor(workers = defaultWorkerCount()) {
    this.threaded = workers > 0;
    this.hands = workers > 0 ? Array.from({ length: workers }, startWorker) : [inThisThread()];
    this.idle = [...this.hands];
  }

  /** @returns arrays of (j1 - j0) W numbers for each key, row j0 first; NaN where undefined */
  async evaluate(
    experiment: Experiment,
    rows: Rows,
    keys: readonly FieldKey[],
    progress: Progress = {},
  ): Promise<F64Fields> {
    const width = experiment.resolution[0];
    const fields: F64Fields = {};
    for (const key of keys) fields[key] = new Float64Array((rows[1] - rows[0]) * width);
    await this.forEachBand(experiment, rows, progress, async (worker, band) => {
      const part = await worker.evaluate(band, keys);
      for (const key of keys) fields[key]!.set(part[key]!, (band[0] - rows[0]) * width);
    });
    return fields;
  }

  /**
   * Judges f32 fields of rows j0 to j1 by the f64 evaluator.
   * @param software whether they come from SwiftShader
   */
  async compare(
    experiment: Experiment,
    rows: Rows,
    actual: Partial<Record<FieldKey, Float32Array>>,
    software: boolean,
    progress: Progress = {},
  ): Promise<Comparisons> {
    const width = experiment.resolution[0];
    const joined: Comparisons = {};
    await this.forEachBand(experiment, rows, progress, async (worker, band) => {
      const [from, to] = [(band[0] - rows[0]) * width, (band[1] - rows[0]) * width];
      const part: Partial<Record<FieldKey, Float32Array>> = {};
      for (const [key, values] of Object.entries(actual)) part[key as FieldKey] = values.slice(from, to);
      const moved = transfer(
        part,
        Object.values(part).map((values) => values.buffer),
      );
      const comparisons = await worker.compare(band, moved, software);
      for (const [key, comparison] of Object.entries(comparisons)) {
        const into = joined[key as FieldKey];
        if (into) joinComparison(into, comparison);
        else joined[key as FieldKey] = comparison;
      }
    });
    return joined;
  }

  /** Ends the worker threads. */
  stop(): void {
    for (const hand of this.hands) hand.stop();
  }

  private async forEachBand(
    experiment: Experiment,
    [j0, j1]: Rows,
    { signal, onProgress }: Progress,
    work: (worker: Hand['worker'], band: Rows) => Promise<void>,
  ): Promise<void> {
    const pointWork = experiment.samples.length * classCount(experiment);
    const height = Math.max(1, Math.floor(BAND_WORK / (experiment.resolution[0] * pointWork)));
    let next = j0;
    let done = 0;
    const takeBands = async () => {
      while (next < j1) {
        if (signal?.aborted) return;
        if (!this.threaded) await eventsHandled();
        const band: Rows = [next, Math.min(j1, next + height)];
        next = band[1];
        await this.withHand(async (hand) => {
          if (hand.loaded !== experiment) await hand.worker.load(experiment);
          hand.loaded = experiment;
          await work(hand.worker, band);
        });
        done += band[1] - band[0];
        onProgress?.(done / (j1 - j0));
      }
    };
    try {
      await Promise.all(this.hands.map(takeBands));
    } finally {
      next = j1;
    }
    signal?.throwIfAborted();
  }

  /** Runs `work` with a hand of its own, as soon as one is idle. */
  private async withHand(work: (hand: Hand) => Promise<void>): Promise<void> {
    const hand = this.idle.pop() ?? (await new Promise<Hand>((resolve) => this.waiting.push(resolve)));
    try {
      await work(hand);
    } finally {
      const waiting = this.waiting.shift();
      if (waiting) waiting(hand);
      else this.idle.push(hand);
    }
  }
}

/** One worker a core, less one for the page; none where there are no workers. */
function defaultWorkerCount(): number {
  if (typeof Worker === 'undefined') return 0;
  return Math.max(1, navigator.hardwareConcurrency - 1);
}

/** Lets the thread's other events, a cancel among them, have their turn. */
function eventsHandled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

function startWorker(): Hand {
  const thread = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'f64' });
  const worker = wrap<BandWorker>(thread);
  return {
    worker,
    loaded: undefined,
    stop() {
      worker[releaseProxy]();
      thread.terminate();
    },
  };
}

function inThisThread(): Hand {
  return { worker: new BandWorker(), loaded: undefined, stop: () => undefined };
}
