/** Draws the layers of both plots on their WebGPU canvases. */

import type { SurfaceBuffers } from '../gpu/surface-buffers.ts';
import { ArrowsLayer, type ArrowsOptions } from './arrows.ts';
import { ContoursLayer, type ContoursOptions } from './contours.ts';
import { HeatmapLayer, type HeatmapOptions } from './heatmap.ts';
import type { HeightOptions, HeightSurfaceLayer } from './height-surface.ts';
import type { Panel, PlotTarget } from './layer.ts';
import type { ScaleOptions } from './scale-params.ts';
import { allOf, type ScaleVariant } from './scale-pipelines.ts';
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
  /** Whether the picture is kept, to be shown by `drawOver` with what moves over it. */
  readonly kept: boolean;
  /** The panel that has its background only. */
  readonly covered: Panel | undefined;
  readonly space: SpaceOptions | undefined;
  /** Under the layers; 0 to 1. */
  readonly background: readonly [number, number, number];
  readonly pixelRatio: number;
}

/** What decides which pipelines a frame is drawn with; `PlotOptions` have it all. */
export interface PlotNeeds {
  readonly heatmap: ScaleVariant | undefined;
  readonly contours: ScaleVariant | undefined;
  readonly covered: Panel | undefined;
  readonly space: (Pick<SpaceOptions, 'layer' | 'panels'> & { readonly scale: ScaleVariant }) | undefined;
}

/** Whether points may be undefined or infinite: of the losses, and of what heatmap and contours show. */
export interface PlotGaps {
  readonly surfaces: boolean;
  readonly painted: boolean;
}

