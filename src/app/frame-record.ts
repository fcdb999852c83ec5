/**
 * Records how the page keeps up with input: when each input came, when the picture that it led to was on the screen,
 * and what kept the page's own thread busy meanwhile. Loaded when first asked for.
 */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { Experiment } from '../core/experiment.ts';
import type { Shown } from './painter.ts';

/** All times are milliseconds on the page's clock (`performance.now()`). */
export interface FrameRecord {
  /** When each input came that changed what is to be seen; the browser's own time of the event. */
  readonly inputs: readonly number[];
  readonly pictures: readonly PictureTime[];
  /** When a frame began, whether or not anything was drawn in it. */
  readonly frames: readonly number[];
  /** Tasks of the page's thread over 50 ms. */
  readonly longTasks: readonly { readonly start: number; readonly duration: number }[];
}

interface PictureTime {
  /** When the GPU had drawn it and the next frame had begun. */
  readonly onScreen: number;
  /** The newest input that it shows, as index of `inputs`; -1 for none. */
  readonly input: number;
  /** Whether it has the full grid. */
  readonly final: boolean;
  readonly width: number;
  readonly height: number;
}

export interface FrameHost {
  /** What is to be seen. */
  readonly wanted: ReadonlySignal<Experiment>;
  /** What stands on the plots. */
  readonly shown: ReadonlySignal<Shown | undefined>;
  /** Resolves when the GPU has done all it was given. */
  readonly gpuDone: () => Promise<void>;
}

/** Events that come from a person; those of a wheel or a pointer say when it moved. */
const INPUT_EVENTS = ['wheel', 'pointermove', 'mousemove', 'pointerdown', 'keydown', 'input'] as const;

/** Records from now on. @returns what ends that and gives the record, once every picture is on the screen */
export function recordFrames({ wanted, shown, gpuDone }: FrameHost): () => Promise<FrameRecord> {
  const inputs: number[] = [];
  const pictures: Promise<PictureTime>[] = [];
  const frames: number[] = [];
  const longTasks: { start: number; duration: number }[] = [];
  /** Which input led to an experiment; coarser and smaller grids have the same window and samples. */
  const inputOf = new WeakMap<object, WeakMap<object, number>>();
  let latestEvent = performance.now();

  // Several moves come as one event, in which the person has waited since the first.
  const onInput = (event: Event) => {
    const moves = event instanceof PointerEvent ? event.getCoalescedEvents() : [];
    latestEvent = moves[0]?.timeStamp ?? event.timeStamp;
  };
  for (const type of INPUT_EVENTS) addEventListener(type, onInput, { capture: true, passive: true });

  let before: Experiment | undefined;
  const stopWanted = effect(() => {
    const experiment = wanted.value;
    if (before) inputs.push(latestEvent);
    before = experiment;
    const bySamples = inputOf.get(experiment.window) ?? new WeakMap<object, number>();
    inputOf.set(experiment.window, bySamples.set(experiment.samples, inputs.length - 1));
  });

  const onScreen = async () => {
    // After the draw that follows at once, and before whatever the GPU is given next.
    await Promise.resolve();
    await Promise.all([gpuDone(), nextFrame()]);
    return performance.now();
  };
  let previous = shown.peek();
  const stopShown = effect(() => {
    const now = shown.value;
    if (!now || now === previous) return;
    previous = now;
    const { width, height } = now.grid;
    const input = inputOf.get(now.experiment.window)?.get(now.experiment.samples) ?? -1;
    pictures.push(onScreen().then((at) => ({ onScreen: at, input, final: now.final, width, height })));
  });

  let frame = requestAnimationFrame(function count(at) {
    frames.push(at);
    frame = requestAnimationFrame(count);
  });
  const noteTasks = (entries: PerformanceEntryList) => {
    for (const { startTime, duration } of entries) longTasks.push({ start: startTime, duration });
  };
  const observer = new PerformanceObserver((list) => noteTasks(list.getEntries()));
  observer.observe({ type: 'longtask' });

  return async () => {
    const record = { inputs, pictures: await Promise.all(pictures), frames, longTasks };
    // The task that drew the last picture is told of after the next frame.
    await nextFrame();
    await nextFrame();
    noteTasks(observer.takeRecords());
    stopWanted();
    stopShown();
    cancelAnimationFrame(frame);
    observer.disconnect();
    for (const type of INPUT_EVENTS) removeEventListener(type, onInput, { capture: true });
    return record;
  };
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}
