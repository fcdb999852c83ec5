/**
 * Keeps the plots in step with the state: evaluates when the experiment changed, draws when anything visible did, both
 * in the next frame and only then. Where changes come faster than pictures can be made, nothing queues up: each picture
 * is finished coarsely before the next is begun, with what is newest by then. Painters come and go with the device.
 */
import { effect, type ReadonlySignal, type Signal, signal, untracked } from '@preact/signals-core';
import type { Experiment } from '../core/experiment.ts';
import type { Grid } from '../core/grid.ts';
import type { Quantity } from '../core/quantity.ts';
import type { StepsRule } from '../core/steps-map.ts';
import { GpuLostError } from '../gpu/guard.ts';
import { Movement } from './movement.ts';
import type { DrawOptions, Painter, PainterEvents, Shown, ShownRanges, Timing } from './painter.ts';

export class Live {
  readonly shown = signal<Shown | undefined>(undefined);
  /** The latest ranges, and the picture that they belong to: they come a moment after it. */
  readonly ranges = signal<(ShownRanges & { readonly shown: Shown }) | undefined>(undefined);
  readonly timing = signal<Timing | undefined>(undefined);
  /** Share of the full grid that is done, while it is being computed. */
  readonly progress = signal<number | undefined>(undefined);
  /** A grid that the GPU had no memory for. */
  readonly outOfMemory = signal<Grid | undefined>(undefined);
  /**
   * Whether pictures follow one another and the next is on its way: what stands over the plots then waits for it, since
   * every frame in which a canvas changes costs as much as a picture's.
   */
  readonly pictureDue = signal(false);
  /** What the last evaluation failed with, other than by being superseded or by a loss of the GPU. */
  readonly failure = signal<Error | undefined>(undefined);
  /**
   * What is drawn by: what is wanted, a moment later where the painter has to compile something for it. All that tells
   * of the picture goes by this, so that no picture stands there with the next one's words.
   */
  readonly options: ReadonlySignal<DrawOptions>;
  /** Frames drawn so far, for tests that wait for the next. */
  frames = 0;

  private readonly experiment: ReadonlySignal<Experiment>;
  private readonly quantity: ReadonlySignal<Quantity>;
  private readonly wanted: ReadonlySignal<DrawOptions>;
  private readonly adopted: Signal<DrawOptions>;
  private readonly rule: ReadonlySignal<StepsRule>;
  private painter: Painter | undefined;
  /** What stands on the plots until the first picture of the painter that has taken its place. */
  private leaving: Painter | undefined;
  private abort = new AbortController();
  /** Of the evaluation whose first picture is still to come. */
  private first: AbortController | undefined;
  private readonly movement = new Movement();
  private frame: number | undefined;
  private evaluationDue = false;
  private drawDue = false;
  private evaluating = 0;
  private waiting: (() => void)[] = [];

  /** @param quantity what the heatmap shows @param rule of its steps, if it shows these */
  constructor(
    experiment: ReadonlySignal<Experiment>,
    quantity: ReadonlySignal<Quantity>,
    wanted: ReadonlySignal<DrawOptions>,
    rule: ReadonlySignal<StepsRule>,
  ) {
    this.experiment = experiment;
    this.quantity = quantity;
    this.wanted = wanted;
    this.adopted = signal(wanted.peek());
    this.options = this.adopted;
    this.rule = rule;
    effect(() => {
      void experiment.value;
      void quantity.value;
      if (quantity.value === 'steps') void rule.value;
      this.movement.note(this.evaluating > 0);
      this.requestEvaluation();
    });
    effect(() => {
      void wanted.value;
      untracked(() => this.takeOptions());
    });
  }

  /** Events for a painter of this picture. */
  readonly events: PainterEvents = {
    onShown: (shown) => {
      this.leaving?.destroy();
      this.leaving = undefined;
      this.shown.value = shown;
      this.drawNow();
    },
    onRanges: (ranges) => {
      if (this.shown.value) this.ranges.value = { ...ranges, shown: this.shown.value };
    },
    onTiming: (timing) => {
      this.timing.value = timing;
    },
    onProgress: (done) => {
      this.progress.value = done;
    },
    onOutOfMemory: (grid) => {
      this.outOfMemory.value = grid;
    },
  };

  private use(painter: Painter): void {
    this.abort.abort();
    this.first = undefined;
    // One that never drew leaves nothing behind.
    if (this.leaving) this.painter?.destroy();
    else this.leaving = this.painter;
    this.painter = painter;
    this.progress.value = undefined;
    this.takeOptions();
    this.requestEvaluation();
  }