export class Plots {
  readonly format: GPUTextureFormat;
  private readonly device: GPUDevice;
  private readonly contexts: readonly [GPUCanvasContext, GPUCanvasContext];
  private readonly heatmap: HeatmapLayer;
  private readonly contours: ContoursLayer;
  private readonly arrows: ArrowsLayer;
  /** The kept picture of each panel. */
  private pictures: readonly [GPUTexture, GPUTexture] | undefined;
  private pixelRatio = 1;
  /** The panels that nothing is drawn over: covered ones, and surfaces in space. */
  private bare: readonly [boolean, boolean] = [false, false];
  /** Made when it is first asked for. */
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
      const usage = GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_DST;
      context.configure({ device, format, usage, alphaMode: 'opaque' });
      return context;
    });
    return new Plots(device, format, [left!, right!], heatmap, new ContoursLayer(device, format), arrows);
  }

  private constructor(
    device: GPUDevice,
    format: GPUTextureFormat,
    contexts: readonly [GPUCanvasContext, GPUCanvasContext],
    heatmap: HeatmapLayer,
    contours: ContoursLayer,
    arrows: ArrowsLayer,
  ) {
    this.device = device;
    this.format = format;
    this.contexts = contexts;
    this.heatmap = heatmap;
    this.contours = contours;
    this.arrows = arrows;
  }

  /**
   * Compiles what `draw` needs.
   * @returns undefined where it is there; rejects with a GPUPipelineError where the device cannot
   */
  compile({ heatmap, contours, covered, space }: PlotNeeds, gaps: PlotGaps): Promise<void> | undefined {
    const seen = ([0, 1] as const).filter((panel) => panel !== covered);
    const isUp = (panel: Panel) => space?.panels[panel] === true;
    const anyFlat = seen.some((panel) => !isUp(panel));
    return allOf([
      anyFlat && heatmap ? this.heatmap.compile(gaps.painted, heatmap) : undefined,
      anyFlat && contours ? this.contours.compile(gaps.painted, contours) : undefined,
      space && seen.some(isUp)
        ? this.surfaceOf(space).compile(gaps.surfaces || gaps.painted, space.scale, contours !== undefined)
        : undefined,
    ]);
  }

  /** Submits one frame of both plots, for which all is compiled. @param painted what the heatmap and the contours show; its values are the surfaces' own, or another quantity */
  draw(surfaces: SurfaceBuffers, painted: SurfaceBuffers, options: PlotOptions): void {
    const encoder = this.device.createCommandEncoder({ label: 'plots' });
    this.pixelRatio = options.pixelRatio;
    const isBare = (panel: Panel) => panel === options.covered || options.space?.panels[panel] === true;
    this.bare = [isBare(0), isBare(1)];
    if (options.kept) this.makeRoom();
    else this.letGo();
    for (const panel of [0, 1] as const) {
      const texture = this.pictures?.[panel] ?? this.contexts[panel].getCurrentTexture();
      this.drawPanel(encoder, texture, panel, surfaces, painted, options);
    }
    this.device.queue.submit([encoder.finish()]);
  }

  /** Size of a plot whose picture is kept, device px; undefined while none is, or a canvas has another size by now. */
  get kept(): Omit<PlotTarget, 'panel' | 'surfaces'> | undefined {
    const { pictures, contexts, pixelRatio } = this;
    if (!pictures?.every((picture, panel) => isAsLarge(picture, contexts[panel]!.canvas))) return undefined;
    const { width, height } = pictures[0];
    return { width, height, pixelRatio };
  }

  /** Submits one frame of the kept pictures and what is drawn over each of them. */
  drawOver(draw: (pass: GPURenderPassEncoder, target: Omit<PlotTarget, 'surfaces'>) => void): void {
    const encoder = this.device.createCommandEncoder({ label: 'plots over' });
    for (const [n, picture] of this.pictures?.entries() ?? []) {
      const panel = n as Panel;
      const texture = this.contexts[panel].getCurrentTexture();
      const { width, height } = picture;
      encoder.copyTextureToTexture({ texture: picture }, { texture }, { width, height });
      const pass = encoder.beginRenderPass({
        label: `plot ${panel} over`,
        colorAttachments: [{ view: texture.createView(), loadOp: 'load', storeOp: 'store' }],
      });
      if (!this.bare[panel]) draw(pass, { panel, width, height, pixelRatio: this.pixelRatio });
      pass.end();
    }
    this.device.queue.submit([encoder.finish()]);
  }

  destroy(): void {
    this.letGo();
    this.heatmap.destroy();
    this.contours.destroy();
    this.arrows.destroy();
    this.surface?.destroy();
    for (const context of this.contexts) context.unconfigure();
  }

  private surfaceOf({ layer }: Pick<SpaceOptions, 'layer'>): HeightSurfaceLayer {
    this.surface ??= new layer(this.device, this.format);
    return this.surface;
  }

  private makeRoom(): void {
    const { device, format, contexts, pictures } = this;
    if (pictures?.every((picture, panel) => isAsLarge(picture, contexts[panel]!.canvas))) return;
    this.letGo();
    const [left, right] = contexts.map(({ canvas: { width, height } }) =>
      device.createTexture({
        label: 'kept picture',
        size: { width, height },
        format,
        usage: GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC,
      }),
    );
    this.pictures = [left!, right!];
  }

  private letGo(): void {
    for (const picture of this.pictures ?? []) picture.destroy();
    this.pictures = undefined;
  }

  private drawPanel(
    encoder: GPUCommandEncoder,
    texture: GPUTexture,
    panel: Panel,
    surfaces: SurfaceBuffers,
    painted: SurfaceBuffers,
    { heatmap, contours, arrows, covered, space, background, pixelRatio }: PlotOptions,
  ): void {
    const target = { panel, surfaces, width: texture.width, height: texture.height, pixelRatio };
    if (space?.panels[panel] && panel !== covered) {
      const { height, scale, theme } = space;
      const options = { height, scale, heatmap, contours, theme };
      this.surfaceOf(space).draw(encoder, texture, target, painted, options);
      return;
    }
    const [r, g, b] = background;
    const pass = encoder.beginRenderPass({
      label: `plot ${panel}`,
      colorAttachments: [
        { view: texture.createView(), loadOp: 'clear', storeOp: 'store', clearValue: { r, g, b, a: 1 } },
      ],
    });
    if (panel === covered) {
      pass.end();
      return;
    }
    if (heatmap) this.heatmap.draw(pass, { ...target, surfaces: painted }, heatmap);
    if (contours) this.contours.draw(pass, { ...target, surfaces: painted }, contours);
    if (arrows) this.arrows.draw(pass, target, arrows);
    pass.end();
  }
}

function isAsLarge(picture: GPUTexture, { width, height }: { width: number; height: number }): boolean {
  return picture.width === width && picture.height === height;
}
