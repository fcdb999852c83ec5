/**
 * Maps of steps to converge on the GPU, by plain gradient descent. Shaders: steps.wgsl with one of its kernels. The grid
 * goes in pieces, and each piece some steps at a time, so that no dispatch takes long; points that are done cost nothing.
 */
import numericsSource from '../../shaders/numerics.wgsl?raw';
import pairsSource from '../../shaders/pairs.wgsl?raw';
import stepsSource from '../../shaders/steps.wgsl?raw';
import logitsSource from '../../shaders/steps-logits.wgsl?raw';
import lossesSource from '../../shaders/steps-losses.wgsl?raw';
import softSource from '../../shaders/steps-soft.wgsl?raw';
import softmaxSource from '../../shaders/steps-softmax.wgsl?raw';
import { classCount, type Experiment, type LossId, squaredErrorFactor } from '../core/experiment.ts';
import { type Grid, gridOf } from '../core/grid.ts';
import { criterionOf } from '../core/learning.ts';
import type { Progress } from '../core/progress.ts';
import { NEVER, type StepsRule } from '../core/steps-map.ts';
import { TILE_MS, TilePlanner } from '../core/tile-planner.ts';
import { bindBuffers } from './bindings.ts';
import { GrowingBuffer } from './growing-buffer.ts';
import { unlessLost } from './guard.ts';
import { LOSS_CODES } from './kernel.ts';
import { kernelLimit } from './kernels.ts';
import { readBuffer } from './readback.ts';
import { splitPair } from './split-numbers.ts';
import { hasSoftTargets, stepsAxes, stepsLines } from './steps-tables.ts';
import { StructLayout } from './struct-layout.ts';

export const STEPS_PARAMS = new StructLayout({
  rate: 'vec2f',
  width: 'u32',
  first_point: 'u32',
  point_count: 'u32',
  first_step: 'u32',
  step_count: 'u32',
  last_step: 'u32',
  sample_count: 'u32',
  class_count: 'u32',
  squared_error_factor: 'f32',
  sample_weight: 'f32',
  loss_threshold: 'f32',
  zero: 'u32',
});

const KERNEL_SOURCES = { softmax: softmaxSource, soft: softSource, logits: logitsSource } as const;

/** Results of steps.wgsl that are no step. */
const STEPS_RESULTS = { never: 0xfffffffe, tooFar: 0xfffffffd } as const;

/** Points of a piece: enough to keep any GPU busy. */
const PIECE_POINTS = 32_768;
const PLACE_BYTES = 16;
const GROUP_SIZE = 64;
/** The next dispatch takes at most so many times the steps of the last: few points that walk on leave a GPU idle. */
const MOST_GROWTH = 2;
/** Numbers of an experiment of which a single step takes no longer than a dispatch should. */
const MOST_NUMBERS = 20_000;

const CODES: Partial<Record<LossId, number>> = {
  'cross-entropy': LOSS_CODES.CROSS_ENTROPY,
  mse: LOSS_CODES.SQUARED_ERROR,
  'mse-logits': LOSS_CODES.SQUARED_ERROR_OF_LOGITS,
  hinge: LOSS_CODES.HINGE,
  'cross-entropy-clipped': LOSS_CODES.CLIPPED_CROSS_ENTROPY,
};

/** Whether the shader has the map of the left (0) or right (1) loss; else it takes f64. */
export function hasStepsKernel(experiment: Experiment, panel: 0 | 1, rule: StepsRule): boolean {
  const { link, losses, samples } = experiment;
  if (rule.method !== 'gd' || CODES[losses[panel]] === undefined) return false;
  if (samples.length * classCount(experiment) > MOST_NUMBERS) return false;
  const limit = kernelLimit({ ...experiment, losses: [losses[panel], losses[panel]] });
  if (limit) return false;
  if (link === 'identity') return losses[panel] === 'mse' || losses[panel] === 'mse-logits';
  return !hasSoftTargets(experiment) || losses[panel] !== 'cross-entropy-clipped';
}

