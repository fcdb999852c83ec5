/**
 * Bands of one evaluation that threads take by themselves and write to memory they share with the thread that reads
 * them: a message for each band would cost as much as thousands of points. Bands are counted from 0. Nothing here blocks.
 */

/** Words that all share: the next band to take; how often a thread has told that there is something to read. */
const NEXT = 0;
const TOLD = 1;
/** Then, for each band that may be under way: where it stands when it is done, counted from 1; 0 until then. */
const PLACES = 2;
/** After those, for each slot of each thread, whether it is taken. */

/**
 * A thread tells of its bands when they fill this share of its slots: to be told costs the reader as long as thousands of
 * points.
 */
const TOLD_SHARE = 1 / 6;

const WORD_BYTES = Int32Array.BYTES_PER_ELEMENT;

/** What a thread is sent. */
export interface SentQueue {
  readonly bandCount: number;
  readonly slotCount: number;
  readonly words: Int32Array<SharedArrayBuffer>;
}

/** Where a band stands. */
export interface Place {
  readonly thread: number;
  readonly slot: number;
}

/** The side of the thread that reads. */
export class BandQueue {
  readonly sent: SentQueue;
  private over = false;

  /** @param slotCount bands that each thread's memory has room for */
  constructor(bandCount: number, threadCount: number, slotCount: number) {
    const words = PLACES + 2 * threadCount * slotCount;
    this.sent = {
      bandCount,
      slotCount,
      words: new Int32Array(new SharedArrayBuffer(words * WORD_BYTES)),
    };
  }

  /** Whether it was ended. */
  get isOver(): boolean {
    return this.over;
  }

  /** Where the band stands; undefined while it is not done. */
  place(band: number): Place | undefined {
    const { words, slotCount } = this.sent;
    const place = Atomics.load(words, placeWord(this.sent, band)) - 1;
    return place < 0 ? undefined : { thread: Math.floor(place / slotCount), slot: place % slotCount };
  }

  /** Waits for a band; bands must be waited for in order. @returns undefined if the queue ends without it */
  async whenDone(band: number): Promise<Place | undefined> {
    const { words } = this.sent;
    for (;;) {
      const told = Atomics.load(words, TOLD);
      const place = this.place(band);
      if (place || this.over) return place;
      const change = Atomics.waitAsync(words, TOLD, told);
      if (change.async) await change.value;
    }
  }

  /** Gives the slot of a band that was read back to its thread. */
  release(band: number, { thread, slot }: Place): void {
    Atomics.store(this.sent.words, placeWord(this.sent, band), 0);
    Atomics.store(this.sent.words, slotWord(this.sent, thread, slot), 0);
  }

  freeSlots(thread: number): number {
    let free = 0;
    for (let slot = 0; slot < this.sent.slotCount; slot++) {
      free += 1 - Atomics.load(this.sent.words, slotWord(this.sent, thread, slot));
    }
    return free;
  }

  /** No more bands are taken. Those that are done may still be read. */
  end(): void {
    this.over = true;
    Atomics.store(this.sent.words, NEXT, this.sent.bandCount);
    tell(this.sent);
  }
}

/** The side of a thread that writes. */
export class QueueSide {
  private readonly queue: SentQueue;
  private readonly thread: number;
  private untold = 0;

  constructor(queue: SentQueue, thread: number) {
    this.queue = queue;
    this.thread = thread;
  }

  /** The first slot that is free, as that is the one most likely to be in the cache still. */
  freeSlot(): number | undefined {
    const { words, slotCount } = this.queue;
    for (let slot = 0; slot < slotCount; slot++) {
      if (Atomics.load(words, slotWord(this.queue, this.thread, slot)) === 0) return slot;
    }
    return undefined;
  }

  /**
   * Takes the next band. Whoever has no free slot must not: so there are never more bands under way than slots.
   * @returns undefined if there is none
   */
  take(slot: number): number | undefined {
    const { words, bandCount } = this.queue;
    const band = Atomics.add(words, NEXT, 1);
    if (band >= bandCount) return undefined;
    Atomics.store(words, slotWord(this.queue, this.thread, slot), 1);
    return band;
  }

  /** The band stands in the slot. It may be read from now on, and will be when its reader is told. */
  done(band: number, slot: number): void {
    const { words, slotCount } = this.queue;
    Atomics.store(words, placeWord(this.queue, band), 1 + this.thread * slotCount + slot);
    this.untold += 1;
    if (this.untold >= TOLD_SHARE * slotCount) this.tell();
  }

  /** Tells of all that is done. Whoever takes no more bands must do so. */
  tell(): void {
    if (this.untold === 0) return;
    tell(this.queue);
    this.untold = 0;
  }
}

function tell({ words }: SentQueue): void {
  Atomics.add(words, TOLD, 1);
  Atomics.notify(words, TOLD);
}

function placeCount({ words }: SentQueue): number {
  return (words.length - PLACES) / 2;
}

/** Bands under way follow each other and are no more than there are slots, so that each has a word of its own. */
function placeWord(queue: SentQueue, band: number): number {
  return PLACES + (band % placeCount(queue));
}

function slotWord(queue: SentQueue, thread: number, slot: number): number {
  return PLACES + placeCount(queue) + thread * queue.slotCount + slot;
}
