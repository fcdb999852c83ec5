/** Contours on a 2-D canvas: the rules of contours.wgsl, on the f64 evaluator's arrays. */
import { CONTOUR, type ContourLevel, leastGap } from '../core/contour-levels.ts';
import { type GridSize, type Pixels, sampleAlong } from './canvas2d.ts';
import type { Rect } from './layout.ts';
import type { Pen } from './pen.ts';
import { CONTOUR_RGBA } from './theme.ts';

/** Draws over what the plot shows. @param positions as from `scalePositions` */
export function drawContours(
  { context, pixelRatio }: Pen,
  plot: Rect,
  grid: GridSize,
  positions: Float32Array,
  levels: readonly ContourLevel[],
): void {
  // Pixels know no transform.
  const { e, f } = context.getTransform();
  const [x, y] = [Math.round(plot.x * pixelRatio + e), Math.round(plot.y * pixelRatio + f)];
  const [width, height] = [Math.round(plot.width * pixelRatio), Math.round(plot.height * pixelRatio)];
  const image = context.getImageData(x, y, width, height);
  paintContours(image as Pixels, grid, positions, levels, pixelRatio);
  context.putImageData(image, x, y);
}

/** Paints lines over an opaque image. Where a point of a pixel's cell has no position there is no line. */
export function paintContours(
  { width, height, data }: Pixels,
  grid: GridSize,
  positions: Float32Array,
  levels: readonly ContourLevel[],
  pixelRatio: number,
): void {
  if (levels.length === 0) return;
  const columns = sampleAlong(width, grid.width);
  const rows = sampleAlong(height, grid.height);
  const [pointsU, pointsV] = [(grid.width - 1) / width, (grid.height - 1) / height];
  const gap = leastGap(levels);
  const { light, dark } = CONTOUR_RGBA;

  for (let y = 0; y < height; y++) {
    const up = height - 1 - y; // images grow downwards, the plane upwards
    const below = rows.index[up]! * grid.width;
    const fractionV = rows.fraction[up]!;
    for (let x = 0; x < width; x++) {
      const i = below + columns.index[x]!;
      const fractionU = columns.fraction[x]!;
      const [a, b] = [positions[i]!, positions[i + 1]!];
      const [c, d] = [positions[i + grid.width]!, positions[i + grid.width + 1]!];
      if (!Number.isFinite(a + b + c + d)) continue;
      const low = a + (b - a) * fractionU;
      const high = c + (d - c) * fractionU;
      const at = low + (high - low) * fractionV;
      const changeU = (b - a + (d - c - (b - a)) * fractionV) * pointsU;
      const slope = Math.hypot(changeU, (high - low) * pointsV) * pixelRatio; // positions a CSS px
      const flatness = Math.min(1, 2 - (2 * CONTOUR.flatSlope) / slope);
      const room = gap / slope;
      const shown = flatness * Math.min(1, (room - CONTOUR.crowded) / (CONTOUR.apart - CONTOUR.crowded));
      if (!(flatness > 0 && shown > 0)) continue;
      const distance = (nearestTo(at, levels) / slope) * pixelRatio;
      const within = (reach: number): number => Math.max(0, Math.min(1, reach * pixelRatio + 0.5 - distance));
      const fill = within(CONTOUR.halfWidth) * light[3] * shown;
      const rim = within(CONTOUR.halfWidth + CONTOUR.edge) * dark[3] * shown * (1 - fill);
      if (rim === 0 && fill === 0) continue;
      const under = 1 - fill - rim;
      for (let channel = 0, n = 4 * (y * width + x); channel < 3; channel++, n++) {
        data[n] = under * data[n]! + 255 * (fill * light[channel]! + rim * dark[channel]!);
      }
    }
  }
}

/** The difference to the nearest level. */
function nearestTo(at: number, levels: readonly ContourLevel[]): number {
  let nearest = Infinity;
  for (const { position } of levels) {
    const off = Math.abs(at - position);
    if (off < nearest) nearest = off;
  }
  return nearest;
}
