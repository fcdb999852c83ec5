import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ARROW, ARROW_LENGTHS, arrowLength, arrowShape, longestArrow } from '../../src/core/arrow-length.ts';

describe('arrowLength', () => {
  it.each([
    ['direction', 1e-300, 1],
    ['direction', 0, 0],
    ['magnitude', 0.25, 0.25],
    ['magnitude', 3, 1],
    ['log', 1, 1],
    ['log', 1e-3, 0.5],
    ['log', 1e-6, 0],
    ['log', 1e-20, 0],
    ['log', 0, 0],
    ['log', NaN, 0], // 0 / 0: the gradient is zero everywhere
  ] as const)('%s of %d is %d', (kind, relative, length) => {
    expect(arrowLength(kind, relative)).toBeCloseTo(length, 12);
  });

  it('never decreases and stays within [0, 1]', () => {
    const size = fc.double({ min: 0, max: 2, noNaN: true });
    fc.assert(
      fc.property(fc.constantFrom(...ARROW_LENGTHS), size, size, (kind, a, b) => {
        const [low, high] = [arrowLength(kind, Math.min(a, b)), arrowLength(kind, Math.max(a, b))];
        expect(low).toBeGreaterThanOrEqual(0);
        expect(low).toBeLessThanOrEqual(high);
        expect(high).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('arrowShape', () => {
  it('is null for what is drawn as a dot', () => {
    expect(arrowShape(0)).toBeNull();
    expect(arrowShape(NaN)).toBeNull();
    expect(arrowShape(ARROW.shortest)).not.toBeNull();
  });

  it('leaves a shaft and stays within its cell', () => {
    for (let cell = 6; cell < 100; cell++) {
      const length = longestArrow(cell);
      expect(length).toBeLessThan(cell);
      const shape = arrowShape(length);
      if (!shape) continue;
      expect(shape.headLength).toBeLessThan(length);
      expect(2 * shape.headHalfWidth + 2 * ARROW.edge).toBeLessThan(cell + 2);
      expect(shape.shaftHalfWidth).toBeLessThan(shape.headHalfWidth);
    }
  });
});
