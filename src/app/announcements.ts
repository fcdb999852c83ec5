/** What keys have done, waiting to be said once they rest (spoken.ts). */
import { type ReadonlySignal, signal } from '@preact/signals-core';

export class Announcements {
  private readonly waiting = new Map<string, string>();
  private readonly count = signal(0);

  /** Counts up with every announcement. */
  get version(): ReadonlySignal<number> {
    return this.count;
  }

  /** @param subject what it is about: of a layer that is shown and hidden again, the last is said alone */
  add(subject: string, sentence: string): void {
    this.waiting.delete(subject);
    this.waiting.set(subject, sentence);
    this.count.value += 1;
  }

  /** What is to be said now, in its order; it is not said again. */
  take(): string[] {
    const sentences = [...this.waiting.values()];
    this.waiting.clear();
    return sentences;
  }
}
