/**
 * How colours look to dichromats: the matrices of Machado, Oliveira and Fernandes (2009), "A physiologically-based model
 * for simulation of color vision deficiency", for severity 1.0, on linear RGB; and how far apart two colours are, as
 * the distance in CIE 1976 L*a*b* (white D65), where about 2.3 is just noticeable (Mahy, Van Eycken and Oosterlinck 1994).
 */
export type Rgb = readonly [red: number, green: number, blue: number];

const MATRICES = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
} as const;

export type Deficiency = keyof typeof MATRICES;
export const DEFICIENCIES = Object.keys(MATRICES) as Deficiency[];

type Triple = readonly [number, number, number];

function times(matrix: readonly Triple[], [x, y, z]: Triple): [number, number, number] {
  const [a, b, c] = matrix.map((row) => row[0] * x + row[1] * y + row[2] * z);
  return [a!, b!, c!];
}

/** sRGB, 0 ... 255, made linear: 0 ... 1. */
function linear(rgb: Rgb): [number, number, number] {
  const [r, g, b] = rgb.map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return [r!, g!, b!];
}

/** IEC 61966-2-1. */
const XYZ_OF_RGB: readonly Triple[] = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const WHITE: Triple = [0.95047, 1, 1.08883];

/** L*a*b* of a colour as it is seen, by everyone (undefined) or with a deficiency. */
export function labOf(rgb: Rgb, deficiency?: Deficiency): [l: number, a: number, b: number] {
  const seen = deficiency ? times(MATRICES[deficiency], linear(rgb)) : linear(rgb);
  const inGamut = seen.map((channel) => Math.min(1, Math.max(0, channel))) as [number, number, number];
  const [x, y, z] = times(XYZ_OF_RGB, inGamut).map((value, n) => {
    const part = value / WHITE[n]!;
    return part > (6 / 29) ** 3 ? Math.cbrt(part) : part / (3 * (6 / 29) ** 2) + 4 / 29;
  });
  return [116 * y! - 16, 500 * (x! - y!), 200 * (y! - z!)];
}

export function difference(one: Rgb, other: Rgb, deficiency?: Deficiency): number {
  const [a, b] = [labOf(one, deficiency), labOf(other, deficiency)];
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

/** `#rrggbb`. */
export function rgbOf(hex: string): [number, number, number] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as [number, number, number];
}

/** The contrast ratio of WCAG 2, 1 ... 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const luminance = (rgb: Rgb) => times(XYZ_OF_RGB, linear(rgb))[1];
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}
