/**
 * One run of a command: the signal that ends it early, and what has to be undone when it ends, however it ends, so
 * that no half file and no browser is left behind.
 */

type Undo = () => void | Promise<void>;

/** A browser that does not close within this is left to be killed with this process. */
const UNDO_LIMIT_MS = 10_000;

export class Run {
  private readonly controller = new AbortController();
  private readonly undos = new Set<Undo>();
  private ended = false;

  /** Aborts on an interrupt, or when nobody reads the output any more. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  abort(reason: Error): void {
    this.controller.abort(reason);
  }

  /** Remembers what to undo at the end; returns what makes it forget, for what has come to its own good end. */
  atEnd(undo: Undo): () => void {
    // An interrupt may overtake what was just being opened.
    if (this.ended) void undone(undo);
    else this.undos.add(undo);
    return () => this.undos.delete(undo);
  }

  /** Undoes what is left to undo, the latest first. */
  async end(): Promise<void> {
    this.ended = true;
    const undos = [...this.undos].reverse();
    this.undos.clear();
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, UNDO_LIMIT_MS);
    });
    await Promise.race([limit, Promise.all(undos.map(undone))]);
    clearTimeout(timer);
  }
}

/** Resolves when `undo` has ended, well or not: nobody can do more about it. */
async function undone(undo: Undo): Promise<void> {
  try {
    await undo();
  } catch {
    // The rest is to be undone all the same.
  }
}
