/**
 * Draws with WebGPU. The kernel fills the field buffers that the layers read; nothing comes back but ranges, times and
 * single points. What the kernel cannot evaluate, and windows that are too narrow for f32, the f64 evaluator fills in.
 */
import { isTooNarrowForF32 } from '../core/deep-zoom.ts';
import { classCount, type Experiment } from '../core/experiment.ts';
import { type Grid, gridOf } from '../core/grid.ts';
import { isOfFields, type Quantity } from '../core/quantity.ts';
import type { StepsRule } from '../core/steps-map.ts';
import { MOVING_PACE, MOVING_PACE_IN_SOFTWARE, TilePlanner } from '../core/tile-planner.ts';
import type { CpuEvaluator } from '../cpu/evaluator.ts';
import type { Gpu } from '../gpu/device.ts';
import { EvaluatePass, FIELD_POINT_BYTES } from '../gpu/evaluate-pass.ts';
import { GpuMemoryError, isPipelineError, unlessLost } from '../gpu/guard.ts';
import { lastPass, type PassKind } from '../gpu/kernel.ts';
import { kernelJobs, kernelLimit, mayBeUndefined } from '../gpu/kernels.ts';
import { isDerived, QuantityPass } from '../gpu/quantity-pass.ts';
import { RangePass } from '../gpu/range-pass.ts';
import { readBuffer } from '../gpu/readback.ts';
import type { SurfaceBuffers } from '../gpu/surface-buffers.ts';
import { PassTimer } from '../gpu/timing.ts';
import { type PlotGaps, Plots } from '../render/plots.ts';
import { allOf } from '../render/scale-pipelines.ts';
import { fillApart, judgedValues } from './apart-filling.ts';
import type { ApartRanges, Judged } from './apart-rows.ts';
import { coarseExperiment, movingExperiment, quickPoints } from './coarse.ts';
import { F64Filling } from './f64-filling.ts';
import { isFasterInF64 } from './faster-backend.ts';
import type {
  DrawOptions,
  Pace,
  Painter,
  PainterEvents,
  PointValues,
  Shown,
  ShownRanges,
} from './painter.ts';
import { createPicture, destroyPicture, type Picture, paintedOf } from './picture.ts';
import { contoursOptions, plotNeeds, plotOptions, textOfLevels } from './plot-options.ts';
import type { StepsLevels } from './steps-levels.ts';
import type { StepsPicture } from './steps-picture.ts';
import type { Streams } from './streams.ts';

/** Where even this many points a side find no memory, none will. */
const SMALLEST_SIDE = 64;

/** What decides, beside the options, how a picture is drawn. */
interface PictureLook {
  readonly quantity: Quantity;
  readonly gaps: PlotGaps;
}

export class GpuPainter implements Painter {
  private readonly gpu: Gpu;
  private readonly cpu: CpuEvaluator;
  private readonly events: PainterEvents;
  private readonly plots: Plots;
  private readonly rangePass: RangePass;
  private readonly pass: EvaluatePass;
  private readonly timer: PassTimer | undefined;
  private readonly quantityPass: QuantityPass;
  /** By the last pass of a tile: second derivatives take several times as long. */
  private readonly planners: Record<PassKind, TilePlanner> = {
    gradient: new TilePlanner(),
    hessian: new TilePlanner(),
  };
  /** Made when first asked for. */
  private steps: StepsLevels | undefined;
  private readonly full: Picture;
  private readonly coarse: Picture;
  private readonly filling: F64Filling;
  private front: { picture: Picture; shown: Shown } | undefined;
  /** What is drawn by. */
  private options: DrawOptions | undefined;
  /** The picture that is being made, and whether all is compiled that it is to be drawn with. */
  private next: (PictureLook & { drawable: boolean }) | undefined;
  /** The latest ranges: levels of contours follow them, a moment after the picture. */
  private latest: { quantity: Quantity; painted: ShownRanges['painted'] } | undefined;
  private drawn: { options: DrawOptions; levels: string } | undefined;
  private streams: Streams | undefined;
  private loadingStreams: Promise<void> | undefined;
  private destroyed = false;

