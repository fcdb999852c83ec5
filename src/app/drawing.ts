/** What is to be drawn, derived from the state, the device and the screen. */
import { computed, type ReadonlySignal } from '@preact/signals-core';
import { CAPS, type Experiment } from '../core/experiment.ts';
import { type Quantity, quantityToDraw } from '../core/quantity.ts';
import type { StepsRule } from '../core/steps-map.ts';
import type { DeviceState } from '../gpu/device-state.ts';
import { SurfaceBuffers } from '../gpu/surface-buffers.ts';
import { type Theme, themeFor } from '../render/theme.ts';
import { stable } from './frame-drawing.ts';
import type { DrawOptions } from './painter.ts';
import type { Prediction } from './prediction.ts';
import type { Space } from './space.ts';
import type { State } from './state.ts';

/** Points a side that the page chooses by itself: enough for a smooth picture, drawn within a frame. */
const AUTO_SIDES = { gpu: 512, softwareGpu: 256, cpu: 192 } as const;
/** Of the meshes of surfaces in space, CSS px. A software GPU feels every triangle. */
const MESH_SPACING = { gpu: 2, softwareGpu: 4, softwareGpuTurning: 8 } as const;
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
  stillness: ReadonlySignal<boolean>,
  { covered, hidesArrows }: Pick<Prediction, 'covered' | 'hidesArrows'>,
  space: Pick<Space, 'module' | 'turning'>,
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
    const { heatmap, contours, quantity } = state.value;
    return quantityToDraw(quantity, experiment.value, { heatmap, contours }, covered.value !== undefined);
  });
  const rule = stable((): StepsRule => {
    const { method, rate, momentum, steps, criterion, lossThreshold } = state.value;
    return { method, rate, momentum, steps, criterion, lossThreshold };
  });
  const look = stable(() => {
    const { heatmap, scale, range, palette, contours, arrows, arrowDensity, arrowLength } = state.value;
    const { streamlines, streamDensity, streamSpeed, view, heightScale, camera } = state.value;
    return {
      ...{ heatmap, scale, range, palette, contours, arrows, arrowDensity, arrowLength },
      ...{ streamlines, streamDensity, streamSpeed, view, heightScale, camera },
    };
  });
  const options = computed((): DrawOptions => {
    const { heatmap, scale, range, palette, contours, arrows, arrowDensity, arrowLength } = look.value;
    const { streamlines, streamDensity, streamSpeed, view, heightScale, camera } = look.value;
    const isFlat = onCpu.value || view === 'flat';
    const layer = isFlat ? undefined : space.module.value?.HeightSurfaceLayer;
    const panels = [view !== 'right', view !== 'left'] as const;
    // Over a surface in space, or a cover, there are no streamlines: where neither panel has any, nothing is to move.
    const streams = streamlines && panels.some((up, panel) => !(layer && up) && panel !== covered.value);
    void layoutVersion.value; // canvases were resized, which clears them
    // What both share would tell of the one that is covered.
    const shareRange = range === 'shared' && covered.value === undefined;
    const { hatch, infinite } = themeFor(quantity.value, theme.value);
    return {
      heatmap: heatmap ? { scale, shareRange, palette, hatch, infinite } : undefined,
      contours: contours ? { scale, shareRange } : undefined,
      arrows:
        arrows && !hidesArrows.value ? { density: arrowDensity, length: arrowLength, shareRange } : undefined,
      // They show the gradient as the arrows do. Surfaces in space have none, and nothing is to move unseen.
      streamlines:
        streams && !hidesArrows.value
          ? { density: streamDensity, speed: streamSpeed, shareRange, still: stillness.value }
          : undefined,
      covered: covered.value,
      space: layer && {
        layer,
        panels,
        heightScale,
        orbit: camera,
        spacing: meshSpacing(device.value, space.turning.value),
        shareRange,
      },
      theme: theme.value,
      pixelRatio: pixelRatio.value,
    };
  });
  return { onCpu, gridSides, experiment, quantity, options, rule };
}

function largestSide(device: DeviceState, onCpu: boolean): number {
  if (onCpu || device.kind !== 'ready') return LARGEST_CPU_SIDE;
  return Math.min(CAPS.resolution.max, SurfaceBuffers.largestSide(device.gpu.device));
}

function meshSpacing(device: DeviceState, turning: boolean): number {
  if (device.kind === 'ready' && !device.gpu.isSoftware) return MESH_SPACING.gpu;
  return turning ? MESH_SPACING.softwareGpuTurning : MESH_SPACING.softwareGpu;
}

function autoSide(device: DeviceState, onCpu: boolean): number {
  if (onCpu) return AUTO_SIDES.cpu;
  return device.kind === 'ready' && !device.gpu.isSoftware ? AUTO_SIDES.gpu : AUTO_SIDES.softwareGpu;
}
