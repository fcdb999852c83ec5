/**
 * Where the errors of one field are: the largest in each cell of a map, how many points have an error of which size,
 * and the worst places. Its size is bounded, however large the grid is.
 */
import type { Rows } from './grid.ts';

/** Cells along a side, at most: about as many as are drawn. */
const MOST_CELLS = 256;
/** Worst places are at least this part of the map's side apart, across or up. */
const APART = 1 / 16;

export interface ErrorMap {
  /** Points of the grid. */
  readonly gridWidth: number;
  readonly gridHeight: number;
  /** Cells; a grid of no more points has a cell for each. Cell index as a grid's: row 0 at the bottom. */
  readonly width: number;
  readonly height: number;
  /** The largest error in ULP of each cell: infinite where one side only is defined, NaN where nothing was compared. */
  readonly errors: Float32Array;
  /** Grid index of the point that has it, the first of several. */
  readonly indices: Uint32Array;
  /** Upper bounds of the histogram's bins but the last: 1/2, 1, 2, 4, ... and the tolerance. */
  readonly bounds: readonly number[];
  /** Points in each bin: up to bounds[0], up to bounds[1], ..., beyond the tolerance. */
  readonly counts: Float64Array;
}

/** A point and its error in ULP. */
export interface ErrorPlace {
  /** Grid index. */
  readonly index: number;
  readonly error: number;
}

export function startErrorMap(gridWidth: number, gridHeight: number, tolerance: number): ErrorMap {
  const [width, height] = [Math.min(MOST_CELLS, gridWidth), Math.min(MOST_CELLS, gridHeight)];
  const bounds: number[] = [];
  for (let bound = 0.5; bound < tolerance; bound *= 2) bounds.push(bound);
  bounds.push(tolerance);
  return {
    gridWidth,
    gridHeight,
    width,
    height,
    errors: new Float32Array(width * height).fill(NaN),
    indices: new Uint32Array(width * height),
    bounds,
    counts: new Float64Array(bounds.length + 1),
  };
}

/** The bin that an error belongs to. */
export function binOf({ bounds }: ErrorMap, error: number): number {
  let bin = 0;
  while (bin < bounds.length && error > bounds[bin]!) bin += 1;
  return bin;
}

/** Adds the errors of rows j0 to j1, (j1 - j0) W numbers; rows in any order, each once. */
export function addErrors(map: ErrorMap, [j0, j1]: Rows, errors: Float32Array): void {
  const { gridWidth, width } = map;
  let local = 0;
  for (let j = j0; j < j1; j++) {
    const firstCell = cellAlong(j, map.gridHeight, map.height) * width;
    for (let i = 0; i < gridWidth; i++) {
      const error = errors[local]!;
      local += 1;
      if (Number.isNaN(error)) continue;
      map.counts[binOf(map, error)]! += 1;
      const cell = firstCell + cellAlong(i, gridWidth, width);
      const index = j * gridWidth + i;
      const largest = map.errors[cell]!;
      // Not "error > largest": the first error of a cell is compared with NaN.
      if (!(error <= largest) || (error === largest && index < map.indices[cell]!)) {
        map.errors[cell] = error;
        map.indices[cell] = index;
      }
    }
  }
}

/** The cell along one side that grid point `index` of `points` belongs to. */
function cellAlong(index: number, points: number, cells: number): number {
  return Math.floor((index * cells) / points);
}

/** Up to `most` points with the largest errors, worst first, none beside a worse one, and none without an error. */
export function worstPlaces(map: ErrorMap, most: number): ErrorPlace[] {
  const [apartAcross, apartUp] = [map.width * APART, map.height * APART];
  const left = map.errors.slice();
  const places: ErrorPlace[] = [];
  while (places.length < most) {
    const worst = largestCell(left);
    if (worst < 0) break;
    places.push({ index: map.indices[worst]!, error: left[worst]! });
    const [column, row] = [worst % map.width, Math.floor(worst / map.width)];
    for (let cell = 0; cell < left.length; cell++) {
      const across = Math.abs((cell % map.width) - column);
      const up = Math.abs(Math.floor(cell / map.width) - row);
      if (across < apartAcross && up < apartUp) left[cell] = NaN;
    }
  }
  return places;
}

/** The first cell with the largest error above zero, or -1. */
function largestCell(errors: Float32Array): number {
  let largest = 0;
  let found = -1;
  for (let cell = 0; cell < errors.length; cell++) {
    if (errors[cell]! > largest) {
      largest = errors[cell]!;
      found = cell;
    }
  }
  return found;
}
