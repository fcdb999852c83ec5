/**
 * The grid: W x H points of the window, ends included. u_i = u0 + (u1 - u0) i / (W - 1), likewise v_j;
 * the index of a point is j W + i, and v grows upwards.
 */
import type { Experiment, Interval, PlaneWindow } from './experiment.ts';

export interface Grid {
  readonly width: number;
  readonly height: number;
  readonly window: PlaneWindow;
}

/** Rows j0 (included) to j1 (excluded) of a grid. */
export type Rows = readonly [j0: number, j1: number];

export function gridOf(experiment: Experiment): Grid {
  const [width, height] = experiment.resolution;
  return { width, height, window: experiment.window };
}

/** Coordinate of point `index` of `count` points over `interval`; exact at both ends. */
export function gridCoordinate(interval: Interval, count: number, index: number): number {
  const [low, high] = interval;
  return index === count - 1 ? high : low + ((high - low) * index) / (count - 1);
}

export function columnU(grid: Grid, i: number): number {
  return gridCoordinate(grid.window.u, grid.width, i);
}

export function rowV(grid: Grid, j: number): number {
  return gridCoordinate(grid.window.v, grid.height, j);
}

/** Index along one axis of the point nearest to `coordinate`, kept inside the grid. */
export function nearestIndex(interval: Interval, count: number, coordinate: number): number {
  const [low, high] = interval;
  const position = ((coordinate - low) / (high - low)) * (count - 1);
  return Math.min(count - 1, Math.max(0, Math.round(position)));
}
