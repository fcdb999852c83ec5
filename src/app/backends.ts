/** Both evaluators behind one door, and the comparison of one with the other. */

import { comparisonHolds, type FieldComparison, joinComparison } from '../core/comparison.ts';
import type { Experiment } from '../core/experiment.ts';
import { describe, ExperimentError } from '../core/experiment-error.ts';
import { FIELD_IDS, type FieldId, type FieldKey, fieldKey } from '../core/fields.ts';
import { columnU, gridOf, type Rows, rowV } from '../core/grid.ts';
import type { Progress } from '../core/progress.ts';
import { choiceSchema, readValue } from '../core/readers.ts';
import { requireEvaluable } from '../core/support.ts';
import type { F64Fields } from '../cpu/evaluate-rows.ts';
import { CpuEvaluator } from '../cpu/evaluator.ts';
import type { Gpu } from '../gpu/device.ts';
import { type F32Fields, GpuEvaluator, KERNEL_FIELDS } from '../gpu/evaluator.ts';
import type { GpuSession } from '../gpu/session.ts';
import { kernelLimit } from '../gpu/softmax-batch.ts';
import { LIMIT_TEXTS } from './kernel-limits.ts';
import { text } from './texts.ts';

type BackendId = 'webgpu' | 'cpu';

export interface EvaluateOptions extends Progress {
  /** `auto`: WebGPU where it can evaluate all that is asked, else the CPU. */
  readonly backend?: BackendId | 'auto';
  /** Default: value, du, dv of both losses. */
  readonly fields?: readonly FieldKey[];
  /** Rows j0 (included) to j1 (excluded); default: all. */
  readonly rows?: Rows;
}

export interface Evaluation {
  readonly width: number;
  /** Rows evaluated, j1 - j0. */
  readonly height: number;
  readonly backend: BackendId;
  readonly fields: F32Fields | F64Fields;
}

export interface FieldVerdict {
  /** Worst error in ULP, and the point (u, v) where it is. */
  readonly maxError: number;
  readonly at: readonly [u: number, v: number];
  readonly tolerance: number;
  readonly falseZeros: number;
  readonly wrongSigns: number;
  readonly undefinedMismatches: number;
  readonly ok: boolean;
}

export interface Verdict {
  readonly ok: boolean;
  readonly adapter: string;
  readonly points: number;
  readonly fields: Partial<Record<FieldKey, FieldVerdict>>;
  /** Fields that exist on the CPU only. */
  readonly skipped: readonly FieldKey[];
}

/** Points judged at a time: bounds memory and the wait for a cancel. */
const VERIFY_BAND_POINTS = 262_144;

class NoWebGpuError extends Error {
  override readonly name = 'NoWebGpuError';
}

const BACKEND = choiceSchema(['auto', 'webgpu', 'cpu']);

export class Backends {
  readonly cpu = new CpuEvaluator();
  private readonly session: GpuSession;
  private evaluatorOf: { gpu: Gpu; evaluator: GpuEvaluator } | undefined;

  constructor(session: GpuSession) {
    this.session = session;
  }

  async evaluate(experiment: Experiment, options: EvaluateOptions = {}): Promise<Evaluation> {
    requireEvaluable(experiment);
    const backend = readValue(BACKEND, options.backend ?? 'auto', 'backend');
    const keys = readFields(experiment, options.fields);
    const grid = gridOf(experiment);
    const rows = checkedRows(options.rows ?? [0, grid.height], grid.height);
    const evaluator = backend === 'cpu' ? undefined : this.gpuEvaluator();
    const limit = !evaluator ? 'no WebGPU device' : (limitText(experiment) ?? missingField(keys));
    if (backend === 'webgpu' && limit) throw new NoWebGpuError(`cannot evaluate on WebGPU: ${limit}`);

    const size = { width: grid.width, height: rows[1] - rows[0] };
    if (!evaluator || limit) {
      return { ...size, backend: 'cpu', fields: await this.cpu.evaluate(experiment, rows, keys, options) };
    }
    return { ...size, backend: 'webgpu', fields: await evaluator.evaluate(experiment, rows, keys, options) };
  }

