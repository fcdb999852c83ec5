/** The arrows layer. Shader: arrows.wgsl. */
import arrowsSource from '../../shaders/arrows.wgsl?raw';
import fieldsSource from '../../shaders/fields.wgsl?raw';
import stripsSource from '../../shaders/strips.wgsl?raw';
import { arrowsAlong } from '../core/arrow-lattice.ts';
import { ARROW, ARROW_LENGTHS, type ArrowLength, longestArrow } from '../core/arrow-length.ts';
import { bindBuffers, panelUniforms } from '../gpu/bindings.ts';
import { StructLayout } from '../gpu/struct-layout.ts';
import { fieldsOf, type PlotTarget, verticesOfStrips } from './layer.ts';
import { FAINT_RGBA, MARK_RGBA } from './theme.ts';

export const ARROWS_SOURCE = [fieldsSource, stripsSource, arrowsSource].join('\n');

export const ARROW_PARAMS = new StructLayout({
  plot_size: 'vec2f',
  grid_width: 'u32',
  grid_height: 'u32',
  across: 'u32',
  up: 'u32',
  panel: 'u32',
  share_range: 'u32',
  length_kind: 'u32',
  stretch: 'f32',
  pixel_ratio: 'f32',
  longest: 'f32',
  shortest: 'f32',
  full_head: 'f32',
  head_length: 'f32',
  head_half_width: 'f32',
  shaft_half_width: 'f32',
  edge: 'f32',
  dot_radius: 'f32',
  dot_edge: 'f32',
  decades: 'f32',
  dots: 'u32',
  light: 'vec4f',
  dark: 'vec4f',
});

export interface ArrowsOptions {
  /** Arrows along a side, as far as there are points and room for them (arrow-lattice.ts). */
  readonly density: number;
  readonly length: ArrowLength;
  /** Lengths relative to the larger gradient of both panels, not to the panel's own. */
  readonly shareRange: boolean;
  /** Under streamlines: faint, farther apart, and without the dots, which would look like particles. */
  readonly beneath?: boolean | undefined;
}

export class ArrowsLayer {
  private readonly device: GPUDevice;
  private readonly pipeline: GPURenderPipeline;
  private readonly params: readonly [GPUBuffer, GPUBuffer];

  static async create(device: GPUDevice, format: GPUTextureFormat): Promise<ArrowsLayer> {
    const module = device.createShaderModule({ label: 'arrows', code: ARROWS_SOURCE });
    const over: GPUBlendComponent = { srcFactor: 'one', dstFactor: 'one-minus-src-alpha' };
    const pipeline = await device.createRenderPipelineAsync({
      label: 'arrows',
      layout: 'auto',
      vertex: { module, entryPoint: 'place_arrow' },
      fragment: { module, entryPoint: 'arrow', targets: [{ format, blend: { color: over, alpha: over } }] },
      primitive: { topology: 'triangle-strip' },
    });
    return new ArrowsLayer(device, pipeline);
  }

  private constructor(device: GPUDevice, pipeline: GPURenderPipeline) {
    this.device = device;
    this.pipeline = pipeline;
    this.params = panelUniforms(device, 'arrow params', ARROW_PARAMS.size);
  }

  draw(pass: GPURenderPassEncoder, target: PlotTarget, options: ArrowsOptions): void {
    const { device } = this;
    const { grid, ranges } = target.surfaces;
    const { u, v } = grid.window;
    const across = arrowsAlong(
      options.density,
      grid.width,
      target.width / target.pixelRatio,
      options.beneath,
    );
    const up = arrowsAlong(options.density, grid.height, target.height / target.pixelRatio, options.beneath);
    const params = this.params[target.panel];
    const colours = options.beneath ? FAINT_RGBA : MARK_RGBA;
    const values = ARROW_PARAMS.bytes({
      plot_size: [target.width, target.height],
      grid_width: grid.width,
      grid_height: grid.height,
      across,
      up,
      panel: target.panel,
      share_range: options.shareRange ? 1 : 0,
      length_kind: ARROW_LENGTHS.indexOf(options.length),
      stretch: (target.height / (v[1] - v[0])) * ((u[1] - u[0]) / target.width),
      pixel_ratio: target.pixelRatio,
      longest: longestArrow(target.width / target.pixelRatio / Math.max(across, up)),
      shortest: ARROW.shortest,
      full_head: ARROW.fullHead,
      head_length: ARROW.headLength,
      head_half_width: ARROW.headHalfWidth,
      shaft_half_width: ARROW.shaftHalfWidth,
      edge: ARROW.edge,
      dot_radius: ARROW.dotRadius,
      dot_edge: ARROW.dotEdge,
      decades: ARROW.decades,
      dots: options.beneath ? 0 : 1,
      light: colours.light,
      dark: colours.dark,
    });
    device.queue.writeBuffer(params, 0, values);
    const layout = this.pipeline.getBindGroupLayout(0);
    pass.setPipeline(this.pipeline);
    pass.setBindGroup(0, bindBuffers(device, 'arrows', layout, [params, fieldsOf(target), ranges]));
    pass.draw(verticesOfStrips(across * up, 4));
  }

  destroy(): void {
    for (const buffer of this.params) buffer.destroy();
  }
}