  /** @param first what is likely to be shown first: its kernel is compiled beside the rest */
  static async create(
    gpu: Gpu,
    cpu: CpuEvaluator,
    canvases: readonly [HTMLCanvasElement, HTMLCanvasElement],
    events: PainterEvents,
    first: Experiment,
  ): Promise<GpuPainter> {
    const pass = new EvaluatePass(gpu, 'picture');
    // What cannot be evaluated, or does not compile, is dealt with when it is to be shown.
    if (!kernelLimit(first)) pass.compile(first, gridOf(first)).catch(() => undefined);
    const [plots, rangePass] = await Promise.all([
      Plots.create(gpu.device, canvases),
      RangePass.create(gpu.device),
    ]).catch((error: unknown) => {
      pass.destroy();
      throw error;
    });
    return new GpuPainter(gpu, cpu, events, plots, rangePass, pass);
  }

  private constructor(
    gpu: Gpu,
    cpu: CpuEvaluator,
    events: PainterEvents,
    plots: Plots,
    rangePass: RangePass,
    pass: EvaluatePass,
  ) {
    this.gpu = gpu;
    this.cpu = cpu;
    this.events = events;
    this.plots = plots;
    this.rangePass = rangePass;
    this.pass = pass;
    this.timer = PassTimer.create(gpu.device);
    this.quantityPass = new QuantityPass(gpu.device);
    this.full = createPicture(gpu.device, 'full');
    this.coarse = createPicture(gpu.device, 'coarse');
    const { full, coarse } = this;
    this.filling = new F64Filling({
      ...{ cpu, events, full, coarse },
      reserve: (...room) => this.reserve(...room),
      present: (...filled) => this.presentFilled(...filled),
      fillApart: (picture, experiment, quantity, final, signal) =>
        this.fillApart(picture, experiment, quantity, undefined, final, signal),
    });
  }

  show(...given: Parameters<Painter['show']>): Promise<void> {
    const [, , , signal] = given;
    return unlessLost(this.gpu.device, this.showNow(...given), signal);
  }

  private async showNow(
    ...[experiment, quantity, rule, signal, pace]: Parameters<Painter['show']>
  ): Promise<void> {
    if (quantity === 'steps') return this.showSteps(experiment, rule, signal, pace);
    this.steps?.leave();
    const limit =
      kernelLimit(experiment) ?? this.softwareLimit(experiment, quantity, pointWorkOf(experiment));
    // Errors are those of the GPU's own numbers, few distinct ones as there may be.
    if (limit || (quantity !== 'error' && isTooNarrowForF32(experiment))) {
      if (await this.filling.showFromCpu(experiment, quantity, limit, signal, pace)) return;
    }
    try {
      await this.showFromGpu(experiment, quantity, signal, pace);
    } catch (error) {
      if (!isPipelineError(error)) throw error;
      await this.filling.showFromCpu(experiment, quantity, 'pipeline', signal, pace);
    }
  }

  /** Whether the GPU, a software one, is clearly slower than the f64 evaluator. */
  private softwareLimit(
    experiment: Experiment,
    quantity: Quantity,
    pointWork: number,
  ): 'software' | undefined {
    const { isSoftware: software } = this.gpu;
    // Its errors are what is to be seen.
    if (!software || quantity === 'error') return undefined;
    const [width, height] = experiment.resolution;
    const kind = lastPass(quantity);
    const isFaster = isFasterInF64({
      software,
      numbers: experiment.samples.length * classCount(experiment),
      gpu: this.planners[kind].millisecondsFor(width * height, pointWork),
      f64: this.filling.estimate(experiment, kind),
      wasF64: this.front?.shown.kernelLimit === 'software',
    });
    return isFaster ? 'software' : undefined;
  }

  private async showFromGpu(
    experiment: Experiment,
    quantity: Quantity,
    signal: AbortSignal,
    pace: Pace,
  ): Promise<void> {
    const pointWork = pointWorkOf(experiment);
    const coarse = this.coarseGrid(experiment, quantity, pointWork, pace.moving);
    if (coarse) {
      await this.evaluate(coarse, quantity, this.coarse, false, signal);
      pace.onFirst();
      await pace.rest();
      // Its kernel is measured now.
      const limit = this.softwareLimit(experiment, quantity, pointWork);
      if (limit) {
        await this.filling.showFromCpu(experiment, quantity, limit, signal, pace);
        return;
      }
    }
    // What the GPU's limits allow may still be more than it has memory for.
    let [width, height] = experiment.resolution;
    const onGrid = () => ({ ...experiment, resolution: [width, height] as const });
    while (!(await this.evaluate(onGrid(), quantity, this.full, true, signal))) {
      if (Math.max(width, height) <= SMALLEST_SIDE) throw new Error('the GPU has no memory left');
      [width, height] = [Math.max(2, width >> 1), Math.max(2, height >> 1)];
    }
  }

