/** Palettes: the colours of a scale's positions, as tables that a texture or a canvas can take. */
import {
  interpolateCividis,
  interpolateGreys,
  interpolateInferno,
  interpolateMagma,
  interpolateRdBu,
  interpolateViridis,
} from 'd3-scale-chromatic';
import { classColour } from './class-colours.ts';

/** The first is the default. All but the last grow from dark to light; `blue-red` is for signed fields, zero at 1/2. */
export const PALETTE_IDS = ['viridis', 'magma', 'inferno', 'cividis', 'greys', 'blue-red'] as const;
export type PaletteId = (typeof PALETTE_IDS)[number];

/** What a heatmap may be coloured by: a palette, or the colours of classes, entry k for class k (class-colours.ts). */
export type ColoursId = PaletteId | 'classes';

/** Entries of a table: entry i is the colour of position i / 255. */
export const PALETTE_SIZE = 256;

/** d3's ramps take t in [0, 1] and give a CSS colour; those turned round here would otherwise start light, or red. */
const RAMPS: Readonly<Record<PaletteId, (t: number) => string>> = {
  viridis: interpolateViridis,
  magma: interpolateMagma,
  inferno: interpolateInferno,
  cividis: interpolateCividis,
  greys: (t) => interpolateGreys(1 - t),
  'blue-red': (t) => interpolateRdBu(1 - t),
};

/** RGBA, opaque, sRGB, 256 entries of four bytes. A fresh array each time. */
export function paletteTable(id: ColoursId): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(PALETTE_SIZE * 4);
  for (let i = 0; i < PALETTE_SIZE; i++) {
    const colour = id === 'classes' ? classColour(i) : parseColour(RAMPS[id](i / (PALETTE_SIZE - 1)));
    table.set([...colour, 255], i * 4);
  }
  return table;
}

/**
 * The colour at a position in [0, 1], interpolated linearly between entries as a shader does it, in 0 ... 255.
 * @param table as from `paletteTable`
 */
export function colourAt(table: Uint8Array, position: number): [red: number, green: number, blue: number] {
  const at = Math.min(1, Math.max(0, position)) * (PALETTE_SIZE - 1);
  const entry = Math.min(PALETTE_SIZE - 2, Math.floor(at));
  const fraction = at - entry;
  const channel = (c: number): number => {
    const low = table[entry * 4 + c] as number;
    return low + ((table[entry * 4 + 4 + c] as number) - low) * fraction;
  };
  return [channel(0), channel(1), channel(2)];
}

/** `#rrggbb` or `rgb(r, g, b)`, the two forms that d3 writes. */
function parseColour(css: string): number[] {
  if (css.startsWith('#')) return [1, 3, 5].map((at) => Number.parseInt(css.slice(at, at + 2), 16));
  return (css.match(/\d+/g) ?? []).map(Number);
}
