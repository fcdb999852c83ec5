/** What one worker of the pool does: evaluate or judge a band of rows of the experiment it was given last. */
import type { Experiment } from '../core/experiment.ts';
import type { FieldKey } from '../core/fields.ts';
import type { Rows } from '../core/grid.ts';
import { PointEvaluator } from '../core/point-evaluator.ts';
import { type Comparisons, compareRows } from './compare-rows.ts';
import { evaluateRows, type F64Fields } from './evaluate-rows.ts';

export class BandWorker {
  private evaluator: PointEvaluator | undefined;

  /** Prepares the experiment that the following bands belong to. */
  load(experiment: Experiment): void {
    this.evaluator = new PointEvaluator(experiment);
  }

  evaluate(rows: Rows, keys: readonly FieldKey[]): F64Fields {
    return evaluateRows(this.requireEvaluator(), rows, keys);
  }

  compare(rows: Rows, actual: Partial<Record<FieldKey, Float32Array>>, software: boolean): Comparisons {
    return compareRows(this.requireEvaluator(), rows, actual, software);
  }

  private requireEvaluator(): PointEvaluator {
    if (!this.evaluator) throw new Error('no experiment is loaded');
    return this.evaluator;
  }
}
