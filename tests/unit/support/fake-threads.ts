/** Threads that are none: band workers behind message ports, so that the pool can be tested without starting any. */
import { expose } from 'comlink';
import { BandWorker } from '../../../src/cpu/band-worker.ts';
import type { Thread } from '../../../src/cpu/thread.ts';

export interface FakeThread extends Thread {
  terminated: boolean;
  /** Answers no more, and says so. */
  die(reason: string): void;
}

/** @param started each thread is added here */
export function fakeThreads(
  started: FakeThread[] = [],
  makeWorker: () => BandWorker = () => new BandWorker(),
): () => FakeThread {
  return () => {
    const { port1, port2 } = new MessageChannel();
    expose(makeWorker(), port2);
    let tellDeath: (reason: string) => void = () => undefined;
    const thread: FakeThread = {
      endpoint: port1,
      terminated: false,
      terminate() {
        thread.terminated = true;
        port1.close();
        port2.close();
      },
      onDeath(tell) {
        tellDeath = tell;
      },
      die(reason) {
        port2.close();
        tellDeath(reason);
      },
    };
    started.push(thread);
    return thread;
  };
}
