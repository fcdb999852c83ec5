/** Maps of steps to converge for scripts, apart from what the page shows. Loaded when first asked for. */
import type { Experiment } from '../core/experiment.ts';
import { NoWebGpuError } from '../core/no-webgpu-error.ts';
import type { Progress } from '../core/progress.ts';
import { readProperties, readValue, refuseUnknownKeys } from '../core/readers.ts';
import type { StepsRule } from '../core/steps-map.ts';
import type { CpuEvaluator } from '../cpu/evaluator.ts';
import type { Gpu } from '../gpu/device.ts';
import { hasStepsKernel, StepsPass } from '../gpu/steps-pass.ts';
import { BACKEND, type EvaluateOptions } from './backends.ts';
import { SETTINGS } from './settings.ts';
import { type StepsMap, StepsMaps } from './steps.ts';

/** What is not given is as on a fresh page. */
export interface StepsOptions extends Partial<StepsRule>, Progress {
  /** `auto`: on WebGPU what the shader has, in f64 the rest. */
  readonly backend?: EvaluateOptions['backend'];
}

export interface StepsResult extends StepsMap {
  readonly width: number;
  readonly height: number;
}

const RULE_KEYS = ['method', 'rate', 'momentum', 'steps', 'criterion', 'lossThreshold'] as const;

/**
 * Steps to converge on both losses from every point of the experiment's grid: Infinity for never, NaN where the loss is
 * undefined or not finite before.
 * @throws ExperimentError with the path of the first bad option, NoWebGpuError where `webgpu` cannot have it all
 */
export async function stepsFor(
  cpu: CpuEvaluator,
  gpu: Gpu | undefined,
  experiment: Experiment,
  options: StepsOptions = {},
): Promise<StepsResult> {
  const given = readProperties(options, 'options');
  refuseUnknownKeys(given, '', [...RULE_KEYS, 'backend', 'signal', 'onProgress']);
  const rule = Object.fromEntries(
    RULE_KEYS.map((key) => [
      key,
      readValue<unknown>(SETTINGS[key].schema, given[key] ?? SETTINGS[key].initial, key),
    ]),
  ) as unknown as StepsRule;
  const backend = readValue(BACKEND, given.backend ?? 'auto', 'backend');
  const onGpu = gpu && hasStepsKernel(experiment, 0, rule) && hasStepsKernel(experiment, 1, rule);
  if (backend === 'webgpu' && !onGpu) {
    const reason = gpu ? 'the shader does not have these losses, targets or this method' : 'no WebGPU device';
    throw new NoWebGpuError(`cannot map steps on WebGPU: ${reason}`);
  }
  const pass = gpu && backend !== 'cpu' ? new StepsPass(gpu.device) : undefined;
  try {
    const map = await new StepsMaps(cpu, pass).map(experiment, rule, options);
    const [width, height] = experiment.resolution;
    return { width, height, ...map };
  } finally {
    pass?.destroy();
  }
}
