/** Makes what the heatmap shows out of fields where that is not the value. Shader: quantity.wgsl. */
import fieldsSource from '../../shaders/fields.wgsl?raw';
import quantitySource from '../../shaders/quantity.wgsl?raw';
import type { Quantity } from '../core/quantity.ts';
import { FIELD_POINT_BYTES } from './evaluate-pass.ts';
import type { SurfaceBuffers } from './surface-buffers.ts';

export const QUANTITY_SOURCE = [fieldsSource, quantitySource].join('\n');

/** A quantity that is made of the fields at a point, and is not the value. */
export type DerivedQuantity = Exclude<Quantity, 'value' | 'steps'>;

/** QUANTITY in the shader. */
const CODES: Record<DerivedQuantity, number> = { gradient: 0, lambda_min: 1 };
/** Workgroups, each of which takes many points. */
const MOST_GROUPS = 1024;
const GROUP_SIZE = 64;

export class QuantityPass {
  private readonly device: GPUDevice;
  private readonly pipelines = new Map<DerivedQuantity, Promise<GPUComputePipeline>>();

  constructor(device: GPUDevice) {
    this.device = device;
  }

  /** Compiles what `run` needs for this quantity. */
  async load(quantity: DerivedQuantity): Promise<GPUComputePipeline> {
    let pipeline = this.pipelines.get(quantity);
    if (!pipeline) {
      const { device } = this;
      pipeline = device.createComputePipelineAsync({
        label: `quantity ${quantity}`,
        layout: 'auto',
        compute: {
          module: device.createShaderModule({ label: 'quantity', code: QUANTITY_SOURCE }),
          entryPoint: 'replace',
          constants: { QUANTITY: CODES[quantity] },
        },
      });
      this.pipelines.set(quantity, pipeline);
    }
    return pipeline;
  }

  /**
   * Submits the making of `painted`. For lambda_min it holds the second derivatives already; for the gradient the
   * fields are copied there.
   */
  run(
    pipeline: GPUComputePipeline,
    quantity: DerivedQuantity,
    fields: SurfaceBuffers,
    painted: SurfaceBuffers,
  ): void {
    const points = fields.grid.width * fields.grid.height;
    const size = points * FIELD_POINT_BYTES;
    const encoder = this.device.createCommandEncoder({ label: 'quantity' });
    if (quantity === 'gradient') {
      encoder.copyBufferToBuffer(fields.left.buffer, 0, painted.left.buffer, 0, size);
      encoder.copyBufferToBuffer(fields.right.buffer, 0, painted.right.buffer, 0, size);
    }
    const pass = encoder.beginComputePass({ label: 'quantity' });
    pass.setPipeline(pipeline);
    for (const { buffer } of [painted.left, painted.right]) {
      const bindGroup = this.device.createBindGroup({
        label: 'quantity',
        layout: pipeline.getBindGroupLayout(0),
        entries: [{ binding: 0, resource: { buffer, offset: 0, size } }],
      });
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(Math.min(MOST_GROUPS, Math.ceil(points / GROUP_SIZE)));
    }
    pass.end();
    this.device.queue.submit([encoder.finish()]);
  }
}
