/** Descents over a surface in space: what of their lines is drawn, where they leave the window. */
import { describe, expect, it } from 'vitest';
import type { PlanePoint } from '../../src/core/descent-settings.ts';
import type { PlaneWindow } from '../../src/core/experiment.ts';
import { HOME_ORBIT } from '../../src/core/orbit.ts';
import { clipSegment } from '../../src/render/clip-segment.ts';
import type { HeightMap } from '../../src/render/height-map.ts';
import { orbitCamera, project } from '../../src/render/orbit-camera.ts';
import { makePen } from '../../src/render/pen.ts';
import { drawSpaceDescents } from '../../src/render/space-marks.ts';
import { DARK_THEME } from '../../src/render/theme.ts';

const WINDOW: PlaneWindow = { u: [-10, 10], v: [0, 40] };
const PLOT = { x: 50, y: 8, width: 400, height: 400 };
const CAMERA = orbitCamera(HOME_ORBIT);
const HEIGHT = 0.25;

type Pixel = readonly [x: number, y: number];

/** Where a point of the plane stands on a surface that is level. */
function pixelOf([u, v]: PlanePoint): Pixel {
  const [x, y] = project(CAMERA, PLOT, [(u + 10) / 20 - 0.5, v / 40 - 0.5, HEIGHT]);
  return [x, y];
}

/** The lines that are drawn of a descent through these points, each without its dark edge. */
function linesOf(points: readonly PlanePoint[]): Pixel[][] {
  const lines: Pixel[][] = [];
  let path: Pixel[] = [];
  const own: Record<string, unknown> = {
    beginPath: () => {
      path = [];
      lines.push(path);
    },
    lineTo: (x: number, y: number) => path.push([x, y]),
  };
  const context = new Proxy(own, { get: (target, key) => target[String(key)] ?? (() => undefined) });
  const trajectory = {
    u: Float64Array.from(points, ([u]) => u),
    v: Float64Array.from(points, ([, v]) => v),
    value: new Float64Array(points.length),
    learned: undefined,
    stopped: null,
  };
  const surface = {
    camera: CAMERA,
    window: WINDOW,
    heightOf: () => HEIGHT,
    map: { hides: () => false } as unknown as HeightMap,
  };
  const pen = makePen(context as unknown as CanvasRenderingContext2D, 1, DARK_THEME);
  drawSpaceDescents(pen, PLOT, surface, [{ start: points[0]!, trajectory }]);
  // Circles have no lines.
  return lines.filter((line) => line.length > 0);
}

function expectLines(points: readonly PlanePoint[], expected: readonly (readonly PlanePoint[])[]): void {
  const lines = linesOf(points);
  expect(lines.map(({ length }) => length)).toEqual(expected.map(({ length }) => length));
  for (const [n, line] of expected.entries()) {
    for (const [i, point] of line.entries()) {
      const [x, y] = pixelOf(point);
      expect(lines[n]![i]![0]).toBeCloseTo(x, 9);
      expect(lines[n]![i]![1]).toBeCloseTo(y, 9);
    }
  }
}

describe('the line of a descent in space', () => {
  it('goes through its points', () => {
    const points: PlanePoint[] = [
      [-5, 10],
      [0, 20],
      [5, 10],
    ];
    expectLines(points, [points]);
  });

  it('ends at the edge of the window where it leaves, and begins there where it comes back', () => {
    expectLines(
      [
        [0, 20],
        [20, 30],
        [20, 10],
        [0, 20],
      ],
      [
        [
          [0, 20],
          [10, 25],
        ],
        [
          [10, 15],
          [0, 20],
        ],
      ],
    );
  });

  it('shows what crosses the window from outside to outside', () => {
    expectLines(
      [
        [-20, -20],
        [20, 60],
      ],
      [
        [
          [-10, 0],
          [10, 40],
        ],
      ],
    );
    expectLines(
      [
        [-20, 30],
        [0, 60],
      ],
      [],
    );
  });

  it('goes no further than to the last finite point', () => {
    expectLines(
      [
        [0, 20],
        [5, 20],
        [Infinity, NaN],
      ],
      [
        [
          [0, 20],
          [5, 20],
        ],
      ],
    );
  });
});

describe('a clipped segment', () => {
  it.each([
    { from: [0, 20], to: [5, 25], part: [0, 1] },
    { from: [0, 20], to: [40, 20], part: [0, 0.25] },
    { from: [0, -40], to: [0, 120], part: [0.25, 0.5] },
    { from: [11, 20], to: [11, 30], part: undefined },
    { from: [10, 50], to: [20, 40], part: undefined },
    { from: [10, 20], to: [10, 30], part: [0, 1] },
    { from: [3, 3], to: [3, 3], part: [0, 1] },
  ] as const)('from $from to $to', ({ from, to, part }) => {
    expect(clipSegment(WINDOW, from, to)).toEqual(part);
  });
});
