/**
 * Runs one kernel job over rows of a grid: its tables, its pipelines, its dispatches. Shaders: evaluate.wgsl for value
 * and gradient, hessian.wgsl for second derivatives, each with the kernel's own.
 */
import evaluateSource from '../../shaders/evaluate.wgsl?raw';
import fieldsSource from '../../shaders/fields.wgsl?raw';
import numericsSource from '../../shaders/numerics.wgsl?raw';
import sampleSource from '../../shaders/sample.wgsl?raw';
import type { Grid, Rows } from '../core/grid.ts';
import { inShares } from '../core/shares.ts';
import { TilePlanner } from '../core/tile-planner.ts';
import { bindBuffers } from './bindings.ts';
import { GrowingBuffer } from './growing-buffer.ts';
import { guarded } from './guard.ts';
import type { KernelJob, PassKind, SampleRange } from './kernel.ts';
import { StructLayout } from './struct-layout.ts';
import type { PassTiming } from './timing.ts';

/** The whole shader of a job. */
async function shaderOf(job: KernelJob, kind: PassKind): Promise<string> {
  const own = await job.sources();
  const rest =
    kind === 'gradient'
      ? [evaluateSource]
      : (await import('./hessian-sources.ts')).hessianSources(job.hessian);
  return [fieldsSource, numericsSource, sampleSource, ...own, ...rest].join('\n');
}

export const EVALUATE_PARAMS = new StructLayout({
  width: 'u32',
  height: 'u32',
  first_row: 'u32',
  row_count: 'u32',
  columns_per_invocation: 'u32',
  output_offset_rows: 'u32',
  carried_offset_rows: 'u32',
  sample_count: 'u32',
  class_count: 'u32',
  entry_count: 'u32',
  rows_start: 'u32',
  squared_error_factor: 'f32',
  sample_weight: 'f32',
  is_first_chunk: 'u32',
  is_last_chunk: 'u32',
  zero: 'u32',
});

const CARRIED_POINT_BYTES = 64;

/** Invocations of a workgroup: as many as SwiftShader takes together, or enough for a real GPU. */
const LANES = { software: 4, hardware: 64 } as const;
/** Invocations that keep every core of a software GPU busy, or hide the latency of a real one. */
const ENOUGH_INVOCATIONS = { software: 256, hardware: 2 ** 18 } as const;
const MOST_COLUMNS_PER_INVOCATION = 128;

/** Axis tables of one chunk of samples stay below this; a single sample may exceed it. */
const TABLE_BUDGET_BYTES = 48 * 1024 * 1024;
/** Sums that are carried from chunk to chunk stay below this; those of a single row may exceed it. */
const CARRIED_BUDGET_BYTES = 64 * 1024 * 1024;

/** Where a dispatch writes: buffers whose first row is grid row `firstRow`. */
export interface FieldTarget {
  readonly left: GPUBuffer;
  readonly right: GPUBuffer;
  readonly firstRow: number;
}

/** Compiled once per variant, and shared by all passes of a device. */
export class KernelPipelines {
  readonly bindGroupLayout: GPUBindGroupLayout;
  private readonly device: GPUDevice;
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>();

  constructor(device: GPUDevice) {
    this.device = device;
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
  }

  /** The variant for `constants`; what a variant does not need is left out when it is compiled. */
  get(
    job: KernelJob,
    kind: PassKind,
    constants: Readonly<Record<string, number>>,
  ): Promise<GPUComputePipeline> {
    const label = `${job.name} ${kind} ${JSON.stringify(constants)}`;
    let pipeline = this.pipelines.get(label);
    if (!pipeline) {
      pipeline = this.compile(job, kind, label, constants);
      this.pipelines.set(label, pipeline);
      // What could not be loaded may be there next time.
      pipeline.catch(() => this.pipelines.delete(label));
    }
    return pipeline;
  }

