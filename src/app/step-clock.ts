/** How many steps of fixed length are due at a time, however frames come. */
export class StepClock {
  private readonly step: number;
  private readonly most: number;
  /** Time up to which steps were given, ms. */
  private done: number | undefined;

  /** @param step seconds @param most steps at once; what is more is left out, so that nothing jumps after a pause */
  constructor(step: number, most: number) {
    this.step = 1000 * step;
    this.most = most;
  }

  /** Steps due since the last call; none the first time. @param now ms */
  stepsUntil(now: number): number {
    this.done ??= now;
    const due = Math.floor((now - this.done) / this.step);
    if (due <= 0) return 0;
    this.done = due > this.most ? now : this.done + due * this.step;
    return Math.min(due, this.most);
  }

  /** Forgets the time until the next call. */
  stop(): void {
    this.done = undefined;
  }
}
