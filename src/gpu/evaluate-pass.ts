/**
 * The evaluate pass: fields of both losses over rows of a grid, written to two field buffers. One experiment is loaded
 * at a time; dispatches follow tile by tile. Where the two losses need different kernels, each fills its own surface.
 */
import type { Experiment } from '../core/experiment.ts';
import type { Grid, Rows } from '../core/grid.ts';
import type { TilePlanner } from '../core/tile-planner.ts';
import type { Gpu } from './device.ts';
import {
  type DispatchOptions,
  type FieldTarget,
  JobPass,
  KernelPipelines,
  type PassOptions,
} from './job-pass.ts';
import type { KernelJob, PassKind } from './kernel.ts';
import { kernelJobs } from './kernels.ts';

/**
 * Four 32-bit words a point, see fields.wgsl: value, du, dv and log2 of the value (FieldPoint), or duu, duv, dvv and
 * lambda_min (HessianPoint).
 */
export const FIELD_POINT_BYTES = 16;

export class EvaluatePass {
  private readonly gpu: Gpu;
  private readonly options: PassOptions;
  private readonly pipelines: KernelPipelines;
  private readonly passes: JobPass[] = [];
  private jobs: readonly KernelJob[] = [];

  constructor(gpu: Gpu, purpose: PassOptions['purpose']) {
    this.gpu = gpu;
    this.options = { software: gpu.isSoftware, purpose };
    this.pipelines = new KernelPipelines(gpu.device);
  }

  /** Compiles what value and gradient of `experiment` will need, so that `load` finds it. @throws if no kernel can evaluate it */
  async compile(experiment: Experiment, grid: Grid): Promise<void> {
    const jobs = kernelJobs(experiment);
    this.makePasses(jobs.length);
    await Promise.all(jobs.map((job, n) => this.passes[n]!.compile(job, grid, ['gradient'])));
  }

  /**
   * Makes `experiment` on `grid` the one that `dispatch` evaluates.
   * @param signal aborted before another load begins
   * @throws if no kernel can evaluate it; GpuMemoryError if there is no memory for its tables
   */
  async load(
    experiment: Experiment,
    grid: Grid,
    kinds: readonly PassKind[] = ['gradient'],
    signal?: AbortSignal,
  ): Promise<void> {
    const jobs = kernelJobs(experiment);
    this.makePasses(jobs.length);
    await Promise.all(jobs.map((job, n) => this.passes[n]!.load(job, grid, kinds, signal)));
    this.jobs = jobs;
  }

  /** Effort of one point of the loaded experiment, see KernelJob. */
  get pointWork(): number {
    return this.jobs.reduce((sum, job) => sum + job.pointWork, 0);
  }

  /** Whether a tile is submitted at once, in one dispatch. */
  get isOneDispatch(): boolean {
    return this.jobs.length === 1 && !this.cutsTiles;
  }

  /** Whether `dispatch` cuts tiles by itself, as it takes the samples in several chunks. */
  private get cutsTiles(): boolean {
    return this.jobs.some((_, n) => this.passes[n]!.chunkCount > 1);
  }

  /**
   * The rows from j on that one call of `dispatch` is to take: as planned, or all it can where it cuts them by itself.
   * @param kindCount kinds of which each tile is dispatched
   */
  tileAt(j: number, [, end]: Rows, width: number, planner: TilePlanner, kindCount = 1): Rows {
    const mostRows = Math.min(...this.jobs.map((_, n) => this.passes[n]!.mostRows));
    const most: Rows = [j, Math.min(end, j + mostRows)];
    if (this.cutsTiles) return most;
    return planner.tileAt(j, most, width, (this.pointWork * kindCount) / this.jobs.length);
  }

  /** Submits the evaluation of grid rows j0 to j1 of the loaded experiment, at once if it takes one dispatch. */
  async dispatch(
    kind: PassKind,
    rows: Rows,
    target: FieldTarget,
    { timing, signal, onProgress }: DispatchOptions = {},
  ): Promise<void> {
    const count = this.jobs.length;
    for (const [n] of this.jobs.entries()) {
      const inAll = onProgress && ((done: number) => onProgress((n + done) / count));
      await this.passes[n]!.dispatch(kind, rows, target, { timing, signal, onProgress: inAll });
    }
  }

  private makePasses(count: number): void {
    while (this.passes.length < count) {
      this.passes.push(new JobPass(this.gpu.device, this.pipelines, this.options));
    }
  }

  destroy(): void {
    for (const pass of this.passes) pass.destroy();
  }
}
