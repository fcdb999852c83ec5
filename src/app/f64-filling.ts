/** Fills a picture of the GPU with the f64 evaluator's numbers: what has no kernel, and windows too narrow for f32. */
import { isNarrow, referenceFor, withoutNoise } from '../core/deep-zoom.ts';
import type { Experiment } from '../core/experiment.ts';
import { type FieldId, fieldKey } from '../core/fields.ts';
import { type Grid, gridOf, type Rows } from '../core/grid.ts';
import { fieldsToDraw, type Quantity, quantityValues } from '../core/quantity.ts';
import { rangeOfValues, unionOfRanges, type ValueRange } from '../core/scale.ts';
import {
  joinSurfaceRanges,
  type SurfaceArrays,
  type SurfaceRange,
  surfaceRange,
} from '../core/surface-range.ts';
import type { F64Fields } from '../cpu/evaluate-rows.ts';
import type { CpuEvaluator } from '../cpu/evaluator.ts';
import type { KernelLimit } from '../gpu/kernels.ts';
import type { References, SurfaceBuffers } from '../gpu/surface-buffers.ts';
import { keysOf } from './backends.ts';
import { coarseExperiment, quickPoints } from './coarse.ts';
import type { PainterEvents, Shown, ShownRanges } from './painter.ts';

/** Memory of one picture on the GPU. */
export interface Picture {
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

/** The painter whose pictures are filled. */
interface FillingHost {
  readonly cpu: CpuEvaluator;
  readonly events: PainterEvents;
  readonly full: Picture;
  readonly coarse: Picture;
  /** Makes room in a picture. @returns false if the GPU has no memory for the grid */
  reserve(picture: Picture, quantity: Quantity, grid: Grid): Promise<boolean>;
  /** Draws a picture that is filled, from now on. */
  present(picture: Picture, shown: Shown, ranges: ShownRanges): void;
}

export class F64Filling {
  private readonly host: FillingHost;

  constructor(host: FillingHost) {
    this.host = host;
  }

  /**
   * Evaluates in f64, coarsely first where it takes long.
   * @param why undefined for deep zoom
   * @returns false if it was for deep zoom, and f32 turned out to have enough values; nothing is shown then
   */
  async showFromCpu(
    experiment: Experiment,
    quantity: Quantity,
    why: KernelLimit | undefined,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { cpu, full, coarse } = this.host;
    const grid = gridOf(experiment);
    const started = performance.now();
    const sketch = coarseExperiment(experiment, quickPoints(experiment));
    const final = sketch.resolution.join() === experiment.resolution.join();
    const fields = await cpu.evaluate(
      sketch,
      [0, sketch.resolution[1]],
      keysOf(sketch, fieldsToDraw(quantity)),
      { signal },
    );
    const arrays = f64Picture(sketch, quantity, fields);
    const ranges = rangesOf(arrays);
    if (!why && !ranges.surfaces.some(({ value }) => isNarrow(value))) return false;
    const references = referencesFor(ranges);
    const picture = final ? full : coarse;
    if (!(await this.host.reserve(picture, quantity, gridOf(sketch)))) return true;
    signal.throwIfAborted();
    fillRows(picture, quantity, 0, arrays, references);
    this.presentFilled(picture, ranges, references, { experiment: sketch, quantity, final, why });
    if (!final) {
      if (!(await this.host.reserve(this.host.full, quantity, grid))) return true;
      const fullRanges = await this.fillByBands(experiment, quantity, references, signal);
      this.presentFilled(this.host.full, fullRanges, references, { experiment, quantity, final: true, why });
    }
    this.host.events.onTiming({ milliseconds: performance.now() - started, clock: 'cpu' });
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
      fillRows(this.host.full, quantity, j0, arrays, references);
      const own = rangesOf(arrays);
      ranges = ranges ? joinRanges(ranges, own, j0 * grid.width) : own;
    };
    const onProgress = (done: number) => this.host.events.onProgress(done < 1 ? done : undefined);
    const keys = keysOf(experiment, fieldsToDraw(quantity));
    await this.host.cpu.evaluateBands(experiment, [0, grid.height], keys, onBand, { signal, onProgress });
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
    this.host.present(picture, shown, shownRanges);
  }
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