  private async showSteps(
    experiment: Experiment,
    rule: StepsRule,
    signal: AbortSignal,
    pace: Pace,
  ): Promise<void> {
    const [{ StepsLevels }, { fillBuffers }] = await Promise.all([
      import('./steps-levels.ts'),
      import('./steps-picture.ts'),
    ]);
    signal.throwIfAborted();
    this.steps ??= new StepsLevels(this.cpu, this.gpu.device);
    const onPicture = async (steps: StepsPicture) => {
      const { experiment, final, backend: stepsOn } = steps;
      const grid = gridOf(experiment);
      const picture = final ? this.full : this.coarse;
      if (!(await this.reserve(picture, 'steps', grid))) return;
      const ranges = fillBuffers(picture, steps);
      await this.presentFilled(
        picture,
        { experiment, grid, quantity: 'steps', final, backend: 'cpu', stepsOn },
        ranges,
      );
      pace.onFirst();
      if (!final) await pace.rest();
    };
    await this.steps.show(experiment, rule, signal, { ...this.events, onPicture });
  }

  /** The coarser grid to be shown first, if the full one takes too long. */
  private coarseGrid(
    experiment: Experiment,
    quantity: Quantity,
    pointWork: number,
    moving: boolean,
  ): Experiment | undefined {
    const [width, height] = experiment.resolution;
    const planner = this.planners[lastPass(quantity)];
    const onCpu = isOfFields(quantity) ? Infinity : quickPoints(experiment);
    if (moving) {
      const pace = this.gpu.isSoftware ? MOVING_PACE_IN_SOFTWARE : MOVING_PACE;
      const points = Math.min(planner.movingPoints(width * height, pointWork, pace), onCpu);
      return points < width * height ? movingExperiment(experiment, points) : undefined;
    }
    const points = Math.min(planner.rowsPerTile(width, pointWork) * width, onCpu);
    return points < width * height ? coarseExperiment(experiment, points) : undefined;
  }

  prepare(options: DrawOptions): Promise<void> | undefined {
    const missing = allOf([
      this.front && this.compile(options, lookOf(this.front)),
      this.next?.drawable ? this.compile(options, this.next) : undefined,
    ]);
    if (!missing) this.options = options;
    return missing && unlessLost(this.gpu.device, missing);
  }

  private compile(options: DrawOptions, { quantity, gaps }: PictureLook): Promise<void> | undefined {
    return this.plots.compile(plotNeeds(options, quantity), gaps);
  }

  /**
   * Waits until the picture that is being made can be drawn as is wanted.
   * @returns whether it is still the one that is being made
   */
  private async makeDrawable(quantity: Quantity, gaps: PlotGaps): Promise<boolean> {
    const own = { quantity, gaps, drawable: false };
    this.next = own;
    for (;;) {
      const missing = this.options && this.compile(this.options, own);
      if (!missing) break;
      await missing;
    }
    own.drawable = true;
    return this.next === own;
  }

  redraw(options: DrawOptions): Promise<void> | undefined {
    const loading = this.redrawNow(options);
    return loading && unlessLost(this.gpu.device, loading);
  }

  private redrawNow(options: DrawOptions): Promise<void> | undefined {
    if (!this.front) return undefined;
    const { picture, shown } = this.front;
    const { quantity } = shown;
    // Only where a picture was filled anew since: it is about to be shown.
    const missing = this.compile(options, lookOf(this.front));
    if (missing) return missing.then(() => this.redrawNow(this.options ?? options));
    const plotted = plotOptions(options, quantity, this.latestOf(quantity), this.streams !== undefined);
    this.drawn = { options, levels: textOfLevels(plotted.contours) };
    this.plots.draw(picture.surfaces, paintedOf(picture, quantity), plotted);
    const { streamlines } = options;
    if (!streamlines) this.streams?.hide();
    else if (this.streams) this.streams.show(streamlines);
    else return this.loadStreams();
    return undefined;
  }

  /** They are no part of the first load. */
  private loadStreams(): Promise<void> {
    this.loadingStreams ??= this.createStreams().finally(() => {
      this.loadingStreams = undefined;
    });
    return this.loadingStreams;
  }

  private async createStreams(): Promise<void> {
    const { Streams } = await import('./streams.ts');
    const shown = () => this.front?.picture.surfaces;
    const streams = await Streams.create(this.gpu.device, this.plots, shown);
    if (this.destroyed) {
      streams.destroy();
      return;
    }
    this.streams = streams;
    if (this.drawn) void this.redraw(this.drawn.options);
  }

