/** The f32 evaluator: fields of grid rows, read back tile by tile. */
import type { Experiment } from '../core/experiment.ts';
import { type FieldId, type FieldKey, parseFieldKey } from '../core/fields.ts';
import { type Grid, gridOf, type Rows } from '../core/grid.ts';
import type { Progress } from '../core/progress.ts';
import { TilePlanner } from '../core/tile-planner.ts';
import type { Gpu } from './device.ts';
import { EvaluatePass, FIELD_POINT_BYTES } from './evaluate-pass.ts';
import { GrowingBuffer } from './growing-buffer.ts';
import { GpuMemoryError, guarded, unlessLost } from './guard.ts';
import { PASS_KINDS, type PassKind } from './kernel.ts';

export type F32Fields = Partial<Record<FieldKey, Float32Array>>;

/** The words of a point (fields.wgsl), by the pass that writes them. */
const POINT_FIELDS: Record<PassKind, readonly FieldId[]> = {
  gradient: ['value', 'du', 'dv'],
  hessian: ['duu', 'duv', 'dvv', 'lambda_min'],
};

/** Where the words of one field go. */
interface Destination {
  readonly kind: PassKind;
  readonly panel: number;
  readonly word: number;
  readonly values: Float32Array;
}

/** The points of a tile on their way back, by pass. */
class TileBuffers {
  readonly left: GrowingBuffer;
  readonly right: GrowingBuffer;
  readonly staging: GrowingBuffer;

  constructor(device: GPUDevice, kind: PassKind) {
    const storage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC;
    this.left = new GrowingBuffer(device, `left tile, ${kind}`, storage);
    this.right = new GrowingBuffer(device, `right tile, ${kind}`, storage);
    const readback = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
    this.staging = new GrowingBuffer(device, `tile readback, ${kind}`, readback);
  }

  hold(bytes: number): boolean {
    return this.left.holds(bytes) && this.right.holds(bytes) && this.staging.holds(2 * bytes);
  }

  reserve(bytes: number): void {
    this.left.reserve(bytes);
    this.right.reserve(bytes);
    this.staging.reserve(2 * bytes);
  }

  destroy(): void {
    for (const buffer of [this.left, this.right, this.staging]) buffer.destroy();
  }
}

export class GpuEvaluator {
  private readonly device: GPUDevice;
  private readonly pass: EvaluatePass;
  private readonly buffers: Record<PassKind, TileBuffers>;
  private readonly planner = new TilePlanner();
  /** Evaluations share the pass and its tables, so they run one after the other. */
  private queue: Promise<unknown> = Promise.resolve();

  constructor(gpu: Gpu) {
    this.device = gpu.device;
    this.pass = new EvaluatePass(gpu, 'numbers');
    this.buffers = {
      gradient: new TileBuffers(gpu.device, 'gradient'),
      hessian: new TileBuffers(gpu.device, 'hessian'),
    };
  }

  /**
   * @param keys fields of the experiment's losses
   * @returns arrays of (j1 - j0) W numbers, row j0 first
   * @throws if the kernel cannot evaluate the experiment, on abort, and GpuLostError when the device is lost
   */
  evaluate(experiment: Experiment, rows: Rows, keys: readonly FieldKey[], progress: Progress = {}) {
    const turn = this.queue.then(() =>
      unlessLost(this.device, this.evaluateNow(experiment, rows, keys, progress), progress.signal),
    );
    this.queue = turn.catch(() => undefined);
    return turn;
  }

  destroy(): void {
    this.pass.destroy();
    for (const kind of PASS_KINDS) this.buffers[kind].destroy();
  }

