/**
 * Draws with WebGPU. The kernel fills the field buffers that the layers read; nothing comes back but ranges, times and
 * single points. What the kernel cannot evaluate, and windows that are too narrow for f32, the f64 evaluator fills in.
 */
import { contourLevels } from '../core/contour-levels.ts';
import { isNarrow, isTooNarrowForF32, referenceFor, withoutNoise } from '../core/deep-zoom.ts';
import type { Experiment } from '../core/experiment.ts';
import { type FieldId, fieldKey } from '../core/fields.ts';
import { type Grid, gridOf, type Rows } from '../core/grid.ts';
import {
  coloursFor,
  fieldsToDraw,
  panelScale,
  type Quantity,
  quantityValues,
  scaleKindFor,
} from '../core/quantity.ts';
import { rangeOfValues, unionOfRanges, type ValueRange } from '../core/scale.ts';
import type { StepsRule } from '../core/steps-map.ts';
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
import type { PassKind } from '../gpu/kernel.ts';
import { type KernelLimit, kernelJobs, kernelLimit, mayBeUndefined } from '../gpu/kernels.ts';
import { QuantityPass } from '../gpu/quantity-pass.ts';
import { RangePass } from '../gpu/range-pass.ts';
import { readBuffer } from '../gpu/readback.ts';
import { type References, SurfaceBuffers } from '../gpu/surface-buffers.ts';
import { PassTimer } from '../gpu/timing.ts';
import type { ContoursOptions } from '../render/contours.ts';
import { Plots } from '../render/plots.ts';
import { keysOf } from './backends.ts';
import { coarseExperiment, quickPoints } from './coarse.ts';
import type { DrawOptions, Painter, PainterEvents, PointValues, Shown, ShownRanges } from './painter.ts';
import type { StepsLevels, StepsPicture } from './steps-levels.ts';

/** Where even this many points a side find no memory, none will. */
const SMALLEST_SIDE = 64;

/** Memory of one picture. */
interface Picture {
  /** Values and first derivatives. */
  readonly surfaces: SurfaceBuffers;
  /** What the heatmap shows where it is not the values; empty until then. */
  readonly derived: SurfaceBuffers;
}

