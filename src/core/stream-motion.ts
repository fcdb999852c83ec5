/**
 * How the particles of the streamlines move and look. Plain numbers, because the particles that WGSL moves and draws
 * follow them, and settings and controls need some.
 */

/** Particles along a side of the plot. */
export const STREAM_DENSITY = { min: 4, max: 64 } as const;
/** CSS px a second of the particle on the steepest ground. */
export const STREAM_SPEED = { min: 5, max: 400 } as const;

/** Of the motion. Times in seconds, lengths in CSS px. */
export const STREAM = {
  /** Time moves in steps of this, however many frames there are. */
  step: 1 / 60,
  /** Steps from one point of a trail to the next, and points: a trail shows the last 0.8 s, its length is the speed. */
  trailSteps: 7,
  trailPoints: 8,
  /** A particle lives this long on average, so that the streams do not all end up in the valleys. */
  life: 2,
  /** Coming and going. */
  fade: 0.4,
  /** A particle that went no further than this in its life stands still, and stays where it is. */
  stillReach: 2,
  /** Where a particle begins: off its own place by up to half of this part of the distance between particles. */
  jitter: 0.6,
} as const;

/** Of the picture, in CSS px. */
export const STREAM_SHAPE = {
  /** Of the trail at the particle; it grows thinner towards its end. */
  halfWidth: 0.75,
  edge: 0.75,
  dotRadius: 1.25,
  dotEdge: 0.75,
  /** No trail is drawn that is shorter: the particle is a dot. */
  shortest: 1.5,
} as const;
