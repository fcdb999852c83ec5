import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FigureLayout,
  GUTTERS,
  isInside,
  layoutFigure,
  pixelToPlane,
  planeToPixel,
  type Rect,
} from '../../src/render/layout.ts';

function edges({ x, y, width, height }: Rect): number[] {
  return [x, y, x + width, y + height];
}

const BESIDE = GUTTERS.left + GUTTERS.bar + GUTTERS.barWidth + GUTTERS.right;

describe('layoutFigure', () => {
  it('makes the plot as large as the box allows', () => {
    const tall = layoutFigure(600, 800, 1);
    expect(tall.plot.width).toBe(600 - BESIDE);
    const wide = layoutFigure(900, 500, 1);
    expect(wide.plot.height).toBe(500 - GUTTERS.top - GUTTERS.bottom);
    // What is left over is shared by both sides.
    expect(wide.bounds.x).toBeCloseTo(900 - wide.bounds.x - wide.bounds.width, -0.5);
  });

  it('stays one device pixel in a box too small', () => {
    expect(layoutFigure(0, 0, 2).plot).toMatchObject({ width: 0.5, height: 0.5 });
  });

  it.each([1, 1.25, 1.5, 2, 3])(
    'is square, inside its box and on device pixels at a ratio of %d',
    (ratio) => {
      const side = fc.integer({ min: 300, max: 2000 });
      fc.assert(
        fc.property(side, side, (deviceWidth, deviceHeight) => {
          const [width, height] = [deviceWidth / ratio, deviceHeight / ratio];
          fc.pre(width > BESIDE + 10 && height > GUTTERS.top + GUTTERS.bottom + 10);
          const { plot, bar, bounds }: FigureLayout = layoutFigure(width, height, ratio);
          expect(plot.width).toBe(plot.height);
          for (const edge of [...edges(plot), ...edges(bar), bounds.x]) {
            expect(Math.abs(edge * ratio - Math.round(edge * ratio))).toBeLessThan(1e-6);
          }
          expect(bar.y).toBe(plot.y);
          expect(bar.height).toBe(plot.height);
          expect(bar.x).toBeGreaterThan(plot.x + plot.width);
          const [left = 0, top = 0, right = 0, bottom = 0] = edges(bounds);
          expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
          expect(right).toBeLessThanOrEqual(width + 1 / ratio);
          expect(bottom).toBeLessThanOrEqual(height + 1e-6);
          for (const rect of [plot, bar]) {
            const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = edges(rect);
            expect(x0 >= left && y0 >= top && x1 <= right + 1e-6 && y1 <= bottom + 1e-6).toBe(true);
          }
        }),
      );
    },
  );
});

describe('pixels and the plane', () => {
  const plot = { x: 46, y: 8, width: 400, height: 400 };

  it("grows upwards, with the window at the plot's edges", () => {
    const window = { u: [-10, 10], v: [0, 4] } as const;
    expect(planeToPixel(plot, window, -10, 0)).toEqual([46, 408]);
    expect(planeToPixel(plot, window, 10, 4)).toEqual([446, 8]);
    expect(pixelToPlane(plot, window, 46, 408)).toEqual([-10, 0]);
    expect(pixelToPlane(plot, window, 446, 8)).toEqual([10, 4]);
    expect(pixelToPlane(plot, window, 246, 108)).toEqual([0, 3]);
  });

  it('goes there and back', () => {
    const interval = fc
      .tuple(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.double({ min: 1e-6, max: 1e3, noNaN: true }))
      .map(([low, width]): [number, number] => [low, low + width]);
    const pixel = fc.double({ min: 0, max: 500, noNaN: true });
    fc.assert(
      fc.property(interval, interval, pixel, pixel, (u, v, x, y) => {
        const [backX, backY] = planeToPixel(plot, { u, v }, ...pixelToPlane(plot, { u, v }, x, y));
        expect(backX).toBeCloseTo(x, 3);
        expect(backY).toBeCloseTo(y, 3);
      }),
    );
  });

  it('knows what lies on the plot', () => {
    expect(isInside(plot, 46, 8)).toBe(true);
    expect(isInside(plot, 446, 408)).toBe(true);
    expect(isInside(plot, 45.9, 8)).toBe(false);
    expect(isInside(plot, 46, 408.1)).toBe(false);
  });
});