  /** Draws as is wanted, once the painter can. */
  private takeOptions(): void {
    const { painter } = this;
    const options = this.wanted.peek();
    const preparing = painter?.prepare(options);
    if (!preparing) this.adopted.value = options;
    // As before, too: canvases that were resized have nothing on them.
    this.requestDraw();
    if (!painter || !preparing) return;
    const taken = preparing.then(() => {
      if (painter === this.painter) this.takeOptions();
    });
    void this.load(painter, taken);
  }

  /**
   * Draws with the painter that is being made, once it is there and still wanted. The old one draws until then, and what
   * it drew stays until the first picture of the new one.
   */
  async adopt(making: Promise<Painter>, isWanted: () => boolean): Promise<void> {
    this.evaluating += 1;
    try {
      const painter = await making;
      if (isWanted()) this.use(painter);
      else painter.destroy();
    } finally {
      this.evaluating -= 1;
      this.wakeWaiting();
    }
  }

  /** Resolves when the plots show the state as it is now, the full grid included, or cannot. */
  async settled(): Promise<void> {
    while ((this.evaluating > 0 || (this.painter && this.frame !== undefined)) && !document.hidden) {
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  /** Resolves when the plots show anything, if only coarsely, or cannot. */
  async begun(): Promise<void> {
    let stop: (() => void) | undefined;
    const shown = new Promise<void>((resolve) => {
      stop = effect(() => {
        if (this.shown.value) resolve();
      });
    });
    await Promise.race([shown, this.settled()]);
    stop?.();
  }

  /** What the GPU computed at a grid point of what is shown. */
  async readPoint(i: number, j: number) {
    return this.painter?.readPoint(i, j);
  }

  private requestEvaluation(): void {
    this.evaluationDue = true;
    this.updatePictureDue();
    this.requestFrame();
  }

  private updatePictureDue(): void {
    const isDue = this.first !== undefined || (this.evaluationDue && this.painter !== undefined);
    this.pictureDue.value = isDue && this.movement.isMoving;
  }

  private requestDraw(): void {
    this.drawDue = true;
    this.requestFrame();
  }

  private requestFrame(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.onFrame();
      this.wakeWaiting();
    });
  }

  private wakeWaiting(): void {
    const waiting = this.waiting;
    this.waiting = [];
    for (const resume of waiting) resume();
  }

  private onFrame(): void {
    if (!this.painter) return;
    if (!this.evaluationDue || this.first) {
      if (this.drawDue) this.drawNow();
      return;
    }
    this.evaluationDue = false;
    this.abort.abort();
    this.abort = new AbortController();
    void this.evaluate(this.painter, this.abort);
  }

  private async evaluate(painter: Painter, abort: AbortController): Promise<void> {
    const { signal } = abort;
    this.failure.value = undefined;
    this.outOfMemory.value = undefined;
    this.timing.value = undefined;
    this.evaluating += 1;
    this.first = abort;
    this.updatePictureDue();
    const { isMoving: moving } = this.movement;
    const onFirst = () => this.finishFirst(abort);
    const rest = () => this.movement.rest(signal);
    try {
      const pace = { moving, onFirst, rest };
      await painter.show(this.experiment.value, this.quantity.value, this.rule.value, signal, pace);
    } catch (error) {
      if (signal.aborted || painter !== this.painter) return;
      this.progress.value = undefined;
      this.fail(painter, error);
    } finally {
      this.finishFirst(abort);
      this.evaluating -= 1;
      this.wakeWaiting();
    }
  }

  /** Waits for what a painter has to load or compile. */
  private async load(painter: Painter, loading: Promise<void>): Promise<void> {
    this.evaluating += 1;
    try {
      await loading;
    } catch (error) {
      this.fail(painter, error);
    } finally {
      this.evaluating -= 1;
      this.wakeWaiting();
    }
  }

  /** A painter whose device is gone, or that was replaced for it, cannot but fail; that is told elsewhere. */
  private fail(painter: Painter, error: unknown): void {
    const isLost = painter !== this.painter || error instanceof GpuLostError;
    if (!isLost) this.failure.value = asError(error);
  }

  /** What has changed since an evaluation began has its turn when its first picture stands, or never will. */
  private finishFirst(abort: AbortController): void {
    if (this.first !== abort) return;
    this.first = undefined;
    this.updatePictureDue();
    if (this.evaluationDue) this.requestFrame();
  }

  private drawNow(): void {
    this.drawDue = false;
    const { painter } = this;
    const loading = painter?.redraw(this.adopted.peek());
    this.frames += 1;
    if (painter && loading) void this.load(painter, loading);
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
