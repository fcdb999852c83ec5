/** The numbers of regression-gaussian, from its samples by the textbook's closed forms. */
import { describe, expect, it } from 'vitest';
import { RandomNumbers } from '../../src/core/random.ts';
import { affinePreset, descent, fieldsAt, overGrid } from './support/preset-points.ts';

interface Data {
  readonly x: number[];
  readonly y: number[];
}

function dataOf(params: Readonly<Record<string, number>>): Data {
  const { samples } = affinePreset('regression-gaussian', params);
  return { x: samples.map(({ du }) => du[0]!), y: samples.map(({ target }) => target as number) };
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, x) => sum + x, 0) / numbers.length;

/** The line of least squares: slope by covariance over variance, and the intercept through the means. */
function leastSquares({ x, y }: Data): readonly [slope: number, intercept: number] {
  const [mx, my] = [mean(x), mean(y)];
  const slope = mean(x.map((xn, n) => (xn - mx) * (y[n]! - my))) / mean(x.map((xn) => (xn - mx) ** 2));
  return [slope, my - slope * mx];
}

function meanSquares({ x, y }: Data, u: number, v: number): number {
  return mean(x.map((xn, n) => (u * xn + v - y[n]!) ** 2));
}

describe('regression-gaussian: data', () => {
  it('without noise lies on the line x - 1/2, from the output -1.5 on', () => {
    const { x, y } = dataOf({ noise: 0, count: 5 });
    expect(x).toEqual([-1, -0.5, 0, 0.5, 1]);
    expect(y).toEqual([-1.5, -1, -0.5, 0, 0.5]);
  });

  it('has the seed’s normal numbers times the noise, in the order of the inputs', () => {
    const random = new RandomNumbers(7);
    const { x, y } = dataOf({ seed: 7, count: 30, noise: 0.25 });
    for (const [n, xn] of x.entries()) expect(y[n]).toBeCloseTo(xn - 0.5 + 0.25 * random.normal(), 14);
  });

  it('has noise of the standard deviation that it is told', () => {
    const { x, y } = dataOf({ count: 1000, noise: 0.5, seed: 3 });
    const errors = y.map((yn, n) => yn - (x[n]! - 0.5));
    // Four standard errors of a standard deviation from 1000 numbers: 4 / sqrt(2000) of it; of a mean 4 / sqrt(1000).
    expect(Math.abs(mean(errors))).toBeLessThan(0.5 * 0.127);
    expect(Math.abs(Math.sqrt(mean(errors.map((e) => e * e))) / 0.5 - 1)).toBeLessThan(0.09);
  });

  it('is another draw with another seed, and an outlier changes the last target alone', () => {
    expect(dataOf({ seed: 1 })).not.toEqual(dataOf({ seed: 2 }));
    const plain = dataOf({});
    const { x, y } = dataOf({ outlier: 5 });
    expect(x).toEqual(plain.x);
    expect(y.slice(0, -1)).toEqual(plain.y.slice(0, -1));
    expect(y.at(-1)! - plain.y.at(-1)!).toBeCloseTo(5, 14);
  });
});

describe('regression-gaussian: least squares', () => {
  it.each([{ params: {} }, { params: { seed: 5, count: 50, noise: 1 } }, { params: { outlier: 10 } }])(
    'is what descent on the left panel finds: $params',
    ({ params }) => {
      const data = dataOf(params);
      const experiment = affinePreset('regression-gaussian', params);
      const [slope, intercept] = leastSquares(data);
      const last = descent(experiment, 0, [3, 1.5], 0.4, 400).at(-1)!;
      expect(last.u).toBeCloseTo(slope, 10);
      expect(last.v).toBeCloseTo(intercept, 10);
      expect(last.value).toBeCloseTo(meanSquares(data, slope, intercept), 12);
      // Away from its minimum the surface is the plain mean too.
      expect(fieldsAt(experiment, -0.5, 1)[0].value).toBeCloseTo(meanSquares(data, -0.5, 1), 12);
    },
  );

  it('finds the true line where there is no noise', () => {
    const [slope, intercept] = leastSquares(dataOf({ noise: 0 }));
    expect([slope, intercept].map((w) => Number(w.toFixed(12)))).toEqual([1, -0.5]);
    expect(fieldsAt(affinePreset('regression-gaussian', { noise: 0 }), 1, -0.5)[0].value).toBeCloseTo(0, 15);
  });

  it('an outlier at x = 1 lifts the line by outlier / N and turns it by outlier / sum x^2', () => {
    const data = dataOf({});
    const [slope, intercept] = leastSquares(data);
    const [bentSlope, bentIntercept] = leastSquares(dataOf({ outlier: 10 }));
    const squares = data.x.reduce((sum, x) => sum + x * x, 0);
    expect(bentIntercept - intercept).toBeCloseTo(10 / 20, 12);
    expect(bentSlope - slope).toBeCloseTo(10 / squares, 12);
    // Still inside the window, so that it is seen.
    const { u, v } = affinePreset('regression-gaussian').window;
    expect(bentSlope < u[1] && bentIntercept < v[1]).toBe(true);
  });
});

describe('regression-gaussian: cross-entropy', () => {
  it.each([{ params: {} }, { params: { outlier: 10 } }])(
    'is defined where every output lies in (0, 1), and nowhere else: $params',
    ({ params }) => {
      const { x, y } = dataOf(params);
      const grid = overGrid(affinePreset('regression-gaussian', params));
      let defined = 0;
      for (const {
        at: [u, v],
        right,
      } of grid) {
        const outputs = x.map((xn) => u * xn + v);
        if (outputs.every((z) => z > 0 && z < 1)) {
          defined++;
          const terms = outputs.map((z, n) => -y[n]! * Math.log(z) - (1 - y[n]!) * Math.log(1 - z));
          expect(right.value).toBeCloseTo(mean(terms), 10);
        } else {
          expect([right.value, right.du, right.dv]).toEqual([NaN, NaN, NaN]);
        }
      }
      // A rhombus of area 1/2 in a window of area 16: mostly hatched, not wholly.
      expect(defined / grid.length).toBeGreaterThan(0.02);
      expect(defined / grid.length).toBeLessThan(0.04);
    },
  );

  it('is undefined at the true line, whose first output is -1.5, and log 2 at the output 1/2', () => {
    const experiment = affinePreset('regression-gaussian');
    expect(fieldsAt(experiment, 1, -0.5)[1].value).toBeNaN();
    expect(descent(experiment, 1, [1, -0.5], 0.1, 5)).toHaveLength(1);
    // -y log(1/2) - (1 - y) log(1/2) does not depend on y.
    expect(fieldsAt(experiment, 0, 0.5)[1].value).toBeCloseTo(Math.LN2, 12);
  });
});
