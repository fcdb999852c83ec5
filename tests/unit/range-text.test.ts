import { describe, expect, it } from 'vitest';
import { infiniteText, rangeParts, rangeTexts } from '../../src/app/range-text.ts';
import { surfaceRange } from '../../src/core/surface-range.ts';
import { parsed, threeClass } from './support/experiments.ts';

/** Texts of a surface of these values and slopes along u. */
function texts(values: number[], slopes: number[]) {
  const [value, du] = [Float64Array.from(values), Float64Array.from(slopes)];
  const range = surfaceRange(value, du, new Float64Array(values.length));
  const window = { u: [0, 1], v: [0, 1] } as const;
  const grid = { width: values.length, height: 1, window };
  const { values: ends, norms } = rangeTexts({ grid, range, backend: 'cpu' });
  return [ends, norms];
}

describe('a range in words', () => {
  it('has both ends where they differ', () => {
    expect(texts([1, 20], [-0.5, 3])).toEqual(['1 … 20', '0.5 … 3']);
  });

  it('is one number where all are the same, and says whether it is rounded', () => {
    const root = Math.sqrt(20);
    expect(texts([0, 0], [root, root])).toEqual(['0', '≈ 4.47']);
    expect(texts([-2.5, -2.5], [0, 0])).toEqual(['−2.5', '0']);
    expect(texts([1 / 3, 1 / 3], [1, 1])).toEqual(['≈ 0.333', '1']);
  });
});

describe('a map of steps in words', () => {
  const range = surfaceRange(Float64Array.of(1, 20), new Float64Array(2), new Float64Array(2));
  const grid = { width: 2000, height: 1, window: { u: [0, 1], v: [0, 1] } } as const;
  const words = (min: number, max: number, never: number, stopped: number) => {
    const summary = { min, max, never, stopped };
    const painted = {
      ...({ panel: 0, quantity: 'steps' } as const),
      ...{ range: range.value, experiment: parsed(threeClass(0, -1000)) },
      notes: { steps: [summary, summary] as const },
    } as const;
    const ranged = { grid, range, backend: 'cpu', painted } as const;
    return [...rangeParts(ranged, 'en'), infiniteText(ranged, 'en')];
  };

  it('counts what learns, what never does, and what stops', () => {
    expect(words(0, 1382, 0, 0)).toEqual(['0 … 1,382 steps', 'L 1 … 20', undefined]);
    expect(words(7, 7, 1200, 10)).toEqual(['7 steps', '0.5 % not finite', 'L 1 … 20', 'never: 1,200 points']);
    expect(words(NaN, NaN, 2000, 0)).toEqual(['L 1 … 20', 'never: 2,000 points']);
  });
});
