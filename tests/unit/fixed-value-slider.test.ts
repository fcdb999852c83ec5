import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sliderPosition, sliderValue } from '../../src/app/fixed-value-slider.ts';

const LARGEST = 1000;
/** A step of the slider on the page. */
const STEP = 0.001;

const positions = fc.double({ min: -1, max: 1, noNaN: true });

describe('the slider of the fixed value', () => {
  it('reaches both ends and zero exactly', () => {
    expect(sliderValue(1, LARGEST)).toBe(LARGEST);
    expect(sliderValue(-1, LARGEST)).toBe(-LARGEST);
    expect(sliderPosition(LARGEST, LARGEST)).toBe(1);
    expect(sliderPosition(-LARGEST, LARGEST)).toBe(-1);
    expect(sliderPosition(0, LARGEST)).toBe(0);
    // Not -0: the number is shown and stored.
    for (const position of [0, -0, -1e-12]) expect(Object.is(sliderValue(position, LARGEST), 0)).toBe(true);
  });

  it('gives no value beyond its ends, for positions beyond them too', () => {
    fc.assert(
      fc.property(fc.double({ min: -2, max: 2, noNaN: true }), (position) => {
        expect(Math.abs(sliderValue(position, LARGEST))).toBeLessThanOrEqual(LARGEST);
      }),
    );
  });

  it('grows with its position', () => {
    fc.assert(
      fc.property(positions, positions, (a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(sliderValue(low, LARGEST)).toBeLessThanOrEqual(sliderValue(high, LARGEST));
        // Far enough apart to be told from each other after rounding.
        if (high - low > 4 * STEP) expect(sliderValue(low, LARGEST)).toBeLessThan(sliderValue(high, LARGEST));
      }),
    );
  });

  it('is odd', () => {
    fc.assert(
      fc.property(positions, (position) => {
        expect(sliderValue(-position, LARGEST) + sliderValue(position, LARGEST)).toBe(0);
        const value = sliderValue(position, LARGEST);
        expect(sliderPosition(-value, LARGEST) + sliderPosition(value, LARGEST)).toBe(0);
      }),
    );
  });

  it('stands where its value belongs', () => {
    fc.assert(
      fc.property(positions, (position) => {
        const back = sliderPosition(sliderValue(position, LARGEST), LARGEST);
        expect(Math.abs(back - position)).toBeLessThan(1.5 * STEP);
      }),
    );
  });

  it('finds any value again to about a percent, and to a hundredth near zero', () => {
    fc.assert(
      fc.property(fc.double({ min: -LARGEST, max: LARGEST, noNaN: true }), (value) => {
        const nearest = sliderValue(sliderPosition(value, LARGEST), LARGEST);
        expect(Math.abs(nearest - value)).toBeLessThanOrEqual(Math.max(0.0051, 0.0051 * Math.abs(value)));
      }),
    );
  });

  it('is fine around zero: most of its length is for values that change the picture', () => {
    const atHalf = sliderValue(0.5, LARGEST);
    expect(atHalf).toBeGreaterThan(15);
    expect(atHalf).toBeLessThan(30);
    // Steps are a hundredth or two near zero, and no more than two percent of a large value.
    for (let position = 0; position < 1; position += STEP) {
      const [low, high] = [sliderValue(position, LARGEST), sliderValue(position + STEP, LARGEST)];
      expect(high - low).toBeLessThanOrEqual(Math.max(0.0201, 0.02 * high));
    }
  });

  it('gives values that read well: at most three digits, or hundredths', () => {
    fc.assert(
      fc.property(positions, (position) => {
        const size = Math.abs(sliderValue(position, LARGEST));
        const decimals = String(size).split('.')[1]?.length ?? 0;
        expect(decimals).toBeLessThanOrEqual(size < 10 ? 2 : size < 100 ? 1 : 0);
      }),
    );
  });
});
