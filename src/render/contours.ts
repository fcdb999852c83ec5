/** The contours layer. Shader: contours.wgsl. */
import colourScaleSource from '../../shaders/colour-scale.wgsl?raw';
import contourLineSource from '../../shaders/contour-line.wgsl?raw';
import contoursSource from '../../shaders/contours.wgsl?raw';
import fieldsSource from '../../shaders/fields.wgsl?raw';
import { CONTOUR, type ContourLevel, leastGap, MOST_LEVELS } from '../core/contour-levels.ts';
import { StructLayout } from '../gpu/struct-layout.ts';
import { bindBuffers, fieldsOf, type PlotTarget, panelUniforms } from './layer.ts';
import { type ScaleOptions, scaleParams } from './scale-params.ts';
import { ScalePipelines } from './scale-pipelines.ts';
import { CONTOUR_RGBA } from './theme.ts';

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
    pass.setPipeline(this.pipelines.for(surfaces, options));
    const buffers = [params, fieldsOf(target), surfaces.ranges];
    pass.setBindGroup(0, bindBuffers(device, 'contours', this.pipelines.bindGroupLayout, buffers));
    pass.draw(3);
  }

  destroy(): void {
    for (const buffer of this.params) buffer.destroy();
  }
}
