/**
 * The pipelines of a layer on the colour scale: one for each variant of colour-scale.wgsl, compiled before it is drawn
 * first, while the page goes on.
 */
import { isInCells } from '../core/quantity.ts';
import type { ScaleOptions } from './scale-params.ts';

/** The `override` constants of colour-scale.wgsl. */
interface Variant {
  /** Whether points may be undefined or infinite. */
  readonly gaps: boolean;
  readonly symlog: boolean;
  /** Whether points are cells of one colour. */
  readonly inCells: boolean;
}

/** What decides on the variant beside gaps. */
export type ScaleVariant = Pick<ScaleOptions, 'scale' | 'quantity'>;

/** What most experiments need, and what reads nothing off the scale. */
export const USUAL: ScaleVariant = { scale: 'linear', quantity: 'value' };

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
  /** `override` constants of its own. */
  readonly constants?: Readonly<Record<string, number>>;
  /** What else the pipelines have. */
  readonly more?: Pick<GPURenderPipelineDescriptor, 'primitive' | 'depthStencil' | 'multisample'>;
}

export class ScalePipelines {
  readonly bindGroupLayout: GPUBindGroupLayout;
  private readonly device: GPUDevice;
  private readonly layer: ScaleLayer;
  private readonly module: GPUShaderModule;
  private readonly pipelines = new Map<string, GPURenderPipeline>();
  private readonly compiling = new Map<string, Promise<void>>();

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

  /**
   * Compiles what `for` is going to be asked for.
   * @param gaps whether points may be undefined or infinite
   * @returns undefined where it is there; rejects with a GPUPipelineError where the device cannot
   */
  compile(gaps: boolean, options: ScaleVariant): Promise<void> | undefined {
    const variant = variantOf(gaps, options);
    const key = JSON.stringify(variant);
    if (this.pipelines.has(key)) return undefined;
    let compiling = this.compiling.get(key);
    if (!compiling) {
      compiling = this.device
        .createRenderPipelineAsync(this.descriptor(variant))
        .then((pipeline) => void this.pipelines.set(key, pipeline))
        .finally(() => this.compiling.delete(key));
      this.compiling.set(key, compiling);
    }
    return compiling;
  }

  /** @throws Error for what was not compiled: to do that here would keep the page waiting */
  for(gaps: boolean, options: ScaleVariant): GPURenderPipeline {
    const pipeline = this.pipelines.get(JSON.stringify(variantOf(gaps, options)));
    if (!pipeline) throw new Error(`${this.layer.label}: drawn before it was compiled`);
    return pipeline;
  }

  private descriptor({ gaps, symlog, inCells }: Variant): GPURenderPipelineDescriptor {
    const { device, module, bindGroupLayout } = this;
    const { label, vertex = 'cover_plot', fragment, target, constants: own, more } = this.layer;
    const constants = { ...own, GAPS: Number(gaps), SYMLOG: Number(symlog), IN_CELLS: Number(inCells) };
    return {
      label,
      layout: device.createPipelineLayout({ bindGroupLayouts: [bindGroupLayout] }),
      vertex: { module, entryPoint: vertex, constants },
      fragment: { module, entryPoint: fragment, constants, targets: [target] },
      ...more,
    };
  }
}

function variantOf(gaps: boolean, { scale, quantity }: ScaleVariant): Variant {
  return { gaps, symlog: scale === 'symlog', inCells: isInCells(quantity) };
}

/** Resolves when all of them have; undefined where there is nothing to wait for. */
export function allOf(waits: readonly (Promise<void> | undefined)[]): Promise<void> | undefined {
  const pending = waits.filter((wait) => wait !== undefined);
  return pending.length > 0 ? Promise.all(pending).then(() => undefined) : undefined;
}