/** Both surfaces in f64: as they are, and what the heatmap shows of them. */
interface F64Picture {
  readonly surfaces: readonly [SurfaceArrays, SurfaceArrays];
  readonly painted: readonly [SurfaceArrays, SurfaceArrays];
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
  private front: { picture: Picture; shown: Shown } | undefined;
  /** The latest ranges: levels of contours follow them, a moment after the picture. */
  private latest: { quantity: Quantity; painted: ShownRanges['painted'] } | undefined;
  private drawn: { options: DrawOptions; levels: string } | undefined;

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
    this.quantityPass = new QuantityPass(gpu.device);
    const picture = (label: string): Picture => ({
      surfaces: new SurfaceBuffers(gpu.device, label),
      derived: new SurfaceBuffers(gpu.device, `${label} derived`),
    });
    this.full = picture('full');
    this.coarse = picture('coarse');
  }

  async show(
    experiment: Experiment,
    quantity: Quantity,
    rule: StepsRule,
    signal: AbortSignal,
  ): Promise<void> {
    if (quantity === 'steps') return this.showSteps(experiment, rule, signal);
    this.steps?.leave();
    const limit = kernelLimit(experiment);
    if (limit || isTooNarrowForF32(experiment)) {
      if (await this.showFromCpu(experiment, quantity, limit, signal)) return;
    }
    const grid = gridOf(experiment);
    const pointWork = kernelJobs(experiment).reduce((sum, job) => sum + job.pointWork, 0);
    const tileRows = this.planners[lastPass(quantity)].rowsPerTile(grid.width, pointWork);
    if (tileRows < grid.height) {
      const coarse = coarseExperiment(experiment, tileRows * grid.width);
      await this.evaluate(coarse, quantity, this.coarse, false, signal);
    }
    // What the GPU's limits allow may still be more than it has memory for.
    let [width, height] = experiment.resolution;
    const onGrid = () => ({ ...experiment, resolution: [width, height] as const });
    while (!(await this.evaluate(onGrid(), quantity, this.full, true, signal))) {
      if (Math.max(width, height) <= SMALLEST_SIDE) throw new Error('the GPU has no memory left');
      [width, height] = [Math.max(2, width >> 1), Math.max(2, height >> 1)];
    }
  }

  private async showSteps(experiment: Experiment, rule: StepsRule, signal: AbortSignal): Promise<void> {
    const { StepsLevels, fillBuffers } = await import('./steps-levels.ts');
    signal.throwIfAborted();
    this.steps ??= new StepsLevels(this.cpu, this.gpu.device);
    const onPicture = async (steps: StepsPicture) => {
      const { final, backend: stepsOn } = steps;
      const grid = gridOf(steps.experiment);
      const picture = final ? this.full : this.coarse;
      if (!(await this.reserve(picture, 'steps', grid))) return;
      const ranges = fillBuffers(picture, steps);
      const shown: Shown = {
        experiment: steps.experiment,
        grid,
        quantity: 'steps',
        final,
        backend: 'cpu',
        stepsOn,
      };
      this.front = { picture, shown };
      this.latest = { quantity: 'steps', painted: ranges.painted };
      this.events.onShown(shown);
      this.events.onRanges(ranges);
    };
    await this.steps.show(experiment, rule, signal, { ...this.events, onPicture });
  }

  redraw(options: DrawOptions): void {
    if (!this.front) return;
    const { heatmap, arrows, theme, pixelRatio } = options;
    const background = rgbOf(theme.background);
    const { picture, shown } = this.front;
    const { quantity } = shown;
    const contours = this.contoursOf(options, quantity);
    this.drawn = { options, levels: textOfLevels(contours) };
    this.plots.draw(picture.surfaces, paintedOf(picture, quantity), {
      heatmap: heatmap && { ...coloursFor(quantity, heatmap), quantity },
      contours,
      arrows,
      background,
      pixelRatio,
    });
  }

  /** Lines stand at the values of their levels, also while the levels are those of the picture before. */
  private contoursOf({ contours }: DrawOptions, quantity: Quantity): ContoursOptions | undefined {
    if (!contours || this.latest?.quantity !== quantity) return undefined;
    const { painted } = this.latest;
    const scale = scaleKindFor(quantity, contours.scale);
    const levels = (panel: 0 | 1) =>
      contourLevels(panelScale(quantity, scale, painted, panel, contours.shareRange));
    return { ...contours, scale, quantity, levels: [levels(0), levels(1)] };
  }

  /** Draws once more where the ranges have brought other levels. */
  private redrawContours(quantity: Quantity): void {
    if (!this.drawn) return;
    const { options, levels } = this.drawn;
    if (textOfLevels(this.contoursOf(options, quantity)) !== levels) this.redraw(options);
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
    for (const part of [this.plots, this.rangePass, this.pass, this.timer, this.steps]) part?.destroy();
    for (const { surfaces, derived } of [this.full, this.coarse]) {
      surfaces.destroy();
      derived.destroy();
    }
  }

  /**
   * Evaluates tile by tile; a grid of one tile is drawn in the very frame that asks for it.
   * @returns false if the GPU has no memory for the grid
   */
  private async evaluate(
    experiment: Experiment,
    quantity: Quantity,
    picture: Picture,
    final: boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    const grid = gridOf(experiment);
    const hasHessian = quantity === 'lambda_min';
    await this.pass.load(experiment, grid, hasHessian ? ['gradient', 'hessian'] : ['gradient']);
    const derive =
      quantity === 'value' || quantity === 'steps' ? undefined : await this.quantityPass.load(quantity);
    signal.throwIfAborted();
    if (!(await this.reserve(picture, quantity, grid))) return false;
    signal.throwIfAborted();
    const { surfaces, derived } = picture;
    surfaces.mayHaveGaps = mayBeUndefined(experiment);
    derived.mayHaveGaps = surfaces.mayHaveGaps;

    const { pointWork, dispatchCount } = this.pass;
    const planner = this.planners[lastPass(quantity)];
    const targetOf = ({ left, right }: SurfaceBuffers) => ({
      left: left.buffer,
      right: right.buffer,
      firstRow: 0,
    });
    let ranged: Promise<void> | undefined;
    let measured: { milliseconds: number; clock: 'gpu' | 'queue' } = { milliseconds: 0, clock: 'gpu' };
    for (let j = 0; j < grid.height; ) {
      // Its clock measures one dispatch.
      const timer = dispatchCount === 1 && !hasHessian ? this.timer : undefined;
      const tile = planner.tileAt(j, [0, grid.height], grid.width, pointWork / dispatchCount);
      const started = performance.now();
      const dispatched = this.pass.dispatch('gradient', tile, targetOf(surfaces), timer, signal);
      // A single dispatch is submitted by now; to wait would let this frame go by.
      if (dispatchCount > 1) await dispatched;
      if (hasHessian) {
        const second = this.pass.dispatch('hessian', tile, targetOf(derived), undefined, signal);
        if (dispatchCount > 1) await second;
      }
      const last = tile[1] === grid.height;
      if (last) {
        if (derive && quantity !== 'value' && quantity !== 'steps')
          this.quantityPass.run(derive, quantity, surfaces, derived);
        ranged = this.bringToFront(picture, { experiment, grid, quantity, final, backend: 'webgpu' });
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
    quantity: Quantity,
    why: KernelLimit | undefined,
    signal: AbortSignal,
  ): Promise<boolean> {
    const grid = gridOf(experiment);
    const started = performance.now();
    const sketch = coarseExperiment(experiment, quickPoints(experiment));
    const final = sketch.resolution.join() === experiment.resolution.join();
    const fields = await this.cpu.evaluate(
      sketch,
      [0, sketch.resolution[1]],
      keysOf(sketch, fieldsToDraw(quantity)),
      { signal },
    );
    const arrays = f64Picture(sketch, quantity, fields);
    const ranges = rangesOf(arrays);
    if (!why && !ranges.surfaces.some(({ value }) => isNarrow(value))) return false;
    const references = referencesFor(ranges);
    const picture = final ? this.full : this.coarse;
    if (!(await this.reserve(picture, quantity, gridOf(sketch)))) return true;
    signal.throwIfAborted();
    fillRows(picture, quantity, 0, arrays, references);
    this.presentFilled(picture, ranges, references, { experiment: sketch, quantity, final, why });
    if (!final) {
      if (!(await this.reserve(this.full, quantity, grid))) return true;
      const fullRanges = await this.fillByBands(experiment, quantity, references, signal);
      this.presentFilled(this.full, fullRanges, references, { experiment, quantity, final: true, why });
    }
    this.events.onTiming({ milliseconds: performance.now() - started, clock: 'cpu' });
    return true;
  }

  /** Fills `full` band by band, so that memory is taken on the GPU only. @returns the ranges of all bands */
  private async fillByBands(
    experiment: Experiment,
    quantity: Quantity,
    references: PictureReferences,
    signal: AbortSignal,
  ): Promise<ShownRanges> {
    const grid = gridOf(experiment);
    let ranges: ShownRanges | undefined;
    const onBand = ([j0]: Rows, fields: F64Fields) => {
      const arrays = f64Picture(experiment, quantity, fields);
      fillRows(this.full, quantity, j0, arrays, references);
      const own = rangesOf(arrays);
      ranges = ranges ? joinRanges(ranges, own, j0 * grid.width) : own;
    };
    const onProgress = (done: number) => this.events.onProgress(done < 1 ? done : undefined);
    const keys = keysOf(experiment, fieldsToDraw(quantity));
    await this.cpu.evaluateBands(experiment, [0, grid.height], keys, onBand, { signal, onProgress });
    return ranges!;
  }

  private presentFilled(
    picture: Picture,
    { surfaces, painted }: ShownRanges,
    references: PictureReferences,
    {
      experiment,
      quantity,
      final,
      why,
    }: Pick<Shown, 'experiment' | 'quantity' | 'final'> & { why: KernelLimit | undefined },
  ): void {
    const ranges = [withoutNoise(surfaces[0]), withoutNoise(surfaces[1])] as const;
    picture.surfaces.finishFill({ ranges, references: references.surfaces });
    let shownRanges: ShownRanges = { surfaces: ranges, painted: [ranges[0].value, ranges[1].value] };
    if (quantity !== 'value') {
      shownRanges = { surfaces: ranges, painted };
      const derived = [
        { ...ranges[0], value: painted[0] },
        { ...ranges[1], value: painted[1] },
      ] as const;
      picture.derived.finishFill({ ranges: derived, references: references.painted });
    }
    const deepZoom = why === undefined;
    const grid = gridOf(experiment);
    const shown: Shown = { experiment, grid, quantity, final, backend: 'cpu', kernelLimit: why, deepZoom };
    this.front = { picture, shown };
    // Relative values are drawn by these ranges, so that levels need them at once.
    this.latest = { quantity, painted: shownRanges.painted };
    this.events.onShown(shown);
    this.events.onRanges(shownRanges);
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
      this.events.onProgress(undefined);
      this.events.onOutOfMemory(grid);
      return false;
    }
    return true;
  }

  /** @returns a promise that resolves when the ranges are known */
  private bringToFront(picture: Picture, shown: Shown): Promise<void> {
    const painted = paintedOf(picture, shown.quantity);
    this.rangePass.run(picture.surfaces);
    if (painted !== picture.surfaces) this.rangePass.run(painted);
    this.front = { picture, shown };
    this.events.onShown(shown);
    const own = this.rangePass.read(picture.surfaces);
    const other = painted === picture.surfaces ? own : this.rangePass.read(painted);
    return Promise.all([own, other]).then(
      ([surfaces, [left, right]]) => {
        if (this.front?.shown !== shown) return;
        const painted = [left.value, right.value] as const;
        this.latest = { quantity: shown.quantity, painted };
        this.redrawContours(shown.quantity);
        this.events.onRanges({ surfaces, painted });
      },
      () => undefined, // the device was lost: the session takes care of that
    );
  }
}

