/**
 * One evaluation whose bands the threads take from a queue and write to memory that they share with this thread. A band
 * costs no message, so that bands can be short.
 */
import { eventsHandled } from '../core/events-handled.ts';
import type { Experiment } from '../core/experiment.ts';
import type { FieldKey } from '../core/fields.ts';
import type { Rows } from '../core/grid.ts';
import type { Progress } from '../core/progress.ts';
import { BandQueue, type Place } from './band-queue.ts';
import type { FillEnd } from './band-worker.ts';
import type { F64Fields, OnBand } from './evaluate-rows.ts';
import type { Hand } from './hand.ts';
import { type SharedBands, SlotLayout } from './shared-bands.ts';

/** For so long this thread reads bands that are there without letting its other events have their turn. */
const LONGEST_WORK_MS = 12;

/** What is evaluated. */
interface Task {
  readonly experiment: Experiment;
  readonly rows: Rows;
  /** Rows of a band. */
  readonly height: number;
  readonly keys: readonly FieldKey[];
}

/**
 * @param onBand as `CpuEvaluator.evaluateBands`
 * @returns false if threads and this one cannot share memory, or it is no experiment for that: then nothing was done
 */
export async function evaluateShared(
  hands: readonly Hand[],
  task: Task,
  onBand: OnBand,
  progress: Progress,
): Promise<boolean> {
  progress.signal?.throwIfAborted();
  const bandCount = Math.ceil((task.rows[1] - task.rows[0]) / task.height);
  const needed = hands.slice(0, bandCount);
  const memories = await takeMemories(needed);
  if (!memories) return false;
  try {
    return await new SharedEvaluation(needed, memories, task, bandCount).run(onBand, progress);
  } finally {
    for (const memory of memories) memory.leave();
  }
}

/** Of all hands; undefined if one has none, or another evaluation has it that goes on. */
async function takeMemories(hands: readonly Hand[]): Promise<SharedBands[] | undefined> {
  const memories: SharedBands[] = [];
  for (const { shared } of hands) await shared?.whenLeft();
  for (const { shared } of hands) {
    if (!shared?.take()) {
      for (const memory of memories) memory.leave();
      return undefined;
    }
    memories.push(shared);
  }
  return memories;
}

class SharedEvaluation {
  private readonly hands: readonly Hand[];
  private readonly memories: readonly SharedBands[];
  private readonly task: Task;
  private readonly layout: SlotLayout;
  private readonly bandCount: number;
  /** Of each thread: no more than there are bands. */
  private readonly slotCount: number;
  private readonly queue: BandQueue;
  /** Goes on with threads that stopped for want of free slots. */
  private readonly callAgain: ((() => void) | undefined)[] = [];
  private readonly failures: unknown[] = [];
  private isHandingOver = false;
  /** Views of whole bands, by thread and slot: to make them anew takes as long as some hundred points. */
  private readonly views: F64Fields[][];

  constructor(hands: readonly Hand[], memories: readonly SharedBands[], task: Task, bandCount: number) {
    const { height, experiment } = task;
    this.hands = hands;
    this.memories = memories;
    this.task = task;
    this.layout = new SlotLayout(height * experiment.resolution[0]);
    this.bandCount = bandCount;
    this.slotCount = Math.min(this.layout.count, bandCount);
    this.queue = new BandQueue(bandCount, hands.length, this.slotCount);
    this.views = hands.map(() => []);
  }

  /** @returns whether it is an experiment for slots. Settles when no thread writes any more. */
  async run(onBand: OnBand, progress: Progress): Promise<boolean> {
    const { signal } = progress;
    const end = () => this.end();
    signal?.addEventListener('abort', end);
    const written = this.write();
    try {
      await this.read(onBand, progress);
    } catch (error) {
      this.failures.push(error);
    }
    this.end();
    const isForSlots = await written;
    signal?.removeEventListener('abort', end);
    if (this.failures.length > 0) throw this.failures[0];
    signal?.throwIfAborted();
    return isForSlots;
  }

  /** Never rejects. @returns as `run` */
  private async write(): Promise<boolean> {
    const ends = this.hands.map(async (hand, thread): Promise<FillEnd> => {
      try {
        return await this.fill(hand, thread);
      } catch (error) {
        this.failures.push(error);
        this.end();
        return 'no band';
      }
    });
    const isForSlots = (await Promise.all(ends)).some((why) => why !== 'not for slots');
    if (!isForSlots) this.end();
    return isForSlots;
  }

  /** Calls the thread until there is nothing more for it to do. */
  private async fill(hand: Hand, thread: number): Promise<FillEnd> {
    const { experiment, rows, height, keys } = this.task;
    for (;;) {
      const why = await hand.call(experiment, async (worker) => {
        const end = await worker.fill(this.queue.sent, thread, rows, height, keys);
        // To wait is a part of the call: it rejects if the thread dies meanwhile.
        if (end === 'no free slot') await this.whenRoom(thread);
        return end;
      });
      if (why === 'no band' || why === 'not for slots') return why;
      if (this.queue.isOver) return 'no band';
    }
  }

  private async whenRoom(thread: number): Promise<void> {
    if (this.queue.isOver || this.hasRoom(thread)) return;
    await new Promise<void>((resolve) => {
      this.callAgain[thread] = resolve;
    });
  }

  /** So much that it is worth a message to the thread. */
  private hasRoom(thread: number): boolean {
    return this.queue.freeSlots(thread) * 2 >= this.slotCount;
  }

  /** Hands over the bands in order, until the evaluation ends. */
  private async read(onBand: OnBand, { signal, onProgress }: Progress): Promise<void> {
    const { queue, bandCount } = this;
    const { rows, height } = this.task;
    let since = performance.now();
    for (let n = 0; n < bandCount; n++) {
      let place = queue.place(n);
      if (!place) {
        place = await queue.whenDone(n);
        since = performance.now();
      } else if (performance.now() - since >= LONGEST_WORK_MS) {
        await eventsHandled();
        since = performance.now();
      }
      if (!place || this.failures.length > 0 || signal?.aborted) return;
      const from = rows[0] + n * height;
      const band: Rows = [from, Math.min(rows[1], from + height)];
      this.isHandingOver = true;
      try {
        await onBand(band, this.view(place, band));
      } finally {
        this.isHandingOver = false;
      }
      queue.release(n, place);
      if (this.hasRoom(place.thread)) this.callAgain[place.thread]?.();
      onProgress?.((band[1] - rows[0]) / (rows[1] - rows[0]));
    }
  }

  private view({ thread, slot }: Place, [j0, j1]: Rows): F64Fields {
    const { keys, height, experiment } = this.task;
    const make = () =>
      this.memories[thread]!.fields(this.layout.address(slot), keys, (j1 - j0) * experiment.resolution[0]);
    if (j1 - j0 < height) return make();
    const views = this.views[thread]!;
    views[slot] ??= make();
    return views[slot];
  }

  private end(): void {
    this.queue.end();
    // What is handed over just now may take any time, and wait for another evaluation itself.
    if (!this.isHandingOver) for (const memory of this.memories) memory.leaveSoon();
    for (const call of this.callAgain) call?.();
  }
}
