/** The numbers of two-models, from the voters' table alone. */
import { describe, expect, it } from 'vitest';
import type { Point } from './support/points.ts';
import { affinePreset, descent, fieldsAt, logitsOf, overGrid } from './support/preset-points.ts';

/** McCaffrey 2013: what each model gives to the parties 1, 2, 3 for each voter. */
const MODEL_1 = [
  [0.3, 0.3, 0.4],
  [0.3, 0.4, 0.3],
  [0.1, 0.2, 0.7],
];
const MODEL_2 = [
  [0.1, 0.2, 0.7],
  [0.1, 0.7, 0.2],
  [0.3, 0.4, 0.3],
];
/** The party, counted from 1, that each voter votes for. */
const VOTED = [3, 2, 1];

function crossEntropy(model: readonly number[][]): number {
  return -VOTED.reduce((sum, party, n) => sum + Math.log(model[n]![party - 1]!), 0) / VOTED.length;
}

function errorRate(model: readonly number[][]): number {
  return VOTED.filter((party, n) => Math.max(...model[n]!) !== model[n]![party - 1]).length / VOTED.length;
}

const experiment = affinePreset('two-models');

interface Model {
  readonly name: string;
  readonly model: readonly number[][];
  readonly at: Point;
  /** Its average cross-entropy as the source prints it. */
  readonly printed: string;
}

const MODELS: readonly Model[] = [
  { name: 'model 1', model: MODEL_1, at: [1, 0], printed: '1.38' },
  { name: 'model 2', model: MODEL_2, at: [0, 1], printed: '0.64' },
];

describe.each(MODELS)('two-models: $name', ({ model, at, printed }) => {
  const [ce, error] = fieldsAt(experiment, ...at);

  it('gives the table’s probabilities', () => {
    experiment.samples.forEach((sample, n) => {
      const e = logitsOf(sample, ...at).map(Math.exp);
      const total = e.reduce((sum, x) => sum + x, 0);
      e.forEach((x, k) => {
        expect(x / total).toBeCloseTo(model[n]![k]!, 14);
      });
    });
  });

  it('has the table’s cross-entropy, and the source’s to its two decimals', () => {
    expect(ce.value).toBeCloseTo(crossEntropy(model), 14);
    expect(ce.value.toFixed(2)).toBe(printed);
  });

  it('errs on one voter of three', () => {
    expect(errorRate(model)).toBe(1 / 3);
    expect(error.value).toBeCloseTo(1 / 3, 15);
  });

  it('is a point of the grid', () => {
    const grid = overGrid(experiment);
    expect(grid.some(({ at: [u, v] }) => u === at[0] && v === at[1])).toBe(true);
  });
});

describe('two-models', () => {
  it('the error rate has no gradient and takes few values; the cross-entropy has one almost everywhere', () => {
    const grid = overGrid(experiment);
    expect(grid.every(({ right }) => right.du === 0 && right.dv === 0)).toBe(true);
    expect(new Set(grid.map(({ right }) => right.value.toFixed(9))).size).toBeLessThan(12);
    expect(grid.filter(({ left }) => Math.hypot(left.du, left.dv) < 1e-3).length).toBeLessThan(5);
  });

  it('on a ray outwards the error rate stays, while the probabilities sharpen', () => {
    for (let degrees = 1; degrees < 360; degrees += 4) {
      const [u, v] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
      const rates = [0.01, 0.5, 1, 2].map((radius) => fieldsAt(experiment, radius * u, radius * v)[1].value);
      expect(new Set(rates).size, `at ${degrees} degrees`).toBe(1);
      for (const sample of experiment.samples) {
        const largest = [0.5, 1, 2].map((radius) => {
          const e = logitsOf(sample, radius * u, radius * v).map(Math.exp);
          return Math.max(...e) / e.reduce((sum, x) => sum + x, 0);
        });
        expect(largest[0]! < largest[1]! && largest[1]! < largest[2]!).toBe(true);
      }
    }
  });

  it('has cliffs along rays: around a circle the error rate jumps, by a third or more', () => {
    const rates = Array.from({ length: 3600 }, (_, n) => {
      const angle = ((n + 0.5) * Math.PI) / 1800;
      return fieldsAt(experiment, Math.cos(angle), Math.sin(angle))[1].value;
    });
    const jumps = rates.map((rate, n) => Math.abs(rate - rates.at(n - 1)!)).filter((jump) => jump > 0);
    expect(jumps.length).toBeGreaterThan(3);
    expect(Math.min(...jumps)).toBeCloseTo(1 / 3, 12);
  });

  it('descent on the error rate stands still, on the cross-entropy it moves', () => {
    expect(descent(experiment, 1, [1, 0], 1, 10).at(-1)).toMatchObject({ u: 1, v: 0 });
    const last = descent(experiment, 0, [1, 0], 0.5, 200).at(-1)!;
    expect(last.value).toBeLessThan(crossEntropy(MODEL_2));
  });
});
