/** The f32 evaluator: fields of grid rows, read back tile by tile. */
import type { Experiment } from '../core/experiment.ts';
import { type FieldKey, parseFieldKey } from '../core/fields.ts';
import { type Grid, gridOf, type Rows } from '../core/grid.ts';
import type { Progress } from '../core/progress.ts';
import { TilePlanner } from '../core/tile-planner.ts';
import { EvaluatePass, FIELD_POINT_BYTES } from './evaluate-pass.ts';
import { softmaxBatch } from './softmax-batch.ts';

export type F32Fields = Partial<Record<FieldKey, Float32Array>>;

/** Word of a FieldPoint (fields.wgsl) that holds each field. */
const WORDS = { value: 0, du: 1, dv: 2 } as const;
export const KERNEL_FIELDS = Object.keys(WORDS) as (keyof typeof WORDS)[];

interface Destination {
  readonly panel: number;
  readonly word: number;
  readonly values: Float32Array;
}

export class GpuEvaluator {
  private readonly device: GPUDevice;
  private readonly pass: EvaluatePass;
  private readonly planner = new TilePlanner();
  /** Evaluations share the pass and its tables, so they run one after the other. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(device: GPUDevice) {
    this.device = device;
    this.pass = new EvaluatePass(device);
  }

  /**
   * @param keys fields of the experiment's losses: value, du, dv
   * @returns arrays of (j1 - j0) W numbers, row j0 first
   * @throws if the kernel cannot evaluate the experiment, on abort, or when the device is lost
   */
  evaluate(experiment: Experiment, rows: Rows, keys: readonly FieldKey[], progress: Progress = {}) {
    const turn = this.queue.then(() => this.evaluateNow(experiment, rows, keys, progress));
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  destroy(): void {
    this.pass.destroy();
  }

  private async evaluateNow(
    experiment: Experiment,
    rows: Rows,
    keys: readonly FieldKey[],
    { signal, onProgress }: Progress,
  ): Promise<F32Fields> {
    signal?.throwIfAborted();
    const batch = softmaxBatch(experiment);
    const grid = gridOf(experiment);
    const pointWork = batch.sampleCount * batch.classCount;
    const [fields, destinations] = allocate(experiment, grid, rows, keys);
    await this.pass.load(batch, grid);

    let j = rows[0];
    while (j < rows[1]) {
      signal?.throwIfAborted();
      const most: Rows = [j, Math.min(rows[1], j + this.maxRows(grid))];
      const tile = this.planner.tileAt(j, most, grid.width, pointWork / this.pass.chunkCount);
      const started = performance.now();
      await this.evaluateTile(grid, rows[0], tile, destinations, signal);
      this.planner.learn(tile[1] - tile[0], grid.width, pointWork, performance.now() - started);
      j = tile[1];
      onProgress?.((j - rows[0]) / (rows[1] - rows[0]));
    }
    return fields;
  }

  private maxRows(grid: Grid): number {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.device.limits;
    const bytes = Math.min(maxStorageBufferBindingSize, maxBufferSize / 2);
    return Math.max(1, Math.floor(bytes / (grid.width * FIELD_POINT_BYTES)));
  }

  private async evaluateTile(
    grid: Grid,
    firstRow: number,
    tile: Rows,
    destinations: Destination[],
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const bytes = (tile[1] - tile[0]) * grid.width * FIELD_POINT_BYTES;
    // A buffer that could not be made, or a refused dispatch, would read back as zeros: that is an error, not a result.
    this.device.pushErrorScope('out-of-memory');
    this.device.pushErrorScope('validation');
    const { left, right, staging } = this.tileBuffers(bytes);
    try {
      await this.pass.dispatch(tile, { left, right, firstRow: tile[0] }, undefined, signal);
      const encoder = this.device.createCommandEncoder({ label: 'read tile' });
      encoder.copyBufferToBuffer(left, 0, staging, 0, bytes);
      encoder.copyBufferToBuffer(right, 0, staging, bytes, bytes);
      this.device.queue.submit([encoder.finish()]);
      const errors = [this.device.popErrorScope(), this.device.popErrorScope()];
      const mapped = staging.mapAsync(GPUMapMode.READ);
      const [memory, validation] = await Promise.all([...errors, mapped]);
      const error = memory ?? validation;
      if (error) throw new Error(error.message);
      scatter(staging.getMappedRange(), bytes, (tile[0] - firstRow) * grid.width, destinations);
    } finally {
      left.destroy();
      right.destroy();
      staging.destroy();
    }
  }

  private tileBuffers(bytes: number) {
    const storage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC;
    const create = (label: string, size: number, usage: GPUBufferUsageFlags) =>
      this.device.createBuffer({ label, size, usage });
    return {
      left: create('left tile', bytes, storage),
      right: create('right tile', bytes, storage),
      staging: create('tile readback', 2 * bytes, GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ),
    };
  }
}

/** Takes the points of a tile, left surface then right, apart into the fields' arrays. */
function scatter(tile: ArrayBuffer, surfaceBytes: number, start: number, destinations: Destination[]): void {
  // Words are moved as integers: a float copy may change the bits of a NaN.
  const words = new Uint32Array(tile);
  const pointCount = surfaceBytes / FIELD_POINT_BYTES;
  for (const { panel, word, values } of destinations) {
    const bits = new Uint32Array(values.buffer);
    let from = panel * pointCount * 4 + word;
    for (let index = start; index < start + pointCount; index++, from += 4) bits[index] = words[from]!;
  }
}

function allocate(
  experiment: Experiment,
  grid: Grid,
  rows: Rows,
  keys: readonly FieldKey[],
): [F32Fields, Destination[]] {
  const fields: F32Fields = {};
  const destinations = keys.map((key) => {
    const { loss, field } = parseFieldKey(key);
    const word = KERNEL_FIELDS.indexOf(field as keyof typeof WORDS);
    if (word < 0) throw new Error(`${key} is not computed on WebGPU by this version; use the cpu backend`);
    const panel = experiment.losses.indexOf(loss);
    if (panel < 0) throw new Error(`${key}: the experiment's losses are ${experiment.losses.join(' and ')}`);
    const values = new Float32Array((rows[1] - rows[0]) * grid.width);
    fields[key] = values;
    return { panel, word: WORDS[field as keyof typeof WORDS], values };
  });
  return [fields, destinations];
}
