/** A surface in space as it has to look: its mesh projected in f64, and what of it is in sight. */
import { expect } from 'vitest';
import { columnU, type Grid, rowV } from '../../../src/core/grid.ts';
import type { Orbit } from '../../../src/core/orbit.ts';
import { HEIGHT, orbitCamera, type Point3, project } from '../../../src/render/orbit-camera.ts';
import type { Pixels, Rgb } from './pixels.ts';

/** Nearer than this in depth, a point is on a triangle, not behind it. */
const SAME_DEPTH = 2e-4;
/** Neutral colours are those of the background, the floor, the box; no colour of the ground is as neutral. */
const LEAST_COLOUR = 30;

export class Ground {
  private readonly grid: Grid;
  /** Of each grid point, px of the plot and depth. */
  private readonly points: readonly Point3[];
  private readonly width: number;

  /** @param position of the loss at a grid point on the vertical scale @param width of the plot, px */
  constructor(grid: Grid, position: (u: number, v: number) => number, orbit: Orbit, width: number) {
    const camera = orbitCamera(orbit);
    const plot = { x: 0, y: 0, width, height: width };
    this.grid = grid;
    this.width = width;
    this.points = Array.from({ length: grid.width * grid.height }, (_, n) => {
      const [i, j] = [n % grid.width, Math.floor(n / grid.width)];
      const height = HEIGHT * position(columnU(grid, i), rowV(grid, j));
      return project(camera, plot, [i / (grid.width - 1) - 0.5, j / (grid.height - 1) - 0.5, height]);
    });
  }

  /** Px of the plot. */
  pixelOf(n: number): readonly [x: number, y: number] {
    const [x, y] = this.points[n]!;
    return [x, y];
  }

  /** Whether a grid point, and what is within `around` px of it, is in front of all other ground. */
  isInSight(n: number, around: number): boolean {
    const [x, y, depth] = this.points[n]!;
    return [
      [x - around, y],
      [x + around, y],
      [x, y - around],
      [x, y + around],
    ].every(([px, py]) =>
      this.triangles().every((corners) => {
        if (corners.includes(n)) return true;
        const at = depthAt(corners.map((corner) => this.points[corner]!) as never, px!, py!);
        return at === undefined || at > depth - SAME_DEPTH;
      }),
    );
  }

  /** The topmost ground in each column of pixels, at the column's middle; NaN where there is none. */
  tops(): number[] {
    const tops = Array<number>(Math.floor(this.width)).fill(NaN);
    for (const corners of this.triangles()) {
      for (const [from, to] of [
        [corners[0], corners[1]],
        [corners[1], corners[2]],
        [corners[2], corners[0]],
      ] as const) {
        const [a, b] = [this.points[from]!, this.points[to]!].sort((one, other) => one[0] - other[0]);
        for (let column = Math.max(0, Math.ceil(a![0] - 0.5)); column + 0.5 <= b![0]; column++) {
          const part = b![0] > a![0] ? (column + 0.5 - a![0]) / (b![0] - a![0]) : 0;
          const y = a![1] + part * (b![1] - a![1]);
          if (column < tops.length && !(tops[column]! <= y)) tops[column] = y;
        }
      }
    }
    return tops;
  }

  /** Cells are cut from below, left to above, right. */
  private triangles(): (readonly [number, number, number])[] {
    const { width, height } = this.grid;
    const all: (readonly [number, number, number])[] = [];
    for (let j = 0; j < height - 1; j++) {
      for (let i = 0; i < width - 1; i++) {
        const n = j * width + i;
        all.push([n, n + width + 1, n + width], [n, n + 1, n + width + 1]);
      }
    }
    return all;
  }
}

/** The depth of a triangle at a pixel; undefined beside it. */
function depthAt(corners: readonly [Point3, Point3, Point3], x: number, y: number): number | undefined {
  const [[ax, ay, az], [bx, by, bz], [cx, cy, cz]] = corners;
  const area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay);
  if (area === 0) return undefined;
  const toB = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area;
  const toC = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area;
  if (toB < 0 || toC < 0 || toB + toC > 1) return undefined;
  return az + toB * (bz - az) + toC * (cz - az);
}

/**
 * The outline of what is drawn is that of the ground: in each column of pixels it is where the ground's is around there,
 * to two pixels, since edges are smooth.
 * @param line how wide the border is that the ground has, px
 */
export function expectOutline(pixels: Pixels, ground: Ground, line = 1): void {
  const reach = 1.5 + line / 2;
  // Where the outline is steep, the border is as wide sideways.
  const sideways = Math.round(0.5 + line / 2);
  const drawn = topsOf(pixels);
  const tops = ground.tops();
  let known = 0;
  let off = 0;
  for (let column = sideways; column < tops.length - sideways; column++) {
    const around = tops.slice(column - sideways, column + sideways + 1);
    if (around.some(Number.isNaN)) continue;
    known += 1;
    const isThere =
      drawn[column]! > Math.min(...around) - reach && drawn[column]! < Math.max(...around) + reach;
    if (!isThere) off += 1;
  }
  expect(known).toBeGreaterThan(0.6 * pixels.width);
  // Corners may be thinner than a pixel.
  expect(off).toBeLessThan(0.02 * pixels.width);
}

/** The topmost pixel with a colour in each column; NaN where there is none. */
function topsOf({ width, height, data }: Pixels): number[] {
  return Array.from({ length: width }, (_, x) => {
    for (let y = 0; y < height; y++) {
      const at = 4 * (y * width + x);
      const channels = [data[at]!, data[at + 1]!, data[at + 2]!];
      if (Math.max(...channels) - Math.min(...channels) > LEAST_COLOUR) return y;
    }
    return NaN;
  });
}

/** How far a pixel is from a colour in any light that ground may stand in. */
export function distanceInAnyLight(pixel: Rgb, colour: readonly number[]): number {
  let least = Infinity;
  for (let light = 0.6; light <= 1.2; light += 0.01) {
    const lit = colour.map((c) => (light <= 1 ? c * light : c + (light - 1) * (255 - c)));
    least = Math.min(least, Math.max(...lit.map((c, n) => Math.abs(c - pixel[n]!))));
  }
  return least;
}
