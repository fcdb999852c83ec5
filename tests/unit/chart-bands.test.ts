import { describe, expect, it } from 'vitest';
import { bandsOf } from '../../src/app/chart-bands.ts';

const COUNT = 101;
const HEIGHT = 200;

/** `from` at the left, `to` at the right, even steps. */
function line(from: number, to: number) {
  return {
    y: Float64Array.from({ length: COUNT }, (_, n) => from + ((to - from) * n) / (COUNT - 1)),
  };
}

/** How much of the chart's height each line takes. */
function heights(lines: { y: Float64Array }[], scale: 'linear' | 'log', apart = true): number[] {
  const { list } = bandsOf({ lines, scale, zero: false, apart }, HEIGHT);
  return lines.map(({ y }, n) => {
    const band = list[n] ?? list[0]!;
    const places = [...y].map((value) => band.scale.position(value));
    return (band.to - band.from) * (Math.max(...places) - Math.min(...places));
  });
}

/** Cross-entropy and squared error of the window 1e-9 wide about (2.5, 0). */
const DEEP = [line(0.078889734, 0.078889734 - 7.5e-11), line(0.00383630898, 0.00383630898 - 7e-12)];

describe('the bands of a chart', () => {
  it.each(['linear', 'log'] as const)('show the slope of a deep zoom, on a %s scale', (scale) => {
    for (const height of heights(DEEP, scale)) expect(height).toBeGreaterThan(0.3);
    expect(bandsOf({ lines: DEEP, scale, zero: false, apart: true }, HEIGHT).captioned).toBe(true);
  });

  it('show a line beside a constant that one scale would hide', () => {
    const [changing, constant] = heights([DEEP[0]!, line(2 / 3, 2 / 3)], 'linear');
    expect(changing).toBeGreaterThan(0.3);
    expect(constant).toBe(0);
  });

  it('are one for lines that may not stand apart, that compare on a log scale, and beside a constant', () => {
    const one = (lines: { y: Float64Array }[], scale: 'linear' | 'log', apart = true) =>
      bandsOf({ lines, scale, zero: false, apart }, HEIGHT).list.length === 1;
    expect(one(DEEP, 'linear', false)).toBe(true);
    expect(one([line(10, 0.1), line(0.6, 0.001)], 'log')).toBe(true);
    expect(one([line(10, 0), line(2 / 3, 2 / 3)], 'linear')).toBe(true);
    // Nothing but the rounding of f64 is in either.
    expect(one([line(2 / 3, 2 / 3 + 1e-16), line(0.5, 0.5)], 'linear')).toBe(true);
    expect(one([line(10, 0), line(NaN, NaN)], 'linear')).toBe(true);
  });

  it('need no captions where lines change as much as they are large', () => {
    const lines = [line(10, 0.1), line(0.6, 0.01)];
    const { list, captioned } = bandsOf({ lines, scale: 'linear', zero: false, apart: true }, HEIGHT);
    expect(list).toHaveLength(2);
    expect(captioned).toBe(false);
  });

  it('leave room for a caption between them, also in a low chart', () => {
    for (const height of [100, 200, 400]) {
      const { list } = bandsOf({ lines: DEEP, scale: 'linear', zero: false, apart: true }, height);
      expect((list[0]!.from - list[1]!.to) * height).toBeCloseTo(24, 9);
    }
  });
});