interface Loaded {
  readonly pipeline: GPUComputePipeline;
  readonly experiment: Experiment;
  readonly grid: Grid;
  readonly rule: StepsRule;
}

/** A map, and the points of it that the shader leaves to f64. */
export interface StepsOnGpu {
  /** Steps at each grid point, in the grid's order; NEVER where there are none. */
  readonly steps: Float32Array;
  /** Grid indices of points whose descents went where f32 pairs have too few digits. */
  readonly tooFar: Uint32Array;
}

export class StepsPass {
  private readonly device: GPUDevice;
  private readonly pipelines = new Map<string, Promise<GPUComputePipeline>>();
  private readonly planner = new TilePlanner();
  private readonly params: GPUBuffer;
  private readonly walking: GPUBuffer;
  private readonly axes: GrowingBuffer;
  private readonly lines: GrowingBuffer;
  private readonly places: GrowingBuffer;
  private readonly results: GrowingBuffer;
  /** Settles when the last map is done, or given up: maps share the buffers. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(device: GPUDevice) {
    this.device = device;
    const { STORAGE, UNIFORM, COPY_DST, COPY_SRC } = GPUBufferUsage;
    this.params = device.createBuffer({
      label: 'steps params',
      size: STEPS_PARAMS.size,
      usage: UNIFORM | COPY_DST,
    });
    this.walking = device.createBuffer({
      label: 'steps walking',
      size: 4,
      usage: STORAGE | COPY_SRC | COPY_DST,
    });
    this.axes = new GrowingBuffer(device, 'steps axes', STORAGE | COPY_DST);
    this.lines = new GrowingBuffer(device, 'steps lines', STORAGE | COPY_DST);
    this.places = new GrowingBuffer(device, 'steps places', STORAGE);
    this.results = new GrowingBuffer(device, 'steps results', STORAGE | COPY_SRC);
  }

  /** Points of both losses' maps that take about so long, as far as is known by now. */
  pointsIn(milliseconds: number, experiment: Experiment, { steps }: StepsRule): number {
    const numbers = experiment.samples.length * classCount(experiment);
    return (this.planner.rowsPerTile(1, numbers) * milliseconds) / (TILE_MS * 2 * (steps + 1));
  }

  /** The map of one loss over the experiment's own grid. Only for what `hasStepsKernel`. */
  async map(
    experiment: Experiment,
    panel: 0 | 1,
    rule: StepsRule,
    { signal, onProgress }: Progress = {},
  ): Promise<StepsOnGpu> {
    const before = this.last;
    const map = before.then(() =>
      unlessLost(this.device, this.runMap(experiment, panel, rule, { signal, onProgress }), signal),
    );
    this.last = map.catch(() => undefined);
    return map;
  }

  destroy(): void {
    this.params.destroy();
    this.walking.destroy();
    for (const buffer of [this.axes, this.lines, this.places, this.results]) buffer.destroy();
  }

  private async runMap(
    experiment: Experiment,
    panel: 0 | 1,
    rule: StepsRule,
    { signal, onProgress }: Progress,
  ): Promise<StepsOnGpu> {
    signal?.throwIfAborted();
    const grid = gridOf(experiment);
    const loaded = { pipeline: await this.pipelineFor(experiment, panel, rule), experiment, grid, rule };
    this.axes.write(stepsAxes(grid).buffer);
    this.lines.write(stepsLines(experiment));
    const count = grid.width * grid.height;
    this.places.reserve(Math.min(count, PIECE_POINTS) * PLACE_BYTES);
    this.results.reserve(Math.min(count, PIECE_POINTS) * Uint32Array.BYTES_PER_ELEMENT);
    const steps = new Float32Array(count);
    const tooFar: number[] = [];
    for (let first = 0; first < count; first += PIECE_POINTS) {
      const size = Math.min(PIECE_POINTS, count - first);
      const onWalked = (part: number) => onProgress?.((first + part * size) / count);
      const results = await this.walkPiece(loaded, first, size, signal, onWalked);
      for (const [n, result] of results.entries()) {
        steps[first + n] = result >= STEPS_RESULTS.tooFar ? NEVER : result;
        if (result === STEPS_RESULTS.tooFar) tooFar.push(first + n);
      }
    }
    return { steps, tooFar: Uint32Array.from(tooFar) };
  }

