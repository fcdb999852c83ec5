import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { colourbarTicks } from '../../src/core/colourbar-ticks.ts';
import { makeScale, rangeOfValues, SCALE_KINDS, type ValueRange } from '../../src/core/scale.ts';
import { axisTicks, captionOf, type TickRoom, type TickSet } from '../../src/core/ticks.ts';

/** A horizontal axis with digits 7 px wide, six of which are short. */
function across(length: number): TickRoom {
  return {
    length,
    before: 40,
    after: 40,
    extent: (label) => 7 * label.length,
    isShort: (label) => label.length <= 6,
    gap: 12,
    spacing: 76,
  };
}

/** A colourbar with lines of 12 px. */
function up(length: number): TickRoom {
  return {
    length,
    before: 6,
    after: 6,
    extent: () => 12,
    isShort: (label) => label.length <= 7,
    gap: 5,
    spacing: 34,
  };
}

function labels({ ticks }: TickSet): string[] {
  return ticks.map(({ label }) => label);
}

function parse(text: string): number {
  return text === '' ? NaN : Number(text.replaceAll('−', '-'));
}

/** What a label stands for. */
function valueFor(set: TickSet, label: string): number {
  return (set.offset ? parse(set.offset) : 0) + parse(label) * (set.unit ? parse(set.unit) : 1);
}

function expectReadable(set: TickSet, room: TickRoom): void {
  expect(new Set(labels(set)).size).toBe(set.ticks.length);
  for (const [i, tick] of set.ticks.entries()) {
    expect(tick.label).not.toContain('-'); // a hyphen is no minus sign
    expect(tick.position).toBeGreaterThanOrEqual(0);
    expect(tick.position).toBeLessThanOrEqual(1);
    const half = room.extent(tick.label) / 2;
    expect(tick.labelAt - half).toBeGreaterThanOrEqual(-room.before - 1e-9);
    expect(tick.labelAt + half).toBeLessThanOrEqual(room.length + room.after + 1e-9);
    const next = set.ticks[i + 1];
    if (!next) continue;
    expect(next.position).toBeGreaterThan(tick.position);
    expect(next.labelAt - tick.labelAt).toBeGreaterThanOrEqual(
      half + room.extent(next.label) / 2 + room.gap - 1e-9,
    );
  }
}

