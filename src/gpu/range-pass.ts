/** The range pass: smallest and largest value and gradient of both surfaces, on the GPU. Shader: range.wgsl. */
import fieldsSource from '../../shaders/fields.wgsl?raw';
import rangeSource from '../../shaders/range.wgsl?raw';
import type { SurfaceRange } from '../core/surface-range.ts';
import { bindBuffers, panelUniforms } from './bindings.ts';
import { readBuffer } from './readback.ts';
import { StructLayout } from './struct-layout.ts';
import { decodeRange, SURFACE_RANGE, type SurfaceBuffers } from './surface-buffers.ts';

export const RANGE_SOURCE = [fieldsSource, rangeSource].join('\n');
export const RANGE_PARAMS = new StructLayout({ point_count: 'u32', share_count: 'u32', surface: 'u32' });

const GROUP_SIZE = 64;
/** Invocations of the first step: enough to fill a GPU, few enough for the second. */
const MOST_SHARES = 8192;
/** So many points are worth an invocation, and its share in the second step. */
const POINTS_OF_SHARE = 32;
/** PART_COUNT in range.wgsl. */
const PART_COUNT = 64;
/** For each surface, then for both. */
const STEPS = ['reduce_points', 'reduce_shares', 'reduce_parts'] as const;

export class RangePass {
  private readonly device: GPUDevice;
  /** Left and right. */
  private readonly params: readonly GPUBuffer[];
  private readonly shares: GPUBuffer;
  private readonly bindGroupLayout: GPUBindGroupLayout;
  /** One a step. */
  private readonly pipelines: readonly GPUComputePipeline[];

  static async create(device: GPUDevice): Promise<RangePass> {
    const types = ['uniform', 'read-only-storage', 'storage', 'storage'] as const;
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
    this.params = panelUniforms(device, 'range params', RANGE_PARAMS.size);
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
    const shareCount = Math.min(MOST_SHARES, Math.ceil(pointCount / POINTS_OF_SHARE));
    const encoder = device.createCommandEncoder({ label: 'range' });
    const pass = encoder.beginComputePass({ label: 'range' });
    const [points, shares, parts] = this.pipelines;
    pass.setPipeline(points!);
    for (const [surface, { buffer: fields }] of [surfaces.left, surfaces.right].entries()) {
      const params = this.params[surface]!;
      const values = { point_count: pointCount, share_count: shareCount, surface };
      device.queue.writeBuffer(params, 0, RANGE_PARAMS.bytes(values));
      const buffers = [params, fields, this.shares, surfaces.ranges];
      pass.setBindGroup(0, bindBuffers(device, 'range', this.bindGroupLayout, buffers));
      pass.dispatchWorkgroups(Math.ceil(shareCount / GROUP_SIZE));
    }
    for (const pipeline of [shares!, parts!]) {
      pass.setPipeline(pipeline);
      pass.dispatchWorkgroups(1, 2);
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
    for (const buffer of this.params) buffer.destroy();
    this.shares.destroy();
  }
}
