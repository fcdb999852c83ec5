/**
 * How many rows to evaluate at a time, so that a tile takes about `TILE_MS`: the page stays responsive, cancel is
 * prompt, and no watchdog kills a long dispatch. Learnt from measured tiles.
 */
import type { Rows } from './grid.ts';

export const TILE_MS = 50;

/** How long a picture that others follow may take, ms. */
export interface MovingPace {
  /** Up to here it has the full grid. */
  readonly full: number;
  /** Else its coarser grid takes so long. */
  readonly coarse: number;
}

/** Less than a tile: such pictures share the device with what draws them, many times a second. */
export const MOVING_PACE: MovingPace = { full: 12, coarse: 12 };
/** On a software GPU to draw takes about 70: a coarser grid saves little, and costs the wait for the full one. */
export const MOVING_PACE_IN_SOFTWARE: MovingPace = { full: 75, coarse: 30 };

/** Until a tile has been measured: classes x samples x points that surely fit the time. */
const FIRST_TILE_WORK = 2_000_000;
/** A single slow or fast tile, such as the first after a compilation, moves the plan by no more than this. */
const MAX_CHANGE = 4;

export class TilePlanner {
  private workPerMs: number;

  /** @param workPerMs classes x samples x points that take a millisecond, until a tile has been measured */
  constructor(workPerMs = FIRST_TILE_WORK / TILE_MS) {
    this.workPerMs = workPerMs;
  }

  /** Rows that fit one tile, at least one. `pointWork`: samples x classes of one point. */
  rowsPerTile(width: number, pointWork: number): number {
    return Math.max(1, Math.floor(this.pointsWithin(TILE_MS, pointWork) / width));
  }

  /** Points that take this long. */
  pointsWithin(milliseconds: number, pointWork: number): number {
    return (this.workPerMs * milliseconds) / pointWork;
  }

  /** How many of the points a picture has that others follow. */
  movingPoints(points: number, pointWork: number, pace: MovingPace): number {
    if (this.millisecondsFor(points, pointWork) <= pace.full) return points;
    return this.pointsWithin(pace.coarse, pointWork);
  }

  /** How long so many points take. */
  millisecondsFor(points: number, pointWork: number): number {
    return (points * pointWork) / this.workPerMs;
  }

  /** The tile of `rows` that starts at row j. */
  tileAt(j: number, rows: Rows, width: number, pointWork: number): Rows {
    return [j, Math.min(rows[1], j + this.rowsPerTile(width, pointWork))];
  }

  /** Takes in that `rowCount` rows took `milliseconds`. */
  learn(rowCount: number, width: number, pointWork: number, milliseconds: number): void {
    const measured = (rowCount * width * pointWork) / Math.max(milliseconds, 0.1);
    const bounded = Math.min(this.workPerMs * MAX_CHANGE, Math.max(this.workPerMs / MAX_CHANGE, measured));
    // Small tiles are mostly overhead: they may raise the estimate but not lower it.
    if (milliseconds < TILE_MS / 4 && bounded < this.workPerMs) return;
    this.workPerMs = bounded;
  }
}
