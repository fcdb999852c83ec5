/** The queue that threads take bands from: each band once, in slots of their own, and nobody waits for ever. */
import { describe, expect, it } from 'vitest';
import { BandQueue, QueueSide } from '../../src/cpu/band-queue.ts';

function queueOf(bandCount: number, threadCount: number, slotCount: number) {
  const queue = new BandQueue(bandCount, threadCount, slotCount);
  const sides = Array.from({ length: threadCount }, (_, thread) => new QueueSide(queue.sent, thread));
  return { queue, sides };
}

/** Takes a band, and has it done. @returns it */
function work(side: QueueSide): number | undefined {
  const slot = side.freeSlot();
  if (slot === undefined) return undefined;
  const band = side.take(slot);
  if (band !== undefined) side.done(band, slot);
  return band;
}

const settled = async (promise: Promise<unknown>) => {
  let isSettled = false;
  void promise.then(() => {
    isSettled = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 10));
  return isSettled;
};

describe('the queue of bands', () => {
  it('gives each band to one thread, and tells where it stands', () => {
    const { queue, sides } = queueOf(5, 2, 3);
    const [first, second] = sides as [QueueSide, QueueSide];
    expect([work(first), work(second), work(second), work(first), work(second)]).toEqual([0, 1, 2, 3, 4]);
    expect([0, 1, 2, 3, 4].map((band) => queue.place(band))).toEqual([
      { thread: 0, slot: 0 },
      { thread: 1, slot: 0 },
      { thread: 1, slot: 1 },
      { thread: 0, slot: 1 },
      { thread: 1, slot: 2 },
    ]);
    expect(work(first)).toBeUndefined();
    expect(queue.freeSlots(0)).toBe(1);
    expect(queue.freeSlots(1)).toBe(0);
  });

  it('gives no slot a second time before it is read, then the first one that is free', () => {
    const { queue, sides } = queueOf(100, 1, 3);
    const [side] = sides as [QueueSide];
    expect([work(side), work(side), work(side), work(side)]).toEqual([0, 1, 2, undefined]);
    queue.release(0, queue.place(0)!);
    expect(queue.place(3)).toBeUndefined();
    expect(work(side)).toBe(3);
    expect(queue.place(3)).toEqual({ thread: 0, slot: 0 });
    // The fourth band has the word of the first.
    queue.release(1, queue.place(1)!);
    queue.release(2, queue.place(2)!);
    expect(side.freeSlot()).toBe(1);
  });

  it('wakes whoever waits for a band, once a sixth of the slots is done or the thread takes no more', async () => {
    const { queue, sides } = queueOf(10, 1, 12);
    const [side] = sides as [QueueSide];
    const first = queue.whenDone(0);
    work(side);
    expect(await settled(first)).toBe(false);
    work(side);
    expect(await first).toEqual({ thread: 0, slot: 0 });
    const third = queue.whenDone(2);
    work(side);
    expect(await settled(third)).toBe(false);
    side.tell();
    expect(await third).toEqual({ thread: 0, slot: 2 });
  });

  it('waits on when it is told of another thread’s band', async () => {
    const { queue, sides } = queueOf(10, 2, 4);
    const [slow, fast] = sides as [QueueSide, QueueSide];
    const slot = slow.freeSlot()!;
    const band = slow.take(slot)!;
    const waiting = queue.whenDone(band);
    work(fast);
    work(fast);
    expect(await settled(waiting)).toBe(false);
    slow.done(band, slot);
    slow.tell();
    expect(await waiting).toEqual({ thread: 0, slot });
  });

  it('that has ended gives no more bands, and lets nobody wait; what is done may be read', async () => {
    const { queue, sides } = queueOf(10, 1, 4);
    const [side] = sides as [QueueSide];
    work(side);
    const waiting = queue.whenDone(1);
    queue.end();
    expect(queue.isOver).toBe(true);
    expect(await waiting).toBeUndefined();
    expect(await queue.whenDone(2)).toBeUndefined();
    expect(await queue.whenDone(0)).toEqual({ thread: 0, slot: 0 });
    expect(work(side)).toBeUndefined();
  });
});
