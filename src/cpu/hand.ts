/** Hands evaluate bands: each is a worker thread, or this thread where there are no workers. */
import { type Remote, releaseProxy, wrap } from 'comlink';
import type { Experiment } from '../core/experiment.ts';
import type { BandWorker } from './band-worker.ts';
import { SharedBands } from './shared-bands.ts';
import type { StartThread } from './thread.ts';

/** The same calls, answered at once or later. */
export type AnyBandWorker = Remote<BandWorker> | BandWorker;

export interface Hand {
  /** Memory of bands that were taken, for this hand's next ones: fresh memory costs as much as the numbers in it. */
  readonly buffers: ArrayBuffer[];
  /** What its bands may be written to; undefined where no memory can be shared. */
  readonly shared: SharedBands | undefined;
  /** Calls a worker that holds `experiment`. Rejects if the call throws or the worker dies; the next call starts anew. */
  call<Result>(
    experiment: Experiment,
    work: (worker: AnyBandWorker) => Result | Promise<Result>,
  ): Promise<Result>;
  /** Ends the thread for good: calls under way and all later ones reject. */
  stop(): void;
}

const STOPPED = 'it was stopped';

function ended(reason: string): Error {
  return new Error(`an f64 worker ended: ${reason}`);
}

/** Computes here, between other events of this thread. */
export class LocalHand implements Hand {
  readonly buffers: ArrayBuffer[] = [];
  readonly shared = undefined;
  private worker: Promise<BandWorker> | undefined;
  private loaded: Experiment | undefined;
  private stopped = false;

  async call<Result>(
    experiment: Experiment,
    work: (worker: AnyBandWorker) => Result | Promise<Result>,
  ): Promise<Result> {
    // Few pages compute in their own thread: the others need not load what does.
    this.worker ??= import('./band-worker.ts').then((module) => new module.BandWorker());
    const worker = await this.worker;
    if (this.stopped) throw ended(STOPPED);
    if (this.loaded !== experiment) {
      this.loaded = undefined;
      worker.load(experiment);
      this.loaded = experiment;
    }
    return work(worker);
  }

  stop(): void {
    this.stopped = true;
  }
}

/** A running thread and what it holds. */
interface Running {
  readonly worker: Remote<BandWorker>;
  /** What rejects each call under way. No race with one promise of the thread's end: it would hold on to every result. */
  readonly calls: Set<(error: Error) => void>;
  readonly end: (reason: string) => void;
  loaded: Experiment | undefined;
}

export class ThreadHand implements Hand {
  readonly buffers: ArrayBuffer[] = [];
  private readonly startThread: StartThread;
  private stopped = false;
  private running: Running | undefined;
  /** Null where there is none to be had. */
  private sharedBands: SharedBands | null | undefined;

  constructor(startThread: StartThread) {
    this.startThread = startThread;
    this.running = this.start();
  }

  /** Made when first asked for: few pages evaluate much in f64. */
  get shared(): SharedBands | undefined {
    if (this.sharedBands === undefined && !this.stopped) {
      this.sharedBands = SharedBands.create() ?? null;
      if (this.running) this.share(this.running);
    }
    return this.sharedBands ?? undefined;
  }

  async call<Result>(
    experiment: Experiment,
    work: (worker: AnyBandWorker) => Result | Promise<Result>,
  ): Promise<Result> {
    if (this.stopped) throw ended(STOPPED);
    this.running ??= this.start();
    const { running } = this;
    // Both messages leave now, in this order: calls of two experiments may share the thread.
    const loading = running.loaded === experiment ? undefined : running.worker.load(experiment);
    running.loaded = experiment;
    loading?.catch(() => {
      if (running.loaded === experiment) running.loaded = undefined;
    });
    const { calls } = running;
    return new Promise<Result>((resolve, reject) => {
      calls.add(reject);
      Promise.all([loading, work(running.worker)])
        .then(([, result]) => resolve(result), reject)
        .finally(() => calls.delete(reject));
    });
  }

  stop(): void {
    this.stopped = true;
    this.running?.end(STOPPED);
  }

  private share({ worker }: Running): void {
    // A thread that does not take it answers with memory of its own.
    if (this.sharedBands) worker.share(this.sharedBands.memory).catch(() => undefined);
  }

  private start(): Running {
    const thread = this.startThread();
    const worker = wrap<BandWorker>(thread.endpoint);
    const calls: Running['calls'] = new Set();
    const running: Running = {
      worker,
      calls,
      loaded: undefined,
      end: (reason) => {
        if (this.running !== running) return;
        this.running = undefined;
        // It may still be writing: whoever takes its place gets memory of its own.
        this.sharedBands = undefined;
        for (const reject of calls) reject(ended(reason));
        worker[releaseProxy]();
        thread.terminate();
      },
    };
    thread.onDeath?.(running.end);
    this.share(running);
    return running;
  }
}
