import { describe, expect, it } from 'vitest';
import { classColour } from '../../src/core/class-colours.ts';
import { colourAt, paletteTable } from '../../src/core/palette.ts';

type Rgb = readonly [number, number, number];

/** Machado, Oliveira & Fernandes 2009, severity 1: what is left of linear RGB. */
const SEEN = {
  everybody: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
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

function linear(c: number): number {
  return c <= 0.04045 * 255 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4;
}

/** CIE L*a*b* of what such eyes see, D65. */
function lab(colour: Rgb, eyes: keyof typeof SEEN): Rgb {
  const given = colour.map(linear);
  const [r, g, b] = SEEN[eyes].map((row) =>
    Math.min(1, Math.max(0, row[0] * given[0]! + row[1] * given[1]! + row[2] * given[2]!)),
  ) as [number, number, number];
  const f = (t: number) => (t > (6 / 29) ** 3 ? Math.cbrt(t) : t / (3 * (6 / 29) ** 2) + 4 / 29);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

function nearest(count: number, eyes: keyof typeof SEEN): number {
  const colours = Array.from({ length: count }, (_, k) => lab(classColour(k), eyes));
  const distances = colours.flatMap((a, i) =>
    colours.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])),
  );
  return Math.min(...distances);
}

describe('colours of classes', () => {
  it.each([
    ['everybody', 25],
    ['protanopia', 10],
    ['deuteranopia', 10],
  ] as const)('of the first seven are apart for %s', (eyes, least) => {
    expect(nearest(7, eyes)).toBeGreaterThan(least);
  });

  it('are 35 different ones, and come again', () => {
    expect(nearest(35, 'everybody')).toBeGreaterThan(3);
    expect(classColour(35)).toEqual(classColour(0));
  });

  it('are the entries of their palette', () => {
    const table = paletteTable('classes');
    for (const k of [0, 1, 8, 63, 255])
      expect(colourAt(table, k / 255).map(Math.round)).toEqual(classColour(k));
  });
});
