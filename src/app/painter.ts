/** What draws both plots: with WebGPU, or on 2-D canvases. The page works with either through this interface. */
import type { Experiment } from '../core/experiment.ts';
import type { Grid } from '../core/grid.ts';
import type { HeightScale, Orbit } from '../core/orbit.ts';
import type { Quantity } from '../core/quantity.ts';
import type { ValueRange } from '../core/scale.ts';
import type { StepsRule, StepsSummary } from '../core/steps-map.ts';
import type { SurfaceRange } from '../core/surface-range.ts';
import type { KernelLimit } from '../gpu/kernels.ts';
import type { ArrowsOptions } from '../render/arrows.ts';
import type { ContoursOptions } from '../render/contours.ts';
import type { HeatmapOptions } from '../render/heatmap.ts';
import type { SpaceOptions } from '../render/plots.ts';
import type { Theme } from '../render/theme.ts';
import type { StreamOptions } from './streams.ts';

/** How a duration was measured: on the GPU's own clock, until its queue was done, or on the CPU. */
export type Clock = 'gpu' | 'queue' | 'cpu';

/**
 * Why an experiment is on the CPU although there is a GPU: no kernel can evaluate it, the GPU cannot compile one, or it is
 * a software GPU, which is slower.
 */
export type CpuLimit = KernelLimit | 'pipeline' | 'software';

/** What stands on the plots now. */
export interface Shown {
  readonly experiment: Experiment;
  readonly grid: Grid;
  /** What the heatmap shows. */
  readonly quantity: Quantity;
  /** Whether it is the whole grid, or a coarser one while that is being computed. */
  readonly final: boolean;
  readonly backend: 'webgpu' | 'cpu';
  /** Why it is on the CPU although there is a GPU. */
  readonly kernelLimit?: CpuLimit | undefined;
  /** Whether it is on the CPU because the window is too narrow for f32. */
  readonly deepZoom?: boolean;
  /** What computed the map of steps, where that is what the heatmap shows; the surfaces are in f64 then. */
  readonly stepsOn?: 'webgpu' | 'cpu';
}

/** What belongs to the colours of some quantities. */
export interface ShownNotes {
  /** Regions: how many points each predicted class has, by class; TIED (apart-rows.ts): where several lead. */
  readonly classes?: ReadonlyMap<number, number>;
  /** Error of the GPU: how many ULP are tolerated. */
  readonly tolerances?: readonly [number, number];
  /** Error of the GPU: the largest, ULP, infinite ones left out. */
  readonly worst?: readonly [number, number];
  /** Error of the GPU: whether it is infinite anywhere. */
  readonly infinite?: readonly [boolean, boolean];
  /** Steps to converge: how many, and where there are none. */
  readonly steps?: readonly [StepsSummary, StepsSummary];
}

/** Left and right. */
export interface ShownRanges extends ShownNotes {
  readonly surfaces: readonly [SurfaceRange, SurfaceRange];
  /** Of what the heatmap shows: the surfaces' values, or another quantity. */
  readonly painted: readonly [ValueRange, ValueRange];
}

export interface Timing {
  readonly milliseconds: number;
  readonly clock: Clock;
}

export interface PainterEvents {
  /** The plots show something new. */
  onShown(shown: Shown): void;
  onRanges(ranges: ShownRanges): void;
  onTiming(timing: Timing): void;
  /** Share of the grid that is done; undefined when nothing is being computed. */
  onProgress(done: number | undefined): void;
  /** The grid does not fit the GPU's memory. */
  onOutOfMemory(grid: Grid): void;
}

/** As the user wants it; the quantity decides the rest. */
export interface SpaceView extends Pick<SpaceOptions, 'layer' | 'panels'> {
  readonly heightScale: HeightScale;
  readonly orbit: Orbit;
  /** Of the mesh, as `HeightOptions` has it. */
  readonly spacing: number;
  readonly shareRange: boolean;
}

export interface DrawOptions {
  /** As the user wants it; `coloursFor` makes it suit the quantity. */
  readonly heatmap: Omit<HeatmapOptions, 'quantity'> | undefined;
  /** On the heatmap's scale, whether there is a heatmap or not; the levels come with the ranges. */
  readonly contours: Omit<ContoursOptions, 'quantity' | 'levels'> | undefined;
  readonly arrows: ArrowsOptions | undefined;
  /** Drawn with WebGPU alone. */
  readonly streamlines: StreamOptions | undefined;
  /** The panel that nothing is drawn of; its ranges must not show in the other either. */
  readonly covered: 0 | 1 | undefined;
  /** undefined: both panels are flat. */
  readonly space: SpaceView | undefined;
  readonly theme: Theme;
  readonly pixelRatio: number;
}

/** Value and first derivatives of one loss at one grid point; NaN where undefined. */
export interface PointValues {
  readonly value: number;
  readonly du: number;
  readonly dv: number;
}

/** How a picture is made where others may follow it soon. */
export interface Pace {
  /** Whether pictures follow one another, as in a drag: the first one has to be quick then. */
  readonly moving: boolean;
  /** To be called when the first picture stands, coarse or full: until then no other is begun. */
  readonly onFirst: () => void;
  /** To be awaited after a coarse picture: resolves when nothing has changed for a moment; rejects on abort. */
  readonly rest: () => Promise<void>;
}

export interface Painter {
  /**
   * Evaluates the experiment and draws it, coarsely first where it takes long. Rejects on abort.
   * @param rule of maps of steps
   * @throws GpuLostError when its device is lost, as all promises of a painter do
   */
  show(
    experiment: Experiment,
    quantity: Quantity,
    rule: StepsRule,
    signal: AbortSignal,
    pace: Pace,
  ): Promise<void>;
  /**
   * Has all that `redraw` needs for these options, of the picture that stands and of the one that is being made.
   * @returns a promise where that takes a moment, after which it is to be asked once more; undefined where it is there:
   *   the painter takes it that it will be asked to draw so
   */
  prepare(options: DrawOptions): Promise<void> | undefined;
  /**
   * Draws what was evaluated last; nothing before the first evaluation.
   * @returns a promise where a layer has to be loaded first: it resolves when that is drawn too
   */
  redraw(options: DrawOptions): Promise<void> | undefined;
  /** What the GPU computed at a grid point of the grid that is shown; undefined where no GPU computed it. */
  readPoint(i: number, j: number): Promise<readonly [PointValues, PointValues] | undefined>;
  destroy(): void;
}
