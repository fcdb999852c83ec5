import {
  interpolateCividis,
  interpolateGreys,
  interpolateInferno,
  interpolateMagma,
  interpolateRdBu,
  interpolateViridis,
} from 'd3-scale-chromatic';
import { describe, expect, it } from 'vitest';
import { colourAt, PALETTE_IDS, type PaletteId, paletteTable } from '../../src/core/palette.ts';

/** What the tables are taken from: t in [0, 1] to `#rrggbb` or `rgb(r, g, b)`. */
const RAMPS: Record<PaletteId, (t: number) => string> = {
  viridis: interpolateViridis,
  magma: interpolateMagma,
  inferno: interpolateInferno,
  cividis: interpolateCividis,
  greys: (t) => interpolateGreys(1 - t),
  'blue-red': (t) => interpolateRdBu(1 - t),
};

/** Relative luminance of an sRGB colour, as WCAG defines it. */
function luminance(rgb: readonly number[]): number {
  const [r = 0, g = 0, b = 0] = rgb.map((c) =>
    c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

describe.each(PALETTE_IDS)('palette %s', (id) => {
  const table = paletteTable(id);

  it('has 256 opaque colours', () => {
    expect(table.length).toBe(256 * 4);
    for (let i = 0; i < 256; i++) expect(table[i * 4 + 3]).toBe(255);
    expect(new Set(new Uint32Array(table.buffer)).size).toBeGreaterThan(200);
  });

  it('has the colours of d3-scale-chromatic', () => {
    for (let i = 0; i < 256; i++) {
      const css = RAMPS[id](i / 255);
      const [red, green, blue] = table.slice(i * 4);
      const hex = [red, green, blue].map((c) => (c ?? 0).toString(16).padStart(2, '0')).join('');
      expect([`#${hex}`, `rgb(${red}, ${green}, ${blue})`], `entry ${i}`).toContain(css);
    }
  });

  it('is exact at entries and linear between', () => {
    for (const i of [0, 1, 100, 254, 255]) {
      expect(colourAt(table, i / 255)).toEqual([...table.slice(i * 4, i * 4 + 3)]);
    }
    const [a = 0, b = 0] = [table[400], table[404]];
    expect(colourAt(table, 100.25 / 255)[0]).toBeCloseTo(a + (b - a) / 4, 9);
    expect(colourAt(table, -1)).toEqual(colourAt(table, 0));
    expect(colourAt(table, 2)).toEqual(colourAt(table, 1));
  });
});

describe('palettes', () => {
  it.each(PALETTE_IDS.filter((id) => id !== 'blue-red'))('%s grows lighter from dark', (id) => {
    const table = paletteTable(id);
    const steps = Array.from({ length: 33 }, (_, i) => luminance(colourAt(table, i / 32)));
    for (const [i, step] of steps.entries()) expect(step).toBeGreaterThanOrEqual(i ? (steps[i - 1] ?? 0) : 0);
  });

  it('starts with viridis as published', () => {
    expect(PALETTE_IDS[0]).toBe('viridis');
    const table = paletteTable('viridis');
    expect([...table.slice(0, 3)]).toEqual([0x44, 0x01, 0x54]);
    expect([...table.slice(-4, -1)]).toEqual([0xfd, 0xe7, 0x25]);
  });

  it('has a diverging one: blue below, neutral at the middle, red above', () => {
    const table = paletteTable('blue-red');
    const [lowRed, , lowBlue] = colourAt(table, 0.1);
    const [highRed, , highBlue] = colourAt(table, 0.9);
    expect(lowBlue).toBeGreaterThan(lowRed + 50);
    expect(highRed).toBeGreaterThan(highBlue + 50);
    const middle = colourAt(table, 0.5);
    expect(Math.max(...middle) - Math.min(...middle)).toBeLessThan(8);
  });
});
