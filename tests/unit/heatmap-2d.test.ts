import { describe, expect, it } from 'vitest';
import { paletteTable } from '../../src/core/palette.ts';
import { makeScale, rangeOfValues } from '../../src/core/scale.ts';
import { type Pixels, paintHeatmap, scalePositions } from '../../src/render/canvas2d.ts';

const GREYS = paletteTable('greys');
const HATCH = [
  [255, 0, 0],
  [0, 255, 0],
] as const;
const INFINITE = [0, 0, 255] as const;

/** The image of a grid in greys, as rows of red channels from the top; -1 where it is hatched. */
function paint(
  width: number,
  height: number,
  grid: { width: number; height: number },
  positions: number[],
): number[][] {
  const image: Pixels = { width, height, data: new Uint8ClampedArray(width * height * 4) };
  paintHeatmap(image, grid, Float32Array.from(positions), GREYS, { hatch: HATCH, infinite: INFINITE }, 8);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => {
      const [red, green, , alpha] = image.data.slice((y * width + x) * 4, (y * width + x) * 4 + 4);
      expect(alpha).toBe(255);
      return red === green ? (red as number) : -1;
    }),
  );
}

describe('paintHeatmap', () => {
  it('has row 0 at the bottom and column 0 at the left', () => {
    const [top = [], bottom = []] = paint(2, 2, { width: 2, height: 2 }, [0, 0.5, 0.5, 1]);
    expect(bottom[0]).toBeLessThan(bottom[1] as number);
    expect(bottom[0]).toBeLessThan(top[0] as number);
    expect(top[1]).toBeGreaterThan(top[0] as number);
  });

  it('has the first and last samples on the edges, and a straight line between them', () => {
    const size = 128;
    const [row = []] = paint(size, 1, { width: 2, height: 2 }, [0, 1, 0, 1]);
    const last = 255 * 4;
    for (const [x, red] of row.entries()) {
      const expected = GREYS[Math.round(((x + 0.5) / size) * 255) * 4] as number;
      expect(Math.abs(red - expected)).toBeLessThanOrEqual(4);
    }
    expect(Math.abs((row[0] as number) - (GREYS[0] as number))).toBeLessThanOrEqual(4);
    expect(Math.abs((row[size - 1] as number) - (GREYS[last] as number))).toBeLessThanOrEqual(4);
  });

  it('hatches up to half way to an undefined sample, and draws its neighbours as they are', () => {
    const rows = paint(9, 9, { width: 4, height: 4 }, [...Array(15).fill(1), NaN]);
    const white = GREYS[255 * 4] as number;
    for (const [y, row] of rows.entries()) {
      for (const [x, red] of row.entries()) {
        // The top right sample is nearest within half a cell, and a cell is three pixels.
        const hatched = x >= 7 && y <= 1;
        expect(red === -1, `pixel ${x}, ${y}`).toBe(hatched);
        if (!hatched) expect(red).toBe(white);
      }
    }
  });

  it('hatches all of a field that is undefined', () => {
    for (const row of paint(6, 5, { width: 2, height: 2 }, [NaN, NaN, NaN, NaN])) {
      expect(new Set(row)).toEqual(new Set([-1]));
    }
  });
});

it('infinity has a colour of its own, as far as its sample is nearest', () => {
  const image: Pixels = { width: 4, height: 4, data: new Uint8ClampedArray(64) };
  const positions = Float32Array.of(0, Infinity, 0, NaN);
  paintHeatmap(image, { width: 2, height: 2 }, positions, GREYS, { hatch: HATCH, infinite: INFINITE }, 8);
  const pixel = (x: number, y: number) => [...image.data.slice((y * 4 + x) * 4, (y * 4 + x) * 4 + 3)];
  expect(pixel(3, 3)).toEqual([...INFINITE]);
  expect(pixel(2, 2)).toEqual([...INFINITE]);
  expect(pixel(1, 3)).toEqual(pixel(0, 0));
  expect(pixel(3, 0)[2]).toBe(0); // hatched
  expect(pixel(0, 0)).toEqual([...GREYS.slice(0, 3)]);
});

describe('scalePositions', () => {
  it('keeps what has no position: NaN and infinity', () => {
    const values = Float64Array.of(0, 1, NaN, 0.25, Infinity);
    const positions = scalePositions(values, makeScale('linear', rangeOfValues(values)));
    expect([...positions]).toEqual([0, 1, NaN, 0.25, Infinity]);
  });
});
