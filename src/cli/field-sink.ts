/** Where the fields of an evaluation go, band by band. */
import type { FieldKey } from '../core/fields.ts';
import type { Rows } from '../core/grid.ts';

export type FieldArray = Float32Array | Float64Array;
export type BandFields = Readonly<Partial<Record<FieldKey, FieldArray>>>;

/** A number's size: 4 (f32, from WebGPU) or 8 (f64, from the CPU). */
export type NumberBytes = 4 | 8;

export interface FieldSink {
  /** Called once, when it is known what will compute, and before it does. */
  begin(numberBytes: NumberBytes): void | Promise<void>;
  /** The rows of the next band; the arrays are valid until the promise settles. */
  write(rows: Rows, fields: BandFields): void | Promise<void>;
  /** All rows have been written. */
  finish(): Promise<void>;
}
