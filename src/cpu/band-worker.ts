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

export class BandWorker {
  private evaluator: PointEvaluator | undefined;
  private compiledRows: CompiledRows | undefined;

  /** Prepares the experiment that the following bands belong to. */
  load(experiment: Experiment): void {
    this.evaluator = undefined; // If the next line throws, bands of this experiment must not get the last one's numbers.
    this.evaluator = new PointEvaluator(experiment);
    this.compiledRows = CompiledRows.for(experiment);
  }

  /**
   * @param buffer memory for the fields, if it is large enough; else they get their own
   * @returns the fields, one after the other in one buffer, which goes back by transfer
   */
  evaluate(rows: Rows, keys: readonly FieldKey[], buffer?: ArrayBuffer): F64Fields {
    const evaluator = this.requireEvaluator();
    const points = (rows[1] - rows[0]) * evaluator.experiment.resolution[0];
    const size = points * keys.length * Float64Array.BYTES_PER_ELEMENT;
    const memory = buffer && buffer.byteLength >= size ? buffer : new ArrayBuffer(size);
    const fields: F64Fields = {};
    for (const [n, key] of keys.entries()) {
      panelOf(evaluator.experiment, key);
      fields[key] = new Float64Array(memory, n * points * Float64Array.BYTES_PER_ELEMENT, points);
    }
    if (this.compiledRows && CompiledRows.has(keys)) this.compiledRows.evaluate(rows, fields);
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

  private requireEvaluator(): PointEvaluator {
    if (!this.evaluator) throw new Error('no experiment is loaded');
    return this.evaluator;
  }
}
