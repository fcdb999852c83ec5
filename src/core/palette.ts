/** Palettes: the colours of a scale's positions, as tables that a texture or a canvas can take. */
import { classColour } from './class-colours.ts';
import { PALETTE_TABLES } from './palette-tables.ts';

/** The first is the default. All but the last grow from dark to light; `blue-red` is for signed fields, zero at 1/2. */
export const PALETTE_IDS = ['viridis', 'magma', 'inferno', 'cividis', 'greys', 'blue-red'] as const;
export type PaletteId = (typeof PALETTE_IDS)[number];

/** What a heatmap may be coloured by: a palette, or the colours of classes, entry k for class k (class-colours.ts). */
export type ColoursId = PaletteId | 'classes';

/** Entries of a table: entry i is the colour of position i / 255. */
export const PALETTE_SIZE = 256;

/** The letter of palette-tables.ts for no step. */
const NO_STEP = 'N'.charCodeAt(0);

/** RGBA, opaque, sRGB, 256 entries of four bytes. A fresh array each time. */
export function paletteTable(id: ColoursId): Uint8Array<ArrayBuffer> {
  const table = new Uint8Array(PALETTE_SIZE * 4).fill(255);
  if (id === 'classes') {
    for (let i = 0; i < PALETTE_SIZE; i++) table.set(classColour(i), i * 4);
    return table;
  }
  const { first, steps } = PALETTE_TABLES[id];
  for (const [channel, start] of first.entries()) {
    let level = start;
    for (let i = 0; i < PALETTE_SIZE; i++) {
      if (i > 0) level += steps.charCodeAt(channel * (PALETTE_SIZE - 1) + i - 1) - NO_STEP;
      table[i * 4 + channel] = level;
    }
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
