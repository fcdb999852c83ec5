/**
 * The f64 evaluator: a grid is cut into bands of rows, and each worker takes the next band when it is free: by itself
 * where memory is shared (shared-evaluation.ts), else by message. Bands are short, so that cancelling means not handing
 * out the next one.
 */
import { transfer } from 'comlink';
import { joinComparison } from '../core/comparison.ts';
import { eventsHandled } from '../core/events-handled.ts';
import { classCount, type Experiment } from '../core/experiment.ts';
import type { FieldKey } from '../core/fields.ts';
import type { Rows } from '../core/grid.ts';
import type { Progress } from '../core/progress.ts';
import { type StepsRule, stepsWork } from '../core/steps-map.ts';
import type { BandComparison, Comparisons } from './compare-rows.ts';
import type { F64Fields, OnBand } from './evaluate-rows.ts';
import { type AnyBandWorker, type Hand, LocalHand, ThreadHand } from './hand.ts';
import { haveLines } from './lines.ts';
import { evaluateShared } from './shared-evaluation.ts';
import { hasWorkers, type StartThread, startBrowserThread } from './thread.ts';

/** Samples x classes x points of a band: some tens of milliseconds point by point, and far less by compiled rows. */
const BAND_WORK = 400_000;
/** Points of a band that comes by message at most: many, as handing one over takes as long as thousands of points. */
const BAND_POINTS = 131_072;
/** Of one in shared memory: half as many, as it costs no message, and a thread has several slots. */
const SHARED_BAND_POINTS = 65_536;
/** Bands for each thread at least, so that all end at about the same time. */
const BANDS_PER_THREAD = 4;
/**
 * Bands of one evaluation that a thread may have: one it works on, one that waits there, so that it need not wait for
 * this thread, and one done that waits for its turn.
 */
const LANES_PER_THREAD = 3;

type Compute<Result> = (worker: AnyBandWorker, band: Rows, hand: Hand) => Result | Promise<Result>;

export class CpuEvaluator {
  private readonly threaded: boolean;
  private readonly hands: readonly Hand[];
  /**
   * @param workers number of worker threads; 0 computes in this thread
   * @param startThread starts one of them; without it, the browser's Worker
   */
  constructor(workers = defaultWorkerCount(), startThread: StartThread = startBrowserThread) {
    this.threaded = workers > 0;
    this.hands = this.threaded
      ? Array.from({ length: workers }, () => new ThreadHand(startThread))
      : [new LocalHand()];
  }

  /**
   * Evaluates rows j0 to j1 band by band: memory for a few bands only, however many rows there are.
   *
   * @param onBand takes the bands in order, one at a time: for each key an array of (band[1] - band[0]) W numbers, the
   *   band's first row first; NaN where undefined. The arrays are reused: they are valid until its promise settles
   *   (or, without a promise, until it returns). What it throws ends the evaluation.
   */
  async evaluateBands(
    experiment: Experiment,
    rows: Rows,
    keys: readonly FieldKey[],
    onBand: OnBand,
    progress: Progress = {},
  ): Promise<void> {
    if (haveLines(keys)) {
      const height = bandHeight(rows, rowOf(experiment), this.hands.length, SHARED_BAND_POINTS);
      if (await evaluateShared(this.hands, { experiment, rows, height, keys }, onBand, progress)) return;
    }
    await this.forEachBand(
      experiment,
      rows,
      progress,
      (worker, band, { buffers }) => {
        const buffer = buffers.pop();
        return worker.evaluate(band, keys, buffer && transfer(buffer, [buffer]));
      },
      async (band, fields, { buffers }) => {
        await onBand(band, fields);
        const buffer = Object.values(fields)[0]?.buffer as ArrayBuffer | undefined;
        if (buffer && buffers.length < LANES_PER_THREAD) buffers.push(buffer);
      },
    );
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
    const onBand = (band: Rows, part: F64Fields) => {
      for (const key of keys) fields[key]!.set(part[key]!, (band[0] - rows[0]) * width);
    };
    await this.evaluateBands(experiment, rows, keys, onBand, progress);
    return fields;
  }

