import { describe, expect, it } from 'vitest';
import { rangeTexts } from '../../src/app/range-text.ts';
import { surfaceRange } from '../../src/core/surface-range.ts';

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
