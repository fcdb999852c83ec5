/** Keeps the probe's readout in step with the crosshair, and the crosshair with the pointer. */
import { computed } from '@preact/signals-core';
import { inShares } from '../core/shares.ts';
import { byId } from './dom.ts';
import { drawInFrames } from './frame-drawing.ts';
import { cursorIn, type Parts } from './parts.ts';
import { Probe, probeHint, probeView } from './probe.ts';

export function keepProbe(parts: Parts): void {
  const { figures, live, cursor, prediction, language } = parts;
  for (const figure of figures) {
    const follow = (event: PointerEvent) => {
      const { experiment } = live.shown.peek() ?? {};
      const point = experiment && figure.pointAt(event, experiment.window);
      if (point) cursor.value = point;
    };
    figure.container.addEventListener('pointermove', follow);
    figure.container.addEventListener('pointerdown', follow);
  }
  const probe = new Probe();
  const root = byId('probe');
  let latest = new AbortController();
  const probed = computed(() => {
    const shown = live.shown.value;
    const at = shown && cursorIn(parts, shown.experiment.window);
    const hidden = { covered: prediction.covered.value, slopes: prediction.hidesSlopes.value };
    return { shown, at, hidden, language: language.value };
  });
  drawInFrames(probed, language, ({ shown, at, hidden, language }) => {
    latest.abort();
    latest = new AbortController();
    const { signal } = latest;
    if (!shown || !at) {
      root.replaceChildren(probeHint(language));
      return;
    }
    const present = async () => {
      const reading = await inShares(probe.read(shown.experiment, shown.grid, at.u, at.v), signal);
      const { i, j } = reading.nearest;
      const gpu = shown.backend === 'cpu' ? undefined : await live.readPoint(i, j);
      if (!signal.aborted) root.replaceChildren(probeView(reading, gpu, hidden, language));
    };
    // Superseded; or the device was lost, which gives no numbers: the next painter will.
    present().catch(() => undefined);
  });
}
