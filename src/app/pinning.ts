/** Pins that a click with Shift sets, and their list, which is loaded with the first of them. */
import { computed } from '@preact/signals-core';
import { byId } from './dom.ts';
import type { Parts, PlanePlace } from './parts.ts';
import { MOST_PINS } from './pins.ts';
import { whenFirst } from './when-first.ts';

/** @returns what sets a pin at a point, and says whether there was room for it */
export function keepPins(parts: Parts): (point: PlanePlace) => boolean {
  const { pins, figures, drawnExperiment, prediction, language, notices, say } = parts;
  const pin = (point: PlanePlace): boolean => {
    const added = pins.add(point, drawnExperiment.peek());
    notices.show('input', added ? undefined : say('pinsFull', { n: MOST_PINS }));
    return added;
  };
  for (const figure of figures) {
    figure.container.addEventListener('click', (event) => {
      const point = event.shiftKey && figure.pointAt(event, drawnExperiment.peek().window);
      if (point) pin(point);
    });
  }
  const { covered, hidesSlopes } = prediction;
  const host = { pins, experiment: drawnExperiment, covered, hidesSlopes, language };
  const onNotCopied = () => notices.show('link', say('linkNotCopied'));
  const anyPins = computed(() => pins.list.value.length > 0);
  whenFirst(anyPins, () => {
    void import('./pins-view.ts').then((view) => view.keepPinsView(byId('pins'), { ...host, onNotCopied }));
  });
  return pin;
}
