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
import { QueueSide, type SentQueue } from './band-queue.ts';
import { type BandComparison, compareRows } from './compare-rows.ts';
import { CompiledRows } from './compiled-rows.ts';
import { evaluateRows, type F64Fields, panelOf } from './evaluate-rows.ts';
import { Kernel } from './kernel.ts';
import { haveLines } from './lines.ts';
import { SlotLayout } from './shared-bands.ts';

/** Other evaluations have their turn after so long. */
const TURN_MS = 10;

/** Why a thread takes no more bands for now. */
export type FillEnd = 'no band' | 'no free slot' | 'its turn is over' | 'not for slots';

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
   * Takes bands from the queue and writes them to the shared memory, until there is none, no slot is free, or others
   * have waited long enough for this thread.
   * @param height rows of a band
   * @returns why it ended; or that these rows are not for slots, before any band is taken
   */
  fill(queue: SentQueue, thread: number, rows: Rows, height: number, keys: readonly FieldKey[]): FillEnd {
    const evaluator = this.requireEvaluator();
    const compiled = this.rowsFor(evaluator.experiment, keys);
    if (!compiled?.canWriteSlots) return 'not for slots';
    const side = new QueueSide(queue, thread);
    const layout = new SlotLayout(height * evaluator.experiment.resolution[0]);
    const started = performance.now();
    try {
      while (performance.now() - started < TURN_MS) {
        const slot = side.freeSlot();
        if (slot === undefined) return 'no free slot';
        const band = side.take(slot);
        if (band === undefined) return 'no band';
        const j0 = rows[0] + band * height;
        compiled.evaluateInto(layout.address(slot), [j0, Math.min(rows[1], j0 + height)], keys);
        side.done(band, slot);
      }
      return 'its turn is over';
    } finally {
      side.tell();
    }
  }

  /**
   * @param into memory for the fields, if it is large enough; else they get their own
   * @returns the fields, one after the other in one buffer, which goes back by transfer
   */
  evaluate(rows: Rows, keys: readonly FieldKey[], into?: ArrayBuffer): F64Fields {
    const evaluator = this.requireEvaluator();
    const compiled = this.rowsFor(evaluator.experiment, keys);
    const points = (rows[1] - rows[0]) * evaluator.experiment.resolution[0];
    const size = points * keys.length * Float64Array.BYTES_PER_ELEMENT;
    const memory = into && into.byteLength >= size ? into : new ArrayBuffer(size);
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

  /** @returns null where the experiment or a field needs the point evaluator */
  private rowsFor(experiment: Experiment, keys: readonly FieldKey[]): CompiledRows | null {
    for (const key of keys) panelOf(experiment, key);
    if (!haveLines(keys)) return null;
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
