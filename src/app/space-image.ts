/**
 * Surfaces in space for a picture of the figure: drawn from arrays by the page's own layer, as large as the picture has
 * them. Loaded when a figure has any.
 */
import { referenceFor, withoutNoise } from '../core/deep-zoom.ts';
import type { Experiment } from '../core/experiment.ts';
import type { Grid } from '../core/grid.ts';
import { isOfFields, panelScale, type Quantity, withEnds } from '../core/quantity.ts';
import type { SurfaceRange } from '../core/surface-range.ts';
import { GpuMemoryError, guarded, unlessLost } from '../gpu/guard.ts';
import { readTexture } from '../gpu/readback.ts';
import type { SurfaceBuffers } from '../gpu/surface-buffers.ts';
import { HeightSurfaceLayer } from '../render/height-surface.ts';
import type { FigureLayout } from '../render/layout.ts';
import type { Pen } from '../render/pen.ts';
import type { FigureMarks } from './figure-marks.ts';
import type { DrawOptions, SpaceView } from './painter.ts';
import { createPicture, destroyPicture, type Picture, paintedOf } from './picture.ts';
import { plotOptions } from './plot-options.ts';
import { SpaceFigure } from './space-view.ts';
import type { Surfaces } from './surface-drawing.ts';

/** Of the mesh, CSS px: a picture that is made once may take its time. */
const MESH_SPACING = 1.25;
/** Rows that are put into the layout of the GPU's buffers at a time hold about so many points. */
const BAND_POINTS = 2 ** 20;
/** Where there is no memory for a picture of so many px a side, there is none for any. */
const SMALLEST_SIDE = 128;
const FORMAT = 'rgba8unorm';

interface SpaceContent {
  readonly experiment: Experiment;
  readonly grid: Grid;
  readonly surfaces: Surfaces;
  readonly quantity: Quantity;
  /** What is drawn of it, `space` included. */
  readonly options: Omit<DrawOptions, 'space'> & { readonly space: Omit<SpaceView, 'layer' | 'spacing'> };
  readonly marks: FigureMarks;
  /** Whether there is no room for axes. */
  readonly bare: boolean;
}

/** A panel's surface, ready to be put into the picture. */
interface SpacePanel {
  readonly image: OffscreenCanvas;
  readonly overlay: ReturnType<SpaceFigure['overlay']>;
}

/**
 * Draws the panels that `options.space` has.
 * @param side of a plot, device px; drawn smaller where the device has no texture, or no memory, of that size
 * @throws GpuMemoryError if there is none for the surfaces
 */
export async function drawInSpace(
  device: GPUDevice,
  side: number,
  content: SpaceContent,
): Promise<readonly [SpacePanel | undefined, SpacePanel | undefined]> {
  const { options } = content;
  const picture = createPicture(device, 'figure');
  const layer = new HeightSurfaceLayer(device, FORMAT);
  const panel = async (n: 0 | 1) => {
    if (!options.space.panels[n] || n === options.covered) return undefined;
    return { image: await imageOf(device, layer, picture, side, content, n), overlay: overlayOf(content, n) };
  };
  try {
    await fill(picture, content);
    return [await panel(0), await panel(1)];
  } finally {
    layer.destroy();
    destroyPicture(picture);
  }
}

/** Puts a surface, its axes and its marks into the picture. */
export function drawSpacePanel(
  pen: Pen,
  layout: FigureLayout,
  { image, overlay }: SpacePanel,
  over: Parameters<SpacePanel['overlay']['draw']>[2],
): void {
  const { context, pixelRatio } = pen;
  const { plot } = layout;
  // On whole device px, so that an image of the plot's size stays as sharp as it is.
  const { e, f } = context.getTransform();
  const [x, y] = [Math.round(plot.x * pixelRatio + e), Math.round(plot.y * pixelRatio + f)];
  const [width, height] = [plot.width, plot.height].map((length) => Math.round(length * pixelRatio));
  context.save();
  context.resetTransform();
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, x, y, width!, height!);
  context.restore();
  overlay.draw(pen, layout, over);
}

