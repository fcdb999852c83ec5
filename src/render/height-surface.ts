/**
 * The layer that shows a surface in space, as high as its loss, with the heatmap's colours, the contours and the box it
 * stands in. Shader: height-surface.wgsl.
 */
import colourScaleSource from '../../shaders/colour-scale.wgsl?raw';
import contourLineSource from '../../shaders/contour-line.wgsl?raw';
import fieldsSource from '../../shaders/fields.wgsl?raw';
import heightSurfaceSource from '../../shaders/height-surface.wgsl?raw';
import paletteSource from '../../shaders/palette.wgsl?raw';
import type { Grid } from '../core/grid.ts';
import type { HeightScale, Orbit } from '../core/orbit.ts';
import { type ColoursId, PALETTE_SIZE, paletteTable } from '../core/palette.ts';
import { bindBuffers, panelUniforms } from '../gpu/bindings.ts';
import { StructLayout } from '../gpu/struct-layout.ts';
import type { SurfaceBuffers } from '../gpu/surface-buffers.ts';
import { CONTOUR_FIELDS, contourParams } from './contour-params.ts';
import type { ContoursOptions } from './contours.ts';
import type { HeatmapOptions } from './heatmap.ts';
import { fieldsOf, type PlotTarget } from './layer.ts';
import { FLOOR, HEIGHT, orbitCamera, type Point3 } from './orbit-camera.ts';
import { type ScaleOptions, scaleParams } from './scale-params.ts';
import { allOf, ScalePipelines, type ScaleVariant, USUAL } from './scale-pipelines.ts';
import { HATCH_PERIOD, rgbOf, type Theme } from './theme.ts';

const HEIGHT_SURFACE_SOURCE = [
  fieldsSource,
  colourScaleSource,
  paletteSource,
  contourLineSource,
  heightSurfaceSource,
].join('\n');

export const HEIGHT_SURFACE_PARAMS = new StructLayout({
  matrix_0: 'vec4f',
  matrix_1: 'vec4f',
  matrix_2: 'vec4f',
  matrix_3: 'vec4f',
  eye: 'vec4f',
  sun: 'vec4f',
  plot_size: 'vec2f',
  grid_width: 'u32',
  grid_height: 'u32',
  mesh_width: 'u32',
  mesh_height: 'u32',
  mesh_step_x: 'u32',
  mesh_step_y: 'u32',
  panel: 'u32',
  share_range: 'u32',
  symmetric: 'u32',
  scale_kind: 'u32',
  relative: 'u32',
  offset: 'f32',
  slope: 'f32',
  height_kind: 'u32',
  height_relative: 'u32',
  height_offset: 'f32',
  height_slope: 'f32',
  top: 'f32',
  floor: 'f32',
  coloured: 'u32',
  hatch_period: 'f32',
  line_width: 'f32',
  ...CONTOUR_FIELDS,
  hatch_one: 'vec4f',
  hatch_other: 'vec4f',
  infinite: 'vec4f',
  plain: 'vec4f',
  base: 'vec4f',
  frame: 'vec4f',
  border: 'vec4f',
});

/** Samples a pixel, for smooth edges. */
const SAMPLES = 4;
/** Gaps of the mesh a side. */
const MOST_MESH_GAPS = 256;
/** Of the box: parts of the theme's line colour over its background. */
const BASE_SHARE = 0.14;
const FRAME_SHARE = 0.55;
/** The light comes over the left shoulder: parts of the picture's own directions, before they are made of unit length. */
const SUN = { left: 0.8, up: 0.5, height: 1 } as const;

/** How surfaces in space are drawn. */
export interface HeightOptions {
  /** Of the vertical scale. */
  readonly kind: HeightScale;
  readonly orbit: Orbit;
  /** Distance of mesh points to aim at, CSS px on a flat plot: the finer the mesh, the longer a frame takes. */
  readonly spacing: number;
}

export interface HeightSurfaceOptions {
  readonly height: HeightOptions;
  /** The colour scale, which the layers that are drawn share; heights share their range where it does. */
  readonly scale: ScaleOptions;
  /** undefined: the ground has no colours. */
  readonly heatmap: HeatmapOptions | undefined;
  readonly contours: ContoursOptions | undefined;
  readonly theme: Theme;
}

interface Attachments {
  readonly colour: GPUTexture;
  readonly depth: GPUTexture;
}

export class HeightSurfaceLayer {
  private readonly device: GPUDevice;
  private readonly format: GPUTextureFormat;
  private readonly ground: ScalePipelines;
  private readonly linedGround: ScalePipelines;
  private readonly floor: ScalePipelines;
  private readonly frame: ScalePipelines;
  private readonly border: ScalePipelines;
  private readonly params: readonly [GPUBuffer, GPUBuffer];
  private readonly palette: GPUBuffer;
  private paletteId: ColoursId | undefined;
  /** Of both plots, which are of one size and drawn one after the other. */
  private attachments: Attachments | undefined;

