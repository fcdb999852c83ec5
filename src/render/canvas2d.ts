/**
 * The renderer without WebGPU: heatmap and arrows on a 2-D canvas, from the f64 evaluator's arrays. It follows the
 * rules of the shaders, so that both pictures are alike.
 *
 * Arrays hold width * height samples, row 0 at the bottom; the first and last samples of a row or a column lie on the
 * window's edges. NaN is undefined.
 */
import { arrowPlace, arrowsAlong, gradientAt } from '../core/arrow-lattice.ts';
import { ARROW, type ArrowLength, arrowLength, arrowShape, longestArrow } from '../core/arrow-length.ts';
import type { Grid } from '../core/grid.ts';
import { colourAt, PALETTE_SIZE } from '../core/palette.ts';
import type { Scale } from '../core/scale.ts';
import type { Rect } from './layout.ts';
import type { Pen } from './pen.ts';
import { FAINT_MARK, HATCH_PERIOD, MARK, type Theme } from './theme.ts';

export type GridSize = Pick<Grid, 'width' | 'height'>;
/** What `ImageData` is, and enough of it to paint without a canvas. */
export type Pixels = Pick<ImageData, 'width' | 'height'> & { readonly data: Uint8ClampedArray<ArrayBuffer> };

/** The position on the scale of each value; NaN and infinity have none, and stay what they are. */
export function scalePositions(values: ArrayLike<number>, scale: Scale): Float32Array {
  const positions = new Float32Array(values.length); // `Float32Array.from` takes ten times as long
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    positions[i] = value === Infinity ? Infinity : scale.position(value);
  }
  return positions;
}

/** Draws the heatmap over the plot. @param positions as from `scalePositions` */
export function drawHeatmap(
  pen: Pen,
  plot: Rect,
  grid: GridSize,
  positions: Float32Array,
  table: Uint8Array,
  inCells: boolean,
): void {
  const { context, pixelRatio, theme } = pen;
  const image = context.createImageData(
    Math.round(plot.width * pixelRatio),
    Math.round(plot.height * pixelRatio),
  );
  paintHeatmap(image as Pixels, grid, positions, table, theme, HATCH_PERIOD * pixelRatio, inCells);
  // putImageData knows no transform.
  const { e, f } = context.getTransform();
  context.putImageData(image, Math.round(plot.x * pixelRatio + e), Math.round(plot.y * pixelRatio + f));
}

/** Entries between two entries of a palette, in the table that pixels are looked up in. */
const FINER = 16;

/**
 * Paints the whole image: positions interpolated bilinearly and looked up in the palette. A pixel with an undefined or
 * infinite sample among its four takes the nearest sample's position, and where that has none is hatched or has the
 * colour of infinity.
 * @param inCells whether every pixel takes the nearest sample's position
 */
export function paintHeatmap(
  image: Pixels,
  grid: GridSize,
  positions: Float32Array,
  table: Uint8Array,
  theme: Pick<Theme, 'hatch' | 'infinite'>,
  hatchPeriod: number,
  inCells = false,
): void {
  const pixels = new Uint32Array(image.data.buffer, image.data.byteOffset, image.width * image.height);
  const colours = finePalette(table);
  const last = (PALETTE_SIZE - 1) * FINER;
  const columns = sampleAlong(image.width, grid.width);
  const rows = sampleAlong(image.height, grid.height);
  const hatched = hatching(theme.hatch, hatchPeriod);
  const [infinite] = new Uint32Array(Uint8Array.of(...theme.infinite, 255).buffer);

  for (let y = 0; y < image.height; y++) {
    const up = image.height - 1 - y; // images grow downwards, the plane upwards
    const j = rows.index[up] as number;
    const fractionV = rows.fraction[up] as number;
    const below = j * grid.width;
    const above = below + grid.width;
    for (let x = 0; x < image.width; x++) {
      const i = columns.index[x] as number;
      const fractionU = columns.fraction[x] as number;
      const a = positions[below + i] as number;
      const b = positions[below + i + 1] as number;
      const c = positions[above + i] as number;
      const d = positions[above + i + 1] as number;
      const low = a + (b - a) * fractionU;
      const high = c + (d - c) * fractionU;
      let position = low + (high - low) * fractionV;
      // NaN or infinity times a fraction of 0 is NaN: one such sample is enough.
      if (inCells || !Number.isFinite(position)) {
        position = fractionV < 0.5 ? (fractionU < 0.5 ? a : b) : fractionU < 0.5 ? c : d;
      }
      pixels[y * image.width + x] = Number.isNaN(position)
        ? hatched(x, y)
        : position === Infinity
          ? infinite!
          : (colours[Math.trunc(position * last + 0.5)] as number);
    }
  }
}

/** For each pixel's centre along one side: the sample before it and how far it is on the way to the next. */
export function sampleAlong(pixels: number, samples: number): { index: Uint32Array; fraction: Float64Array } {
  const index = new Uint32Array(pixels);
  const fraction = new Float64Array(pixels);
  for (let p = 0; p < pixels; p++) {
    const at = ((p + 0.5) / pixels) * (samples - 1);
    const before = Math.min(samples - 2, Math.floor(at));
    index[p] = before;
    fraction[p] = at - before;
  }
  return { index, fraction };
}

