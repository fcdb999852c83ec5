/**
 * Draws with WebGPU. The kernel fills the field buffers that the layers read; nothing comes back but ranges, times and
 * single points. What the kernel cannot evaluate, and windows that are too narrow for f32, the f64 evaluator fills in.
 */
import { isNarrow, isTooNarrowForF32, referenceFor, withoutNoise } from '../core/deep-zoom.ts';
import type { Experiment } from '../core/experiment.ts';
import { fieldKey } from '../core/fields.ts';
import { type Grid, gridOf, type Rows } from '../core/grid.ts';
import {
  joinSurfaceRanges,
  type SurfaceArrays,
  type SurfaceRange,
  surfaceRange,
} from '../core/surface-range.ts';
import { TilePlanner } from '../core/tile-planner.ts';
import type { F64Fields } from '../cpu/evaluate-rows.ts';
import type { CpuEvaluator } from '../cpu/evaluator.ts';
import type { Gpu } from '../gpu/device.ts';
import { EvaluatePass, FIELD_POINT_BYTES } from '../gpu/evaluate-pass.ts';
import { type KernelLimit, kernelJobs, kernelLimit, mayBeUndefined } from '../gpu/kernels.ts';
import { RangePass } from '../gpu/range-pass.ts';
import { readBuffer } from '../gpu/readback.ts';
import { type Filled, type References, SurfaceBuffers } from '../gpu/surface-buffers.ts';
import { PassTimer } from '../gpu/timing.ts';
import { Plots } from '../render/plots.ts';
import { defaultKeys } from './backends.ts';
import { coarseExperiment, quickPoints } from './coarse.ts';
import type { DrawOptions, Painter, PainterEvents, PointValues, Shown } from './painter.ts';

/** Where even this many points a side find no memory, none will. */
const SMALLEST_SIDE = 64;

export class GpuPainter implements Painter {
  private readonly gpu: Gpu;
  private readonly cpu: CpuEvaluator;
  private readonly events: PainterEvents;
  private readonly plots: Plots;
  private readonly rangePass: RangePass;
  private readonly pass: EvaluatePass;
  private readonly timer: PassTimer | undefined;
  private readonly planner = new TilePlanner();
  private readonly full: SurfaceBuffers;
  private readonly coarse: SurfaceBuffers;
  private front: { surfaces: SurfaceBuffers; shown: Shown } | undefined;

  static async create(
    gpu: Gpu,
    cpu: CpuEvaluator,
    canvases: readonly [HTMLCanvasElement, HTMLCanvasElement],
    events: PainterEvents,
  ): Promise<GpuPainter> {
    const [plots, rangePass] = await Promise.all([
      Plots.create(gpu.device, canvases),
      RangePass.create(gpu.device),
    ]);
    return new GpuPainter(gpu, cpu, events, plots, rangePass);
  }

  private constructor(
    gpu: Gpu,
    cpu: CpuEvaluator,
    events: PainterEvents,
    plots: Plots,
    rangePass: RangePass,
  ) {
    this.gpu = gpu;
    this.cpu = cpu;
    this.events = events;
    this.plots = plots;
    this.rangePass = rangePass;
    this.pass = new EvaluatePass(gpu, true);
    this.timer = PassTimer.create(gpu.device);
    this.full = new SurfaceBuffers(gpu.device, 'full');
    this.coarse = new SurfaceBuffers(gpu.device, 'coarse');
  }

  async show(experiment: Experiment, signal: AbortSignal): Promise<void> {
    const limit = kernelLimit(experiment);
    if (limit || isTooNarrowForF32(experiment)) {
      if (await this.showFromCpu(experiment, limit, signal)) return;
    }
    const grid = gridOf(experiment);
    const pointWork = kernelJobs(experiment).reduce((sum, job) => sum + job.pointWork, 0);
    const tileRows = this.planner.rowsPerTile(grid.width, pointWork);
    if (tileRows < grid.height) {
      const coarse = coarseExperiment(experiment, tileRows * grid.width);
      await this.evaluate(coarse, this.coarse, false, signal);
    }
    // What the GPU's limits allow may still be more than it has memory for.
    let [width, height] = experiment.resolution;
    while (!(await this.evaluate({ ...experiment, resolution: [width, height] }, this.full, true, signal))) {
      if (Math.max(width, height) <= SMALLEST_SIDE) throw new Error('the GPU has no memory left');
      [width, height] = [Math.max(2, width >> 1), Math.max(2, height >> 1)];
    }
  }

