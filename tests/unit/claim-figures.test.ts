/** Key figures of the claims against closed forms, sources and textbook code of this file's own. */
import { expect, test } from 'vitest';
import { affine } from '../../src/core/claims/surfaces.ts';
import { presetByName } from '../../src/core/presets/index.ts';
import { RandomNumbers } from '../../src/core/random.ts';
import { figuresOf } from './support/claims.ts';

const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

test('the squared error of two competing classes is steepest at p = 1/3: 16/81 along a logit, 16 sqrt 2 / 81 in all', async () => {
  // (1/3) 2 q^2 with q = sigmoid(-d): the slope is 4/3 q^2 p, largest at q = 2/3. A grid comes near it.
  const { steepestMse } = await figuresOf('mse-cliffs');
  expect(steepestMse).toBeLessThanOrEqual(16 / 81);
  expect(steepestMse).toBeGreaterThan(0.999 * (16 / 81));
  const { longestMse, longestCe } = await figuresOf('mse-gradient-explodes');
  expect(longestMse).toBeLessThanOrEqual((16 * Math.SQRT2) / 81);
  expect(longestMse).toBeGreaterThan(0.995 * ((16 * Math.SQRT2) / 81));
  expect(longestCe).toBeCloseTo(Math.SQRT2, 6);
});

test('the error rate jumps by the same wherever the grid is cut: four times as steep on steps a quarter as long', async () => {
  expect((await figuresOf('mse-cliffs')).refinementErrorRate).toBeCloseTo(4, 12);
});

test('the gradient’s direction turns on one line of the grid, and is lost on its points', async () => {
  // Where class 2 is the target: of the 100 pairs in each row and column, two have a point of the diagonal, which is
  // on none of the pairs beyond both ends.
  const { sharpTurnShareMse, sharpTurnShareCe } = await figuresOf('mse-gradient-chaotic');
  expect(sharpTurnShareMse).toBeCloseTo((4 * 100) / (2 * 100 * 101), 12);
  expect(sharpTurnShareCe).toBe(0);
});

test('the plateau is where 4/3 sqrt 2 q^2 p falls below a thousandth', async () => {
  let [wrong, flat] = [0, 0];
  for (let i = 0; i <= 100; i++) {
    for (let j = 0; j <= 100; j++) {
      const p = sigmoid((i - j) / 5);
      if (p >= 0.1) continue;
      wrong += 1;
      if ((4 / 3) * Math.SQRT2 * (1 - p) ** 2 * p < 1e-3) flat += 1;
    }
  }
  const { flatShareMse, flatShareCe, cornerMse, cornerCe } = await figuresOf('mse-gradient-vanishes');
  expect(flatShareMse).toBeCloseTo(flat / wrong, 12);
  expect(flatShareCe).toBe(0);
  const p = sigmoid(-20);
  expect(cornerMse! / ((4 / 3) * Math.SQRT2 * (1 - p) ** 2 * p)).toBeCloseTo(1, 9);
  expect(cornerCe).toBeCloseTo(Math.SQRT2 * (1 - p), 12);
});

test('with the class at -1000 as target the squared error pulls most where the others are lowest and level', async () => {
  // There p = e^-990 / 2 and Q = 1 + 1/4 + 1/4: 2/3 p Q = p.
  const { pullMseLog10, smallestPullCe, shortestCe } = await figuresOf('cross-entropy-clear-gradient');
  expect(pullMseLog10).toBeCloseTo(-(990 + Math.LN2) / Math.LN10, 9);
  // Probability 0.1 at most leaves 0.9 at least; two equal rivals pull with 1/2 each.
  expect(smallestPullCe).toBeGreaterThanOrEqual(0.9);
  expect(smallestPullCe).toBeLessThan(0.92);
  expect(shortestCe).toBeCloseTo(Math.SQRT1_2, 12);
});

test('cross-entropy’s slope by another logit is that class’s probability, the share of the rest', async () => {
  // p(target) 0.001: shares of 0.999 from 0.5 to 0.99.
  const { slopeSpreadCe, valueSpreadCe, valueSpreadMse } = await figuresOf(
    'cross-entropy-looks-only-at-target',
  );
  expect(slopeSpreadCe).toBeCloseTo(0.999 * (0.99 - 0.5), 12);
  expect(valueSpreadMse).toBeCloseTo((0.999 ** 2 / 3) * (0.99 ** 2 + 0.01 ** 2 - 0.5), 12);
  expect(valueSpreadCe).toBeLessThan(1e-12);
});

