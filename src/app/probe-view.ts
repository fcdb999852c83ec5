/** Keeps the probe's readout in step with the crosshair, and the crosshair with the pointer. */
import { computed } from '@preact/signals-core';
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
  let turn = 0;
  const probed = computed(() => {
    const shown = live.shown.value;
    const at = shown && cursorIn(parts, shown.experiment.window);
    return { shown, at, covered: prediction.covered.value, language: language.value };
  });
  drawInFrames(probed, language, ({ shown, at, covered, language }) => {
    turn += 1;
    if (!shown || !at) {
      root.replaceChildren(probeHint(language));
      return;
    }
    const reading = probe.read(shown.experiment, shown.grid, at.u, at.v);
    const current = turn;
    const present = (gpu: Parameters<typeof probeView>[1]) => {
      if (turn === current) root.replaceChildren(probeView(reading, gpu, covered, language));
    };
    if (shown.backend === 'cpu') present(undefined);
    // A lost device gives no numbers; the next painter will.
    else live.readPoint(reading.nearest.i, reading.nearest.j).then(present, () => undefined);
  });
}