/** Tells levels apart that are drawn apart. */
function textOfLevels(contours: ContoursOptions | undefined): string {
  return JSON.stringify(contours?.levels.map((panel) => panel.map(({ at }) => at.toPrecision(7))) ?? null);
}

/** What the heatmap of a picture shows. */
function paintedOf({ surfaces, derived }: Picture, quantity: Quantity): SurfaceBuffers {
  return quantity === 'value' ? surfaces : derived;
}

function lastPass(quantity: Quantity): PassKind {
  return quantity === 'lambda_min' ? 'hessian' : 'gradient';
}

/** What the numbers of a picture are stored relative to. */
interface PictureReferences {
  readonly surfaces: References;
  readonly painted: References;
}

function referencesFor({ surfaces, painted }: ShownRanges): PictureReferences {
  return {
    surfaces: [referenceFor(surfaces[0].value), referenceFor(surfaces[1].value)],
    painted: [referenceFor(painted[0]), referenceFor(painted[1])],
  };
}

function fillRows(
  { surfaces, derived }: Picture,
  quantity: Quantity,
  firstRow: number,
  arrays: F64Picture,
  references: PictureReferences,
): void {
  for (const panel of [0, 1] as const) {
    surfaces.fill(panel, firstRow, arrays.surfaces[panel], references.surfaces[panel]);
    if (quantity === 'value') continue;
    derived.fill(panel, firstRow, arrays.painted[panel], references.painted[panel]);
  }
}

