/**
 * Pinned points of the plane. A pin is a place: its numbers are those of the experiment that is shown, also after a
 * change of it. Pins go when another plane comes: another map, link, number of classes, or other axes.
 */
import { effect, type ReadonlySignal, signal } from '@preact/signals-core';
import { classCount, type Experiment } from '../core/experiment.ts';
import { axisNames, formatPoint } from './names.ts';

export const MOST_PINS = 20;

export interface Pin {
  /** What it is called on the plots and in the list. */
  readonly n: number;
  readonly u: number;
  readonly v: number;
  /** Its coordinates with as many digits as the window had when it was set. */
  readonly name: readonly [u: string, v: string];
}

export class Pins {
  private readonly pins = signal<readonly Pin[]>([]);
  private plane: string | undefined;

  /** @param experiment what stands on the plots */
  constructor(experiment: ReadonlySignal<Experiment>) {
    effect(() => {
      const plane = planeOf(experiment.value);
      if (this.plane !== undefined && this.plane !== plane) this.clear();
      this.plane = plane;
    });
  }

  get list(): ReadonlySignal<readonly Pin[]> {
    return this.pins;
  }

  /** Pins a point, once. @returns whether there was room for it */
  add({ u, v }: { readonly u: number; readonly v: number }, { window }: Experiment): boolean {
    const pins = this.pins.peek();
    if (pins.some((pin) => pin.u === u && pin.v === v)) return true;
    if (pins.length >= MOST_PINS) return false;
    const n = 1 + Math.max(0, ...pins.map((pin) => pin.n));
    this.pins.value = [...pins, { n, u, v, name: formatPoint(window, [u, v]) }];
    return true;
  }

  remove(n: number): void {
    this.pins.value = this.pins.peek().filter((pin) => pin.n !== n);
  }

  clear(): void {
    this.pins.value = [];
  }
}

function planeOf(experiment: Experiment): string {
  const { u, v } = axisNames(experiment);
  return [experiment.map, experiment.link, classCount(experiment), u, v].join(' ');
}
