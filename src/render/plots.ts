/** Draws the layers of both plots on their WebGPU canvases. */

import type { SurfaceBuffers } from '../gpu/surface-buffers.ts';
import { ArrowsLayer, type ArrowsOptions } from './arrows.ts';
import { ContoursLayer, type ContoursOptions } from './contours.ts';
import { HeatmapLayer, type HeatmapOptions } from './heatmap.ts';
import type { HeightOptions, HeightSurfaceLayer } from './height-surface.ts';
import type { Panel } from './layer.ts';
import type { ScaleOptions } from './scale-params.ts';
import type { Theme } from './theme.ts';

/** Surfaces in space. Their layer is loaded when it is first asked for. */
export interface SpaceOptions {
  readonly layer: typeof HeightSurfaceLayer;
  /** Whether the left and the right panel show one. */
  readonly panels: readonly [boolean, boolean];
  readonly height: HeightOptions;
  readonly scale: ScaleOptions;
  readonly theme: Theme;
}

export interface PlotOptions {
  /** undefined: not drawn. */
  readonly heatmap: HeatmapOptions | undefined;
  readonly contours: ContoursOptions | undefined;
  readonly arrows: ArrowsOptions | undefined;
  readonly space: SpaceOptions | undefined;
  /** Under the layers; 0 to 1. */
  readonly background: readonly [number, number, number];
  readonly pixelRatio: number;
}

export class Plots {
  private readonly device: GPUDevice;
  private readonly contexts: readonly [GPUCanvasContext, GPUCanvasContext];
  private readonly heatmap: HeatmapLayer;
  private readonly contours: ContoursLayer;
  private readonly arrows: ArrowsLayer;
  private readonly format: GPUTextureFormat;
  /** Made when it is first drawn. */
  private surface: HeightSurfaceLayer | undefined;

  /** @param canvases left and right; their size in device px is that of the plots */
  static async create(
    device: GPUDevice,
    canvases: readonly [HTMLCanvasElement, HTMLCanvasElement],
  ): Promise<Plots> {
    const format = navigator.gpu.getPreferredCanvasFormat();
    const [heatmap, arrows] = await Promise.all([
      HeatmapLayer.create(device, format),
      ArrowsLayer.create(device, format),
    ]);
    const [left, right] = canvases.map((canvas) => {
      const context = canvas.getContext('webgpu');
      if (!context) throw new Error('the canvas has no WebGPU context');
      context.configure({ device, format, alphaMode: 'opaque' });
      return context;
    });
    return new Plots(device, [left!, right!], heatmap, new ContoursLayer(device, format), arrows, format);
  }

  private constructor(
    device: GPUDevice,
    contexts: readonly [GPUCanvasContext, GPUCanvasContext],
    heatmap: HeatmapLayer,
    contours: ContoursLayer,
    arrows: ArrowsLayer,
    format: GPUTextureFormat,
  ) {
    this.device = device;
    this.contexts = contexts;
    this.heatmap = heatmap;
    this.contours = contours;
    this.arrows = arrows;
    this.format = format;
  }

  /** Submits one frame of both plots. @param painted what the heatmap and the contours show; its values are the surfaces' own, or another quantity */
  draw(surfaces: SurfaceBuffers, painted: SurfaceBuffers, options: PlotOptions): void {
    const encoder = this.device.createCommandEncoder({ label: 'plots' });
    for (const panel of [0, 1] as const) this.drawPanel(encoder, panel, surfaces, painted, options);
    this.device.queue.submit([encoder.finish()]);
  }

  destroy(): void {
    this.heatmap.destroy();
    this.contours.destroy();
    this.arrows.destroy();
    this.surface?.destroy();
    for (const context of this.contexts) context.unconfigure();
  }

  private drawPanel(
    encoder: GPUCommandEncoder,
    panel: Panel,
    surfaces: SurfaceBuffers,
    painted: SurfaceBuffers,
    { heatmap, contours, arrows, space, background, pixelRatio }: PlotOptions,
  ): void {
    const texture = this.contexts[panel].getCurrentTexture();
    const target = { panel, surfaces, width: texture.width, height: texture.height, pixelRatio };
    if (space?.panels[panel]) {
      this.surface ??= new space.layer(this.device, this.format);
      const { height, scale, theme } = space;
      const options = { height, scale, heatmap, contours, theme };
      this.surface.draw(encoder, texture, { ...target, surfaces: painted }, options);
      return;
    }
    const [r, g, b] = background;
    const pass = encoder.beginRenderPass({
      label: `plot ${panel}`,
      colorAttachments: [
        { view: texture.createView(), loadOp: 'clear', storeOp: 'store', clearValue: { r, g, b, a: 1 } },
      ],
    });
    if (heatmap) this.heatmap.draw(pass, { ...target, surfaces: painted }, heatmap);
    if (contours) this.contours.draw(pass, { ...target, surfaces: painted }, contours);
    if (arrows) this.arrows.draw(pass, target, arrows);
    pass.end();
  }
}
