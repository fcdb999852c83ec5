/** Follows the size of the figures' boxes and the screen's pixel ratio. */
import { effect, type ReadonlySignal, type Signal } from '@preact/signals-core';
import type { Figure } from './figure.ts';

/** @param version counts up whenever a figure was laid out anew */
export function keepLayout(
  figures: readonly [Figure, Figure],
  pixelRatio: ReadonlySignal<number>,
  version: Signal<number>,
): void {
  const update = () => {
    const changed = figures.map((figure) => figure.resize(pixelRatio.peek()));
    if (changed.includes(true)) version.value += 1;
  };
  const observer = new ResizeObserver(update);
  for (const figure of figures) observer.observe(figure.container);
  effect(() => {
    void pixelRatio.value;
    update();
  });
}