test('two classes curve down most where the second derivative 4/3 q^2 p (3p - 1) is lowest', async () => {
  let lowest = 0;
  for (let p = 0; p < 1; p += 1e-5) lowest = Math.min(lowest, (4 / 3) * (1 - p) ** 2 * p * (3 * p - 1));
  // Along (1, -1) it is twice that along one logit.
  const { smallestEigenvalue } = await figuresOf('mse-not-convex');
  expect(smallestEigenvalue).toBeLessThanOrEqual(2 * lowest * 0.99);
  expect(smallestEigenvalue).toBeGreaterThan(2 * lowest * 1.1);
});

test('the zigzag has an extremum between every two of its eight steps, the trap two', async () => {
  const { extremaZigzag, extremaTrap, extremaCe } = await figuresOf('mse-many-local-extrema');
  expect([extremaZigzag, extremaTrap, extremaCe]).toEqual([7, 2, 1]);
});

/** Gradient descent on one coefficient of the trap, by the textbook. */
function trapEnd(slope: (x: number, y: number, h: number) => number, start: number): number {
  const samples = [
    [-2, 1],
    [-2, 1],
    [-2, 1],
    [0, 0],
    [0, 1],
    [10, 1],
    [10, 1],
  ] as const;
  let w = start;
  for (let step = 0; step < 2000; step++) {
    w -= 0.02 * samples.reduce((sum, [x, y]) => sum + slope(x, y, sigmoid(w * x)), 0);
  }
  return w;
}

test('descent on the trap ends where textbook code ends', async () => {
  const { endMse, endCe } = await figuresOf('squared-error-trap');
  expect(endMse).toBeCloseTo(
    trapEnd((x, y, h) => 2 * (h - y) * h * (1 - h) * x, -1),
    9,
  );
  expect(endCe).toBeCloseTo(
    trapEnd((x, y, h) => (h - y) * x, -1),
    9,
  );
});

/** Steps of one neuron (input 1, target 0) to the output 0.1; both parameters have the same slope. */
function neuronSteps(slope: (h: number) => number, rate: number, start: readonly [number, number]): number {
  let [w, b] = start;
  for (let step = 0; ; step++) {
    const h = sigmoid(w + b);
    if (h <= 0.1) return step;
    w -= rate * slope(h);
    b -= rate * slope(h);
  }
}

test('the saturated neuron takes the steps that textbook code takes, about 50 and over 400', async () => {
  const quadratic = (h: number) => h * h * (1 - h);
  const crossEntropy = (h: number) => h;
  const start = [2, 2] as const;
  const h = sigmoid(4);
  const { stepsMse, stepsCe, stepsCeMatched } = await figuresOf('sigmoid-mse-slower');
  expect(stepsMse).toBe(neuronSteps(quadratic, 0.15, start));
  expect(stepsCe).toBe(neuronSteps(crossEntropy, 0.15, start));
  expect(stepsCeMatched).toBe(neuronSteps(crossEntropy, 0.15 * h * (1 - h), start));
  expect(stepsCe).toBeGreaterThan(40);
  expect(stepsCe).toBeLessThan(60);
  expect(stepsMse).toBeGreaterThan(400);
  const { slowdownMse, slowdownFarCe } = await figuresOf('saturated-start-slows-quadratic');
  expect(slowdownMse).toBe(stepsMse! / neuronSteps(quadratic, 0.15, [0.6, 0.9]));
  expect(slowdownFarCe).toBe(
    neuronSteps(crossEntropy, 0.15, [4, 4]) / neuronSteps(crossEntropy, 0.15, [0.6, 0.9]),
  );
});

test('a linear output takes the steps of a geometric series', async () => {
  // Each step takes 2 x 0.15 of the output, from 4 to 0.1.
  const { stepsLinear, pullBackLinear } = await figuresOf('mse-linear-output-better');
  expect(stepsLinear).toBe(Math.ceil(Math.log(0.1 / 4) / Math.log(0.7)));
  expect(pullBackLinear).toBe(10);
});

test('the most a squared error costs is 2/3, the most cross-entropy costs the difference of the logits', async () => {
  const { largestMse, largestCe } = await figuresOf('mse-lenient-on-misclassification');
  expect(largestMse).toBeCloseTo(2 / 3, 12);
  expect(largestCe).toBeCloseTo(80, 12);
});