describe('axisTicks', () => {
  it.each([
    [[-10, 10], 160, ['−10', '0', '10'], 'z₁'],
    [[-10, 10], 450, ['−10', '−5', '0', '5', '10'], 'z₁'],
    [[0, 1], 450, ['0', '0.2', '0.4', '0.6', '0.8', '1.0'], 'z₁'],
    [[990, 1010], 450, ['990', '995', '1000', '1005', '1010'], 'z₁'],
    [[-1e-9, 1e-9], 450, ['−1.0', '−0.5', '0', '0.5', '1.0'], 'z₁ / 1e−9'],
    [[-1e12, 1e12], 160, ['−1', '0', '1'], 'z₁ / 1e12'],
    [[1e9, 1e9 + 10], 160, ['0', '5', '10'], 'z₁ − 1e9'],
    [[2.4999999995, 2.5000000005], 450, ['−4', '−2', '0', '2', '4'], '(z₁ − 2.5) / 1e−10'],
    [[-1.23456789062, -1.23456788962], 160, ['−5', '0'], '(z₁ + 1.23456789) / 1e−10'],
  ] as const)('labels %j on %i px', (window, length, expected, caption) => {
    const set = axisTicks(window, across(length));
    expect(labels(set)).toEqual(expected);
    expect(captionOf('z₁', set)).toBe(caption);
  });

  it('has no ticks for an empty window or an axis of no length', () => {
    expect(axisTicks([1, 1], across(300)).ticks).toEqual([]);
    expect(axisTicks([0, NaN], across(300)).ticks).toEqual([]);
    expect(axisTicks([0, 1], across(0)).ticks).toEqual([]);
  });

  it('keeps labels apart, distinct, inside and true in any window', () => {
    const windows = fc
      .tuple(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: -9, max: 9, noNaN: true }),
        fc.integer({ min: 60, max: 1200 }),
      )
      .map(([centre, power, length]) => ({ low: centre - 10 ** power, high: centre + 10 ** power, length }));
    fc.assert(
      fc.property(windows, ({ low, high, length }) => {
        const room = across(length);
        const set = axisTicks([low, high], room);
        expectReadable(set, room);
        expect(set.ticks.length).toBeGreaterThan(0);
        for (const { position, label } of set.ticks) {
          // To a px of the axis, and to what a double can tell of the value.
          const error = Math.abs(low + position * (high - low) - valueFor(set, label));
          expect(error).toBeLessThan((high - low) / length + 4e-16 * Math.abs(low));
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('colourbarTicks', () => {
  const crossEntropy = rangeOfValues([2.0611536e-9, 20.0000000021]);
  it.each([
    ['linear', crossEntropy, 450, ['0', '5', '10', '15', '20']],
    ['log', crossEntropy, 450, ['1e−8', '1e−6', '1e−4', '0.01', '1']],
    ['symlog', crossEntropy, 450, ['0', '0.1', '1', '10']],
    ['linear', rangeOfValues([0, 2.4e-9]), 160, ['0', '5e−10', '1e−9', '1.5e−9', '2e−9']],
    ['log', rangeOfValues([0.25, 3]), 450, ['0.5', '1', '2']],
    ['log', rangeOfValues([0.5, 0.55]), 160, ['0.50', '0.52', '0.54']],
    ['symlog', rangeOfValues([-1, 1]), 450, ['−1', '−0.01', '0', '0.01', '1']],
    ['linear', rangeOfValues([3, 3]), 450, ['3']],
    ['linear', rangeOfValues([2 / 3, 2 / 3]), 450, ['0.66667']],
    ['linear', rangeOfValues([-200000 / 3, -200000 / 3]), 450, ['−66667']],
    ['log', rangeOfValues([]), 450, []],
  ] as const)('labels a %s scale from %o on %i px', (kind, range, length, expected) => {
    const set = colourbarTicks(makeScale(kind, range), up(length));
    expect(labels(set)).toEqual(expected);
    expectReadable(set, up(length));
  });

  it.each([
    [-400, 0, ['1e−120', '1e−100', '1e−80', '1e−60', '1e−40', '1e−20', '1']],
    [-4000, -3000, ['1e−1200', '1e−1150', '1e−1100', '1e−1050', '1e−1000', '1e−950']],
    [-4000, -3997, ['1e−1204', '2e−1204', '5e−1204']],
  ])('labels a log scale from 2^%i to 2^%i, far below the smallest double', (log2Min, log2Max, expected) => {
    const scale = makeScale('log', { min: 0, max: 0, log2Min, log2Max });
    const set = colourbarTicks(scale, up(450));
    expect(labels(set)).toEqual(expected);
    for (const { position, label } of set.ticks) {
      const [mantissa, exponent = '0'] = label.split('e');
      const log2Value = Math.log2(Number(mantissa)) + parse(exponent) * Math.log2(10);
      expect(position).toBeCloseTo(scale.positionOfLog2(log2Value), 9);
    }
  });

  it.each([1e4, 1e5, 1e6])('labels a log scale over %i decades', (decades) => {
    const scale = makeScale('log', { min: 0, max: 1, log2Min: -decades * Math.log2(10), log2Max: 0 });
    expect(labels(colourbarTicks(scale, up(450))).length).toBeGreaterThanOrEqual(3);
  });

  it('tells apart the labels of a range 1e-9 wide, off centre', () => {
    const range = rangeOfValues([0.6931471801, 0.6931471809]);
    for (const kind of SCALE_KINDS) {
      const set = colourbarTicks(makeScale(kind, range), up(450));
      expect(labels(set)).toEqual(['−4', '−2', '0', '2', '4']);
      expect(captionOf('L', set)).toBe('(L − 0.6931471805) / 1e−10');
    }
  });

  it('keeps labels apart, distinct, inside and true on any range and scale', () => {
    const ranges: fc.Arbitrary<ValueRange> = fc
      .tuple(
        fc.double({ min: -40, max: 6, noNaN: true }),
        fc.double({ min: -8, max: 40, noNaN: true }),
        fc.boolean(),
      )
      .map(([power, width, signed]) => {
        const low = 10 ** power;
        return rangeOfValues([signed ? -low : low, low * (1 + 10 ** width)]);
      });
    fc.assert(
      fc.property(
        ranges,
        fc.constantFrom(...SCALE_KINDS),
        fc.integer({ min: 60, max: 1000 }),
        (range, kind, length) => {
          const room = up(length);
          const scale = makeScale(kind, range);
          const set = colourbarTicks(scale, room);
          expectReadable(set, room);
          expect(set.ticks.length).toBeGreaterThan(0);
          expect(set.ticks.length).toBeLessThanOrEqual(8);
          for (const { position, label } of set.ticks) {
            expect(Math.abs(scale.position(valueFor(set, label)) - position)).toBeLessThan(1 / length);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
