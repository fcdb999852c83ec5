/**
 * Quantities that are not made of the surfaces' fields, band by band, in f64: decision regions from the logits, the
 * accuracy from the error rate, and the error of the GPU's values by the same judge as the check's.
 */
import { errorRange } from '../core/error-range.ts';
import { eventsHandled } from '../core/events-handled.ts';
import { classCount, type Experiment } from '../core/experiment.ts';
import { type FieldArray, type FieldKey, fieldKey } from '../core/fields.ts';
import { gridOf, type Rows } from '../core/grid.ts';
import type { Progress } from '../core/progress.ts';
import { type Quantity, quantityRange } from '../core/quantity.ts';
import { accuracyExperiment, classRows, predictionOf } from '../core/regions.ts';
import { unionOfRanges, type ValueRange } from '../core/scale.ts';
import { tolerance } from '../core/tolerance.ts';
import type { CpuEvaluator } from '../cpu/evaluator.ts';
import type { ShownRanges } from './painter.ts';

/** Points x classes of a band: a few milliseconds in the page's own thread. */
const BAND_LOGITS = 200_000;
/** How long the page's own thread is kept: a small grid is drawn in the frame that asks for it. */
const LONGEST_WORK_MS = 12;
/** Points judged at a time: bounds memory and the wait for a cancel. */
const BAND_POINTS = 65_536;

/** Left and right. */
type Painted = readonly [FieldArray, FieldArray];
export type OnBand = (band: Rows, painted: Painted) => void;

/** The numbers that are judged: values of both surfaces, as a GPU computed them. */
export interface Judged {
  /** Whether that was SwiftShader. */
  readonly software: boolean;
  /** Of rows j0 to j1, (j1 - j0) W numbers each. */
  values(rows: Rows): Promise<readonly [left: Float32Array<ArrayBuffer>, right: Float32Array<ArrayBuffer>]>;
}

/** What is told of such a quantity as a whole. */
export type ApartRanges = Omit<ShownRanges, 'surfaces'>;

/**
 * @param quantity one that is not `isOfFields`
 * @param judged without it there are no errors: they are undefined
 * @param onBand takes the bands in order, the whole grid in the end; NaN where undefined
 */
export async function apartRows(
  cpu: CpuEvaluator,
  experiment: Experiment,
  quantity: Quantity,
  judged: Judged | undefined,
  onBand: OnBand,
  progress: Progress,
): Promise<ApartRanges> {
  const told = new Told(experiment, quantity, judged?.software ?? false);
  const take: OnBand = (band, painted) => {
    told.add(painted);
    onBand(band, painted);
  };
  if (quantity === 'accuracy') await accuracyBands(cpu, experiment, take, progress);
  else if (quantity === 'error' && judged) await errorBands(cpu, experiment, judged, take, progress);
  else await classBands(experiment, quantity, take, progress);
  return told.ranges();
}

/** Of regions where there are classes; of anything else undefined numbers. */
async function classBands(experiment: Experiment, quantity: Quantity, onBand: OnBand, progress: Progress) {
  const isClass = quantity === 'regions' && predictionOf(experiment) === 'class';
  const { width, height } = gridOf(experiment);
  let since = performance.now();
  await forEachBand(height, BAND_LOGITS / (width * classCount(experiment)), progress, async (band) => {
    const classes = isClass
      ? classRows(experiment, band)
      : new Float64Array((band[1] - band[0]) * width).fill(NaN);
    onBand(band, [classes, classes]);
    if (performance.now() - since < LONGEST_WORK_MS) return;
    await eventsHandled();
    since = performance.now();
  });
}

async function accuracyBands(cpu: CpuEvaluator, experiment: Experiment, onBand: OnBand, progress: Progress) {
  const judged = accuracyExperiment(experiment);
  const key = fieldKey('error-rate', 'value');
  const rows: Rows = [0, experiment.resolution[1]];
  await cpu.evaluateBands(
    judged,
    rows,
    [key],
    (band, fields) => {
      const accuracy = fields[key]!.map((wrong) => 1 - wrong);
      onBand(band, [accuracy, accuracy]);
    },
    progress,
  );
}