test('the voters have the figures of the source', async () => {
  const { errorRate1, errorRate2, crossEntropy1, crossEntropy2 } = await figuresOf(
    'equal-error-hides-cross-entropy',
  );
  expect([errorRate1, errorRate2]).toEqual([1 / 3, 1 / 3]);
  expect(crossEntropy1).toBeCloseTo(-Math.log(0.4 * 0.4 * 0.1) / 3, 12);
  expect(crossEntropy2).toBeCloseTo(-Math.log(0.7 * 0.7 * 0.3) / 3, 12);
  expect(crossEntropy1!.toFixed(2)).toBe('1.38');
  expect(crossEntropy2!.toFixed(2)).toBe('0.64');
});

/** Least squares by the textbook: slope and intercept. */
function leastSquares(points: readonly (readonly [number, number])[]): readonly [number, number] {
  const mean = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0) / numbers.length;
  const [x0, y0] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const slope = mean(points.map(([x, y]) => (x - x0) * (y - y0))) / mean(points.map(([x]) => (x - x0) ** 2));
  return [slope, y0 - slope * x0];
}

test('an outlier moves the line of least squares as far as the textbook says', async () => {
  const { samples } = affine(presetByName('regression-gaussian').experiment());
  const points = samples.map(({ du, target }) => [du[0]!, Number(target)] as const);
  const clean = leastSquares(points);
  const shift = (outlier: number) => {
    const [x, y] = points.at(-1)!;
    const [slope, intercept] = leastSquares([...points.slice(0, -1), [x, y + outlier]]);
    return Math.hypot(slope - clean[0], intercept - clean[1]);
  };
  const { lineShift, shiftGrowth } = await figuresOf('mse-sensitive-to-outliers');
  expect(lineShift).toBeCloseTo(shift(2), 9);
  expect(shiftGrowth).toBeCloseTo(shift(20) / shift(2), 9);
});

test('a mislabelled sample pulls with h, with h^2 (1 - h), and with its own logit', async () => {
  const { mislabelPullCe, mislabelPullMse, mislabelPullLinear } = await figuresOf(
    'cross-entropy-robust-to-outliers',
  );
  const h = sigmoid(20);
  expect(mislabelPullCe).toBeCloseTo(h, 12);
  expect(mislabelPullMse! / (h * h * sigmoid(-20))).toBeCloseTo(1, 12);
  expect(mislabelPullLinear).toBeCloseTo(20, 12);
});

test('a formula with the wrong sign is off by twice the slope, one with half the factor by half', async () => {
  const { printedError, turnedError } = await figuresOf('printed-cross-entropy-slope');
  expect(printedError).toBeCloseTo(2, 5);
  expect(turnedError).toBeLessThan(1e-5);
  expect((await figuresOf('printed-second-derivatives')).bendFactor).toBeCloseTo(2, 4);
});

test('a point in the middle shows that the square of a metric is none: its way is twice its two halves', async () => {
  // d(x, z) = |x - z|^2 / 5; both halves are a quarter of it, so that it exceeds their sum by half of it.
  const { squareExcess, smallestDistance, rootExcess } = await figuresOf('mse-square-of-metric');
  expect(squareExcess).toBeGreaterThan(smallestDistance!);
  expect(rootExcess).toBeLessThan(1e-12);
});

/** Whether the sum of losses of (1, 1), (3, 1) and (2, 0) ever rises on a descent in weight and bias. */
function risesOnThree(isSquared: boolean, rate: number): boolean {
  const samples = [
    [1, 1],
    [3, 1],
    [2, 0],
  ] as const;
  const starts = [-3, -1.5, 0, 1.5, 3];
  return starts.some((u) =>
    starts.some((v) => {
      let [w, b, last] = [u, v, Infinity];
      for (let step = 0; step <= 200; step++) {
        let [value, dw, db] = [0, 0, 0];
        for (const [x, y] of samples) {
          const h = sigmoid(w * x + b);
          const dz = isSquared ? (h - y) * h * (1 - h) : h - y;
          value += isSquared ? (h - y) ** 2 / 2 : -Math.log(y ? h : sigmoid(-w * x - b));
          [dw, db] = [dw + dz * x, db + dz];
        }
        if (value > last * (1 + 1e-9)) return true;
        [last, w, b] = [value, w - rate * dw, b - rate * db];
      }
      return false;
    }),
  );
}

