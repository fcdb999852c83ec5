/** Both evaluators behind one door, and the comparison of one with the other. */

import { comparisonHolds, type FieldComparison, joinComparison, worstPoint } from '../core/comparison.ts';
import { addErrors, type ErrorMap, startErrorMap } from '../core/error-map.ts';
import type { Experiment } from '../core/experiment.ts';
import { describe, ExperimentError } from '../core/experiment-error.ts';
import {
  DEFAULT_FIELDS,
  FIELD_IDS,
  type FieldId,
  type FieldKey,
  fieldKey,
  parseFieldKey,
} from '../core/fields.ts';
import { columnU, gridOf, type Rows, rowV } from '../core/grid.ts';
import { NoWebGpuError } from '../core/no-webgpu-error.ts';
import type { Progress } from '../core/progress.ts';
import { choiceSchema, readProperties, readValue, refuseUnknownKeys } from '../core/readers.ts';
import { tolerance } from '../core/tolerance.ts';
import type { F64Fields } from '../cpu/evaluate-rows.ts';
import { CpuEvaluator } from '../cpu/evaluator.ts';
import type { Gpu } from '../gpu/device.ts';
import { type F32Fields, GpuEvaluator } from '../gpu/evaluator.ts';
import { GpuLostError, isPipelineError } from '../gpu/guard.ts';
import { kernelHasField } from '../gpu/kernels.ts';
import type { GpuSession } from '../gpu/session.ts';
import { whyNoKernel } from './kernel-limits.ts';

type BackendId = 'webgpu' | 'cpu';

export interface EvaluateOptions extends Progress {
  /** `auto`: WebGPU where it can evaluate all that is asked, else the CPU. */
  readonly backend?: BackendId | 'auto';
  /** Default: value, du, dv of both losses. */
  readonly fields?: readonly FieldKey[];
  /** Rows j0 (included) to j1 (excluded); default: all. */
  readonly rows?: Rows;
}

export interface VerifyOptions extends Omit<EvaluateOptions, 'backend' | 'rows'> {
  /** Whether the verdict is to say where errors are, as maps; default: false. */
  readonly errors?: boolean;
}

const EVALUATE_KEYS: readonly (keyof EvaluateOptions)[] = [
  'backend',
  'fields',
  'rows',
  'signal',
  'onProgress',
];
const VERIFY_KEYS: readonly (keyof VerifyOptions)[] = ['fields', 'errors', 'signal', 'onProgress'];

export interface Evaluation {
  readonly width: number;
  /** Rows evaluated, j1 - j0. */
  readonly height: number;
  readonly backend: BackendId;
  readonly fields: F32Fields | F64Fields;
}

export interface FieldVerdict {
  /** Points judged: not those that are undefined on both sides, or that may take either side of a kink. */
  readonly compared: number;
  /**
   * Worst error in ULP, and the point (u, v) where it is: where no error is beyond the tolerance, the first that is
   * undefined on one side only; null where nothing was compared.
   */
  readonly maxError: number;
  readonly at: readonly [u: number, v: number] | null;
  readonly tolerance: number;
  readonly falseZeros: number;
  readonly wrongSigns: number;
  readonly undefinedMismatches: number;
  readonly ok: boolean;
}

type ErrorMaps = Partial<Record<FieldKey, ErrorMap>>;

export interface Verdict {
  readonly ok: boolean;
  readonly adapter: string;
  readonly points: number;
  readonly fields: Partial<Record<FieldKey, FieldVerdict>>;
  /** Fields that exist on the CPU only. */
  readonly skipped: readonly FieldKey[];
  /** Only where it was asked for. */
  readonly errors?: ErrorMaps;
}

/** Points judged at a time: bounds memory and the wait for a cancel. */
const VERIFY_BAND_POINTS = 262_144;

export const BACKEND = choiceSchema(['auto', 'webgpu', 'cpu']);

export class Backends {
  readonly cpu = new CpuEvaluator();
  private readonly session: GpuSession;
  private evaluatorOf: { gpu: Gpu; evaluator: GpuEvaluator } | undefined;

  constructor(session: GpuSession) {
    this.session = session;
  }

  async evaluate(experiment: Experiment, options: EvaluateOptions = {}): Promise<Evaluation> {
    refuseUnknownKeys(readProperties(options, 'options'), '', EVALUATE_KEYS);
    const backend = readValue(BACKEND, options.backend ?? 'auto', 'backend');
    const keys = readFields(experiment, options.fields);
    const grid = gridOf(experiment);
    const rows = checkedRows(options.rows ?? [0, grid.height], grid.height);
    const evaluator = backend === 'cpu' ? undefined : this.gpuEvaluator();
    const limit = !evaluator ? 'no WebGPU device' : whyNoKernel(experiment, keys);
    if (backend === 'webgpu' && limit) throw new NoWebGpuError(`cannot evaluate on WebGPU: ${limit}`);

    const size = { width: grid.width, height: rows[1] - rows[0] };
    if (!evaluator || limit) {
      return { ...size, backend: 'cpu', fields: await this.cpu.evaluate(experiment, rows, keys, options) };
    }
    try {
      const fields = await evaluator.evaluate(experiment, rows, keys, options);
      return { ...size, backend: 'webgpu', fields };
    } catch (error) {
      // The GPU cannot compile a kernel, or is gone: that is for the caller to hear who asked for WebGPU alone.
      const withoutGpu = isPipelineError(error) || error instanceof GpuLostError;
      if (backend !== 'auto' || !withoutGpu) throw error;
      return { ...size, backend: 'cpu', fields: await this.cpu.evaluate(experiment, rows, keys, options) };
    }
  }

