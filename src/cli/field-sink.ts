/** Where the fields of an evaluation go, band by band. */
import type { BandFields, NumberBytes } from '../core/fields.ts';
import type { Rows } from '../core/grid.ts';

export interface FieldSink {
  /** Called once, when it is known what will compute, and before it does. */
  begin(numberBytes: NumberBytes): void | Promise<void>;
  /** The rows of the next band; the arrays are valid until the promise settles. */
  write(rows: Rows, fields: BandFields): void | Promise<void>;
  /** All rows have been written. */
  finish(): Promise<void>;
}
