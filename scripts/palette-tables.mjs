/**
 * Writes src/core/palette-tables.ts: the colours of the palettes, from the ramps of d3-scale-chromatic, so that the page
 * need not load those. `node scripts/palette-tables.mjs`; a test holds the file to the ramps.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import {
  interpolateCividis,
  interpolateGreys,
  interpolateInferno,
  interpolateMagma,
  interpolateRdBu,
  interpolateViridis,
} from 'd3-scale-chromatic';

/** d3's ramps take t in [0, 1] and give a CSS colour; those turned round here would otherwise start light, or red. */
const RAMPS = {
  viridis: interpolateViridis,
  magma: interpolateMagma,
  inferno: interpolateInferno,
  cividis: interpolateCividis,
  greys: (/** @type {number} */ t) => interpolateGreys(1 - t),
  'blue-red': (/** @type {number} */ t) => interpolateRdBu(1 - t),
};

const ENTRIES = 256;
const NO_STEP = 'N'.charCodeAt(0);

/** `#rrggbb` or `rgb(r, g, b)`, the two forms that d3 writes. */
function parseColour(/** @type {string} */ css) {
  if (css.startsWith('#')) return [1, 3, 5].map((at) => Number.parseInt(css.slice(at, at + 2), 16));
  return (css.match(/\d+/g) ?? []).map(Number);
}

/** The steps from entry to entry: they are few and small, so that they compress well. */
function stepsOf(/** @type {number[]} */ levels) {
  const steps = levels.slice(1).map((level, i) => level - Number(levels[i]));
  if (steps.some((step) => Math.abs(step) > 12)) throw new Error('a step beyond the letters A to Z');
  return steps.map((step) => String.fromCharCode(NO_STEP + step)).join('');
}

const entries = Object.entries(RAMPS).map(([id, ramp]) => {
  const colours = Array.from({ length: ENTRIES }, (_, i) => parseColour(ramp(i / (ENTRIES - 1))));
  const channels = [0, 1, 2].map((channel) => colours.map((colour) => Number(colour[channel])));
  const first = channels.map(([level]) => level).join(', ');
  const key = /^\w+$/.test(id) ? id : `'${id}'`;
  return `  ${key}: {\n    first: [${first}],\n    steps:\n      '${channels.map(stepsOf).join('')}',\n  },`;
});

const file = `/**
 * The palettes' colours, from d3-scale-chromatic: the first entry (red, green, blue), and the steps from each entry to the
 * next, a letter each, N for none: 255 letters of red, then of green, then of blue.
 *
 * Written by scripts/palette-tables.mjs.
 */
export const PALETTE_TABLES = {
${entries.join('\n')}
} as const;
`;
writeFileSync(fileURLToPath(new URL('../src/core/palette-tables.ts', import.meta.url)), file);
