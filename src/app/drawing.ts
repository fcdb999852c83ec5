/** What is to be drawn, derived from the state, the device and the screen. */
import { computed, type ReadonlySignal } from '@preact/signals-core';
import { CAPS, type Experiment } from '../core/experiment.ts';
import type { Quantity } from '../core/quantity.ts';
import type { StepsRule } from '../core/steps-map.ts';
import type { DeviceState } from '../gpu/device-state.ts';
import { SurfaceBuffers } from '../gpu/surface-buffers.ts';
import { type Theme, themeFor } from '../render/theme.ts';
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
  /** Of descents; the same object until it changes. */
  readonly rule: ReadonlySignal<StepsRule>;
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

  const quantity = computed(() => {
    const { heatmap, quantity } = state.value;
    return heatmap || hasContours(state.value) ? quantity : 'value';
  });
  const rule = keptRule(state);
  const options = computed((): DrawOptions => {
    const { heatmap, scale, range, palette, arrows, arrowDensity, arrowLength } = state.value;
    void layoutVersion.value; // canvases were resized, which clears them
    const shareRange = range === 'shared';
    const { hatch, infinite } = themeFor(state.value.quantity, theme.value);
    return {
      heatmap: heatmap ? { scale, shareRange, palette, hatch, infinite } : undefined,
      contours: hasContours(state.value) ? { scale, shareRange } : undefined,
      arrows: arrows ? { density: arrowDensity, length: arrowLength, shareRange } : undefined,
      theme: theme.value,
      pixelRatio: pixelRatio.value,
    };
  });
  return { onCpu, gridSides, experiment, quantity, options, rule };
}

/** Lines are drawn at levels of what varies smoothly: steps are whole numbers, equal over wide ground. */
export function hasContours({ contours, quantity }: Pick<State, 'contours' | 'quantity'>): boolean {
  return contours && quantity !== 'steps';
}

function keptRule(state: ReadonlySignal<State>): ReadonlySignal<StepsRule> {
  let last: StepsRule | undefined;
  return computed(() => {
    const { method, rate, momentum, steps, criterion, lossThreshold } = state.value;
    const rule = { method, rate, momentum, steps, criterion, lossThreshold };
    if (JSON.stringify(rule) !== JSON.stringify(last)) last = rule;
    return last!;
  });
}

function largestSide(device: DeviceState, onCpu: boolean): number {
  if (onCpu || device.kind !== 'ready') return LARGEST_CPU_SIDE;
  return Math.min(CAPS.resolution.max, SurfaceBuffers.largestSide(device.gpu.device));
}

function autoSide(device: DeviceState, onCpu: boolean): number {
  if (onCpu) return AUTO_SIDES.cpu;
  return device.kind === 'ready' && !device.gpu.isSoftware ? AUTO_SIDES.gpu : AUTO_SIDES.softwareGpu;
}
