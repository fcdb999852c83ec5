/** Lines on a 2-D canvas lie where a formula puts them; where they mean nothing there are none. */
import { describe, expect, it } from 'vitest';
import { type ContourLevel, contourLevels } from '../../src/core/contour-levels.ts';
import { makeScale, rangeOfValues, SCALE_KINDS, type ScaleKind } from '../../src/core/scale.ts';
import { scalePositions } from '../../src/render/canvas2d.ts';
import { paintContours } from '../../src/render/contours-2d.ts';

const GROUND = 90;

/** Brightness of the pixels of a field's contours, as rows from the top. */
function paint(
  grid: { width: number; height: number },
  positions: ArrayLike<number>,
  levels: readonly ContourLevel[],
  [width, height]: readonly [number, number],
  pixelRatio = 1,
): number[][] {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let n = 0; n < data.length; n++) if (n % 4 !== 3) data[n] = GROUND;
  paintContours({ width, height, data }, grid, Float32Array.from(positions), levels, pixelRatio);
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => data[4 * (y * width + x)]!),
  );
}

/** Where bright lines cross a row, px from its left end. */
function crossings(row: readonly number[]): number[] {
  const found: number[] = [];
  let [weight, moment] = [0, 0];
  for (const [x, brightness] of [...row, GROUND].entries()) {
    const light = brightness - GROUND;
    if (light > 0) {
      weight += light;
      moment += light * (x + 0.5);
    } else if (weight > 0) {
      found.push(moment / weight);
      weight = moment = 0;
    }
  }
  return found;
}

/** The logistic loss log(1 + exp(-u)) over u in [-6, 6], and where it has a value. */
const U = 6;
const grid = { width: 241, height: 3 };
const loss = Float64Array.from({ length: grid.width * grid.height }, (_, n) =>
  Math.log1p(Math.exp(-(((n % grid.width) / (grid.width - 1)) * 2 - 1) * U)),
);
const whereLossIs = (value: number): number => -Math.log(Math.expm1(value));

function logistic(kind: ScaleKind) {
  const scale = makeScale(kind, rangeOfValues(loss));
  return { positions: scalePositions(loss, scale), levels: contourLevels(scale) };
}

describe.each(SCALE_KINDS)('the logistic loss on a %s scale', (kind) => {
  it.each([1, 2])('has its lines where its formula has the levels, at pixel ratio %d', (pixelRatio) => {
    const { positions, levels } = logistic(kind);
    const width = 400 * pixelRatio;
    const [row] = paint(grid, positions, levels, [width, 1], pixelRatio);
    const expected = levels
      .map(({ at }) => whereLossIs(kind === 'log' ? 2 ** at : at))
      .map((u) => ((u / U + 1) / 2) * width)
      .sort((a, b) => a - b);
    const found = crossings(row!);
    expect(found.length).toBe(expected.length);
    expect(found.length).toBeGreaterThan(1);
    for (const [n, x] of found.entries()) expect(Math.abs(x - expected[n]!)).toBeLessThan(0.3);
  });
});

it('lines are as wide as they should be across their direction, whichever it is', () => {
  const side = 41;
  for (const [du, dv] of [
    [1, 0],
    [1, 1],
    [1, -3],
  ] as const) {
    const positions = Float32Array.from(
      { length: side * side },
      (_, n) => 0.5 + ((n % side) - side / 2) * du * 0.004 + (Math.floor(n / side) - side / 2) * dv * 0.004,
    );
    const rows = paint({ width: side, height: side }, positions, [{ position: 0.5, at: 0 }], [200, 200], 2);
    // By how much light there is: how many pixels have some of it depends on where between pixels the line is.
    const light =
      rows.flat().reduce((sum, brightness) => sum + Math.max(0, brightness - GROUND), 0) /
      (0.85 * (255 - GROUND));
    const length = (200 / Math.max(Math.abs(du), Math.abs(dv))) * Math.hypot(du, dv);
    expect(light / length).toBeGreaterThan(1.9);
    expect(light / length).toBeLessThan(3.1);
  }
});

describe('there is no line', () => {
  const levels = [0.25, 0.5, 0.75].map((position) => ({ position, at: 0 }));
  const plain = (rows: number[][]) => rows.every((row) => row.every((brightness) => brightness === GROUND));

  it('on a plateau at a level, not even where rounding has it cross it', () => {
    const noisy = Array.from({ length: 25 }, (_, n) => 0.5 + (n % 2 ? 1 : -1) * 3e-8);
    expect(plain(paint({ width: 5, height: 5 }, noisy, levels, [50, 50]))).toBe(true);
  });

  it('where levels crowd', () => {
    const steep = [0, 1, 0, 0, 1, 0, 0, 1, 0];
    expect(plain(paint({ width: 3, height: 3 }, steep, levels, [16, 16]))).toBe(true);
    expect(plain(paint({ width: 3, height: 3 }, steep, levels, [160, 160]))).toBe(false);
  });

  it.each([NaN, Infinity])('in a cell with a point at %d', (gap) => {
    const ramp = Array.from({ length: 16 }, (_, n) => (n % 4) / 3);
    const whole = paint({ width: 4, height: 4 }, ramp, levels, [90, 90]);
    ramp[15] = gap;
    const rows = paint({ width: 4, height: 4 }, ramp, levels, [90, 90]);
    for (const [y, row] of rows.entries()) {
      for (const [x, brightness] of row.entries()) {
        expect(brightness).toBe(x >= 60 && y < 30 ? GROUND : whole[y]![x]);
      }
    }
  });

  it('without levels', () => {
    expect(plain(paint({ width: 2, height: 2 }, [0, 1, 0, 1], [], [9, 9]))).toBe(true);
  });
});
