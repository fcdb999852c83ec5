/** How a surface in space is looked at: its limits, and the steps that lead from one view to the next. Angles in degrees. */

/** Which panels show their surface as a height, in space. */
export const VIEWS = ['flat', 'left', 'right', 'both'] as const;
export type View = (typeof VIEWS)[number];

/** The vertical scale. */
export const HEIGHT_SCALES = ['linear', 'log'] as const;
export type HeightScale = (typeof HEIGHT_SCALES)[number];

/** The eye's place, about the middle of the box that the surface stands in. */
export interface Orbit {
  /** From 0, where u grows to the right and v away from the eye, towards positive u; more than -180, at most 180. */
  readonly azimuth: number;
  /** From 0, level with the plane, to 90, straight above it. */
  readonly elevation: number;
  /** In sides of the box's base. */
  readonly distance: number;
}

export const ORBIT_LIMITS = {
  azimuth: { min: -180, max: 180 },
  elevation: { min: 0, max: 90 },
  distance: { min: 1.2, max: 8 },
} as const;

export const HOME_ORBIT: Orbit = { azimuth: 35, elevation: 30, distance: 3 };

/** Decimals that are kept of each number: less than a pixel, and links stay short. */
const DECIMALS = { azimuth: 1, elevation: 1, distance: 3 } as const;

/** The view turned by angles; the elevation stops at its limits. */
export function turned(orbit: Orbit, azimuth: number, elevation: number): Orbit {
  const { min, max } = ORBIT_LIMITS.elevation;
  return {
    azimuth: aroundZero(orbit.azimuth + azimuth),
    elevation: clamp(orbit.elevation + elevation, min, max),
    distance: orbit.distance,
  };
}

/** The view `times` as close, within the limits. */
export function approached(orbit: Orbit, times: number): Orbit {
  const { min, max } = ORBIT_LIMITS.distance;
  return { ...orbit, distance: clamp(orbit.distance / times, min, max) };
}

/** The view with no more digits than can be seen. */
export function shortened({ azimuth, elevation, distance }: Orbit): Orbit {
  return {
    azimuth: aroundZero(rounded(azimuth, DECIMALS.azimuth)),
    elevation: rounded(elevation, DECIMALS.elevation),
    distance: rounded(distance, DECIMALS.distance),
  };
}

/** The same angle, more than -180 and at most 180. */
function aroundZero(angle: number): number {
  return angle - 360 * Math.ceil((angle - 180) / 360);
}

function clamp(x: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, x));
}

function rounded(x: number, decimals: number): number {
  // + 0: no minus zero, which a link would not keep.
  return Number(x.toFixed(decimals)) + 0;
}
