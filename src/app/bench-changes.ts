/** Times changes of the page's state until they are on the screen: what a person waits after moving a slider. */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { Shown } from './painter.ts';

export interface ChangeTimes {
  /** Until the first frame that shows the change, on a coarser grid where the full one takes long. */
  readonly firstFrameMilliseconds: number;
  /** Until the frame that shows the full grid. */
  readonly fullFrameMilliseconds: number;
}

export interface ChangeHost {
  /** What stands on the plots. */
  readonly shown: ReadonlySignal<Shown | undefined>;
  /** Applies a partial state; resolves when it is drawn. */
  readonly set: (partial: unknown) => Promise<void>;
  /** Resolves when the GPU has done all it was given. */
  readonly gpuDone: () => Promise<void>;
}

/** Applies the changes one after the other. @throws as `set` does, and if a change shows nothing new */
export async function timeChanges(changes: readonly unknown[], host: ChangeHost): Promise<ChangeTimes[]> {
  const times: ChangeTimes[] = [];
  for (const change of changes) times.push(await timeChange(change, host));
  return times;
}

async function timeChange(change: unknown, { shown, set, gpuDone }: ChangeHost): Promise<ChangeTimes> {
  const before = shown.peek();
  const started = performance.now();
  /** A frame is on the screen when the next one begins and the GPU has drawn it. */
  const onScreen = async () => {
    await nextFrame();
    await gpuDone();
    return performance.now() - started;
  };
  let first: Promise<number> | undefined;
  let full: Promise<number> | undefined;
  const stop = effect(() => {
    const now = shown.value;
    if (!now || now === before) return;
    const frame = onScreen();
    first ??= frame;
    if (now.final) full ??= frame;
  });
  try {
    await set(change);
    if (!first || !full) throw new Error('the change shows nothing new');
    return { firstFrameMilliseconds: await first, fullFrameMilliseconds: await full };
  } finally {
    stop();
  }
}

function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()));
}
