/** Maps of steps to converge by whatever computes them: the shader where it has the loss, else the f64 workers. */
import type { Experiment } from '../core/experiment.ts';
import type { Progress } from '../core/progress.ts';
import { type StepsRule, stepsWork } from '../core/steps-map.ts';
import type { CpuEvaluator } from '../cpu/evaluator.ts';
import { hasStepsKernel, type StepsPass } from '../gpu/steps-pass.ts';

/** Samples x classes that the workers have in a millisecond, about. */
const F64_WORK_PER_MS = 4000;

export interface StepsMap {
  /** At each grid point, in the grid's order; NEVER and STOPPED as in steps-map.ts. */
  readonly steps: readonly [left: Float32Array, right: Float32Array];
  /** Whether every map came from the GPU; single points of it may have been left to f64. */
  readonly backend: 'webgpu' | 'cpu';
}

export class StepsMaps {
  private readonly cpu: CpuEvaluator;
  private readonly gpu: StepsPass | undefined;

  /** @param gpu without it, all maps are in f64 */
  constructor(cpu: CpuEvaluator, gpu: StepsPass | undefined) {
    this.cpu = cpu;
    this.gpu = gpu;
  }

  /** Points whose maps take about so long. */
  pointsIn(milliseconds: number, experiment: Experiment, rule: StepsRule): number {
    if (this.gpu && isOnGpu(experiment, rule)) return this.gpu.pointsIn(milliseconds, experiment, rule);
    return (F64_WORK_PER_MS * milliseconds) / stepsWork(experiment, rule);
  }

  /** Both losses' maps over the experiment's own grid. */
  async map(
    experiment: Experiment,
    rule: StepsRule,
    { signal, onProgress }: Progress = {},
  ): Promise<StepsMap> {
    const half = (panel: 0 | 1): Progress => ({
      signal,
      onProgress: (done) => onProgress?.((panel + done) / 2),
    });
    const left = await this.panelMap(experiment, 0, rule, half(0));
    const right = await this.panelMap(experiment, 1, rule, half(1));
    const backend = this.gpu && isOnGpu(experiment, rule) ? 'webgpu' : 'cpu';
    return { steps: [left, right], backend };
  }

  private async panelMap(
    experiment: Experiment,
    panel: 0 | 1,
    rule: StepsRule,
    progress: Progress,
  ): Promise<Float32Array> {
    const [width, height] = experiment.resolution;
    if (!this.gpu || !hasStepsKernel(experiment, panel, rule)) {
      const all = Uint32Array.from({ length: width * height }, (_, n) => n);
      return this.cpu.steps(experiment, panel, rule, all, progress);
    }
    const { steps, tooFar } = await this.gpu.map(experiment, panel, rule, progress);
    if (tooFar.length > 0) {
      const { signal } = progress;
      const inF64 = await this.cpu.steps(experiment, panel, rule, tooFar, { signal });
      for (const [n, point] of tooFar.entries()) steps[point] = inF64[n]!;
    }
    return steps;
  }
}

function isOnGpu(experiment: Experiment, rule: StepsRule): boolean {
  return hasStepsKernel(experiment, 0, rule) && hasStepsKernel(experiment, 1, rule);
}
