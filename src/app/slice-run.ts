/** Computes slices between frames: a few milliseconds in each, and only the slice that was asked for last. */
import { type ReadonlySignal, signal } from '@preact/signals-core';
import { classCount, type Experiment } from '../core/experiment.ts';
import type { PointEvaluator } from '../core/point-evaluator.ts';
import { type Slice, type SliceDirection, slicePoints, sliceSteps } from '../core/slice.ts';

/** Of every frame, so that the page stays quick while a slice through many samples is computed. */
const SHARE_MS = 8;

/** Experiments with more numbers than this have their slices when the cursor rests, since one point takes a while. */
const MANY_NUMBERS = 10_000;
const REST_MS = 250;

/** Where a slice runs, and through what. */
export interface SlicePlace {
  readonly evaluator: PointEvaluator;
  readonly direction: SliceDirection;
  /** The coordinate that stays: v of a row, u of a column. */
  readonly at: number;
}

export interface PlacedSlice extends SlicePlace {
  readonly slice: Slice;
}

export class SliceRun {
  private readonly done = signal<PlacedSlice | undefined>(undefined);
  private readonly points: (experiment: Experiment) => number;
  private frame: number | undefined;
  private rest: ReturnType<typeof setTimeout> | undefined;

  /** @param points how many points along a slice; by default as many as make a smooth line */
  constructor(points = slicePoints) {
    this.points = points;
  }

  /** The latest that is complete. */
  get latest(): ReadonlySignal<PlacedSlice | undefined> {
    return this.done;
  }

  /** Begins in the next frame, or soon after, unless another is asked for until then. */
  start(place: SlicePlace): void {
    this.stop();
    const { experiment } = place.evaluator;
    if (experiment.samples.length * classCount(experiment) <= MANY_NUMBERS) this.begin(place);
    else this.rest = setTimeout(() => this.begin(place), REST_MS);
  }

  stop(): void {
    clearTimeout(this.rest);
    if (this.frame !== undefined) cancelAnimationFrame(this.frame);
    this.frame = undefined;
  }

  private begin(place: SlicePlace): void {
    const { evaluator, direction, at } = place;
    const { experiment } = evaluator;
    const steps = sliceSteps(evaluator, experiment.window, direction, at, this.points(experiment));
    this.frame = requestAnimationFrame(() => this.advance(place, steps));
  }

  private advance(place: SlicePlace, steps: Generator<undefined, Slice>): void {
    const end = performance.now() + SHARE_MS;
    do {
      const step = steps.next();
      if (step.done) {
        this.frame = undefined;
        this.done.value = { ...place, slice: step.value };
        return;
      }
    } while (performance.now() < end);
    this.frame = requestAnimationFrame(() => this.advance(place, steps));
  }
}
