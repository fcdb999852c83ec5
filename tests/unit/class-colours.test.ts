import { describe, expect, it } from 'vitest';
import { classColour } from '../../src/core/class-colours.ts';
import { colourAt, paletteTable } from '../../src/core/palette.ts';
import { type Deficiency, difference } from './support/colour-vision.ts';

type Eyes = 'everybody' | Deficiency;

function nearest(count: number, eyes: Eyes): number {
  const deficiency = eyes === 'everybody' ? undefined : eyes;
  const colours = Array.from({ length: count }, (_, k) => classColour(k));
  const distances = colours.flatMap((a, i) => colours.slice(i + 1).map((b) => difference(a, b, deficiency)));
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
