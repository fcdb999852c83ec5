/** Colours of classes: one each, apart from one another for every kind of colour vision. */

type Rgb = readonly [red: number, green: number, blue: number];

/**
 * Okabe & Ito 2008, "Color Universal Design", https://jfly.uni-koeln.de/color/: their seven colours other than black, the
 * darker ones first, in an order in which neighbours differ in lightness too.
 */
const BASE: readonly Rgb[] = [
  [0, 114, 178],
  [230, 159, 0],
  [0, 158, 115],
  [204, 121, 167],
  [86, 180, 233],
  [213, 94, 0],
  [240, 228, 66],
];

/** How far the colours of each further round of classes are mixed with white (positive) or black (negative). */
const ROUNDS = [0, 0.5, -0.45, 0.75, -0.7] as const;

/** The colour of class k, 0 ... 255. There are 35; beyond, they come again. */
export function classColour(k: number): [red: number, green: number, blue: number] {
  const mix = ROUNDS[Math.floor(k / BASE.length) % ROUNDS.length]!;
  const end = mix > 0 ? 255 : 0;
  const [red, green, blue] = BASE[k % BASE.length]!.map((c) => Math.round(c + (end - c) * Math.abs(mix)));
  return [red!, green!, blue!];
}
