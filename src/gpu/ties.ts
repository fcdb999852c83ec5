/** How near two logits come to each other, over a window and at the points of a grid. */
import { columnU, type Grid, rowV } from '../core/grid.ts';

/** A logit, or the difference of two, over the plane: origin + u a + v b. */
export interface PlaneLogit {
  readonly origin: number;
  readonly a: number;
  readonly b: number;
}

/** The smallest |z| anywhere in the grid's window. */
export function smallestInWindow({ origin, a, b }: PlaneLogit, { window: { u, v } }: Grid): number {
  const centre = origin + (a * (u[0] + u[1]) + b * (v[0] + v[1])) / 2;
  const reach = (Math.abs(a) * (u[1] - u[0]) + Math.abs(b) * (v[1] - v[0])) / 2;
  return Math.max(0, Math.abs(centre) - reach);
}

/** The smallest |z| at a point of the grid. */
export function smallestOnGrid(z: PlaneLogit, grid: Grid): number {
  const columns = Float64Array.from(
    { length: grid.width },
    (_, i) => z.origin + columnU(grid, i) * z.a,
  ).sort();
  const rows = Float64Array.from({ length: grid.height }, (_, j) => rowV(grid, j) * z.b).sort();
  // The sums nearest to 0 lie along a staircase from the smallest column and the largest row.
  let smallest = Infinity;
  let i = 0;
  let j = rows.length - 1;
  while (i < columns.length && j >= 0) {
    const sum = columns[i]! + rows[j]!;
    smallest = Math.min(smallest, Math.abs(sum));
    if (sum < 0) i += 1;
    else j -= 1;
  }
  return smallest;
}
