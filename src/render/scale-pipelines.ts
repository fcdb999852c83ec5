/** The pipelines of a layer on the colour scale: one for each variant of colour-scale.wgsl, compiled when first drawn. */
import { isInCells } from '../core/quantity.ts';
import type { SurfaceBuffers } from '../gpu/surface-buffers.ts';
import type { ScaleOptions } from './scale-params.ts';

/** The `override` constants of colour-scale.wgsl. */
interface Variant {
  /** Whether points may be undefined or infinite. */
  readonly gaps: boolean;
  readonly symlog: boolean;
  /** Whether points are cells of one colour. */
  readonly inCells: boolean;
}

/** What most experiments need. */
const USUAL: Variant = { gaps: false, symlog: false, inCells: false };

interface ScaleLayer {
  readonly label: string;
  readonly code: string;
  /** The vertex stage's entry point; default: one triangle that covers the plot. */
  readonly vertex?: string;
  /** The fragment stage's entry point. */
  readonly fragment: string;
  /** Storage buffers after the params, in the order of their bindings. */
  readonly storageCount: number;
  readonly target: GPUColorTargetState;
  /** What else the pipelines have. */
  readonly more?: Pick<GPURenderPipelineDescriptor, 'primitive' | 'depthStencil' | 'multisample'>;
}

export class ScalePipelines {
  readonly bindGroupLayout: GPUBindGroupLayout;
  private readonly device: GPUDevice;
  private readonly layer: ScaleLayer;
  private readonly module: GPUShaderModule;
  private readonly pipelines = new Map<string, GPURenderPipeline>();

  constructor(device: GPUDevice, layer: ScaleLayer) {
    const { label, code, storageCount } = layer;
    this.device = device;
    this.layer = layer;
    this.module = device.createShaderModule({ label, code });
    const types = ['uniform', ...Array(storageCount).fill('read-only-storage')];
    this.bindGroupLayout = device.createBindGroupLayout({
      label,
      entries: types.map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.VERTEX | GPUShaderStage.FRAGMENT,
        buffer: { type },
      })),
    });
  }

  /** Compiles ahead of the first frame what most experiments need. */
  async prepare(): Promise<void> {
    const pipeline = await this.device.createRenderPipelineAsync(this.descriptor(USUAL));
    this.pipelines.set(JSON.stringify(USUAL), pipeline);
  }

  for(
    { mayHaveGaps }: Pick<SurfaceBuffers, 'mayHaveGaps'>,
    { scale, quantity }: ScaleOptions,
  ): GPURenderPipeline {
    const variant: Variant = { gaps: mayHaveGaps, symlog: scale === 'symlog', inCells: isInCells(quantity) };
    const key = JSON.stringify(variant);
    let pipeline = this.pipelines.get(key);
    if (!pipeline) {
      pipeline = this.device.createRenderPipeline(this.descriptor(variant));
      this.pipelines.set(key, pipeline);
    }
    return pipeline;
  }

  private descriptor({ gaps, symlog, inCells }: Variant): GPURenderPipelineDescriptor {
    const { device, module, bindGroupLayout } = this;
    const { label, vertex = 'cover_plot', fragment, target, more } = this.layer;
    const constants = { GAPS: Number(gaps), SYMLOG: Number(symlog), IN_CELLS: Number(inCells) };
    return {
      label,
      layout: device.createPipelineLayout({ bindGroupLayouts: [bindGroupLayout] }),
      vertex: { module, entryPoint: vertex, constants },
      fragment: { module, entryPoint: fragment, constants, targets: [target] },
      ...more,
    };
  }
}