/** Left and right surface of an evaluation. */
function f64Picture({ losses }: Experiment, quantity: Quantity, fields: F64Fields): F64Picture {
  const [left, right] = losses.map((loss) => {
    const field = (id: FieldId) => fields[fieldKey(loss, id)]!;
    const surface: SurfaceArrays = { value: field('value'), du: field('du'), dv: field('dv') };
    const painted = { ...surface, value: quantityValues(quantity, field) };
    return { surface, painted };
  });
  return {
    surfaces: [left!.surface, right!.surface],
    painted: [left!.painted, right!.painted],
  };
}

function rangesOf({ surfaces, painted }: F64Picture): ShownRanges {
  const [left, right] = surfaces.map(({ value, du, dv }) => surfaceRange(value, du, dv)) as [
    SurfaceRange,
    SurfaceRange,
  ];
  const paintedRange = (panel: 0 | 1, own: SurfaceRange): ValueRange => {
    const { value } = painted[panel];
    return value === surfaces[panel].value ? own.value : rangeOfValues(value);
  };
  return { surfaces: [left, right], painted: [paintedRange(0, left), paintedRange(1, right)] };
}

/** The ranges of both parts, the second of which begins at grid index `start`. */
function joinRanges(first: ShownRanges, second: ShownRanges, start: number): ShownRanges {
  const surface = (panel: 0 | 1) => joinSurfaceRanges(first.surfaces[panel], second.surfaces[panel], start);
  const painted = (panel: 0 | 1) => unionOfRanges(first.painted[panel], second.painted[panel]);
  return { surfaces: [surface(0), surface(1)], painted: [painted(0), painted(1)] };
}

/** `#rrggbb` as 0 to 1. */
function rgbOf(hex: string): [number, number, number] {
  const channel = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16) / 255;
  return [channel(1), channel(3), channel(5)];
}