/** The palette with entries between its entries, each packed as a pixel. */
function finePalette(table: Uint8Array): Uint32Array {
  const entries = (PALETTE_SIZE - 1) * FINER + 1;
  const bytes = new Uint8ClampedArray(entries * 4);
  for (let i = 0; i < entries; i++) bytes.set([...colourAt(table, i / (entries - 1)), 255], i * 4);
  return new Uint32Array(bytes.buffer);
}

/** Stripes at 45 degrees with smooth edges, as packed pixels. */
function hatching([one, other]: Theme['hatch'], period: number): (x: number, y: number) => number {
  const shades = new Uint8ClampedArray(4 * 33);
  for (let i = 0; i <= 32; i++) {
    shades.set(
      [0, 1, 2].map((c) => (one[c] as number) + (((other[c] as number) - (one[c] as number)) * i) / 32),
      i * 4,
    );
    shades[i * 4 + 3] = 255;
  }
  const packed = new Uint32Array(shades.buffer);
  return (x, y) => {
    const across = ((x + y) * Math.SQRT1_2) % period;
    const fromEdge = Math.abs(across - period / 2) - period / 4;
    return packed[Math.round(32 * Math.min(1, Math.max(0, fromEdge + 0.5)))] as number;
  };
}

interface ArrowOptions {
  /** Arrows along each side of the plot, as far as there are points and room for them (arrow-lattice.ts). */
  readonly density: number;
  readonly length: ArrowLength;
  /** The largest norm of the gradient: where `magnitude` and `log` have their full length. */
  readonly largest: number;
  /** Under streamlines: as `ArrowsOptions` has it. */
  readonly beneath?: boolean | undefined;
}

/** Draws arrows that point downhill, the way gradient descent goes on screen. */
export function drawArrows(
  pen: Pen,
  plot: Rect,
  grid: Grid,
  du: ArrayLike<number>,
  dv: ArrayLike<number>,
  options: ArrowOptions,
): void {
  const { context } = pen;
  const across = arrowsAlong(options.density, grid.width, plot.width, options.beneath);
  const up = arrowsAlong(options.density, grid.height, plot.height, options.beneath);
  const longest = longestArrow(plot.width / Math.max(across, up));
  const [u, v] = [grid.window.u, grid.window.v];
  // Only the ratio matters: px per unit of v over px per unit of u.
  const stretch = (plot.height / (v[1] - v[0])) * ((u[1] - u[0]) / plot.width);
  // Dots are about a pixel in size: between pixels they would be smeared, each in its own way.
  const onPixel = (at: number): number => (Math.floor(at * pen.pixelRatio) + 0.5) / pen.pixelRatio;
  const arrows = new Path2D();
  const dots = new Path2D();

  for (let b = 0; b < up; b++) {
    for (let a = 0; a < across; a++) {
      const [alongU, alongV] = [arrowPlace(a, across), arrowPlace(b, up)];
      const [gradientU, gradientV] = gradientAt(grid, du, dv, alongU, alongV);
      const norm = Math.hypot(gradientU, gradientV);
      if (!Number.isFinite(norm)) continue;
      const [x, y] = [plot.x + alongU * plot.width, plot.y + (1 - alongV) * plot.height];
      const length = longest * arrowLength(options.length, norm / options.largest);
      // Downhill is minus the gradient; on screen y grows downwards.
      const angle = Math.atan2((gradientV / norm) * stretch, -gradientU / norm);
      const isArrow = addArrow(arrows, x, y, angle, length);
      if (!isArrow && !options.beneath) addDot(dots, onPixel(x), onPixel(y));
    }
  }

  context.save();
  context.beginPath();
  context.rect(plot.x, plot.y, plot.width, plot.height);
  context.clip();
  context.lineJoin = 'round';
  const colours = options.beneath ? FAINT_MARK : MARK;
  context.strokeStyle = colours.dark;
  context.fillStyle = colours.light;
  for (const [path, edge] of [
    [dots, ARROW.dotEdge],
    [arrows, ARROW.edge],
  ] as const) {
    context.lineWidth = 2 * edge; // half of it is under the fill
    context.stroke(path);
    context.fill(path);
  }
  context.restore();
}

/** Adds the outline of an arrow centred on (x, y); false if it is too short for one. */
function addArrow(path: Path2D, x: number, y: number, angle: number, length: number): boolean {
  const shape = arrowShape(length);
  if (!shape) return false;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const { headLength, headHalfWidth, shaftHalfWidth } = shape;
  const neck = length / 2 - headLength;
  const corners = [
    [-length / 2, shaftHalfWidth],
    [neck, shaftHalfWidth],
    [neck, headHalfWidth],
    [length / 2, 0],
    [neck, -headHalfWidth],
    [neck, -shaftHalfWidth],
    [-length / 2, -shaftHalfWidth],
  ] as const;
  for (const [n, [along, aside]] of corners.entries()) {
    const [cornerX, cornerY] = [x + along * cos - aside * sin, y + along * sin + aside * cos];
    if (n === 0) path.moveTo(cornerX, cornerY);
    else path.lineTo(cornerX, cornerY);
  }
  path.closePath();
  return true;
}

function addDot(path: Path2D, x: number, y: number): void {
  path.moveTo(x + ARROW.dotRadius, y);
  path.arc(x, y, ARROW.dotRadius, 0, 2 * Math.PI);
}
