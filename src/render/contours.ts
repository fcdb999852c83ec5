/** The contours layer. Shader: contours.wgsl. */
import colourScaleSource from '../../shaders/colour-scale.wgsl?raw';
import contoursSource from '../../shaders/contours.wgsl?raw';
import fieldsSource from '../../shaders/fields.wgsl?raw';
import { CONTOUR, type ContourLevel, leastGap, MOST_LEVELS } from '../core/contour-levels.ts';
import { StructLayout } from '../gpu/struct-layout.ts';
import { bindBuffers, fieldsOf, type PlotTarget, panelUniforms } from './layer.ts';
import { type ScaleOptions, scaleParams } from './scale-params.ts';
import { CONTOUR_RGBA } from './theme.ts';

const CONTOURS_SOURCE = [fieldsSource, colourScaleSource, contoursSource].join('\n');

export const CONTOUR_PARAMS = new StructLayout({
  plot_size: 'vec2f',
  grid_width: 'u32',
  grid_height: 'u32',
  panel: 'u32',
  share_range: 'u32',
  symmetric: 'u32',
  scale_kind: 'u32',
  relative: 'u32',
  offset: 'f32',
  slope: 'f32',
  gap: 'f32',
  half_width: 'f32',
  edge: 'f32',
  crowded: 'f32',
  apart: 'f32',
  flat_slope: 'f32',
  levels_one: 'vec4f',
  levels_two: 'vec4f',
  light: 'vec4f',
  dark: 'vec4f',
});

export interface ContoursOptions extends ScaleOptions {
  /** Of the left and of the right panel. */
  readonly levels: readonly [readonly ContourLevel[], readonly ContourLevel[]];
}

/** Which variant of the shader is drawn: its `override` constants. */
interface Variant {
  /** Whether points may be undefined or infinite. */
  readonly gaps: boolean;
  readonly symlog: boolean;
}

export class ContoursLayer {
  private readonly device: GPUDevice;
  private readonly format: GPUTextureFormat;
  private readonly module: GPUShaderModule;
  private readonly layout: GPUBindGroupLayout;
  /** Compiled when they are drawn first. */
  private readonly pipelines = new Map<string, GPURenderPipeline>();
  private readonly params: readonly [GPUBuffer, GPUBuffer];

  constructor(device: GPUDevice, format: GPUTextureFormat) {
    this.device = device;
    this.format = format;
    this.module = device.createShaderModule({ label: 'contours', code: CONTOURS_SOURCE });
    const types = ['uniform', 'read-only-storage', 'read-only-storage'] as const;
    this.layout = device.createBindGroupLayout({
      label: 'contours',
      entries: types.map((type, binding) => ({
        binding,
        visibility: GPUShaderStage.VERTEX | GPUShaderStage.FRAGMENT,
        buffer: { type },
      })),
    });
    this.params = panelUniforms(device, 'contour params', CONTOUR_PARAMS.size);
  }

  draw(pass: GPURenderPassEncoder, target: PlotTarget, options: ContoursOptions): void {
    const { device } = this;
    const { surfaces, pixelRatio } = target;
    const levels = options.levels[target.panel];
    if (levels.length === 0) return;
    const scale = scaleParams(target, options);
    const numbers = levels.map(({ at, position }) => (scale.relative === 1 ? position : at));
    const level = (n: number) => numbers[Math.min(n, numbers.length - 1)]!;
    const params = this.params[target.panel];
    const values = CONTOUR_PARAMS.bytes({
      ...scale,
      gap: leastGap(levels),
      half_width: CONTOUR.halfWidth * pixelRatio,
      edge: CONTOUR.edge * pixelRatio,
      crowded: CONTOUR.crowded * pixelRatio,
      apart: CONTOUR.apart * pixelRatio,
      flat_slope: CONTOUR.flatSlope / pixelRatio,
      levels_one: [level(0), level(1), level(2), level(3)],
      levels_two: [level(4), level(5), level(6), level(MOST_LEVELS - 1)],
      light: CONTOUR_RGBA.light,
      dark: CONTOUR_RGBA.dark,
    });
    device.queue.writeBuffer(params, 0, values);
    pass.setPipeline(this.pipeline({ gaps: surfaces.mayHaveGaps, symlog: options.scale === 'symlog' }));
    const buffers = [params, fieldsOf(target), surfaces.ranges];
    pass.setBindGroup(0, bindBuffers(device, 'contours', this.layout, buffers));
    pass.draw(3);
  }

  destroy(): void {
    for (const buffer of this.params) buffer.destroy();
  }

  private pipeline(variant: Variant): GPURenderPipeline {
    const key = JSON.stringify(variant);
    let pipeline = this.pipelines.get(key);
    if (!pipeline) {
      pipeline = this.device.createRenderPipeline(this.pipelineDescriptor(variant));
      this.pipelines.set(key, pipeline);
    }
    return pipeline;
  }

  private pipelineDescriptor({ gaps, symlog }: Variant): GPURenderPipelineDescriptor {
    const { device, module, layout, format } = this;
    const constants = { GAPS: Number(gaps), SYMLOG: Number(symlog) };
    const over: GPUBlendComponent = { srcFactor: 'one', dstFactor: 'one-minus-src-alpha' };
    return {
      label: 'contours',
      layout: device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      vertex: { module, entryPoint: 'cover_plot', constants },
      fragment: {
        module,
        entryPoint: 'contours',
        constants,
        targets: [{ format, blend: { color: over, alpha: over } }],
      },
    };
  }
}
