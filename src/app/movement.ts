/** Tells a drag, whose changes follow one another, from a change that comes alone. */

/** Changes that follow one another more quickly than this are one movement. */
const MOVING_WITHIN_MS = 200;
/** What moved rests when nothing has changed for this long: longer than between two inputs, too short to be waited for. */
export const REST_MS = 80;

export class Movement {
  private last = Number.NEGATIVE_INFINITY;
  private moving = false;

  /** Notes a change. @param unfinished whether what the one before asked for is not done yet */
  note(unfinished: boolean): void {
    const now = performance.now();
    this.moving = unfinished || now - this.last < MOVING_WITHIN_MS;
    this.last = now;
  }

  get isMoving(): boolean {
    return this.moving;
  }

  /** Resolves when nothing has changed for a moment, at once for a change that came alone. @throws on abort */
  async rest(signal: AbortSignal): Promise<void> {
    while (this.moving) {
      const left = this.last + REST_MS - performance.now();
      if (left <= 0) break;
      await new Promise<void>((resolve) => setTimeout(resolve, left));
      signal.throwIfAborted();
    }
  }
}
