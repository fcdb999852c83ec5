/**
 * What one worker of the pool does: evaluate or judge a band of rows of the experiment it was given last. Served
 * through comlink by worker.ts, or called as it is.
 */
import { transfer } from 'comlink';
import type { Experiment } from '../core/experiment.ts';
import type { FieldKey } from '../core/fields.ts';
import { columnU, gridOf, type Rows, rowV } from '../core/grid.ts';
import { PointEvaluator } from '../core/point-evaluator.ts';
import { type StepsRule, stepsToLearn } from '../core/steps-map.ts';
import { type BandComparison, compareRows } from './compare-rows.ts';
import { CompiledRows } from './compiled-rows.ts';
import { evaluateRows, type F64Fields, panelOf } from './evaluate-rows.ts';
import { Kernel } from './kernel.ts';
import { haveLines } from './lines.ts';

export class BandWorker {
  private evaluator: PointEvaluator | undefined;
  /** Made when first asked for; null where the experiment needs the point evaluator. */
  private compiledRows: CompiledRows | null | undefined;
  /** In memory that this thread shares with the one that reads its bands. */
  private sharedKernel: Kernel | undefined;

  /** Prepares the experiment that the following bands belong to. */
  load(experiment: Experiment): void {
    this.evaluator = undefined; // If the next line throws, bands of this experiment must not get the last one's numbers.
    this.evaluator = new PointEvaluator(experiment);
    this.compiledRows = undefined;
  }

  /** Bands may be written to this memory from now on (`SharedBands`). */
  share(memory: WebAssembly.Memory): void {
    this.sharedKernel = Kernel.within(memory);
    this.compiledRows = undefined;
  }

  /**
   * @param into address of a slot of the shared memory, or memory for the fields, if it is large enough; else they get their own
   * @returns the fields, one after the other in one buffer, which goes back by transfer; or that they stand in the slot
   */
  evaluate(rows: Rows, keys: readonly FieldKey[], into?: number | ArrayBuffer): F64Fields | 'in the slot' {
    const evaluator = this.requireEvaluator();
    for (const key of keys) panelOf(evaluator.experiment, key);
    const compiled = haveLines(keys) ? this.rowsOf(evaluator.experiment) : null;
    if (typeof into === 'number' && compiled?.evaluateInto(into, rows, keys)) return 'in the slot';
    const points = (rows[1] - rows[0]) * evaluator.experiment.resolution[0];
    const size = points * keys.length * Float64Array.BYTES_PER_ELEMENT;
    const memory = into instanceof ArrayBuffer && into.byteLength >= size ? into : new ArrayBuffer(size);
    const fields: F64Fields = {};
    for (const [n, key] of keys.entries()) {
      fields[key] = new Float64Array(memory, n * points * Float64Array.BYTES_PER_ELEMENT, points);
    }
    if (compiled) compiled.evaluate(rows, fields);
    else evaluateRows(evaluator, rows, fields);
    return transfer(fields, [memory]);
  }

  compare(
    rows: Rows,
    actual: Partial<Record<FieldKey, Float32Array>>,
    software: boolean,
    withErrors: boolean,
  ): BandComparison {
    const verdict = compareRows(this.requireEvaluator(), rows, actual, software, withErrors);
    const buffers = Object.values(verdict.errors).map((values) => values.buffer);
    return transfer(verdict, buffers);
  }

  /** @returns steps to converge from the grid points of these indices, in their order */
  steps(panel: 0 | 1, rule: StepsRule, indices: Uint32Array): Float32Array {
    const evaluator = this.requireEvaluator();
    const grid = gridOf(evaluator.experiment);
    const steps = Float32Array.from(indices, (n) =>
      stepsToLearn(
        evaluator,
        panel,
        rule,
        columnU(grid, n % grid.width),
        rowV(grid, Math.floor(n / grid.width)),
      ),
    );
    return transfer(steps, [steps.buffer]);
  }

  private rowsOf(experiment: Experiment): CompiledRows | null {
    if (this.compiledRows === undefined) {
      this.compiledRows = CompiledRows.for(experiment, this.sharedKernel) ?? null;
    }
    return this.compiledRows;
  }

  private requireEvaluator(): PointEvaluator {
    if (!this.evaluator) throw new Error('no experiment is loaded');
    return this.evaluator;
  }
}