  redraw({ heatmap, arrows, theme, pixelRatio }: DrawOptions): void {
    if (!this.front) return;
    const background = rgbOf(theme.background);
    this.plots.draw(this.front.surfaces, { heatmap, arrows, background, pixelRatio });
  }

  async readPoint(i: number, j: number): Promise<readonly [PointValues, PointValues] | undefined> {
    if (this.front?.shown.backend !== 'webgpu') return undefined;
    const { left, right, grid } = this.front.surfaces;
    const offset = (j * grid.width + i) * FIELD_POINT_BYTES;
    const read = async (buffer: GPUBuffer): Promise<PointValues> => {
      const bytes = await readBuffer(this.gpu.device, buffer, offset, FIELD_POINT_BYTES);
      const [value, du, dv] = new Float32Array(bytes);
      return { value: value!, du: du!, dv: dv! };
    };
    return Promise.all([read(left.buffer), read(right.buffer)]);
  }

  destroy(): void {
    this.front = undefined;
    for (const part of [this.plots, this.rangePass, this.pass, this.timer, this.full, this.coarse])
      part?.destroy();
  }

  /**
   * Evaluates tile by tile; a grid of one tile is drawn in the very frame that asks for it.
   * @returns false if the GPU has no memory for the grid
   */
  private async evaluate(
    experiment: Experiment,
    surfaces: SurfaceBuffers,
    final: boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    const grid = gridOf(experiment);
    await this.pass.load(experiment, grid);
    signal.throwIfAborted();
    if (!(await this.reserve(surfaces, grid))) return false;
    signal.throwIfAborted();
    surfaces.mayHaveGaps = mayBeUndefined(experiment);

    const { pointWork, dispatchCount } = this.pass;
    const target = { left: surfaces.left.buffer, right: surfaces.right.buffer, firstRow: 0 };
    let ranged: Promise<void> | undefined;
    let measured: { milliseconds: number; clock: 'gpu' | 'queue' } = { milliseconds: 0, clock: 'gpu' };
    for (let j = 0; j < grid.height; ) {
      const timer = dispatchCount === 1 ? this.timer : undefined;
      const tile = this.planner.tileAt(j, [0, grid.height], grid.width, pointWork / dispatchCount);
      const started = performance.now();
      const dispatched = this.pass.dispatch('gradient', tile, target, timer, signal);
      // A single dispatch is submitted by now; to wait would let this frame go by.
      if (dispatchCount > 1) await dispatched;
      const last = tile[1] === grid.height;
      if (last) ranged = this.bringToFront(surfaces, { experiment, grid, final, backend: 'webgpu' });
      await dispatched;
      const gpuTime = await timer?.read();
      if (gpuTime === undefined) await this.gpu.device.queue.onSubmittedWorkDone();
      const wallTime = performance.now() - started;
      measured = {
        milliseconds: measured.milliseconds + (gpuTime ?? wallTime),
        clock: gpuTime === undefined ? 'queue' : measured.clock,
      };
      signal.throwIfAborted();
      this.planner.learn(tile[1] - tile[0], grid.width, pointWork, gpuTime ?? wallTime);
      j = tile[1];
      if (final) this.events.onProgress(last ? undefined : j / grid.height);
    }
    await ranged;
    if (final) this.events.onTiming(measured);
    return true;
  }

  /**
   * Evaluates in f64, coarsely first where it takes long.
   * @param why undefined for deep zoom
   * @returns false if it was for deep zoom, and f32 turned out to have enough values; nothing is shown then
   */
  private async showFromCpu(
    experiment: Experiment,
    why: KernelLimit | undefined,
    signal: AbortSignal,
  ): Promise<boolean> {
    const grid = gridOf(experiment);
    const started = performance.now();
    const sketch = coarseExperiment(experiment, quickPoints(experiment));
    const final = sketch.resolution.join() === experiment.resolution.join();
    const fields = await this.cpu.evaluate(sketch, [0, sketch.resolution[1]], defaultKeys(sketch), {
      signal,
    });
    const arrays = surfacesOf(sketch, fields);
    const ranges = rangesOf(arrays);
    if (!why && !ranges.some(({ value }) => isNarrow(value))) return false;
    const references: References = [referenceFor(ranges[0].value), referenceFor(ranges[1].value)];
    const surfaces = final ? this.full : this.coarse;
    if (!(await this.reserve(surfaces, gridOf(sketch)))) return true;
    signal.throwIfAborted();
    for (const panel of [0, 1] as const) surfaces.fill(panel, 0, arrays[panel], references[panel]);
    this.presentFilled(surfaces, { ranges, references }, sketch, final, why);
    if (!final) {
      if (!(await this.reserve(this.full, grid))) return true;
      const filled = await this.fillByBands(experiment, references, signal);
      this.presentFilled(this.full, filled, experiment, true, why);
    }
    this.events.onTiming({ milliseconds: performance.now() - started, clock: 'cpu' });
    return true;
  }