  constructor(device: GPUDevice, format: GPUTextureFormat) {
    this.device = device;
    this.format = format;
    const pipelines = (vertex: string, fragment: string, constants: Readonly<Record<string, number>> = {}) =>
      new ScalePipelines(device, {
        label: fragment,
        code: HEIGHT_SURFACE_SOURCE,
        vertex,
        fragment,
        constants,
        storageCount: 5,
        target: { format },
        more: {
          primitive: { topology: 'triangle-strip', frontFace: 'ccw' },
          depthStencil: { format: 'depth24plus', depthWriteEnabled: true, depthCompare: 'less' },
          multisample: { count: SAMPLES },
        },
      });
    this.ground = pipelines('place_ground', 'height_surface');
    this.linedGround = pipelines('place_ground', 'height_surface', { LINED: 1 });
    this.floor = pipelines('place_floor', 'box_floor');
    this.frame = pipelines('place_frame', 'box_frame');
    this.border = pipelines('place_border', 'ground_border');
    this.params = panelUniforms(device, 'height surface params', HEIGHT_SURFACE_PARAMS.size);
    this.palette = device.createBuffer({
      label: 'height surface palette',
      size: PALETTE_SIZE * 4,
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
  }

  /**
   * Compiles what `draw` needs.
   * @param gaps whether points may be undefined or infinite, of the losses or of what colours and contours show
   * @param lined whether contours are drawn as soon as their levels are known, which is after the first picture
   * @returns undefined where it is there
   */
  compile(gaps: boolean, scale: ScaleVariant, lined: boolean): Promise<void> | undefined {
    return allOf([
      this.ground.compile(gaps, scale),
      lined ? this.linedGround.compile(gaps, scale) : undefined,
      this.floor.compile(gaps, USUAL),
      this.frame.compile(false, USUAL),
      this.border.compile(gaps, USUAL),
    ]);
  }

  /**
   * Draws one plot, in a pass of its own.
   * @param texture the plot's
   * @param target its surfaces are the losses, which heights are read off
   * @param painted what colours and contours show, on the same grid
   */
  draw(
    encoder: GPUCommandEncoder,
    texture: GPUTexture,
    target: PlotTarget,
    painted: SurfaceBuffers,
    options: HeightSurfaceOptions,
  ): void {
    const { device } = this;
    const { surfaces, panel } = target;
    const colours = { ...target, surfaces: painted };
    const mesh = meshOf(surfaces.grid, target.width / target.pixelRatio / options.height.spacing);
    const params = this.params[panel];
    device.queue.writeBuffer(params, 0, paramsBytes(target, colours, mesh, options));
    this.loadPalette(options.heatmap?.palette);
    const { colour, depth } = this.attachmentsFor(texture);
    const [r, g, b] = rgbOf(options.theme.background);
    const pass = encoder.beginRenderPass({
      label: `height surface ${panel}`,
      colorAttachments: [
        {
          view: colour.createView(),
          resolveTarget: texture.createView(),
          loadOp: 'clear',
          storeOp: 'discard',
          clearValue: { r: r / 255, g: g / 255, b: b / 255, a: 1 },
        },
      ],
      depthStencilAttachment: {
        view: depth.createView(),
        depthClearValue: 1,
        depthLoadOp: 'clear',
        depthStoreOp: 'discard',
      },
    });
    const losses = [fieldsOf(target), surfaces.ranges];
    const buffers = [params, fieldsOf(colours), painted.ranges, this.palette, ...losses];
    const gaps = surfaces.mayHaveGaps || painted.mayHaveGaps;
    const draw = (
      pipelines: ScalePipelines,
      [ownGaps, scale]: readonly [boolean, ScaleVariant],
      vertices: number,
      instances: number,
    ) => {
      pass.setPipeline(pipelines.for(ownGaps, scale));
      const group = bindBuffers(device, 'height surface', pipelines.bindGroupLayout, buffers);
      pass.setBindGroup(0, group);
      pass.draw(vertices, instances);
    };
    const isLined = options.contours !== undefined && options.contours.levels[panel].length > 0;
    draw(
      isLined ? this.linedGround : this.ground,
      [gaps, options.scale],
      2 * mesh.x.points,
      mesh.y.points - 1,
    );
    draw(this.floor, [gaps, USUAL], 4, 1);
    draw(this.frame, [false, USUAL], 4, 5 * 4);
    draw(this.border, [gaps, USUAL], 4, 2 * (mesh.x.points + mesh.y.points - 2));
    pass.end();
  }

  destroy(): void {
    for (const buffer of [...this.params, this.palette]) buffer.destroy();
    this.attachments?.colour.destroy();
    this.attachments?.depth.destroy();
  }

  private loadPalette(id: ColoursId | undefined): void {
    if (id === undefined || id === this.paletteId) return;
    this.device.queue.writeBuffer(this.palette, 0, paletteTable(id));
    this.paletteId = id;
  }

  private attachmentsFor({ width, height }: GPUTexture): Attachments {
    const old = this.attachments;
    if (old?.colour.width === width && old.colour.height === height) return old;
    old?.colour.destroy();
    old?.depth.destroy();
    const create = (label: string, format: GPUTextureFormat) =>
      this.device.createTexture({
        label: `height surface ${label}`,
        size: [width, height],
        format,
        sampleCount: SAMPLES,
        usage: GPUTextureUsage.RENDER_ATTACHMENT,
      });
    this.attachments = { colour: create('colours', this.format), depth: create('depth', 'depth24plus') };
    return this.attachments;
  }
}

/** One side of the mesh: every so many points of the grid, and the grid's last one. */
interface MeshSide {
  readonly step: number;
  readonly points: number;
}

interface Mesh {
  readonly x: MeshSide;
  readonly y: MeshSide;
}

/**
 * The grid's points, or as many of them as leave about so many gaps between them along a side. Steps are whole: cells of
 * different shapes, cut from corner to corner, would make teeth of what is level in the direction of the cuts.
 */
function meshOf({ width, height }: Grid, gaps: number): Mesh {
  const side = (points: number): MeshSide => {
    const last = points - 1;
    const step = Math.max(1, Math.round(last / gaps), Math.ceil(last / MOST_MESH_GAPS));
    return { step, points: Math.ceil(last / step) + 1 };
  };
  return { x: side(width), y: side(height) };
}

function paramsBytes(
  target: PlotTarget,
  painted: PlotTarget,
  mesh: Mesh,
  { height, scale, heatmap, contours, theme }: HeightSurfaceOptions,
): ArrayBuffer {
  const { pixelRatio } = target;
  const colours = scaleParams(painted, scale);
  const heights = scaleParams(target, { ...scale, scale: height.kind, quantity: 'value' });
  const { matrix, eye, right, up } = orbitCamera(height.orbit);
  const column = (n: number) => [...matrix.subarray(4 * n, 4 * n + 4)] as [number, number, number, number];
  const levels = contours?.levels[target.panel] ?? [];
  const background = rgbOf(theme.background);
  const line = rgbOf(theme.line);
  const share = (part: number) => rgba(background.map((channel, c) => channel + part * (line[c]! - channel)));
  return HEIGHT_SURFACE_PARAMS.bytes({
    ...colours,
    matrix_0: column(0),
    matrix_1: column(1),
    matrix_2: column(2),
    matrix_3: column(3),
    eye: [...eye, 1],
    sun: [...sunFrom(right, up), 0],
    mesh_width: mesh.x.points,
    mesh_height: mesh.y.points,
    mesh_step_x: mesh.x.step,
    mesh_step_y: mesh.y.step,
    height_kind: heights.scale_kind,
    height_relative: heights.relative,
    height_offset: heights.offset,
    height_slope: heights.slope,
    top: HEIGHT,
    floor: FLOOR,
    coloured: heatmap ? 1 : 0,
    hatch_period: HATCH_PERIOD * pixelRatio,
    line_width: Math.max(1, Math.round(pixelRatio)),
    ...contourParams(levels, colours.relative, pixelRatio),
    hatch_one: rgba(theme.hatch[0]),
    hatch_other: rgba(theme.hatch[1]),
    infinite: rgba(theme.infinite),
    plain: rgba(line),
    base: share(BASE_SHARE),
    frame: share(FRAME_SHARE),
    border: rgba(line),
  });
}

/** It goes with the eye, so that the ground is lit alike from all sides, and stands above the plane always. */
function sunFrom(right: Point3, up: Point3): Point3 {
  const flatUp = [up[0], up[1]] as const;
  const length = Math.hypot(...flatUp) || 1;
  const x = -SUN.left * right[0] - (SUN.up * flatUp[0]) / length;
  const y = -SUN.left * right[1] - (SUN.up * flatUp[1]) / length;
  const size = Math.hypot(x, y, SUN.height);
  return [x / size, y / size, SUN.height / size];
}

function rgba([red, green, blue]: readonly number[]): [number, number, number, number] {
  return [red! / 255, green! / 255, blue! / 255, 1];
}