test('textbook descent is steady at the rates that are said to be, and not at the next', async () => {
  const { steadyThreeMse, steadyThreeCe, steadyOneMse, steadyOneCe } =
    await figuresOf('mse-training-unstable');
  for (const [isSquared, rate] of [
    [true, steadyThreeMse!],
    [false, steadyThreeCe!],
  ] as const) {
    expect(risesOnThree(isSquared, rate)).toBe(false);
    expect(risesOnThree(isSquared, rate * Math.SQRT2)).toBe(true);
  }
  // The second derivative is at most 0.25 (1 + x^2) a sample: no rate below 2 over that makes the loss rise.
  expect(steadyThreeCe).toBeGreaterThan(2 / (0.25 * (2 + 10 + 5)));
  // Cross-entropy of one sample is steady at all that are tried.
  expect(steadyOneCe).toBe(128);
  expect(steadyOneMse).toBeLessThan(steadyOneCe!);
});

test('plateaus of the network are those of textbook slopes, draw by draw', async () => {
  const shareBelow = (lengths: readonly number[], limit: number) =>
    lengths.filter((length) => length < limit).length / lengths.length;
  const flat: number[] = [];
  const short: number[] = [];
  for (const seed of [1, 2, 3, 4, 5]) {
    const experiment = presetByName('two-layer-tanh').experiment({ seed });
    if (experiment.map !== 'two-layer') throw new Error('the network has two layers');
    const lengths: Record<'ce' | 'mse', number[]> = { ce: [], mse: [] };
    for (let i = 0; i <= 100; i++) {
      for (let j = 0; j <= 100; j++) {
        const [u, v] = [-4 + 0.08 * i, -4 + 0.08 * j];
        const sums = { ce: [0, 0], mse: [0, 0] };
        for (const { input, target } of experiment.samples) {
          const hidden = Math.tanh(u * input);
          const h = sigmoid(v * hidden);
          const error = h - Number(target);
          for (const [loss, dz] of [
            ['ce', error],
            ['mse', 2 * error * h * (1 - h)],
          ] as const) {
            sums[loss][0]! += (dz * v * (1 - hidden ** 2) * input) / experiment.samples.length;
            sums[loss][1]! += (dz * hidden) / experiment.samples.length;
          }
        }
        for (const loss of ['ce', 'mse'] as const)
          lengths[loss].push(Math.hypot(sums[loss][0]!, sums[loss][1]!));
      }
    }
    const { ce, mse } = lengths;
    flat.push(shareBelow(mse, Math.max(...mse) / 50) / shareBelow(ce, Math.max(...ce) / 50));
    short.push(shareBelow(mse, 0.01) / shareBelow(ce, 0.01));
  }
  const { nearRatioLeast, nearRatioMost, shortRatio } = await figuresOf('quadratic-cost-plateaus');
  expect(nearRatioLeast).toBeCloseTo(Math.min(...flat), 2);
  expect(nearRatioMost).toBeCloseTo(Math.max(...flat), 2);
  expect(shortRatio).toBeCloseTo(Math.min(...short), 2);
});

test('fine tuning comes to the error rates of textbook descent', async () => {
  let [before, after, wrongBefore, wrongAfter] = [0, 0, 0, 0];
  for (const seed of [1, 2, 3, 4, 5]) {
    const random = new RandomNumbers(seed);
    const right = Array.from(
      { length: 100 },
      (_, n) => [(n % 2 ? 1.5 : -1.5) + random.normal(), n % 2] as const,
    );
    const all = [...right, ...Array.from({ length: 10 }, () => [6, 0] as const)];
    let [w, b] = [0, 0];
    const descend = (rate: number, slope: (h: number, y: number) => number) => {
      for (let step = 0; step < 1000; step++) {
        let [dw, db] = [0, 0];
        for (const [x, y] of all) {
          const dz = slope(sigmoid(w * x + b), y) / all.length;
          [dw, db] = [dw + dz * x, db + dz];
        }
        [w, b] = [w - rate * dw, b - rate * db];
      }
    };
    const errors = () => right.filter(([x, y]) => w * x + b > 0 !== (y === 1)).length / 100 / 5;
    descend(0.3, (h, y) => h - y);
    before += errors();
    wrongBefore += sigmoid(-6 * w - b) / 5;
    descend(0.6, (h, y) => 2 * (h - y) * h * (1 - h));
    after += errors();
    wrongAfter += sigmoid(-6 * w - b) / 5;
  }
  const figures = await figuresOf('squared-error-improves-after-cross-entropy');
  expect(figures.tunedBefore).toBeCloseTo(before, 9);
  expect(figures.tunedAfter).toBeCloseTo(after, 9);
  expect(figures.wrongLabelBefore! / wrongBefore).toBeCloseTo(1, 6);
  expect(figures.wrongLabelAfter! / wrongAfter).toBeCloseTo(1, 6);
});
