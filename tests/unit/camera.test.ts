import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PlaneWindow } from '../../src/core/experiment.ts';
import { parseExperiment } from '../../src/core/validate.ts';
import {
  pannedWindow,
  scaleLimits,
  steppedPoint,
  viewedWindow,
  zoomedWindow,
} from '../../src/render/camera.ts';

const windows: fc.Arbitrary<PlaneWindow> = fc
  .record({
    low: fc.tuple(
      fc.double({ min: -1e4, max: 1e4, noNaN: true }),
      fc.double({ min: -1e4, max: 1e4, noNaN: true }),
    ),
    side: fc.tuple(
      fc.double({ min: 1e-5, max: 2e4, noNaN: true }),
      fc.double({ min: 1e-5, max: 2e4, noNaN: true }),
    ),
  })
  // No window begins at -0: reading one makes it 0.
  .map(({ low, side }) => ({ u: [low[0] + 0, low[0] + side[0]], v: [low[1] + 0, low[1] + side[1]] }));

describe('a view', () => {
  it('of scale 1 that is not shifted is the window', () => {
    expect(viewedWindow({ u: [-10, 10], v: [2, 5] }, { scale: 1, left: 0, bottom: 0 })).toEqual({
      u: [-10, 10],
      v: [2, 5],
    });
  });

  it('keeps the point in place that it is scaled about', () => {
    fc.assert(
      fc.property(
        windows,
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        (window, at, scale) => {
          const shift = at - scale * at;
          const viewed = viewedWindow(window, { scale, left: shift, bottom: shift });
          for (const axis of ['u', 'v'] as const) {
            const place = ([low, high]: readonly [number, number]) => low + at * (high - low);
            const side = viewed[axis][1] - viewed[axis][0];
            const rounding = 1e-15 * Math.max(...[...window[axis], ...viewed[axis]].map(Math.abs));
            expect(Math.abs(place(viewed[axis]) - place(window[axis]))).toBeLessThan(
              1e-12 * side + 8 * rounding,
            );
          }
        },
      ),
    );
  });

  it('is a window that an experiment may have, at every scale within the limits', () => {
    const file = {
      version: 1,
      map: 'affine',
      link: 'sigmoid',
      samples: [{ origin: [0], du: [1], dv: [1], target: 1 }],
    };
    fc.assert(
      fc.property(windows, (window) => {
        const [least, most] = scaleLimits(window);
        expect(least).toBeLessThanOrEqual(1);
        expect(most).toBeGreaterThanOrEqual(1);
        for (const scale of [least, most]) {
          const viewed = viewedWindow(window, { scale, left: (1 - scale) / 2, bottom: (1 - scale) / 2 });
          expect(parseExperiment({ ...file, window: viewed }).window).toEqual(viewed);
        }
      }),
    );
  });
});

describe('steps of the keyboard', () => {
  const window: PlaneWindow = { u: [-10, 10], v: [0, 1] };

  it('are a hundredth of the window, and exact there and back again', () => {
    const start = { u: 0, v: 0.5 };
    let at = start;
    for (let n = 0; n < 7; n++) at = steppedPoint(window, at, 1, -1);
    expect(at.u).toBeCloseTo(1.4, 14);
    expect(at.v).toBeCloseTo(0.43, 14);
    for (let n = 0; n < 7; n++) at = steppedPoint(window, at, -1, 1);
    expect(at).toEqual(start);
  });

  it('keep what the point is beside their lattice', () => {
    const { u } = steppedPoint(window, { u: 0.07, v: 0.5 }, 3, 0);
    expect(u).toBeCloseTo(0.67, 12);
  });

  it('end at the edges, exactly', () => {
    expect(steppedPoint(window, { u: 9.9, v: 0.001 }, 10, -10)).toEqual({ u: 10, v: 0 });
    expect(steppedPoint(window, { u: -10, v: 1 }, -1, 1)).toEqual({ u: -10, v: 1 });
  });
});

describe('zoom of the keyboard', () => {
  it('halves and doubles the window about the point', () => {
    const window: PlaneWindow = { u: [-10, 10], v: [-10, 10] };
    const close = zoomedWindow(window, { u: 5, v: -2 }, 2);
    expect(close).toEqual({ u: [-2.5, 7.5], v: [-6, 4] });
    expect(zoomedWindow(close, { u: 5, v: -2 }, 0.5)).toEqual(window);
  });

  it('stops at the limits', () => {
    fc.assert(
      fc.property(windows, fc.constantFrom(1e-30, 1e30), (window, times) => {
        const [least, most] = scaleLimits(window);
        const side = window.u[1] - window.u[0];
        const { u } = zoomedWindow(window, { u: window.u[0], v: window.v[0] }, times);
        const wanted = side / (times > 1 ? most : least);
        expect(Math.abs((u[1] - u[0]) / wanted - 1)).toBeLessThan(1e-2);
      }),
    );
  });

  it('moves by parts of the sides', () => {
    expect(pannedWindow({ u: [-10, 10], v: [0, 4] }, 0.25, -0.25)).toEqual({ u: [-5, 15], v: [-1, 3] });
  });
});
