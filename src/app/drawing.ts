/** What is to be drawn, derived from the state, the device and the screen. */
import { computed, type ReadonlySignal } from '@preact/signals-core';
import { CAPS, type Experiment } from '../core/experiment.ts';
import type { Quantity } from '../core/quantity.ts';
import type { DeviceState } from '../gpu/device-state.ts';
import { SurfaceBuffers } from '../gpu/surface-buffers.ts';
import type { Theme } from '../render/theme.ts';
import { stable } from './frame-drawing.ts';
import type { DrawOptions } from './painter.ts';
import type { State } from './state.ts';

/** Points a side that the page chooses by itself: enough for a smooth picture, drawn within a frame. */
const AUTO_SIDES = { gpu: 512, softwareGpu: 256, cpu: 192 } as const;
/** On the CPU the arrays are in the page's own memory. */
const LARGEST_CPU_SIDE = 4096;

interface GridSides {
  readonly auto: number;
  readonly largest: number;
}

export interface Drawing {
  /** Whether the CPU draws, by choice or for want of a GPU. */
  readonly onCpu: ReadonlySignal<boolean>;
  readonly gridSides: ReadonlySignal<GridSides>;
  /** The state's experiment at the resolution that is drawn; the same object until the numbers change. */
  readonly experiment: ReadonlySignal<Experiment>;
  /** What heatmap and contours show; the value where there are none, which costs nothing. */
  readonly quantity: ReadonlySignal<Quantity>;
  readonly options: ReadonlySignal<DrawOptions>;
}

export function createDrawing(
  state: ReadonlySignal<State>,
  device: ReadonlySignal<DeviceState>,
  theme: ReadonlySignal<Theme>,
  pixelRatio: ReadonlySignal<number>,
  layoutVersion: ReadonlySignal<number>,
): Drawing {
  const onCpu = computed(() => state.value.backend === 'cpu' || device.value.kind === 'cpu');
  const largest = computed(() => largestSide(device.value, onCpu.value));
  const auto = computed(() => autoSide(device.value, onCpu.value));
  const gridSides = computed(() => ({ auto: auto.value, largest: largest.value }));

  let last: Experiment | undefined;
  let lastSource: Experiment | undefined;
  const experiment = computed(() => {
    const { experiment: source, grid } = state.value;
    const [width, height] = grid === 'auto' ? [auto.value, auto.value] : grid;
    const resolution = [Math.min(width, largest.value), Math.min(height, largest.value)] as const;
    const same = source === lastSource && last?.resolution.join() === resolution.join();
    if (!last || !same) last = { ...source, resolution };
    lastSource = source;
    return last;
  });

  const quantity = computed(() =>
    state.value.heatmap || state.value.contours ? state.value.quantity : 'value',
  );
  const look = stable(() => {
    const { heatmap, scale, range, palette, contours, arrows, arrowDensity, arrowLength } = state.value;
    return { heatmap, scale, range, palette, contours, arrows, arrowDensity, arrowLength };
  });
  const options = computed((): DrawOptions => {
    const { heatmap, scale, range, palette, contours, arrows, arrowDensity, arrowLength } = look.value;
    void layoutVersion.value; // canvases were resized, which clears them
    const shareRange = range === 'shared';
    return {
      heatmap: heatmap
        ? { scale, shareRange, palette, hatch: theme.value.hatch, infinite: theme.value.infinite }
        : undefined,
      contours: contours ? { scale, shareRange } : undefined,
      arrows: arrows ? { density: arrowDensity, length: arrowLength, shareRange } : undefined,
      theme: theme.value,
      pixelRatio: pixelRatio.value,
    };
  });
  return { onCpu, gridSides, experiment, quantity, options };
}

function largestSide(device: DeviceState, onCpu: boolean): number {
  if (onCpu || device.kind !== 'ready') return LARGEST_CPU_SIDE;
  return Math.min(CAPS.resolution.max, SurfaceBuffers.largestSide(device.gpu.device));
}

function autoSide(device: DeviceState, onCpu: boolean): number {
  if (onCpu) return AUTO_SIDES.cpu;
  return device.kind === 'ready' && !device.gpu.isSoftware ? AUTO_SIDES.gpu : AUTO_SIDES.softwareGpu;
}
