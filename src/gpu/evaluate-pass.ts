/**
 * The evaluate pass: value and gradient of both losses over rows of a grid, written to two field buffers.
 * One experiment is loaded at a time; dispatches follow tile by tile. Shader: evaluate.wgsl.
 */
import evaluateSource from '../../shaders/evaluate.wgsl?raw';
import fieldsSource from '../../shaders/fields.wgsl?raw';
import lossesSource from '../../shaders/losses.wgsl?raw';
import numericsSource from '../../shaders/numerics.wgsl?raw';
import softmaxSource from '../../shaders/softmax.wgsl?raw';
import type { Grid, Rows } from '../core/grid.ts';
import { AXIS_WEIGHT, axisTables, CLASS_ENTRY, classTable, LOGIT, type SampleRange } from './axis-tables.ts';
import { GrowingBuffer } from './growing-buffer.ts';
import { lossCode, type SoftmaxBatch } from './softmax-batch.ts';
import { StructLayout } from './struct-layout.ts';
import type { PassTimer } from './timing.ts';

export const EVALUATE_SOURCE = [
  fieldsSource,
  numericsSource,
  softmaxSource,
  lossesSource,
  evaluateSource,
].join('\n');

export const EVALUATE_PARAMS = new StructLayout({
  width: 'u32',
  height: 'u32',
  first_row: 'u32',
  row_count: 'u32',
  output_offset_rows: 'u32',
  sample_count: 'u32',
  class_count: 'u32',
  rows_start: 'u32',
  squared_error_factor: 'f32',
  sample_weight: 'f32',
  is_first_chunk: 'u32',
  is_last_chunk: 'u32',
  zero: 'u32',
});

/** Value, du, dv and log2 of the value: four 32-bit words a point, see FieldPoint in fields.wgsl. */
export const FIELD_POINT_BYTES = 16;
const CARRIED_POINT_BYTES = 64;
const WORKGROUP_SIZE = 64;

/** Axis tables of one chunk of samples stay below this; a single sample may exceed it. */
const TABLE_BUDGET_BYTES = 48 * 1024 * 1024;

/** Where a dispatch writes: buffers whose first row is grid row `firstRow`. */
export interface FieldTarget {
  readonly left: GPUBuffer;
  readonly right: GPUBuffer;
  readonly firstRow: number;
}

interface Loaded {
  readonly batch: SoftmaxBatch;
  readonly grid: Grid;
  readonly chunks: readonly SampleRange[];
  readonly pipeline: GPUComputePipeline;
}

export class EvaluatePass {
  private readonly device: GPUDevice;
  private readonly module: GPUShaderModule;
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>();
  private readonly bindGroupLayout: GPUBindGroupLayout;
  private readonly params: GPUBuffer;
  private readonly weights: GrowingBuffer;
  private readonly logits: GrowingBuffer;
  private readonly classes: GrowingBuffer;
  private readonly carried: GrowingBuffer;
  private loaded: Loaded | undefined;

