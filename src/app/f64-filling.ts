/** Fills a picture of the GPU with the f64 evaluator's numbers: what has no kernel, and windows too narrow for f32. */
import { isNarrow, referenceFor, withoutNoise } from '../core/deep-zoom.ts';
import { classCount, type Experiment } from '../core/experiment.ts';
import { type FieldId, fieldKey } from '../core/fields.ts';
import { type Grid, gridOf, type Rows } from '../core/grid.ts';
import { fieldsToDraw, isOfFields, type Quantity, quantityRange, quantityValues } from '../core/quantity.ts';
import { unionOfRanges, type ValueRange } from '../core/scale.ts';
import {
  joinSurfaceRanges,
  type SurfaceArrays,
  type SurfaceRange,
  surfaceRange,
} from '../core/surface-range.ts';
import { MOVING_PACE_IN_SOFTWARE, TilePlanner } from '../core/tile-planner.ts';
import type { F64Fields } from '../cpu/evaluate-rows.ts';
import type { CpuEvaluator } from '../cpu/evaluator.ts';
import { lastPass, type PassKind } from '../gpu/kernel.ts';
import type { References } from '../gpu/surface-buffers.ts';
import type { ApartRanges } from './apart-rows.ts';
import { keysOf } from './backends.ts';
import { coarseExperiment, movingExperiment, quickPoints } from './coarse.ts';
import type { CpuLimit, Pace, PainterEvents, Shown, ShownRanges } from './painter.ts';
import type { Picture } from './picture.ts';

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
  /** Fills what the heatmap shows with a quantity that is not made of fields, of which no GPU computed any. */
  fillApart(
    picture: Picture,
    experiment: Experiment,
    quantity: Quantity,
    final: boolean,
    signal: AbortSignal,
  ): Promise<ApartRanges>;
  /** Draws a picture that is filled, from now on. */
  present(picture: Picture, shown: Shown, ranges: ShownRanges): Promise<void>;
}

/** Samples x classes x points: what two cores surely do of a batch. */
const FIRST_WORK_PER_MS = 250_000;

export class F64Filling {
  private readonly host: FillingHost;
  /** How fast the f64 evaluator has been, for estimates. */
  private readonly planners: Record<PassKind, TilePlanner> = {
    gradient: new TilePlanner(FIRST_WORK_PER_MS),
    hessian: new TilePlanner(FIRST_WORK_PER_MS),
  };

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
    why: CpuLimit | undefined,
    signal: AbortSignal,
    pace: Pace,
  ): Promise<boolean> {
    const { cpu, full, coarse } = this.host;
    const grid = gridOf(experiment);
    const started = performance.now();
    const sketch =
      why === 'software'
        ? this.movingSketch(experiment, quantity)
        : coarseExperiment(experiment, quickPoints(experiment));
    const final = sketch.resolution.join() === experiment.resolution.join();
    const fields = await cpu.evaluate(
      sketch,
      [0, sketch.resolution[1]],
      keysOf(sketch, fieldsToDraw(quantity)),
      { signal },
    );
    this.learn(sketch, quantity, started, final);
    const arrays = f64Picture(sketch, quantity, fields);
    const ranges = rangesOf(arrays, quantity);
    if (!why && !ranges.surfaces.some(({ value }) => isNarrow(value))) return false;
    const references = referencesFor(ranges, quantity);
    const picture = final ? full : coarse;
    if (!(await this.host.reserve(picture, quantity, gridOf(sketch)))) return true;
    signal.throwIfAborted();
    fillRows(picture, quantity, 0, arrays, references);
    await this.presentFilled(
      picture,
      ranges,
      references,
      { experiment: sketch, quantity, final, why },
      signal,
    );
    pace.onFirst();
    if (!final) {
      await pace.rest();
      if (!(await this.host.reserve(full, quantity, grid))) return true;
      const fullRanges = await this.fillByBands(experiment, quantity, references, signal);
      const shown = { experiment, quantity, final: true, why };
      await this.presentFilled(full, fullRanges, references, shown, signal);
    }
    this.host.events.onTiming({ milliseconds: performance.now() - started, clock: 'cpu' });
    return true;
  }

  /** Of a batch so few points are quick that they would show nothing: as many as there is time for between two pictures. */
  private movingSketch(experiment: Experiment, quantity: Quantity): Experiment {
    const [width, height] = experiment.resolution;
    const planner = this.planners[lastPass(quantity)];
    const inTime = planner.movingPoints(width * height, pointWorkOf(experiment), MOVING_PACE_IN_SOFTWARE);
    return movingExperiment(experiment, Math.max(inTime, quickPoints(experiment)));
  }

  /** Milliseconds that all points of the experiment take in f64, about. @param kind its last derivatives */
  estimate(experiment: Experiment, kind: PassKind): number {
    const [width, height] = experiment.resolution;
    return this.planners[kind].millisecondsFor(width * height, pointWorkOf(experiment));
  }

  /** Takes in how long an evaluation took; of a sketch, much of which is waiting for threads, only that it was quick. */
  private learn(experiment: Experiment, quantity: Quantity, started: number, isWhole: boolean): void {
    const [width, height] = experiment.resolution;
    const kind = lastPass(quantity);
    const milliseconds = performance.now() - started;
    if (!isWhole && milliseconds > this.estimate(experiment, kind)) return;
    this.planners[kind].learn(height, width, pointWorkOf(experiment), milliseconds);
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
      const own = rangesOf(arrays, quantity);
      ranges = ranges ? joinRanges(ranges, own, j0 * grid.width) : own;
    };
    const onProgress = (done: number) => this.host.events.onProgress(done < 1 ? done : undefined);
    const keys = keysOf(experiment, fieldsToDraw(quantity));
    const started = performance.now();
    await this.host.cpu.evaluateBands(experiment, [0, grid.height], keys, onBand, { signal, onProgress });
    this.learn(experiment, quantity, started, true);
    return ranges!;
  }

  private async presentFilled(
    picture: Picture,
    { surfaces, painted }: ShownRanges,
    references: PictureReferences,
    {
      experiment,
      quantity,
      final,
      why,
    }: Pick<Shown, 'experiment' | 'quantity' | 'final'> & { why: CpuLimit | undefined },
    signal: AbortSignal,
  ): Promise<void> {
    const ranges = [withoutNoise(surfaces[0]), withoutNoise(surfaces[1])] as const;
    picture.surfaces.finishFill({ ranges, references: references.surfaces });
    let shownRanges: ShownRanges = { surfaces: ranges, painted: [ranges[0].value, ranges[1].value] };
    if (!isOfFields(quantity)) {
      const apart = await this.host.fillApart(picture, experiment, quantity, final, signal);
      shownRanges = { surfaces: ranges, ...apart };
    } else if (quantity !== 'value') {
      shownRanges = { surfaces: ranges, painted };
      // Where both gradients vanish they have no ratio.
      const gaps = quantity === 'ratio' ? { undefinedCount: 1 } : {};
      const derived = [
        { ...ranges[0], ...gaps, value: painted[0] },
        { ...ranges[1], ...gaps, value: painted[1] },
      ] as const;
      picture.derived.finishFill({ ranges: derived, references: references.painted });
    }
    const deepZoom = why === undefined;
    const grid = gridOf(experiment);
    const shown: Shown = { experiment, grid, quantity, final, backend: 'cpu', kernelLimit: why, deepZoom };
    await this.host.present(picture, shown, shownRanges);
  }
}

