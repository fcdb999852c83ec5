/** The heatmap layer. Shader: heatmap.wgsl. */
import colourScaleSource from '../../shaders/colour-scale.wgsl?raw';
import fieldsSource from '../../shaders/fields.wgsl?raw';
import heatmapSource from '../../shaders/heatmap.wgsl?raw';
import paletteSource from '../../shaders/palette.wgsl?raw';
import { type ColoursId, PALETTE_SIZE, paletteTable } from '../core/palette.ts';
import { bindBuffers, panelUniforms } from '../gpu/bindings.ts';
import { StructLayout } from '../gpu/struct-layout.ts';
import { fieldsOf, type PlotTarget } from './layer.ts';
import { type ScaleOptions, scaleParams } from './scale-params.ts';
import { ScalePipelines, type ScaleVariant, USUAL } from './scale-pipelines.ts';
import { HATCH_PERIOD, type Rgb, type Theme } from './theme.ts';

export const HEATMAP_SOURCE = [fieldsSource, colourScaleSource, paletteSource, heatmapSource].join('\n');

export const HEATMAP_PARAMS = new StructLayout({
  plot_size: 'vec2f',
  grid_width: 'u32',
  grid_height: 'u32',
  panel: 'u32',
  share_range: 'u32',
  symmetric: 'u32',
  scale_kind: 'u32',
  hatch_period: 'f32',
  relative: 'u32',
  offset: 'f32',
  slope: 'f32',
  hatch_one: 'vec4f',
  hatch_other: 'vec4f',
  infinite: 'vec4f',
});

export interface HeatmapOptions extends ScaleOptions {
  readonly palette: ColoursId;
  readonly hatch: Theme['hatch'];
  readonly infinite: Theme['infinite'];
}

export class HeatmapLayer {
  private readonly device: GPUDevice;
  private readonly pipelines: ScalePipelines;
  private readonly params: readonly [GPUBuffer, GPUBuffer];
  private readonly palette: GPUBuffer;
  private paletteId: ColoursId | undefined;

  /** Compiles what most experiments need; `compile` does the other variants. */
  static async create(device: GPUDevice, format: GPUTextureFormat): Promise<HeatmapLayer> {
    const layer = new HeatmapLayer(device, format);
    await layer.compile(false, USUAL);
    return layer;
  }

  private constructor(device: GPUDevice, format: GPUTextureFormat) {
    this.device = device;
    this.pipelines = new ScalePipelines(device, {
      label: 'heatmap',
      code: HEATMAP_SOURCE,
      fragment: 'heatmap',
      storageCount: 3,
      target: { format },
    });
    this.params = panelUniforms(device, 'heatmap params', HEATMAP_PARAMS.size);
    this.palette = device.createBuffer({
      label: 'palette',
      size: PALETTE_SIZE * 4,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
  }

  /** As `ScalePipelines` has it. */
  compile(gaps: boolean, options: ScaleVariant): Promise<void> | undefined {
    return this.pipelines.compile(gaps, options);
  }

  draw(pass: GPURenderPassEncoder, target: PlotTarget, options: HeatmapOptions): void {
    const { device, palette } = this;
    const { ranges } = target.surfaces;
    if (this.paletteId !== options.palette) {
      device.queue.writeBuffer(palette, 0, paletteTable(options.palette));
      this.paletteId = options.palette;
    }
    const params = this.params[target.panel];
    const [one, other] = options.hatch;
    const values = HEATMAP_PARAMS.bytes({
      ...scaleParams(target, options),
      hatch_period: HATCH_PERIOD * target.pixelRatio,
      hatch_one: rgba(one),
      hatch_other: rgba(other),
      infinite: rgba(options.infinite),
    });
    device.queue.writeBuffer(params, 0, values);
    pass.setPipeline(this.pipelines.for(target.surfaces.mayHaveGaps, options));
    const buffers = [params, fieldsOf(target), ranges, palette];
    pass.setBindGroup(0, bindBuffers(device, 'heatmap', this.pipelines.bindGroupLayout, buffers));
    pass.draw(3);
  }

  destroy(): void {
    for (const buffer of [...this.params, this.palette]) buffer.destroy();
  }
}

function rgba([red, green, blue]: Rgb): [number, number, number, number] {
  return [red / 255, green / 255, blue / 255, 1];
}