  private async compile(
    job: KernelJob,
    kind: PassKind,
    label: string,
    constants: Readonly<Record<string, number>>,
  ): Promise<GPUComputePipeline> {
    const { device, bindGroupLayout } = this;
    const code = await shaderOf(job, kind);
    return device.createComputePipelineAsync({
      label,
      layout: device.createPipelineLayout({ bindGroupLayouts: [bindGroupLayout] }),
      compute: {
        module: device.createShaderModule({ label: `${job.name} ${kind}`, code }),
        entryPoint: 'evaluate',
        constants,
      },
    });
  }
}

export interface DispatchOptions {
  /** Of the dispatch; for a single chunk of samples only. */
  readonly timing?: PassTiming | undefined;
  readonly signal?: AbortSignal | undefined;
  /** For several chunks: called after each tile with the share that is done, 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

interface Loaded {
  readonly job: KernelJob;
  readonly grid: Grid;
  readonly chunks: readonly SampleRange[];
  readonly pipelines: Partial<Record<PassKind, GPUComputePipeline>>;
}

export interface PassOptions {
  /** A software GPU: few and long invocations. */
  readonly software: boolean;
  /**
   * What gradient passes are for. A picture wants the logarithm of the values too, which log colours read, and pipelines
   * that are soon compiled; numbers want to be many.
   */
  readonly purpose: 'picture' | 'numbers';
}

export class JobPass {
  private readonly device: GPUDevice;
  private readonly pipelines: KernelPipelines;
  private readonly options: PassOptions;
  private readonly params: GPUBuffer;
  private readonly factors: GrowingBuffer;
  private readonly logits: GrowingBuffer;
  private readonly samples: GrowingBuffer;
  private readonly carried: GrowingBuffer;
  private loaded: Loaded | undefined;
  /** Of tiles of a chunk. */
  private readonly planners: Record<PassKind, TilePlanner> = {
    gradient: new TilePlanner(),
    hessian: new TilePlanner(),
  };