  constructor(device: GPUDevice) {
    this.device = device;
    this.module = device.createShaderModule({ label: 'evaluate', code: EVALUATE_SOURCE });
    // Written out, since the layout that is derived from a shader lacks the bindings which a variant does not use.
    const types = ['uniform', ...Array(3).fill('read-only-storage'), ...Array(3).fill('storage')];
    this.bindGroupLayout = device.createBindGroupLayout({
      label: 'evaluate',
      entries: types.map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type },
      })),
    });
    this.params = device.createBuffer({
      label: 'evaluate params',
      size: EVALUATE_PARAMS.size,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    this.weights = new GrowingBuffer(device, 'axis weights', usage);
    this.logits = new GrowingBuffer(device, 'axis logits', usage);
    this.classes = new GrowingBuffer(device, 'class table', usage);
    this.carried = new GrowingBuffer(device, 'carried sums', usage);
    this.carried.reserve(CARRIED_POINT_BYTES);
  }

  /** Makes `batch` on `grid` the one that `dispatch` evaluates. Compiles its pipeline at first use. */
  async load(batch: SoftmaxBatch, grid: Grid): Promise<void> {
    const chunks = sampleChunks(batch, grid);
    const pipeline = await this.pipeline(batch, chunks.length > 1);
    this.loaded = { batch, grid, chunks, pipeline };
    if (chunks.length === 1) this.uploadTables(this.loaded, chunks[0]!);
  }

  /** Into how many chunks the loaded experiment's samples are cut: a tile takes one dispatch for each. */
  get chunkCount(): number {
    return this.loaded?.chunks.length ?? 1;
  }

  /**
   * Submits the evaluation of grid rows j0 to j1 of the loaded experiment: at once for a single chunk of samples, else
   * chunk after chunk, each when the one before is done.
   * @param timer times the dispatch; for a single chunk only
   */
  async dispatch(rows: Rows, target: FieldTarget, timer?: PassTimer, signal?: AbortSignal): Promise<void> {
    const loaded = this.loaded;
    if (!loaded) throw new Error('nothing is loaded');
    const { chunks, grid } = loaded;
    if (chunks.length > 1) this.carried.reserve((rows[1] - rows[0]) * grid.width * CARRIED_POINT_BYTES);
    for (const [number, chunk] of chunks.entries()) {
      if (number > 0) {
        // Tables of many samples are large: without the wait, all of them would queue up in memory.
        await this.device.queue.onSubmittedWorkDone();
        signal?.throwIfAborted();
      }
      if (chunks.length > 1) this.uploadTables(loaded, chunk);
      this.dispatchChunk(loaded, number, rows, target, timer);
    }
  }

  destroy(): void {
    this.params.destroy();
    for (const buffer of [this.weights, this.logits, this.classes, this.carried]) buffer.destroy();
  }

  private dispatchChunk(
    loaded: Loaded,
    number: number,
    [j0, j1]: Rows,
    target: FieldTarget,
    timer?: PassTimer,
  ): void {
    const { device } = this;
    const { batch, grid, chunks, pipeline } = loaded;
    const [n0, n1] = chunks[number]!;
    const params = EVALUATE_PARAMS.bytes({
      width: grid.width,
      height: grid.height,
      first_row: j0,
      row_count: j1 - j0,
      output_offset_rows: target.firstRow,
      sample_count: n1 - n0,
      class_count: batch.classCount,
      rows_start: (n1 - n0) * batch.classCount * grid.width,
      squared_error_factor: batch.squaredErrorFactor,
      sample_weight: batch.sampleWeight,
      is_first_chunk: number === 0 ? 1 : 0,
      is_last_chunk: number === chunks.length - 1 ? 1 : 0,
      zero: 0,
    });
    device.queue.writeBuffer(this.params, 0, params);
    const buffers = [
      this.params,
      this.weights.buffer,
      this.logits.buffer,
      this.classes.buffer,
      target.left,
      target.right,
      this.carried.buffer,
    ];
    const bindGroup = device.createBindGroup({
      label: 'evaluate',
      layout: this.bindGroupLayout,
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    const encoder = device.createCommandEncoder({ label: 'evaluate' });
    const pass = encoder.beginComputePass({ label: 'evaluate', ...timer?.timestampWrites() });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindGroup);
    pass.dispatchWorkgroups(Math.ceil(grid.width / WORKGROUP_SIZE), j1 - j0);
    pass.end();
    timer?.resolve(encoder);
    device.queue.submit([encoder.finish()]);
  }

  private uploadTables({ batch, grid }: Loaded, chunk: SampleRange): void {
    const { weights, logits } = axisTables(batch, grid, chunk);
    this.weights.write(weights);
    this.logits.write(logits);
    this.classes.write(classTable(batch, chunk));
  }

  /** The variant of the kernel for `batch`; what a variant does not need is left out when it is compiled. */
  private pipeline(
    { losses, hard, complementary, sampleCount }: SoftmaxBatch,
    carry: boolean,
  ): Promise<GPUComputePipeline> {
    const constants = {
      LEFT_LOSS: lossCode(losses[0]),
      RIGHT_LOSS: lossCode(losses[1]),
      HARD_TARGETS: Number(hard.some((target) => target >= 0)),
      SOFT_TARGETS: Number(hard.some((target) => target < 0)),
      COMPLEMENTARY: Number(complementary),
      ONE_SAMPLE: Number(sampleCount === 1),
      CARRY: Number(carry),
    };
    const key = JSON.stringify(constants);
    let pipeline = this.pipelines.get(key);
    if (!pipeline) {
      pipeline = this.device.createComputePipelineAsync({
        label: `evaluate ${key}`,
        layout: this.device.createPipelineLayout({ bindGroupLayouts: [this.bindGroupLayout] }),
        compute: {
          module: this.module,
          entryPoint: 'evaluate',
          constants,
        },
      });
      this.pipelines.set(key, pipeline);
    }
    return pipeline;
  }
}

/** Cuts the samples so that the axis tables of a chunk stay within the budget. */
function sampleChunks(batch: SoftmaxBatch, grid: Grid): SampleRange[] {
  const entryBytes = AXIS_WEIGHT.size + LOGIT.size;
  const perSample = batch.classCount * ((grid.width + grid.height) * entryBytes + CLASS_ENTRY.size);
  const length = Math.max(1, Math.floor(TABLE_BUDGET_BYTES / perSample));
  const chunks: SampleRange[] = [];
  for (let n = 0; n < batch.sampleCount; n += length)
    chunks.push([n, Math.min(batch.sampleCount, n + length)]);
  return chunks;
}