  /**
   * Compares the whole grid on WebGPU with f64.
   * @throws NoWebGpuError without a device or for an experiment that has no kernel
   */
  async verify(experiment: Experiment, options: VerifyOptions = {}): Promise<Verdict> {
    refuseUnknownKeys(readProperties(options, 'options'), '', VERIFY_KEYS);
    const { signal, onProgress, fields, errors } = options;
    const state = this.session.state.value;
    const evaluator = this.gpuEvaluator();
    if (state.kind !== 'ready' || !evaluator)
      throw new NoWebGpuError('cannot verify WebGPU: no WebGPU device');
    const asked = readFields(experiment, fields);
    const keys = asked.filter((key) => kernelHasField(experiment, key));
    if (keys.length === 0) {
      throw new NoWebGpuError(`cannot verify WebGPU: ${whyNoKernel(experiment, asked) ?? 'no fields'}`);
    }
    const [width, height] = experiment.resolution;
    const bandHeight = Math.max(1, Math.floor(VERIFY_BAND_POINTS / width));
    const joined: Partial<Record<FieldKey, FieldComparison>> = {};
    const { isSoftware } = state.gpu;
    const maps = errors ? errorMaps(experiment, keys, isSoftware) : undefined;
    const onErrors = maps && ((band: Rows, part: F32Fields) => addAllErrors(maps, band, part));
    for (let j = 0; j < height; j += bandHeight) {
      signal?.throwIfAborted();
      const rows: Rows = [j, Math.min(height, j + bandHeight)];
      const actual = await evaluator.evaluate(experiment, rows, keys, { signal });
      const progress = {
        signal,
        onProgress: (done: number) => onProgress?.((j + done * (rows[1] - rows[0])) / height),
      };
      const part = await this.cpu.compare(experiment, rows, actual, isSoftware, progress, onErrors);
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
      ...(maps ? { errors: maps } : {}),
    };
  }

  /** Whether the GPU is SwiftShader, by whose narrower tolerances it is judged. */
  get isSoftware(): boolean {
    return this.gpu?.isSoftware === true;
  }

  /** The device that there is at the moment. */
  get gpu(): Gpu | undefined {
    const state = this.session.state.value;
    return state.kind === 'ready' ? state.gpu : undefined;
  }

  private gpuEvaluator(): GpuEvaluator | undefined {
    const state = this.session.state.value;
    if (state.kind !== 'ready') return undefined;
    if (this.evaluatorOf?.gpu !== state.gpu) {
      this.evaluatorOf = { gpu: state.gpu, evaluator: new GpuEvaluator(state.gpu) };
    }
    return this.evaluatorOf.evaluator;
  }
}

/** Value, du and dv of both losses: what is drawn, and what is evaluated where nothing is asked for. */
function defaultKeys(experiment: Experiment): FieldKey[] {
  return keysOf(experiment, DEFAULT_FIELDS);
}

/** These fields of both losses, the left loss's first. */
export function keysOf(experiment: Experiment, fields: readonly FieldId[]): FieldKey[] {
  return experiment.losses.flatMap((loss) => fields.map((field) => fieldKey(loss, field)));
}

/** Every field of both losses: what a check compares. */
export function allKeys(experiment: Experiment): FieldKey[] {
  return keysOf(experiment, FIELD_IDS);
}

/** The fields asked for; those of other losses than the experiment's are refused. */
function readFields(experiment: Experiment, fields: unknown): readonly FieldKey[] {
  const known = allKeys(experiment);
  if (fields === undefined) return defaultKeys(experiment);
  if (!Array.isArray(fields)) throw new ExperimentError('fields', 'an array of fields', describe(fields));
  return fields.map((field, n) => readValue(choiceSchema(known), field, `fields[${n}]`));
}

function checkedRows(rows: Rows, height: number): Rows {
  const [j0, j1] = rows;
  if (!Number.isInteger(j0) || !Number.isInteger(j1) || j0 < 0 || j1 <= j0 || j1 > height) {
    throw new RangeError(`rows: expected 0 <= j0 < j1 <= ${height}, found [${j0}, ${j1}]`);
  }
  return rows;
}

function errorMaps(experiment: Experiment, keys: readonly FieldKey[], software: boolean): ErrorMaps {
  const [width, height] = experiment.resolution;
  return Object.fromEntries(
    keys.map((key) => {
      const { loss, field } = parseFieldKey(key);
      return [key, startErrorMap(width, height, tolerance(experiment, loss, field, software))];
    }),
  );
}

function addAllErrors(maps: ErrorMaps, band: Rows, errors: F32Fields): void {
  for (const [key, map] of Object.entries(maps)) addErrors(map, band, errors[key as FieldKey]!);
}

function verdictOf(comparison: FieldComparison, experiment: Experiment): FieldVerdict {
  const grid = gridOf(experiment);
  const index = worstPoint(comparison);
  return {
    compared: comparison.points,
    maxError: comparison.maxError,
    at: index < 0 ? null : [columnU(grid, index % grid.width), rowV(grid, Math.floor(index / grid.width))],
    tolerance: comparison.tolerance,
    falseZeros: comparison.falseZeros,
    wrongSigns: comparison.wrongSigns,
    undefinedMismatches: comparison.undefinedMismatches,
    ok: comparisonHolds(comparison),
  };
}