function pointWorkOf(experiment: Experiment): number {
  return experiment.samples.length * classCount(experiment);
}

/** What the numbers of a picture are stored relative to. */
interface PictureReferences {
  readonly surfaces: References;
  readonly painted: References;
}

function referencesFor({ surfaces, painted }: ShownRanges, quantity: Quantity): PictureReferences {
  return {
    surfaces: [referenceFor(surfaces[0].value), referenceFor(surfaces[1].value)],
    // A ratio's scale is never so narrow that f32 would not do.
    painted:
      quantity === 'ratio' ? [undefined, undefined] : [referenceFor(painted[0]), referenceFor(painted[1])],
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
    if (quantity === 'value' || !isOfFields(quantity)) continue;
    derived.fill(panel, firstRow, arrays.painted[panel], references.painted[panel]);
  }
}

/** Left and right surface of an evaluation. Of what is not made of fields, the values stand in its place. */
function f64Picture({ losses }: Experiment, quantity: Quantity, fields: F64Fields): F64Picture {
  const field = (panel: 0 | 1, id: FieldId) => fields[fieldKey(losses[panel], id)]!;
  const values = quantityValues(isOfFields(quantity) ? quantity : 'value', field);
  const surface = (panel: 0 | 1): SurfaceArrays => ({
    value: field(panel, 'value'),
    du: field(panel, 'du'),
    dv: field(panel, 'dv'),
  });
  const surfaces = [surface(0), surface(1)] as const;
  return {
    surfaces,
    painted: [
      { ...surfaces[0], value: values[0] },
      { ...surfaces[1], value: values[1] },
    ],
  };
}

function rangesOf({ surfaces, painted }: F64Picture, quantity: Quantity): ShownRanges {
  const [left, right] = surfaces.map(({ value, du, dv }) => surfaceRange(value, du, dv)) as [
    SurfaceRange,
    SurfaceRange,
  ];
  const paintedRange = (panel: 0 | 1, own: SurfaceRange): ValueRange => {
    const { value } = painted[panel];
    return value === surfaces[panel].value ? own.value : quantityRange(quantity, value);
  };
  return { surfaces: [left, right], painted: [paintedRange(0, left), paintedRange(1, right)] };
}

/** The ranges of both parts, the second of which begins at grid index `start`. */
function joinRanges(first: ShownRanges, second: ShownRanges, start: number): ShownRanges {
  const surface = (panel: 0 | 1) => joinSurfaceRanges(first.surfaces[panel], second.surfaces[panel], start);
  const painted = (panel: 0 | 1) => unionOfRanges(first.painted[panel], second.painted[panel]);
  return { surfaces: [surface(0), surface(1)], painted: [painted(0), painted(1)] };
}
