/** The contours layer. Shader: contours.wgsl. */
import colourScaleSource from '../../shaders/colour-scale.wgsl?raw';
import contourLineSource from '../../shaders/contour-line.wgsl?raw';
import contoursSource from '../../shaders/contours.wgsl?raw';
import fieldsSource from '../../shaders/fields.wgsl?raw';
import type { ContourLevel } from '../core/contour-levels.ts';
import { bindBuffers, panelUniforms } from '../gpu/bindings.ts';
import { StructLayout } from '../gpu/struct-layout.ts';
import { CONTOUR_FIELDS, contourParams } from './contour-params.ts';
import { fieldsOf, type PlotTarget } from './layer.ts';
import { type ScaleOptions, scaleParams } from './scale-params.ts';
import { ScalePipelines, type ScaleVariant } from './scale-pipelines.ts';

const CONTOURS_SOURCE = [fieldsSource, colourScaleSource, contourLineSource, contoursSource].join('\n');

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
  ...CONTOUR_FIELDS,
});

export interface ContoursOptions extends ScaleOptions {
  /** Of the left and of the right panel. */
  readonly levels: readonly [readonly ContourLevel[], readonly ContourLevel[]];
}

export class ContoursLayer {
  private readonly device: GPUDevice;
  private readonly pipelines: ScalePipelines;
  private readonly params: readonly [GPUBuffer, GPUBuffer];

  constructor(device: GPUDevice, format: GPUTextureFormat) {
    this.device = device;
    const over: GPUBlendComponent = { srcFactor: 'one', dstFactor: 'one-minus-src-alpha' };
    this.pipelines = new ScalePipelines(device, {
      label: 'contours',
      code: CONTOURS_SOURCE,
      fragment: 'contours',
      storageCount: 2,
      target: { format, blend: { color: over, alpha: over } },
    });
    this.params = panelUniforms(device, 'contour params', CONTOUR_PARAMS.size);
  }

  /** As `ScalePipelines` has it. */
  compile(gaps: boolean, options: ScaleVariant): Promise<void> | undefined {
    return this.pipelines.compile(gaps, options);
  }

  draw(pass: GPURenderPassEncoder, target: PlotTarget, options: ContoursOptions): void {
    const { device } = this;
    const { surfaces, pixelRatio } = target;
    const levels = options.levels[target.panel];
    if (levels.length === 0) return;
    const scale = scaleParams(target, options);
    const params = this.params[target.panel];
    const values = CONTOUR_PARAMS.bytes({
      ...scale,
      ...contourParams(levels, scale.relative, pixelRatio),
    });
    device.queue.writeBuffer(params, 0, values);
    pass.setPipeline(this.pipelines.for(surfaces.mayHaveGaps, options));
    const buffers = [params, fieldsOf(target), surfaces.ranges];
    pass.setBindGroup(0, bindBuffers(device, 'contours', this.pipelines.bindGroupLayout, buffers));
    pass.draw(3);
  }

  destroy(): void {
    for (const buffer of this.params) buffer.destroy();
  }
}