  private async evaluateNow(
    experiment: Experiment,
    rows: Rows,
    keys: readonly FieldKey[],
    { signal, onProgress }: Progress,
  ): Promise<F32Fields> {
    signal?.throwIfAborted();
    const grid = gridOf(experiment);
    const [fields, destinations] = allocate(experiment, grid, rows, keys);
    const kinds = PASS_KINDS.filter((kind) => destinations.some((destination) => destination.kind === kind));
    await this.pass.load(experiment, grid, kinds, signal);

    const pointWork = this.pass.pointWork * kinds.length;
    let mostRows = this.maxRows(grid);
    let j = rows[0];
    while (j < rows[1]) {
      signal?.throwIfAborted();
      const most: Rows = [j, Math.min(rows[1], j + mostRows)];
      const tile = this.pass.tileAt(j, most, grid.width, this.planner, kinds.length);
      const inTile = (done: number) =>
        onProgress?.((tile[0] - rows[0] + done * (tile[1] - tile[0])) / (rows[1] - rows[0]));
      const started = performance.now();
      try {
        await this.evaluateTile(kinds, grid, rows[0], tile, destinations, { signal, onProgress: inTile });
      } catch (error) {
        // What the GPU's limits allow may still be more than it has memory for.
        if (!(error instanceof GpuMemoryError)) throw error;
        for (const kind of kinds) this.buffers[kind].destroy();
        const rowCount = tile[1] - tile[0];
        if (rowCount === 1) throw error;
        mostRows = rowCount >> 1;
        continue;
      }
      this.planner.learn(tile[1] - tile[0], grid.width, pointWork, performance.now() - started);
      j = tile[1];
      inTile(1);
    }
    return fields;
  }

  private maxRows(grid: Grid): number {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.device.limits;
    const bytes = Math.min(maxStorageBufferBindingSize, maxBufferSize / 2);
    return Math.max(1, Math.floor(bytes / (grid.width * FIELD_POINT_BYTES)));
  }

  private async evaluateTile(
    kinds: readonly PassKind[],
    grid: Grid,
    firstRow: number,
    tile: Rows,
    destinations: Destination[],
    { signal, onProgress }: Progress,
  ): Promise<void> {
    const bytes = (tile[1] - tile[0]) * grid.width * FIELD_POINT_BYTES;
    if (!kinds.every((kind) => this.buffers[kind].hold(bytes))) {
      await guarded(this.device, () => {
        for (const kind of kinds) this.buffers[kind].reserve(bytes);
      });
    }
    // A refused dispatch would read back as zeros: that is an error, not a result.
    this.device.pushErrorScope('out-of-memory');
    this.device.pushErrorScope('validation');
    let errors: Promise<(GPUError | null)[]>;
    try {
      for (const [n, kind] of kinds.entries()) {
        const { left, right, staging } = this.buffers[kind];
        const target = { left: left.buffer, right: right.buffer, firstRow: tile[0] };
        const inKind = (done: number) => onProgress?.((n + done) / kinds.length);
        await this.pass.dispatch(kind, tile, target, { signal, onProgress: inKind });
        const encoder = this.device.createCommandEncoder({ label: 'read tile' });
        encoder.copyBufferToBuffer(left.buffer, 0, staging.buffer, 0, bytes);
        encoder.copyBufferToBuffer(right.buffer, 0, staging.buffer, bytes, bytes);
        this.device.queue.submit([encoder.finish()]);
      }
    } finally {
      // Whatever ends the dispatches: a scope left open would swallow all later errors.
      errors = Promise.all([this.device.popErrorScope(), this.device.popErrorScope()]);
      errors.catch(() => undefined);
    }
    const error = (await errors).find((found) => found !== null);
    if (error) throw new Error(error.message);
    const start = (tile[0] - firstRow) * grid.width;
    for (const kind of kinds) {
      const staging = this.buffers[kind].staging.buffer;
      await staging.mapAsync(GPUMapMode.READ, 0, 2 * bytes);
      try {
        const own = destinations.filter((destination) => destination.kind === kind);
        scatter(staging.getMappedRange(0, 2 * bytes), bytes, start, own);
      } finally {
        staging.unmap();
      }
    }
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
    const kind = PASS_KINDS.find((candidate) => POINT_FIELDS[candidate].includes(field))!;
    const panel = experiment.losses.indexOf(loss);
    if (panel < 0) throw new Error(`${key}: the experiment's losses are ${experiment.losses.join(' and ')}`);
    const values = new Float32Array((rows[1] - rows[0]) * grid.width);
    fields[key] = values;
    return { kind, panel, word: POINT_FIELDS[kind].indexOf(field), values };
  });
  return [fields, destinations];
}