async function errorBands(
  cpu: CpuEvaluator,
  experiment: Experiment,
  { software, values }: Judged,
  onBand: OnBand,
  { signal, onProgress }: Progress,
) {
  const { width, height } = gridOf(experiment);
  const [left, right] = experiment.losses.map((loss) => fieldKey(loss, 'value')) as [FieldKey, FieldKey];
  await forEachBand(height, BAND_POINTS / width, { signal }, async (rows) => {
    const [leftValues, rightValues] = await values(rows);
    signal?.throwIfAborted();
    const actual = { [left]: leftValues, [right]: rightValues };
    const inRows = (done: number) => onProgress?.((rows[0] + done * (rows[1] - rows[0])) / height);
    const errorsOf = (band: Rows, errors: Partial<Record<FieldKey, Float32Array>>) =>
      onBand(band, [errors[left]!, errors[right]!]);
    await cpu.compare(experiment, rows, actual, software, { signal, onProgress: inRows }, errorsOf);
  });
}

async function forEachBand(
  height: number,
  rowsAtATime: number,
  { signal, onProgress }: Progress,
  take: (band: Rows) => Promise<void>,
): Promise<void> {
  const step = Math.max(1, Math.floor(rowsAtATime));
  for (let j = 0; j < height; j += step) {
    signal?.throwIfAborted();
    const end = Math.min(height, j + step);
    await take([j, end]);
    onProgress?.(end / height);
  }
  signal?.throwIfAborted();
}

/** Sums up band by band. */
class Told {
  private readonly quantity: Quantity;
  private readonly tolerances: readonly [number, number];
  private readonly classes = new Map<number, number>();
  private readonly infinite: [boolean, boolean] = [false, false];
  private readonly worst: [number, number] = [0, 0];
  private painted: [ValueRange, ValueRange] | undefined;

  constructor(experiment: Experiment, quantity: Quantity, software: boolean) {
    this.quantity = quantity;
    const [left, right] = experiment.losses.map((loss) => tolerance(experiment, loss, 'value', software));
    this.tolerances = [left!, right!];
  }

  add(painted: Painted): void {
    const { quantity, tolerances } = this;
    const rangeIn = (panel: 0 | 1): ValueRange =>
      quantity === 'error'
        ? errorRange(painted[panel], tolerances[panel])
        : quantityRange(quantity, painted[panel]);
    const [left, right] = [rangeIn(0), rangeIn(1)];
    const before = this.painted;
    this.painted = before ? [unionOfRanges(before[0], left), unionOfRanges(before[1], right)] : [left, right];
    if (quantity === 'error') for (const panel of [0, 1] as const) this.noteWorst(panel, painted[panel]);
    if (quantity === 'regions') this.count(painted[0]);
  }

  ranges(): ApartRanges {
    const { quantity, tolerances, classes, infinite, worst } = this;
    const painted = this.painted!;
    if (quantity === 'regions') return { painted, classes };
    return quantity === 'error' ? { painted, tolerances, infinite, worst } : { painted };
  }

  private noteWorst(panel: 0 | 1, errors: FieldArray): void {
    for (const error of errors) {
      if (error === Infinity) this.infinite[panel] = true;
      else if (error > this.worst[panel]) this.worst[panel] = error;
    }
  }

  /** Neighbours mostly are alike. */
  private count(values: FieldArray): void {
    for (let n = 0; n < values.length; ) {
      const first = n;
      const value = values[first]!;
      while (n < values.length && Object.is(values[n], value)) n += 1;
      const k = Number.isNaN(value) ? TIED : value;
      this.classes.set(k, (this.classes.get(k) ?? 0) + n - first);
    }
  }
}

/** Stands among the classes for points where several lead. */
export const TIED = -1;