  /** The latest ranges, if they are of this quantity. */
  private latestOf(quantity: Quantity): ShownRanges['painted'] | undefined {
    return this.latest?.quantity === quantity ? this.latest.painted : undefined;
  }

  /** Draws once more where the ranges have brought other levels. */
  private redrawContours(quantity: Quantity): void {
    if (!this.drawn) return;
    const { options, levels } = this.drawn;
    const contours = contoursOptions(options, quantity, this.latestOf(quantity));
    if (textOfLevels(contours) !== levels) void this.redraw(options);
  }

  async readPoint(i: number, j: number): Promise<readonly [PointValues, PointValues] | undefined> {
    if (this.front?.shown.backend !== 'webgpu') return undefined;
    const { left, right, grid } = this.front.picture.surfaces;
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
    this.destroyed = true;
    const parts = [this.streams, this.plots, this.rangePass, this.pass, this.timer, this.steps];
    for (const part of parts) part?.destroy();
    for (const picture of [this.full, this.coarse]) destroyPicture(picture);
  }

  /** @returns false if the GPU has no memory for the grid */
  private async evaluate(...[experiment, ...how]: Parameters<GpuPainter['evaluateTiles']>): Promise<boolean> {
    try {
      return await this.evaluateTiles(experiment, ...how);
    } catch (error) {
      if (!(error instanceof GpuMemoryError)) throw error;
      this.tellOutOfMemory(gridOf(experiment));
      return false;
    }
  }

  /**
   * Evaluates tile by tile; a grid of one tile is drawn in the very frame that asks for it.
   * @returns false if the GPU has no memory for the picture
   * @throws GpuMemoryError if it has none for the evaluation
   */
  private async evaluateTiles(
    experiment: Experiment,
    quantity: Quantity,
    picture: Picture,
    final: boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    const grid = gridOf(experiment);
    const hasHessian = quantity === 'lambda_min';
    await this.pass.load(experiment, grid, hasHessian ? ['gradient', 'hessian'] : ['gradient'], signal);
    const derive = isDerived(quantity) ? await this.quantityPass.load(quantity) : undefined;
    signal.throwIfAborted();
    const gaps = mayBeUndefined(experiment);
    // Where both gradients vanish they have no ratio. Of what is made apart, nobody knows beforehand.
    const derivedGaps = gaps || quantity === 'ratio' || !isOfFields(quantity);
    await this.makeDrawable(quantity, { surfaces: gaps, painted: quantity === 'value' ? gaps : derivedGaps });
    signal.throwIfAborted();
    if (!(await this.reserve(picture, quantity, grid))) return false;
    signal.throwIfAborted();
    const { surfaces, derived } = picture;
    surfaces.mayHaveGaps = gaps;
    derived.mayHaveGaps = derivedGaps;
    const shown: Shown = { experiment, grid, quantity, final, backend: 'webgpu' };

    const { pointWork, isOneDispatch } = this.pass;
    const planner = this.planners[lastPass(quantity)];
    const targetOf = ({ left, right }: SurfaceBuffers) => ({
      left: left.buffer,
      right: right.buffer,
      firstRow: 0,
    });
    let ranged: Promise<void> | undefined;
    let measured: { milliseconds: number; clock: 'gpu' | 'queue' } = { milliseconds: 0, clock: 'gpu' };
    const kindCount = hasHessian ? 2 : 1;
    for (let j = 0; j < grid.height; ) {
      // Between the dispatches of one pass its clock would count the waiting too.
      const timer = isOneDispatch ? this.timer : undefined;
      const [first, second] = hasHessian && timer ? timer.ends : [timer];
      const tile = this.pass.tileAt(j, [0, grid.height], grid.width, planner);
      const started = performance.now();
      const onProgress = (kindsDone: number) => (done: number) => {
        const rowsDone = ((kindsDone + done) / kindCount) * (tile[1] - j);
        if (final) this.events.onProgress((j + rowsDone) / grid.height);
      };
      const dispatched = this.pass.dispatch('gradient', tile, targetOf(surfaces), {
        timing: first,
        signal,
        onProgress: onProgress(0),
      });
      // A single dispatch is submitted by now; to wait would let this frame go by.
      if (!isOneDispatch) await dispatched;
      if (hasHessian) {
        const curved = this.pass.dispatch('hessian', tile, targetOf(derived), {
          timing: second,
          signal,
          onProgress: onProgress(1),
        });
        if (!isOneDispatch) await curved;
      }
      const last = tile[1] === grid.height;
      if (last && isOfFields(quantity)) {
        if (derive && isDerived(quantity)) this.quantityPass.run(derive, quantity, surfaces, derived);
        ranged = this.bringToFront(picture, shown);
      }
      await dispatched;
      const gpuTime = await timer?.read();
      if (gpuTime === undefined) await this.gpu.device.queue.onSubmittedWorkDone();
      const wallTime = performance.now() - started;
      measured = {
        milliseconds: measured.milliseconds + (gpuTime ?? wallTime),
        clock: gpuTime === undefined ? 'queue' : measured.clock,
      };
      signal.throwIfAborted();
      planner.learn(tile[1] - tile[0], grid.width, pointWork, gpuTime ?? wallTime);
      j = tile[1];
      if (final) this.events.onProgress(last ? undefined : j / grid.height);
    }
    if (!isOfFields(quantity)) {
      const { device, isSoftware } = this.gpu;
      const judged = judgedValues(device, surfaces, experiment, isSoftware);
      const apart = await this.fillApart(picture, experiment, quantity, judged, final, signal);
      ranged = this.bringToFront(picture, shown, apart);
    }
    await ranged;
    if (final) this.events.onTiming(measured);
    return true;
  }

