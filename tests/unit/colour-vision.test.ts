/** Colours for everyone: with both eyes' cones or without some, on dark and on light. */
import { describe, expect, it, test } from 'vitest';
import { colourAt, PALETTE_IDS, paletteTable } from '../../src/core/palette.ts';
import { startColour } from '../../src/render/start-colours.ts';
import { DARK_THEME, LIGHT_THEME } from '../../src/render/theme.ts';
import { contrast, DEFICIENCIES, difference, labOf, rgbOf } from './support/colour-vision.ts';

/** Several times what is just noticeable: plain to see side by side. */
const PLAIN = 10;
const STEPS = 16;
const at = (n: number) => n / STEPS;
const POSITIONS = Array.from({ length: STEPS + 1 }, (_, n) => at(n));

test('the simulation leaves greys as they are, and takes red from green', () => {
  for (const deficiency of DEFICIENCIES) {
    expect(difference([128, 128, 128], [128, 128, 128], deficiency)).toBe(0);
    expect(Math.hypot(...labOf([128, 128, 128], deficiency).slice(1))).toBeLessThan(0.1);
  }
  // Ishihara's pair: plain to most, nearly the same to a deuteranope.
  const [red, green] = [
    [200, 120, 60],
    [140, 150, 60],
  ] as const;
  expect(difference(red, green)).toBeGreaterThan(40);
  expect(difference(red, green, 'deuteranopia')).toBeLessThan(12);
});

describe.each(DEFICIENCIES)('with %s', (deficiency) => {
  it.each(PALETTE_IDS.filter((id) => id !== 'blue-red'))('%s grows lighter all along', (id) => {
    const table = paletteTable(id);
    const light = POSITIONS.map((position) => labOf(colourAt(table, position), deficiency)[0]);
    for (let n = 1; n <= STEPS; n++) expect(light[n]! - light[n - 1]!).toBeGreaterThan(1);
  });

  it('the default palette has no two places that look alike', () => {
    const table = paletteTable(PALETTE_IDS[0]);
    for (const [n, one] of POSITIONS.entries()) {
      for (const other of POSITIONS.slice(n + 2)) {
        expect(difference(colourAt(table, one), colourAt(table, other), deficiency)).toBeGreaterThan(
          PLAIN / 2,
        );
      }
    }
  });

  it('the signed map tells below zero from above it, as far out as either is', () => {
    const table = paletteTable('blue-red');
    for (const distance of [0.1, 0.2, 0.3, 0.4, 0.5]) {
      const [below, above] = [colourAt(table, 0.5 - distance), colourAt(table, 0.5 + distance)];
      expect(difference(below, above, deficiency), String(distance)).toBeGreaterThan(PLAIN);
    }
  });

  it('the two losses have colours that differ', () => {
    for (const { losses } of [DARK_THEME, LIGHT_THEME]) {
      expect(difference(rgbOf(losses[0]), rgbOf(losses[1]), deficiency)).toBeGreaterThan(4 * PLAIN);
    }
  });

  it('the colours of starts are told apart', () => {
    const colours = Array.from({ length: 8 }, (_, n) => rgbOf(startColour(n)));
    for (const [n, one] of colours.entries()) {
      for (const [m, other] of colours.entries()) {
        if (m > n) expect(difference(one, other, deficiency), `${n} and ${m}`).toBeGreaterThan(PLAIN);
      }
    }
  });
});

describe.each([
  ['dark', DARK_THEME],
  ['light', LIGHT_THEME],
] as const)('the %s theme', (_, theme) => {
  const background = rgbOf(theme.background);

  it('has its texts on canvases plain to read: WCAG asks for 4.5', () => {
    for (const colour of [theme.text, theme.mutedText, ...theme.losses]) {
      expect(contrast(rgbOf(colour), background), colour).toBeGreaterThan(4.5);
    }
  });

  it('has its lines, and what is undefined or infinite, plain to see: WCAG asks for 3 of graphics', () => {
    expect(contrast(rgbOf(theme.line), background)).toBeGreaterThan(3);
    expect(contrast(theme.infinite, background)).toBeGreaterThan(3);
    expect(contrast(theme.errors.beyond, background)).toBeGreaterThan(3);
  });
});