  constructor(device: GPUDevice, pipelines: KernelPipelines, options: PassOptions) {
    this.device = device;
    this.pipelines = pipelines;
    this.options = options;
    this.params = device.createBuffer({
      label: 'evaluate params',
      size: EVALUATE_PARAMS.size,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
    this.factors = new GrowingBuffer(device, 'axis factors', usage);
    this.logits = new GrowingBuffer(device, 'axis logits', usage);
    this.samples = new GrowingBuffer(device, 'sample table', usage);
    this.carried = new GrowingBuffer(device, 'carried sums', usage);
    this.carried.reserve(CARRIED_POINT_BYTES);
  }

  /**
   * Makes `job` on `grid` the one that `dispatch` runs. Compiles the pipelines of `kinds` at first use.
   * @param signal aborted before another load begins: tables of two jobs are not to be mixed
   * @throws GpuMemoryError if there is no memory for its tables
   */
  async load(job: KernelJob, grid: Grid, kinds: readonly PassKind[], signal?: AbortSignal): Promise<void> {
    const { chunks, pipelines } = await this.compile(job, grid, kinds);
    signal?.throwIfAborted();
    this.loaded = { job, grid, chunks, pipelines };
    if (chunks.length === 1) await this.uploadTables(this.loaded, chunks[0]!, signal);
  }

  /** The pipelines of `kinds`, compiled at first use, and the chunks of samples that they were compiled for. */
  async compile(
    job: KernelJob,
    grid: Grid,
    kinds: readonly PassKind[],
  ): Promise<Pick<Loaded, 'chunks' | 'pipelines'>> {
    const chunks = sampleChunks(job, grid);
    const constants = {
      LANES: this.lanes,
      LEFT_LOSS: job.losses[0],
      RIGHT_LOSS: job.losses[1],
      ONE_SAMPLE: Number(job.sampleCount === 1),
      CARRY: Number(chunks.length > 1),
    };
    const compiled = await Promise.all(
      kinds.map(async (kind) => {
        const own = { ...constants, ...job.constants(grid, kind) };
        const gradient = {
          WRITE_LOG2: Number(this.options.purpose === 'picture'),
          FOUR_ROWS: Number(this.rowsTogether(job, kind) === 4),
        };
        const variant = kind === 'gradient' ? { ...own, ...gradient } : own;
        return [kind, await this.pipelines.get(job, kind, variant)] as const;
      }),
    );
    return { chunks, pipelines: Object.fromEntries(compiled) };
  }

  /** Into how many chunks the samples are cut. */
  get chunkCount(): number {
    return this.loaded?.chunks.length ?? 1;
  }

  /** The most rows that one call of `dispatch` can take: sums that are carried from chunk to chunk fill one buffer. */
  get mostRows(): number {
    if (!this.loaded || this.chunkCount === 1) return Number.POSITIVE_INFINITY;
    const { maxStorageBufferBindingSize, maxBufferSize } = this.device.limits;
    const bytes = Math.min(CARRIED_BUDGET_BYTES, maxStorageBufferBindingSize, maxBufferSize);
    return Math.max(1, Math.floor(bytes / (this.loaded.grid.width * CARRIED_POINT_BYTES)));
  }

  /**
   * Submits the evaluation of grid rows j0 to j1: at once for a single chunk of samples; else chunk after chunk, and of
   * each tile after tile, as to make a chunk's tables takes longer than a tile.
   * @throws GpuMemoryError if there is no memory for what it needs
   */
  async dispatch(
    kind: PassKind,
    rows: Rows,
    target: FieldTarget,
    options: DispatchOptions = {},
  ): Promise<void> {
    if (!this.loaded) throw new Error('nothing is loaded');
    if (this.chunkCount === 1) this.submit(this.loaded, kind, 0, rows, rows[0], target, options.timing);
    else await this.dispatchChunks(this.loaded, kind, rows, target, options);
  }

  private async dispatchChunks(
    loaded: Loaded,
    kind: PassKind,
    rows: Rows,
    target: FieldTarget,
    { signal, onProgress }: DispatchOptions,
  ): Promise<void> {
    const { job, grid, chunks } = loaded;
    const { width } = grid;
    const planner = this.planners[kind];
    const [j0, j1] = rows;
    await this.reserveCarried((j1 - j0) * width * CARRIED_POINT_BYTES);
    for (const [number, chunk] of chunks.entries()) {
      await this.uploadTables(loaded, chunk, signal);
      const pointWork = job.pointWork * ((chunk[1] - chunk[0]) / job.sampleCount);
      for (let j = j0; j < j1; ) {
        const tile = planner.tileAt(j, rows, width, pointWork);
        const started = performance.now();
        this.submit(loaded, kind, number, tile, j0, target);
        // Without the wait all tiles would queue up, and tables of many samples in memory.
        await this.device.queue.onSubmittedWorkDone();
        signal?.throwIfAborted();
        planner.learn(tile[1] - tile[0], width, pointWork, performance.now() - started);
        j = tile[1];
        onProgress?.((number + (j - j0) / (j1 - j0)) / chunks.length);
      }
    }
  }

  destroy(): void {
    this.params.destroy();
    for (const buffer of [this.factors, this.logits, this.samples, this.carried]) buffer.destroy();
  }

  /** One dispatch. @param carriedFrom grid row that stands first in the carried sums */
  private submit(
    { job, grid, chunks, pipelines }: Loaded,
    kind: PassKind,
    number: number,
    [j0, j1]: Rows,
    carriedFrom: number,
    target: FieldTarget,
    timing?: PassTiming,
  ): void {
    const { device } = this;
    const [n0, n1] = chunks[number]!;
    const rowBlocks = Math.ceil((j1 - j0) / this.rowsTogether(job, kind));
    const columnsPerInvocation = this.columnsPerInvocation(grid.width, rowBlocks);
    const params = EVALUATE_PARAMS.bytes({
      width: grid.width,
      height: grid.height,
      first_row: j0,
      row_count: j1 - j0,
      columns_per_invocation: columnsPerInvocation,
      output_offset_rows: target.firstRow,
      carried_offset_rows: carriedFrom,
      sample_count: n1 - n0,
      class_count: job.classCount,
      entry_count: job.entryCount,
      rows_start: (n1 - n0) * job.entryCount * grid.width,
      squared_error_factor: job.squaredErrorFactor,
      sample_weight: job.sampleWeight,
      is_first_chunk: number === 0 ? 1 : 0,
      is_last_chunk: number === chunks.length - 1 ? 1 : 0,
      zero: 0,
    });
    device.queue.writeBuffer(this.params, 0, params);
    const buffers = [
      this.params,
      this.factors.buffer,
      this.logits.buffer,
      this.samples.buffer,
      target.left,
      target.right,
      this.carried.buffer,
    ];
    const encoder = device.createCommandEncoder({ label: 'evaluate' });
    const pass = encoder.beginComputePass({ label: 'evaluate', ...timing?.timestampWrites() });
    pass.setPipeline(pipelines[kind]!);
    pass.setBindGroup(0, bindBuffers(device, 'evaluate', this.pipelines.bindGroupLayout, buffers));
    pass.dispatchWorkgroups(Math.ceil(grid.width / (this.lanes * columnsPerInvocation)), rowBlocks);
    pass.end();
    timing?.resolve(encoder);
    device.queue.submit([encoder.finish()]);
  }

  /** Rows that an invocation takes, see evaluate.wgsl: four take three times as long to compile. */
  private rowsTogether({ sampleCount, sharesColumns }: KernelJob, kind: PassKind): 1 | 4 {
    const { purpose } = this.options;
    return kind === 'gradient' && purpose === 'numbers' && sampleCount === 1 && sharesColumns ? 4 : 1;
  }

  private get lanes(): number {
    return this.options.software ? LANES.software : LANES.hardware;
  }

  private columnsPerInvocation(width: number, rowBlocks: number): number {
    const enough = this.options.software ? ENOUGH_INVOCATIONS.software : ENOUGH_INVOCATIONS.hardware;
    const columns = Math.floor((width * rowBlocks) / enough);
    return Math.min(MOST_COLUMNS_PER_INVOCATION, Math.ceil(width / this.lanes), Math.max(1, columns));
  }

  /** Without a pause where the tables are few and fit the buffers that are there: a frame is not to wait for it. */
  private async uploadTables({ job, grid }: Loaded, chunk: SampleRange, signal?: AbortSignal): Promise<void> {
    const tables = await inShares(job.tables(grid, chunk), signal);
    const contents = [
      [this.factors, tables.factors],
      [this.logits, tables.logits],
      [this.samples, tables.samples],
    ] as const;
    const write = () => {
      for (const [buffer, content] of contents) buffer.write(content);
    };
    if (contents.every(([buffer, content]) => buffer.holds(content.byteLength))) write();
    else await this.guarded([this.factors, this.logits, this.samples], write);
  }

  private async reserveCarried(bytes: number): Promise<void> {
    if (!this.carried.holds(bytes)) await this.guarded([this.carried], () => this.carried.reserve(bytes));
  }

  /** Buffers that could not be had are given up, so that nothing is computed with them. */
  private async guarded(buffers: readonly GrowingBuffer[], work: () => void): Promise<void> {
    try {
      await guarded(this.device, work);
    } catch (error) {
      for (const buffer of buffers) buffer.destroy();
      throw error;
    }
  }
}

/** Cuts the samples so that the axis tables of a chunk stay within the budget. */
function sampleChunks(job: KernelJob, grid: Grid): SampleRange[] {
  const length = Math.max(1, Math.floor(TABLE_BUDGET_BYTES / job.tableBytes(grid)));
  const chunks: SampleRange[] = [];
  for (let n = 0; n < job.sampleCount; n += length) chunks.push([n, Math.min(job.sampleCount, n + length)]);
  return chunks;
}
