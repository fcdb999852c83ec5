/** What the contours on a flat plot and those on a surface in space tell their shaders. Lines: contour-line.wgsl. */
import { CONTOUR, type ContourLevel, leastGap, MOST_LEVELS } from '../core/contour-levels.ts';
import { CONTOUR_RGBA } from './theme.ts';

/** Part of both structs, in this order. */
export const CONTOUR_FIELDS = {
  gap: 'f32',
  half_width: 'f32',
  edge: 'f32',
  crowded: 'f32',
  apart: 'f32',
  flat_slope: 'f32',
  levels_one: 'vec4f',
  levels_two: 'vec4f',
  light: 'vec4f',
  dark: 'vec4f',
} as const;

/**
 * @param levels of the panel; without any, the shader draws none
 * @param relative `relative` of the scale's params: levels are then counted by their positions
 * @param pixelRatio device px per CSS px
 */
export function contourParams(levels: readonly ContourLevel[], relative: number, pixelRatio: number) {
  const numbers = levels.map(({ at, position }) => (relative === 1 ? position : at));
  const level = (n: number) => numbers[Math.min(n, numbers.length - 1)] ?? 0;
  return {
    gap: leastGap(levels),
    half_width: CONTOUR.halfWidth * pixelRatio,
    edge: CONTOUR.edge * pixelRatio,
    crowded: CONTOUR.crowded * pixelRatio,
    apart: CONTOUR.apart * pixelRatio,
    flat_slope: CONTOUR.flatSlope / pixelRatio,
    levels_one: [level(0), level(1), level(2), level(3)],
    levels_two: [level(4), level(5), level(6), level(MOST_LEVELS - 1)],
    light: CONTOUR_RGBA.light,
    dark: CONTOUR_RGBA.dark,
  } as const;
}