async function fill(picture: Picture, { grid, surfaces, quantity }: SpaceContent): Promise<void> {
  const ranges = rangesOf(surfaces);
  const values = [ranges[0].value, ranges[1].value] as const;
  const references = [referenceFor(values[0]), referenceFor(values[1])] as const;
  await fillBuffers(picture.surfaces, grid, surfaces, { ranges, references });
  if (quantity === 'value') return;
  const painted = surfaces.map(({ painted: value, du, dv }) => ({ value, du, dv }));
  // As live pictures have them: the numbers of other quantities are never so alike that f32 would not do.
  const hasReferences = isOfFields(quantity) && quantity !== 'ratio';
  const paintedReference = (panel: 0 | 1) =>
    hasReferences ? referenceFor(surfaces[panel].paintedRange) : undefined;
  const paintedRange = (panel: 0 | 1): SurfaceRange => ({
    ...ranges[panel],
    value: withEnds(quantity, surfaces[panel].paintedRange),
    undefinedCount: 1, // any of these may be undefined somewhere
  });
  await fillBuffers(picture.derived, grid, [painted[0]!, painted[1]!], {
    ranges: [paintedRange(0), paintedRange(1)],
    references: [paintedReference(0), paintedReference(1)],
  });
}

function rangesOf([left, right]: Surfaces): readonly [SurfaceRange, SurfaceRange] {
  return [withoutNoise(left.range), withoutNoise(right.range)];
}

type Fields = Parameters<SurfaceBuffers['fill']>[2];

async function fillBuffers(
  buffers: SurfaceBuffers,
  grid: Grid,
  fields: readonly [Fields, Fields],
  filled: Parameters<SurfaceBuffers['finishFill']>[0],
): Promise<void> {
  if (!(await buffers.grow(grid))) throw new GpuMemoryError('the GPU has no memory for the surfaces');
  const rows = Math.max(1, Math.floor(BAND_POINTS / grid.width));
  for (const panel of [0, 1] as const) {
    const { value, du, dv } = fields[panel];
    for (let j = 0; j < grid.height; j += rows) {
      const [from, to] = [j * grid.width, Math.min(grid.height, j + rows) * grid.width];
      const part = { value: value.subarray(from, to), du: du.subarray(from, to), dv: dv.subarray(from, to) };
      buffers.fill(panel, j, part, filled.references[panel]);
    }
  }
  buffers.finishFill(filled);
}

async function imageOf(
  device: GPUDevice,
  layer: HeightSurfaceLayer,
  picture: Picture,
  wanted: number,
  { surfaces, quantity, options }: SpaceContent,
  panel: 0 | 1,
): Promise<OffscreenCanvas> {
  const painted = [surfaces[0].paintedRange, surfaces[1].paintedRange] as const;
  const view = { ...options.space, layer: HeightSurfaceLayer, spacing: MESH_SPACING };
  const { space, heatmap, contours } = plotOptions({ ...options, space: view }, quantity, painted, false);
  const { height, scale, theme } = space!;
  const colours = paintedOf(picture, quantity);
  await layer.compile(picture.surfaces.mayHaveGaps || colours.mayHaveGaps, scale, contours !== undefined);
  let side = Math.min(wanted, device.limits.maxTextureDimension2D);
  for (;;) {
    const pixelRatio = (options.pixelRatio * side) / wanted;
    const target = { panel, surfaces: picture.surfaces, width: side, height: side, pixelRatio };
    let texture: GPUTexture | undefined;
    try {
      await guarded(device, () => {
        const encoder = device.createCommandEncoder({ label: 'figure in space' });
        texture = device.createTexture({
          label: 'figure in space',
          size: [side, side],
          format: FORMAT,
          usage: GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC,
        });
        const drawn = { height, scale, heatmap, contours, theme };
        layer.draw(encoder, texture, target, colours, drawn);
        device.queue.submit([encoder.finish()]);
      });
      return canvasOf(side, await unlessLost(device, readTexture(device, texture!)));
    } catch (error) {
      if (!(error instanceof GpuMemoryError) || side <= SMALLEST_SIDE) throw error;
      side >>= 1;
    } finally {
      texture?.destroy();
    }
  }
}

function canvasOf(side: number, pixels: Uint8ClampedArray<ArrayBuffer>): OffscreenCanvas {
  const canvas = new OffscreenCanvas(side, side);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error(`no memory for a picture of ${side} x ${side} px`);
  context.putImageData(new ImageData(pixels, side, side), 0, 0);
  return canvas;
}

function overlayOf(content: SpaceContent, panel: 0 | 1): SpacePanel['overlay'] {
  const { experiment, options, surfaces, marks, bare } = content;
  const { heightScale, orbit, shareRange } = options.space;
  const [left, right] = rangesOf(surfaces);
  return new SpaceFigure().overlay({
    panel,
    experiment,
    scale: panelScale('value', heightScale, [left.value, right.value], panel, shareRange),
    orbit,
    starts: marks.race?.starts ?? [],
    race: marks.race?.race,
    upTo: marks.race?.upTo,
    bare,
  });
}
