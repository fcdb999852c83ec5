/**
 * Where the arrows of the gradient field stand: at the middles of equal cells, however the grid's points lie, and with
 * the gradient interpolated between the four points around. An arrow on the nearest point instead would stand up to
 * half a point off, and on a coarse grid the arrows would stand in uneven pairs. arrows.wgsl follows the same rules.
 */
import type { Grid } from './grid.ts';

/**
 * The least distance of arrows, CSS px. Closer than that they would be dots nearly everywhere (arrow-length.ts); under
 * streamlines they are no more than the ground that these drift over, and leave them room.
 */
const SMALLEST_CELL = { alone: 10, beneath: 28 } as const;

/**
 * Arrows along one side of a plot: as many as are wanted, but no more than there are points, nor than have room.
 * @param side of the plot, CSS px
 * @param beneath whether they are under streamlines
 */
export function arrowsAlong(wanted: number, points: number, side: number, beneath = false): number {
  const cell = SMALLEST_CELL[beneath ? 'beneath' : 'alone'];
  return Math.max(1, Math.min(wanted, points, Math.floor(side / cell)));
}

/** Where arrow `n` of `arrows` stands along its side: the middle of its cell, from 0 to 1. */
export function arrowPlace(n: number, arrows: number): number {
  return (n + 0.5) / arrows;
}

/**
 * The gradient at a place in the window, interpolated bilinearly as the heatmap is. With an undefined or infinite
 * number among the four points the nearest decides.
 * @param du,dv of the grid's points, row 0 at the bottom
 * @param across,up from 0 to 1
 */
export function gradientAt(
  { width, height }: Pick<Grid, 'width' | 'height'>,
  du: ArrayLike<number>,
  dv: ArrayLike<number>,
  across: number,
  up: number,
): [du: number, dv: number] {
  const column = betweenPoints(across, width);
  const row = betweenPoints(up, height);
  const corners = [0, 1, width, width + 1].map((step) => row.before * width + column.before + step);
  if (corners.every((at) => Number.isFinite(du[at]) && Number.isFinite(dv[at]))) {
    const mix = (values: ArrayLike<number>) => {
      const [a, b, c, d] = corners.map((at) => values[at] as number) as [number, number, number, number];
      const low = a + (b - a) * column.fraction;
      const high = c + (d - c) * column.fraction;
      return low + (high - low) * row.fraction;
    };
    return [mix(du), mix(dv)];
  }
  const nearest = corners[(column.fraction < 0.5 ? 0 : 1) + (row.fraction < 0.5 ? 0 : 2)]!;
  return [du[nearest] as number, dv[nearest] as number];
}

/** The point before a place along a side of at least two points, and how far it is on the way to the next. */
function betweenPoints(
  place: number,
  points: number,
): { readonly before: number; readonly fraction: number } {
  const at = place * (points - 1);
  const before = Math.min(points - 2, Math.floor(at));
  return { before, fraction: at - before };
}
