/** Gives the live picture its painter: WebGPU while there is a device, the CPU where there is none. */
import { effect, type ReadonlySignal } from '@preact/signals-core';
import type { Experiment } from '../core/experiment.ts';
import type { Gpu } from '../gpu/device.ts';
import type { GpuSession } from '../gpu/session.ts';
import type { Backends } from './backends.ts';
import { element } from './dom.ts';
import type { Figure } from './figure.ts';
import { GpuPainter } from './gpu-painter.ts';
import type { Live } from './live.ts';
import type { Shown } from './painter.ts';

const LOSS_GRACE_MS = 300;

/** Loaded where it is needed, and once the page stands: a GPU may be lost when no server is there any more. */
export const loadCpuPainter = async () => (await import('./cpu-painter.ts')).CpuPainter;

/** @returns a promise that resolves when the first painter is at work */
export function keepPainter(
  live: Live,
  figures: readonly [Figure, Figure],
  experiment: ReadonlySignal<Experiment>,
  backends: Backends,
  session: GpuSession,
  onCpu: ReadonlySignal<boolean>,
): Promise<void> {
  return new Promise((resolve) => {
    let wanted: Gpu | 'cpu' | undefined;
    effect(() => {
      const state = session.state.value;
      // What a loss interrupts may hear of it sooner than the session.
      if (state.kind === 'lost') live.failure.value = undefined;
      const next = onCpu.value ? 'cpu' : state.kind === 'ready' ? state.gpu : undefined;
      if (next === wanted) return;
      wanted = next;
      for (const figure of figures) figure.holdPlot();
      // Without a device and before the CPU is resorted to, the last picture stays.
      if (next === undefined) return;

      const canvases = [element('canvas'), element('canvas')] as const;
      // The last picture stays until there is another, which is drawn as soon as its canvas stands.
      let standing = false;
      const onShown = (shown: Shown) => {
        if (!standing) for (const { panel } of figures) figures[panel].replaceCanvas(canvases[panel]);
        standing = true;
        live.events.onShown(shown);
      };
      const events = { ...live.events, onShown };
      const making =
        next === 'cpu'
          ? loadCpuPainter().then((CpuPainter) => new CpuPainter(backends.cpu, canvases, events))
          : GpuPainter.create(next, backends.cpu, canvases, events, experiment.peek());
      live
        .adopt(making, () => wanted === next)
        .then(resolve, (error: unknown) => {
          // A device that was just lost fails like one that is no good; word of the loss follows in a moment.
          setTimeout(() => wanted === next && session.giveUp(String(error)), LOSS_GRACE_MS);
        });
    });
  });
}