  private async presentFilled(picture: Picture, shown: Shown, ranges: ShownRanges): Promise<void> {
    if (!(await this.makeDrawable(shown.quantity, gapsOf(picture, shown.quantity)))) return;
    this.front = { picture, shown };
    // Relative values are drawn by these ranges, so that levels need them at once.
    this.latest = { quantity: shown.quantity, painted: ranges.painted };
    this.events.onShown(shown);
    this.events.onRanges(ranges);
  }

  /** Makes room in a picture, which is not drawn meanwhile. */
  private async reserve(picture: Picture, quantity: Quantity, grid: Grid): Promise<boolean> {
    const parts = quantity === 'value' ? [picture.surfaces] : [picture.surfaces, picture.derived];
    for (const part of parts) {
      part.filled = undefined;
      if (part.fits(grid)) {
        part.grid = grid;
        continue;
      }
      if (this.front?.picture === picture) this.front = undefined;
      if (await part.grow(grid)) continue;
      this.tellOutOfMemory(grid);
      return false;
    }
    return true;
  }

  private tellOutOfMemory(grid: Grid): void {
    this.events.onProgress(undefined);
    this.events.onOutOfMemory(grid);
  }

  private fillApart(
    picture: Picture,
    experiment: Experiment,
    quantity: Quantity,
    judged: Judged | undefined,
    final: boolean,
    signal: AbortSignal,
  ): Promise<ApartRanges> {
    const onProgress = (done: number) => final && this.events.onProgress(done < 1 ? done : undefined);
    return fillApart(this.cpu, picture, experiment, quantity, judged, { signal, onProgress });
  }

  /**
   * @param apart of a quantity that was not made of fields
   * @returns a promise that resolves when the ranges are known
   */
  private bringToFront(picture: Picture, shown: Shown, apart?: ApartRanges): Promise<void> {
    const painted = paintedOf(picture, shown.quantity);
    this.rangePass.run(picture.surfaces);
    if (painted !== picture.surfaces && !apart) this.rangePass.run(painted);
    this.front = { picture, shown };
    this.events.onShown(shown);
    const own = this.rangePass.read(picture.surfaces);
    const other = painted === picture.surfaces ? own : apart ? undefined : this.rangePass.read(painted);
    return Promise.all([own, other]).then(
      ([surfaces, ranges]) => {
        if (this.front?.shown !== shown) return;
        const told = apart ?? { painted: [ranges![0].value, ranges![1].value] as const };
        this.latest = { quantity: shown.quantity, painted: told.painted };
        this.redrawContours(shown.quantity);
        this.events.onRanges({ surfaces, ...told });
      },
      () => undefined, // the device was lost: the session takes care of that
    );
  }
}

/** Effort of one point, see KernelJob. */
function pointWorkOf(experiment: Experiment): number {
  return kernelJobs(experiment).reduce((sum, job) => sum + job.pointWork, 0);
}

function gapsOf(picture: Picture, quantity: Quantity): PlotGaps {
  return { surfaces: picture.surfaces.mayHaveGaps, painted: paintedOf(picture, quantity).mayHaveGaps };
}

function lookOf({ picture, shown }: { picture: Picture; shown: Shown }): PictureLook {
  return { quantity: shown.quantity, gaps: gapsOf(picture, shown.quantity) };
}
