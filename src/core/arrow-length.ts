/**
 * How long the arrows of the gradient field are, and their shape. Plain numbers and arithmetic, because the arrows
 * drawn by WGSL follow the same rules.
 */

export const ARROW_LENGTHS = ['direction', 'magnitude', 'log'] as const;
/** By direction only (all alike), by magnitude, or by its logarithm. */
export type ArrowLength = (typeof ARROW_LENGTHS)[number];

/** Lengths in CSS px unless said otherwise. An arrow lies with its middle on its grid point. */
export const ARROW = {
  /** The longest arrow, as a part of the distance between arrows, and at most. */
  cellPart: 0.76,
  longest: 26,
  /** An arrow shorter than this is drawn as a dot. */
  shortest: 4.5,
  /** Below this an arrow shrinks as a whole; above it only the shaft grows. */
  fullHead: 12,
  headLength: 6.5,
  headHalfWidth: 4,
  shaftHalfWidth: 1.1,
  /** Width of the dark edge outside the light fill. */
  edge: 0.9,
  dotRadius: 0.7,
  dotEdge: 0.5,
  /** `log` maps this many decades below the largest gradient to lengths. */
  decades: 6,
} as const;

/**
 * The length of an arrow as a part of the longest, in [0, 1].
 * @param relative norm of the gradient divided by the largest norm; not NaN
 */
export function arrowLength(kind: ArrowLength, relative: number): number {
  if (!(relative > 0)) return 0;
  switch (kind) {
    case 'direction':
      return 1;
    case 'magnitude':
      return Math.min(1, relative);
    case 'log':
      return Math.min(1, Math.max(0, 1 + Math.log10(relative) / ARROW.decades));
  }
}

/** Length of the longest arrow where arrows are `cell` CSS px apart. */
export function longestArrow(cell: number): number {
  return Math.min(ARROW.longest, ARROW.cellPart * cell);
}

/** Measures of an arrow of `length` CSS px, from tail to tip. */
export interface ArrowShape {
  readonly headLength: number;
  readonly headHalfWidth: number;
  readonly shaftHalfWidth: number;
}

/** The shape at a length, or null where only a dot is drawn. */
export function arrowShape(length: number): ArrowShape | null {
  if (!(length >= ARROW.shortest)) return null;
  const size = Math.min(1, length / ARROW.fullHead);
  return {
    headLength: ARROW.headLength * size,
    headHalfWidth: ARROW.headHalfWidth * size,
    shaftHalfWidth: ARROW.shaftHalfWidth * size,
  };
}