  /**
   * Judges f32 fields of rows j0 to j1 by the f64 evaluator.
   * @param software whether they come from SwiftShader
   * @param onErrors called with the error at each point of each band, bands in order
   */
  async compare(
    experiment: Experiment,
    rows: Rows,
    actual: Partial<Record<FieldKey, Float32Array>>,
    software: boolean,
    progress: Progress = {},
    onErrors?: (band: Rows, errors: BandComparison['errors']) => void,
  ): Promise<Comparisons> {
    const width = experiment.resolution[0];
    const joined: Comparisons = {};
    const compute: Compute<BandComparison> = (worker, band) => {
      const [from, to] = [(band[0] - rows[0]) * width, (band[1] - rows[0]) * width];
      const part: Partial<Record<FieldKey, Float32Array>> = {};
      for (const [key, values] of Object.entries(actual)) part[key as FieldKey] = values.slice(from, to);
      const buffers = Object.values(part).map((values) => values.buffer);
      return worker.compare(band, transfer(part, buffers), software, onErrors !== undefined);
    };
    const join = (band: Rows, { comparisons, errors }: BandComparison) => {
      onErrors?.(band, errors);
      for (const [key, comparison] of Object.entries(comparisons)) {
        const into = joined[key as FieldKey];
        if (into) joinComparison(into, comparison);
        else joined[key as FieldKey] = comparison;
      }
    };
    await this.forEachBand(experiment, rows, progress, compute, join);
    return joined;
  }

  /**
   * Steps to converge on one loss from grid points; see steps-map.ts.
   * @param indices grid indices of the points
   * @returns in the order of `indices`
   */
  async steps(
    experiment: Experiment,
    panel: 0 | 1,
    rule: StepsRule,
    indices: Uint32Array,
    progress: Progress = {},
  ): Promise<Float32Array> {
    const steps = new Float32Array(indices.length);
    await this.forEachBand(
      experiment,
      [0, indices.length],
      progress,
      (worker, [from, to]) => worker.steps(panel, rule, indices.slice(from, to)),
      ([from], part) => steps.set(part, from),
      { points: 1, work: stepsWork(experiment, rule) / 2 },
    );
    return steps;
  }

  /** Ends the worker threads; what is under way rejects. */
  stop(): void {
    for (const hand of this.hands) hand.stop();
  }

  /**
   * Lanes, a few for each hand, compute bands side by side and hand over the results in order. There are only so many
   * lanes: that bounds the results that wait for their turn. Rejects when all lanes have ended.
   */
  private async forEachBand<Result>(
    experiment: Experiment,
    [j0, j1]: Rows,
    { signal, onProgress }: Progress,
    compute: Compute<Result>,
    handOver: (band: Rows, result: Result, hand: Hand) => void | Promise<void>,
    row: Row = rowOf(experiment),
  ): Promise<void> {
    const height = bandHeight([j0, j1], row, this.hands.length, BAND_POINTS);
    const failures: unknown[] = [];
    let next = j0;
    let turn: Promise<void> = Promise.resolve();
    const over = () => failures.length > 0 || signal?.aborted;

    const takeBands = async (hand: Hand) => {
      while (next < j1 && !over()) {
        if (!this.threaded) await eventsHandled();
        if (over()) return;
        const band: Rows = [next, Math.min(j1, next + height)];
        next = band[1];
        const earlier = turn;
        let pass: () => void = () => undefined;
        turn = new Promise((resolve) => {
          pass = resolve;
        });
        try {
          const result = await hand.call(experiment, (worker) => compute(worker, band, hand));
          await earlier;
          if (over()) return;
          await handOver(band, result, hand);
          onProgress?.((band[1] - j0) / (j1 - j0));
        } catch (error) {
          failures.push(error);
        } finally {
          pass();
        }
      }
    };
    const hands = Array.from({ length: this.threaded ? LANES_PER_THREAD : 1 }, () => this.hands).flat();
    await Promise.all(hands.map(takeBands));
    if (failures.length > 0) throw failures[0];
    signal?.throwIfAborted();
  }
}

/** What is cut into bands. */
interface Row {
  readonly points: number;
  /** Of a point: samples x classes that are evaluated. */
  readonly work: number;
}

/** Rows of a band: at most so many points, and so few that every thread has a few bands. */
function bandHeight(
  [j0, j1]: Rows,
  { points: width, work }: Row,
  threads: number,
  mostPoints: number,
): number {
  const share = ((j1 - j0) * width) / (threads * BANDS_PER_THREAD);
  return Math.max(1, Math.floor(Math.min(mostPoints, BAND_WORK / work, share) / width));
}

function rowOf(experiment: Experiment): Row {
  return { points: experiment.resolution[0], work: experiment.samples.length * classCount(experiment) };
}

/**
 * One worker a core: while they work the thread that waits for them has little to do, and a core left to it would be
 * one idle. None where there are no workers.
 */
function defaultWorkerCount(): number {
  return hasWorkers ? navigator.hardwareConcurrency : 0;
}
