/** The heatmap layer. Shader: heatmap.wgsl. */
import fieldsSource from '../../shaders/fields.wgsl?raw';
import heatmapSource from '../../shaders/heatmap.wgsl?raw';
import { PALETTE_SIZE, type PaletteId, paletteTable } from '../core/palette.ts';
import { SCALE_KINDS, type ScaleKind } from '../core/scale.ts';
import { StructLayout } from '../gpu/struct-layout.ts';
import { HATCH_PERIOD } from './canvas2d.ts';
import { bindBuffers, fieldsOf, type PlotTarget, panelUniforms } from './layer.ts';
import type { Theme } from './theme.ts';

export const HEATMAP_SOURCE = [fieldsSource, heatmapSource].join('\n');

export const HEATMAP_PARAMS = new StructLayout({
  plot_size: 'vec2f',
  grid_width: 'u32',
  grid_height: 'u32',
  panel: 'u32',
  share_range: 'u32',
  scale_kind: 'u32',
  hatch_period: 'f32',
  hatch_one: 'vec4f',
  hatch_other: 'vec4f',
});

export interface HeatmapOptions {
  readonly scale: ScaleKind;
  readonly shareRange: boolean;
  readonly palette: PaletteId;
  readonly hatch: Theme['hatch'];
}

export class HeatmapLayer {
  private readonly device: GPUDevice;
  private readonly pipeline: GPURenderPipeline;
  private readonly params: readonly [GPUBuffer, GPUBuffer];
  private readonly palette: GPUBuffer;
  private paletteId: PaletteId | undefined;

  static async create(device: GPUDevice, format: GPUTextureFormat): Promise<HeatmapLayer> {
    const module = device.createShaderModule({ label: 'heatmap', code: HEATMAP_SOURCE });
    const pipeline = await device.createRenderPipelineAsync({
      label: 'heatmap',
      layout: 'auto',
      vertex: { module, entryPoint: 'cover_plot' },
      fragment: { module, entryPoint: 'heatmap', targets: [{ format }] },
    });
    return new HeatmapLayer(device, pipeline);
  }

  private constructor(device: GPUDevice, pipeline: GPURenderPipeline) {
    this.device = device;
    this.pipeline = pipeline;
    this.params = panelUniforms(device, 'heatmap params', HEATMAP_PARAMS.size);
    this.palette = device.createBuffer({
      label: 'palette',
      size: PALETTE_SIZE * 4,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
  }

  draw(pass: GPURenderPassEncoder, target: PlotTarget, options: HeatmapOptions): void {
    const { device, palette } = this;
    const { grid, ranges } = target.surfaces;
    if (this.paletteId !== options.palette) {
      device.queue.writeBuffer(palette, 0, paletteTable(options.palette));
      this.paletteId = options.palette;
    }
    const params = this.params[target.panel];
    const [one, other] = options.hatch;
    const values = HEATMAP_PARAMS.bytes({
      plot_size: [target.width, target.height],
      grid_width: grid.width,
      grid_height: grid.height,
      panel: target.panel,
      share_range: options.shareRange ? 1 : 0,
      scale_kind: SCALE_KINDS.indexOf(options.scale),
      hatch_period: HATCH_PERIOD * target.pixelRatio,
      hatch_one: [one[0] / 255, one[1] / 255, one[2] / 255, 1],
      hatch_other: [other[0] / 255, other[1] / 255, other[2] / 255, 1],
    });
    device.queue.writeBuffer(params, 0, values);
    const layout = this.pipeline.getBindGroupLayout(0);
    pass.setPipeline(this.pipeline);
    pass.setBindGroup(0, bindBuffers(device, 'heatmap', layout, [params, fieldsOf(target), ranges, palette]));
    pass.draw(3);
  }

  destroy(): void {
    for (const buffer of [...this.params, this.palette]) buffer.destroy();
  }
}