  /**
   * Compares the whole grid on WebGPU with f64.
   * @throws NoWebGpuError without a device or for an experiment that has no kernel
   */
  async verify(
    experiment: Experiment,
    { signal, onProgress, fields }: EvaluateOptions = {},
  ): Promise<Verdict> {
    requireEvaluable(experiment);
    const state = this.session.state.value;
    const evaluator = this.gpuEvaluator();
    const limit = evaluator ? limitText(experiment) : 'no WebGPU device';
    if (state.kind !== 'ready' || !evaluator || limit) {
      throw new NoWebGpuError(`cannot verify WebGPU: ${limit ?? 'no WebGPU device'}`);
    }
    const asked = readFields(experiment, fields);
    const keys = asked.filter((key) => missingField([key]) === undefined);
    const [width, height] = experiment.resolution;
    const bandHeight = Math.max(1, Math.floor(VERIFY_BAND_POINTS / width));
    const joined: Partial<Record<FieldKey, FieldComparison>> = {};
    for (let j = 0; j < height; j += bandHeight) {
      signal?.throwIfAborted();
      const rows: Rows = [j, Math.min(height, j + bandHeight)];
      const actual = await evaluator.evaluate(experiment, rows, keys, { signal });
      const part = await this.cpu.compare(experiment, rows, actual, state.gpu.isSoftware, {
        signal,
        onProgress: (done) => onProgress?.((j + done * (rows[1] - rows[0])) / height),
      });
      for (const key of keys) {
        const into = joined[key];
        if (into) joinComparison(into, part[key]!);
        else joined[key] = part[key]!;
      }
    }
    const verdicts = Object.fromEntries(keys.map((key) => [key, verdictOf(joined[key]!, experiment)]));
    return {
      ok: Object.values(verdicts).every((verdict) => verdict.ok),
      adapter: state.gpu.adapterName,
      points: width * height,
      fields: verdicts,
      skipped: asked.filter((key) => !keys.includes(key)),
    };
  }

  private gpuEvaluator(): GpuEvaluator | undefined {
    const state = this.session.state.value;
    if (state.kind !== 'ready') return undefined;
    if (this.evaluatorOf?.gpu !== state.gpu) {
      this.evaluatorOf = { gpu: state.gpu, evaluator: new GpuEvaluator(state.gpu.device) };
    }
    return this.evaluatorOf.evaluator;
  }
}

/** Errors of the page API are in English, like those of any API. */
function limitText(experiment: Experiment): string | undefined {
  const limit = kernelLimit(experiment);
  return limit && text(LIMIT_TEXTS[limit], 'en');
}

/** Value, du and dv of both losses. */
export function defaultKeys(experiment: Experiment): FieldKey[] {
  return experiment.losses.flatMap((loss) => KERNEL_FIELDS.map((field) => fieldKey(loss, field)));
}

/** The fields asked for; those of other losses than the experiment's are refused. */
function readFields(experiment: Experiment, fields: unknown): readonly FieldKey[] {
  const known = experiment.losses.flatMap((loss) => FIELD_IDS.map((field) => fieldKey(loss, field)));
  if (fields === undefined) return defaultKeys(experiment);
  if (!Array.isArray(fields)) throw new ExperimentError('fields', 'an array of fields', describe(fields));
  return fields.map((field, n) => readValue(choiceSchema(known), field, `fields[${n}]`));
}

function missingField(keys: readonly FieldKey[]): string | undefined {
  const missing = keys.find((key) => {
    const field = key.slice(key.indexOf('.') + 1) as FieldId;
    return !(KERNEL_FIELDS as readonly FieldId[]).includes(field);
  });
  return missing && `${missing} has no kernel`;
}

function checkedRows(rows: Rows, height: number): Rows {
  const [j0, j1] = rows;
  if (!Number.isInteger(j0) || !Number.isInteger(j1) || j0 < 0 || j1 <= j0 || j1 > height) {
    throw new RangeError(`rows: expected 0 <= j0 < j1 <= ${height}, found [${j0}, ${j1}]`);
  }
  return rows;
}

function verdictOf(comparison: FieldComparison, experiment: Experiment): FieldVerdict {
  const grid = gridOf(experiment);
  const index = Math.max(0, comparison.worstIndex);
  return {
    maxError: comparison.maxError,
    at: [columnU(grid, index % grid.width), rowV(grid, Math.floor(index / grid.width))],
    tolerance: comparison.tolerance,
    falseZeros: comparison.falseZeros,
    wrongSigns: comparison.wrongSigns,
    undefinedMismatches: comparison.undefinedMismatches,
    ok: comparisonHolds(comparison),
  };
}
