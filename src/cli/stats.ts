/** Statistics of fields, taken as the bands go by: nothing of the grid is kept. */
import type { Experiment } from '../core/experiment.ts';
import type { BandFields, FieldArray, FieldKey, NumberBytes } from '../core/fields.ts';
import { columnU, type Grid, gridOf, type Rows, rowV } from '../core/grid.ts';
import { readableJson } from '../core/readable-json.ts';
import { jsonNumber } from '../core/written-numbers.ts';
import type { FieldSink } from './field-sink.ts';

/** Running statistics of one field; NaN is undefined and enters the count alone. */
class FieldStats {
  private min = Infinity;
  private minIndex = -1;
  private max = -Infinity;
  private maxIndex = -1;
  private undefinedCount = 0;
  private count = 0;
  private sum = 0;
  /** What the sum has lost to rounding (Neumaier 1974), so that a billion numbers average as well as ten. */
  private lost = 0;
  /** Infinities, apart: they would spoil the compensation. */
  private infinite = 0;

  /** @param firstIndex grid index of `values[0]` */
  add(values: FieldArray, firstIndex: number): void {
    for (let n = 0; n < values.length; n++) {
      const x = values[n]!;
      if (Number.isNaN(x)) {
        this.undefinedCount += 1;
        continue;
      }
      if (x < this.min || this.minIndex < 0) {
        this.min = x;
        this.minIndex = firstIndex + n;
      }
      if (x > this.max || this.maxIndex < 0) {
        this.max = x;
        this.maxIndex = firstIndex + n;
      }
      this.count += 1;
      if (!Number.isFinite(x)) {
        this.infinite += x;
        continue;
      }
      const sum = this.sum + x;
      this.lost += Math.abs(this.sum) >= Math.abs(x) ? this.sum - sum + x : x - sum + this.sum;
      this.sum = sum;
    }
  }

  summary(grid: Grid) {
    const at = (index: number) =>
      index < 0 ? null : [columnU(grid, index % grid.width), rowV(grid, Math.floor(index / grid.width))];
    const mean = (this.sum + this.lost) / this.count + this.infinite;
    return {
      min: this.minIndex < 0 ? null : jsonNumber(this.min),
      minAt: at(this.minIndex),
      max: this.maxIndex < 0 ? null : jsonNumber(this.max),
      maxAt: at(this.maxIndex),
      mean: jsonNumber(mean),
      undefined: this.undefinedCount,
    };
  }
}

/** Collects the statistics; `print` gets them as JSON when all rows have been seen. */
export class StatsSink implements FieldSink {
  private readonly grid: Grid;
  private readonly stats: ReadonlyMap<FieldKey, FieldStats>;
  private readonly print: (json: string) => void;
  private backend: 'webgpu' | 'cpu' = 'cpu';

  constructor(experiment: Experiment, keys: readonly FieldKey[], print: (json: string) => void) {
    this.grid = gridOf(experiment);
    this.stats = new Map(keys.map((key) => [key, new FieldStats()]));
    this.print = print;
  }

  begin(numberBytes: NumberBytes): void {
    this.backend = numberBytes === 4 ? 'webgpu' : 'cpu';
  }

  write([j0]: Rows, fields: BandFields): void {
    for (const [key, stats] of this.stats) stats.add(fields[key]!, j0 * this.grid.width);
  }

  async finish(): Promise<void> {
    const fields = Object.fromEntries([...this.stats].map(([key, stats]) => [key, stats.summary(this.grid)]));
    const { backend, grid } = this;
    this.print(readableJson({ backend, points: grid.width * grid.height, fields }));
  }
}
