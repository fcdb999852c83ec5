/** The kernels' time alone: tile by tile into buffers on the GPU, nothing read back. */
import type { Experiment } from '../core/experiment.ts';
import { gridOf } from '../core/grid.ts';
import { TilePlanner } from '../core/tile-planner.ts';
import type { Gpu } from '../gpu/device.ts';
import { EvaluatePass } from '../gpu/evaluate-pass.ts';
import type { PassKind } from '../gpu/kernel.ts';
import { SurfaceBuffers } from '../gpu/surface-buffers.ts';
import { PassTimer } from '../gpu/timing.ts';

export class KernelRunner {
  private readonly device: GPUDevice;
  private readonly pass: EvaluatePass;
  private readonly surfaces: SurfaceBuffers;
  private readonly timer: PassTimer | undefined;
  private readonly planner = new TilePlanner();

  constructor(gpu: Gpu) {
    this.device = gpu.device;
    this.pass = new EvaluatePass(gpu, 'numbers');
    this.surfaces = new SurfaceBuffers(gpu.device, 'bench');
    this.timer = PassTimer.create(gpu.device);
  }

  /** @returns false if the GPU has no memory for the experiment's grid */
  reserve(experiment: Experiment): Promise<boolean> {
    return this.surfaces.grow(gridOf(experiment));
  }

  /**
   * Evaluates once, tables included. Passes of several kinds write to the same buffers, one after the other.
   * @returns GPU milliseconds, where the GPU has a clock of its own
   */
  async run(experiment: Experiment, kinds: readonly PassKind[]): Promise<number | undefined> {
    const grid = gridOf(experiment);
    await this.pass.load(experiment, grid, kinds);
    const { pointWork, isOneDispatch } = this.pass;
    const timer = isOneDispatch ? this.timer : undefined;
    const target = { left: this.surfaces.left.buffer, right: this.surfaces.right.buffer, firstRow: 0 };
    let gpuTime: number | undefined = 0;
    for (const kind of kinds) {
      for (let j = 0; j < grid.height; ) {
        const tile = this.pass.tileAt(j, [0, grid.height], grid.width, this.planner);
        const started = performance.now();
        await this.pass.dispatch(kind, tile, target, { timing: timer });
        const tileTime = await timer?.read();
        await this.device.queue.onSubmittedWorkDone();
        this.planner.learn(tile[1] - tile[0], grid.width, pointWork, performance.now() - started);
        gpuTime = gpuTime === undefined || tileTime === undefined ? undefined : gpuTime + tileTime;
        j = tile[1];
      }
    }
    return gpuTime;
  }

  destroy(): void {
    for (const part of [this.pass, this.surfaces, this.timer]) part?.destroy();
  }
}
