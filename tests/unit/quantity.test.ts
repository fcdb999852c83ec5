/** How the numbers of each quantity become colours. */
import { describe, expect, it } from 'vitest';
import { colourbarTicks } from '../../src/core/colourbar-ticks.ts';
import { errorRange } from '../../src/core/error-range.ts';
import { BEYOND_RATIO, rangeOfRatios } from '../../src/core/gradient-ratio.ts';
import {
  coloursFor,
  hasContours,
  isOfFields,
  levelsOf,
  QUANTITIES,
  type Quantity,
  quantityOf,
  quantityRange,
  quantityScale,
  scaleKindFor,
} from '../../src/core/quantity.ts';
import { rangeOfValues, SCALE_KINDS } from '../../src/core/scale.ts';
import type { TickRoom } from '../../src/core/ticks.ts';
import { fileOf, obliqueSample, parsed, threeClass } from './support/experiments.ts';

const ROOM: TickRoom = {
  length: 360,
  before: 6,
  after: 8,
  extent: () => 12,
  isShort: (label) => label.length <= 7,
  gap: 5,
  spacing: 34,
};
const labels = (scale: Parameters<typeof colourbarTicks>[0]) =>
  colourbarTicks(scale, ROOM).ticks.map(({ label }) => label);

describe('a ratio', () => {
  const scaleOf = (...ratios: number[]) =>
    quantityScale('ratio', 'log', rangeOfRatios(Float64Array.from(ratios)));

  it('is logarithmic on the diverging palette, whatever is asked for', () => {
    for (const scale of SCALE_KINDS) {
      expect(coloursFor('ratio', { scale, palette: 'viridis' })).toEqual({
        scale: 'log',
        palette: 'blue-red',
      });
    }
  });

  it('has 1 in the middle, and a ratio as far above it as its inverse below', () => {
    const scale = scaleOf(0.5, 1e4);
    expect(scale.position(1)).toBe(0.5);
    expect(scale.position(1e4)).toBe(1);
    expect(scale.position(100) - 0.5).toBeCloseTo(0.5 - scale.position(0.01), 12);
    expect(labels(scale)).toEqual(['1e−4', '0.01', '1', '100', '1e4']);
  });

  it('has what is beyond the scale at its ends', () => {
    const scale = scaleOf(0, 3, BEYOND_RATIO);
    expect([scale.position(0), scale.position(BEYOND_RATIO)]).toEqual([0, 1]);
    expect(scale.position(3)).toBeCloseTo(1, 12);
  });

  it('has a scale even if all are beyond it, or all are 1', () => {
    for (const scale of [scaleOf(BEYOND_RATIO), scaleOf(1, 1, 1)]) {
      expect(scale.domain).toEqual([-1, 1]);
      expect(labels(scale)).toContain('1');
    }
    expect(scaleOf(BEYOND_RATIO).position(BEYOND_RATIO)).toBe(1);
    expect(scaleOf(1, 1).position(1)).toBe(0.5);
    expect(scaleOf(NaN).domain).toBeNull();
  });

  it('has contours where it crosses a level, not where it touches one', () => {
    const range = rangeOfRatios(Float64Array.of(1, 1.00001, 2e4));
    const levels = levelsOf('ratio', quantityScale('ratio', 'log', range), range);
    expect(levels.map(({ at }) => 2 ** at).map(Math.round)).toEqual([100, 10_000]);
    const crossed = rangeOfRatios(Float64Array.of(0.9, 2e4));
    const all = levelsOf('ratio', quantityScale('ratio', 'log', crossed), crossed);
    expect(all.map(({ at }) => Math.round(2 ** at))).toEqual([1, 100, 10_000]);
  });
});

describe('classes and shares', () => {
  it('have scales with ends of their own', () => {
    const regions = quantityScale('regions', 'linear', rangeOfValues([2, 3]));
    for (const k of [0, 1, 63, 255]) expect(regions.position(k) * 255).toBeCloseTo(k, 9);
    const accuracy = quantityScale('accuracy', 'linear', rangeOfValues([0.5, 0.75]));
    expect([0, 0.5, 1].map(accuracy.position)).toEqual([0, 0.5, 1]);
    expect(scaleKindFor('accuracy', 'log')).toBe('linear');
  });

  it('are told apart by the samples', () => {
    const two = parsed(fileOf('softmax', [obliqueSample(3, 'hard', 1), obliqueSample(3, 'hard', 2)]));
    expect(quantityOf('regions', parsed(threeClass(0, 1)))).toBe('regions');
    expect(quantityOf('regions', two)).toBe('accuracy');
    expect(quantityOf('gradient', two)).toBe('gradient');
  });
});

describe('the error of the GPU', () => {
  it('is coloured up to the tolerance, or beyond it where an error is', () => {
    expect(errorRange([0, 1.5, NaN], 4)).toEqual({ min: 0, max: 4, log2Min: -3, log2Max: 2 });
    expect(errorRange([0.25, 16, Infinity], 4)).toEqual({ min: 0, max: 16, log2Min: -3, log2Max: 4 });
    expect(errorRange([NaN, NaN], 4).max).toBeNaN();
  });

  it('is linear or logarithmic, as the user wants it', () => {
    expect(SCALE_KINDS.map((kind) => scaleKindFor('error', kind))).toEqual(['linear', 'log', 'log']);
    const scale = quantityScale('error', 'log', errorRange([0, 1], 4));
    expect([scale.position(0), scale.position(0.01), scale.position(4)]).toEqual([0, 0, 1]);
    expect(labels(scale)).toContain('1');
  });
});

describe('quantities that were there before', () => {
  it('keep their colours', () => {
    expect(coloursFor('value', { scale: 'symlog', palette: 'magma' })).toEqual({
      scale: 'symlog',
      palette: 'magma',
    });
    expect(coloursFor('lambda_min', { scale: 'log', palette: 'magma' })).toEqual({
      scale: 'symlog',
      palette: 'blue-red',
    });
    expect(quantityScale('lambda_min', 'linear', rangeOfValues([-1, 3])).domain).toEqual([-3, 3]);
    expect(quantityScale('gradient', 'linear', rangeOfValues([1, 3])).domain).toEqual([1, 3]);
    expect(quantityRange('value', Float64Array.of(1, 2))).toEqual(rangeOfValues([1, 2]));
  });

  it('are made of fields and have contours; of the others only the ratio', () => {
    const having = (has: (quantity: Quantity) => boolean) => QUANTITIES.filter(has);
    expect(having(isOfFields)).toEqual(['value', 'gradient', 'lambda_min', 'ratio']);
    expect(having(hasContours)).toEqual(['value', 'gradient', 'lambda_min', 'ratio']);
  });
});
