/** The range pass: smallest and largest value and gradient of both surfaces, on the GPU. Shader: range.wgsl. */
import fieldsSource from '../../shaders/fields.wgsl?raw';
import rangeSource from '../../shaders/range.wgsl?raw';
import type { SurfaceRange } from '../core/surface-range.ts';
import { readBuffer } from './readback.ts';
import { StructLayout } from './struct-layout.ts';
import { decodeRange, SURFACE_RANGE, type SurfaceBuffers } from './surface-buffers.ts';

export const RANGE_SOURCE = [fieldsSource, rangeSource].join('\n');
export const RANGE_PARAMS = new StructLayout({ point_count: 'u32', share_count: 'u32' });

const GROUP_SIZE = 64;
/** Invocations of the first step: enough to fill a GPU, few enough for the second. */
const MOST_SHARES = 8192;
/** PART_COUNT in range.wgsl. */
const PART_COUNT = 64;
const STEPS = ['reduce_points', 'reduce_shares', 'reduce_parts'] as const;

export class RangePass {
  private readonly device: GPUDevice;
  private readonly params: GPUBuffer;
  private readonly shares: GPUBuffer;
  private readonly bindGroupLayout: GPUBindGroupLayout;
  /** One a step. */
  private readonly pipelines: readonly GPUComputePipeline[];

  static async create(device: GPUDevice): Promise<RangePass> {
    const types = ['uniform', 'read-only-storage', 'read-only-storage', 'storage', 'storage'] as const;
    const bindGroupLayout = device.createBindGroupLayout({
      label: 'range',
      entries: types.map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.COMPUTE,
        buffer: { type },
      })),
    });
    const module = device.createShaderModule({ label: 'range', code: RANGE_SOURCE });
    const layout = device.createPipelineLayout({ bindGroupLayouts: [bindGroupLayout] });
    const pipelines = await Promise.all(
      STEPS.map((entryPoint) =>
        device.createComputePipelineAsync({ label: entryPoint, layout, compute: { module, entryPoint } }),
      ),
    );
    return new RangePass(device, bindGroupLayout, pipelines);
  }

  private constructor(
    device: GPUDevice,
    bindGroupLayout: GPUBindGroupLayout,
    pipelines: readonly GPUComputePipeline[],
  ) {
    this.device = device;
    this.bindGroupLayout = bindGroupLayout;
    this.pipelines = pipelines;
    this.params = device.createBuffer({
      label: 'range params',
      size: RANGE_PARAMS.size,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.shares = device.createBuffer({
      label: 'range shares',
      size: 2 * (MOST_SHARES + PART_COUNT) * SURFACE_RANGE.size,
      usage: GPUBufferUsage.STORAGE,
    });
  }

  /** Submits the computation of `surfaces.ranges` from its fields. */
  run(surfaces: SurfaceBuffers): void {
    const { device } = this;
    const pointCount = surfaces.grid.width * surfaces.grid.height;
    const shareCount = Math.min(MOST_SHARES, pointCount);
    const params = RANGE_PARAMS.bytes({ point_count: pointCount, share_count: shareCount });
    device.queue.writeBuffer(this.params, 0, params);
    const buffers = [this.params, surfaces.left.buffer, surfaces.right.buffer, this.shares, surfaces.ranges];
    const bindGroup = device.createBindGroup({
      label: 'range',
      layout: this.bindGroupLayout,
      entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
    });
    const encoder = device.createCommandEncoder({ label: 'range' });
    const pass = encoder.beginComputePass({ label: 'range' });
    pass.setBindGroup(0, bindGroup);
    const groups = [Math.ceil(shareCount / GROUP_SIZE), 1, 1];
    for (const [step, pipeline] of this.pipelines.entries()) {
      pass.setPipeline(pipeline);
      pass.dispatchWorkgroups(groups[step]!, 2);
    }
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  /** The ranges of left and right surface, read back. */
  async read(surfaces: SurfaceBuffers): Promise<[SurfaceRange, SurfaceRange]> {
    const view = new DataView(await readBuffer(this.device, surfaces.ranges, 0, surfaces.ranges.size));
    return [decodeRange(view, 0), decodeRange(view, SURFACE_RANGE.size)];
  }

  destroy(): void {
    this.params.destroy();
    this.shares.destroy();
  }
}
