/**
 * Contours: at which levels there are lines, and how they are drawn. The levels are the ticks of a colourbar that is long
 * enough for all of them, so that a line's value can be read there; the same for every renderer, however large it draws.
 */
import { colourbarTicks } from './colourbar-ticks.ts';
import type { Scale } from './scale.ts';
import type { TickRoom } from './ticks.ts';

/** How lines are drawn. Lengths in CSS px. */
export const CONTOUR = {
  /** Half the width of the light line, and the width of the dark edge on each side of it. */
  halfWidth: 0.6,
  edge: 0.7,
  /** Neighbouring levels this close, or closer, are not drawn, for they would be a grey area or a moiré ... */
  crowded: 3,
  /** ... and from this distance on they are drawn fully. */
  apart: 7,
  /** Positions a CSS px: flatter ground varies by no more than f32 rounds. Lines fade in from here to twice as much. */
  flatSlope: 2e-6,
} as const;

/** Shaders have room for no more. */
export const MOST_LEVELS = 8;

/** Room for all the ticks that a colourbar may have. */
const ROOM: TickRoom = {
  length: 1000,
  before: 0,
  after: 0,
  extent: () => 0,
  isShort: (label) => label.length <= 7,
  gap: 0,
  spacing: 1000 / (MOST_LEVELS - 1),
};

/** Nearer to an end of the scale than this, a line would be cut in half: a smallest value is touched, not crossed. */
const END = 1e-3;

export interface ContourLevel {
  /** On the colour scale, between 0 and 1. */
  readonly position: number;
  /** The value there, or its logarithm to base 2 on a log scale. */
  readonly at: number;
}

/** The levels of a colour scale, from below to above, its ends left out; none where all values are alike. */
export function contourLevels(scale: Scale): readonly ContourLevel[] {
  if (!scale.domain || scale.domain[0] === scale.domain[1]) return [];
  return (
    colourbarTicks(scale, ROOM)
      .ticks.map(({ position }) => position)
      .filter((position) => position > END && position < 1 - END)
      // Where doubles can hardly tell the ends apart, several stand at one place.
      .filter((position, n, all) => position !== all[n - 1])
      .map((position) => ({ position, at: scale.valueAt(position) }))
  );
}

/** The least difference between positions of neighbouring levels; all of the scale for a single one. */
export function leastGap(levels: readonly ContourLevel[]): number {
  return Math.min(1, ...levels.slice(1).map(({ position }, n) => position - levels[n]!.position));
}