  /** Fills `full` band by band, so that memory is taken on the GPU only. */
  private async fillByBands(
    experiment: Experiment,
    references: References,
    signal: AbortSignal,
  ): Promise<Filled> {
    const grid = gridOf(experiment);
    let ranges: readonly [SurfaceRange, SurfaceRange] | undefined;
    const onBand = ([j0]: Rows, fields: F64Fields) => {
      const arrays = surfacesOf(experiment, fields);
      for (const panel of [0, 1] as const) this.full.fill(panel, j0, arrays[panel], references[panel]);
      const [left, right] = rangesOf(arrays);
      const start = j0 * grid.width;
      ranges = ranges
        ? [joinSurfaceRanges(ranges[0], left, start), joinSurfaceRanges(ranges[1], right, start)]
        : [left, right];
    };
    const onProgress = (done: number) => this.events.onProgress(done < 1 ? done : undefined);
    const keys = defaultKeys(experiment);
    await this.cpu.evaluateBands(experiment, [0, grid.height], keys, onBand, { signal, onProgress });
    return { ranges: ranges!, references };
  }

  private presentFilled(
    surfaces: SurfaceBuffers,
    { ranges, references }: Filled,
    experiment: Experiment,
    final: boolean,
    kernelLimit: KernelLimit | undefined,
  ): void {
    const [left, right] = ranges;
    const filled = { ranges: [withoutNoise(left), withoutNoise(right)] as const, references };
    surfaces.finishFill(filled);
    const deepZoom = kernelLimit === undefined;
    const shown: Shown = {
      experiment,
      grid: gridOf(experiment),
      final,
      backend: 'cpu',
      kernelLimit,
      deepZoom,
    };
    this.front = { surfaces, shown };
    this.events.onShown(shown);
    this.events.onRanges(filled.ranges);
  }

  /** Makes room in `surfaces`, which are not drawn meanwhile. */
  private async reserve(surfaces: SurfaceBuffers, grid: Grid): Promise<boolean> {
    surfaces.filled = undefined;
    if (surfaces.fits(grid)) {
      surfaces.grid = grid;
      return true;
    }
    if (this.front?.surfaces === surfaces) this.front = undefined;
    if (await surfaces.grow(grid)) return true;
    this.events.onProgress(undefined);
    this.events.onOutOfMemory(grid);
    return false;
  }

  /** @returns a promise that resolves when the ranges are known */
  private bringToFront(surfaces: SurfaceBuffers, shown: Shown): Promise<void> {
    this.rangePass.run(surfaces);
    this.front = { surfaces, shown };
    this.events.onShown(shown);
    return this.rangePass.read(surfaces).then(
      (ranges) => {
        if (this.front?.shown === shown) this.events.onRanges(ranges);
      },
      () => undefined, // the device was lost: the session takes care of that
    );
  }
}

/** Left and right surface of an evaluation. */
function surfacesOf({ losses }: Experiment, fields: F64Fields): readonly [SurfaceArrays, SurfaceArrays] {
  const [left, right] = losses.map((loss): SurfaceArrays => {
    const field = (id: 'value' | 'du' | 'dv') => fields[fieldKey(loss, id)]!;
    return { value: field('value'), du: field('du'), dv: field('dv') };
  });
  return [left!, right!];
}

function rangesOf(arrays: readonly [SurfaceArrays, SurfaceArrays]): readonly [SurfaceRange, SurfaceRange] {
  const [left, right] = arrays.map(({ value, du, dv }) => surfaceRange(value, du, dv));
  return [left!, right!];
}

/** `#rrggbb` as 0 to 1. */
function rgbOf(hex: string): [number, number, number] {
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}