  /** @param onWalked called with the share of the piece's work that is behind it */
  private async walkPiece(
    loaded: Loaded,
    first: number,
    size: number,
    signal: AbortSignal | undefined,
    onWalked: (part: number) => void,
  ): Promise<Uint32Array> {
    const { experiment, rule } = loaded;
    const numbers = experiment.samples.length * classCount(experiment);
    // The last step is looked at, too.
    const end = rule.steps + 1;
    let walking = size;
    let most = Infinity;
    for (let step = 0; step < end && walking > 0; ) {
      const planned = Math.min(most, this.planner.rowsPerTile(walking, numbers));
      const count = Math.min(planned, end - step);
      const started = performance.now();
      this.dispatch(loaded, first, size, step, count);
      const left = (await this.read(this.walking, 1))[0]!;
      this.planner.learn(count, walking, numbers, performance.now() - started);
      signal?.throwIfAborted();
      step += count;
      most = MOST_GROWTH * count;
      walking = left;
      onWalked(walking > 0 ? step / end : 1);
    }
    return this.read(this.results.buffer, size);
  }

  private dispatch(loaded: Loaded, first: number, size: number, step: number, count: number): void {
    const { device } = this;
    const { experiment, grid, rule, pipeline } = loaded;
    const { samples, sampleReduction, squaredError } = experiment;
    const classes = classCount(experiment);
    const params = STEPS_PARAMS.bytes({
      rate: splitPair(rule.rate),
      width: grid.width,
      first_point: first,
      point_count: size,
      first_step: step,
      step_count: count,
      last_step: rule.steps,
      sample_count: samples.length,
      class_count: classes,
      squared_error_factor: squaredErrorFactor(squaredError, classes),
      sample_weight: sampleReduction === 'mean' ? 1 / samples.length : 1,
      loss_threshold: rule.lossThreshold,
      zero: 0,
    });
    device.queue.writeBuffer(this.params, 0, params);
    device.queue.writeBuffer(this.walking, 0, new Uint32Array(1));
    const buffers = [
      this.params,
      this.axes.buffer,
      this.lines.buffer,
      this.places.buffer,
      this.results.buffer,
      this.walking,
    ];
    const encoder = device.createCommandEncoder({ label: 'steps' });
    const pass = encoder.beginComputePass({ label: 'steps' });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bindBuffers(device, 'steps', pipeline.getBindGroupLayout(0), buffers));
    pass.dispatchWorkgroups(Math.ceil(size / GROUP_SIZE));
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  private async read(buffer: GPUBuffer, count: number): Promise<Uint32Array> {
    return new Uint32Array(await readBuffer(this.device, buffer, 0, count * Uint32Array.BYTES_PER_ELEMENT));
  }

  private pipelineFor(experiment: Experiment, panel: 0 | 1, rule: StepsRule): Promise<GPUComputePipeline> {
    const { link, map, losses } = experiment;
    const softmax = link === 'softmax';
    const kernel = !softmax ? 'logits' : hasSoftTargets(experiment) ? 'soft' : 'softmax';
    const constants = {
      LOSS: CODES[losses[panel]]!,
      BY_LOSS: Number(criterionOf(experiment, rule) === 'loss'),
      ...(softmax ? {} : { TWO_LAYERS: Number(map === 'two-layer'), IDENTITY: Number(link === 'identity') }),
    };
    const label = `steps ${kernel} ${JSON.stringify(constants)}`;
    let pipeline = this.pipelines.get(label);
    if (!pipeline) {
      const sources = [numericsSource, pairsSource, lossesSource, KERNEL_SOURCES[kernel], stepsSource];
      pipeline = this.device.createComputePipelineAsync({
        label,
        layout: 'auto',
        compute: {
          module: this.device.createShaderModule({ label, code: sources.join('\n') }),
          entryPoint: 'walk',
          constants,
        },
      });
      this.pipelines.set(label, pipeline);
    }
    return pipeline;
  }
}
