/** The legend of decision regions, and what the range line says of what is shown. */
import { describe, expect, it } from 'vitest';
import { TIED } from '../../src/app/apart-rows.ts';
import { legendOf } from '../../src/app/colour-key.ts';
import { quantityText, regionsRefusal } from '../../src/app/quantity-text.ts';
import { classColour } from '../../src/core/class-colours.ts';
import { errorRange } from '../../src/core/error-range.ts';
import { BEYOND_RATIO, rangeOfRatios } from '../../src/core/gradient-ratio.ts';
import type { Quantity } from '../../src/core/quantity.ts';
import { rangeOfValues, type ValueRange } from '../../src/core/scale.ts';
import { fileOf, obliqueSample, oneLogit, parsed, threeClass } from './support/experiments.ts';

const three = parsed(threeClass(0, 1));
const many = parsed(fileOf('softmax', [obliqueSample(64, 'hard', 1)]));

function legend(classes: [number, number][], experiment = three, room = 20, language: 'en' | 'zh' = 'en') {
  const [entries, more] = legendOf({ experiment, notes: { classes: new Map(classes) }, language }, room);
  return { labels: entries.map(({ label }) => label), colours: entries.map(({ colour }) => colour), more };
}

describe('the legend', () => {
  it('has the classes that occur, in their order and colours', () => {
    expect(
      legend([
        [2, 5],
        [0, 9],
      ]),
    ).toEqual({
      labels: ['class 0', 'class 2'],
      colours: [classColour(0), classColour(2)],
      more: '',
    });
    expect(legend([[1, 1]], three, 20, 'zh').labels).toEqual(['类别 1']);
  });

  it('says what the hatching is where several lead', () => {
    expect(
      legend([
        [0, 9],
        [TIED, 2],
      ]),
    ).toEqual({
      labels: ['class 0', 'tie'],
      colours: [classColour(0), undefined],
      more: '',
    });
  });

  it('names the classes of a sigmoid by p', () => {
    expect(
      legend(
        [
          [1, 3],
          [0, 9],
        ],
        parsed(oneLogit('sigmoid', 1)),
      ).labels,
    ).toEqual(['p < ½', 'p > ½']);
  });

  it('has a dozen lines at most: the largest regions, and how many more there are', () => {
    const all = Array.from({ length: 64 }, (_, k): [number, number] => [k, (k * 37) % 64]);
    const { labels, more } = legend(all, many);
    const largest = all.sort(([, a], [, b]) => b - a).slice(0, 11);
    expect(labels).toEqual(
      largest
        .map(([k]) => k)
        .sort((a, b) => a - b)
        .map((k) => `class ${k}`),
    );
    expect(more).toBe('+ 53');
    expect(legend(all.slice(0, 12), many)).toMatchObject({ labels: { length: 12 }, more: '' });
    const tied = legend([...all, [TIED, 1]], many);
    expect([tied.labels.length, tied.labels.at(-1), tied.more]).toEqual([11, 'tie', '+ 54']);
  });

  it('keeps to the room that there is', () => {
    const five = [0, 1, 2, 3, 4].map((k): [number, number] => [k, 10 - k]);
    expect(legend(five, many, 3)).toMatchObject({ labels: ['class 0', 'class 1'], more: '+ 3' });
    expect(legend([], many)).toEqual({ labels: [], colours: [], more: '' });
  });
});

describe('the range line', () => {
  const say = (quantity: Quantity, range: ValueRange, experiment = three, notes = {}) =>
    quantityText({ panel: 1, quantity, range, experiment, notes }, 'en');

  it('says which ratio, and whether there are ratios beyond', () => {
    const ratios = (...values: number[]) => rangeOfRatios(Float64Array.from(values));
    expect(say('ratio', ratios(0.5, 4000))).toBe('|∇| left : right 0.5 … 4000');
    expect(say('ratio', ratios(0, 4, BEYOND_RATIO))).toBe('|∇| left : right 0 … ∞');
    expect(say('ratio', ratios(BEYOND_RATIO))).toBe('|∇| left : right ∞');
    expect(say('ratio', ratios(NaN))).toBe('|∇| left : right –');
  });

  it('says what classes stand for, or why there are none', () => {
    const range = rangeOfValues([0, 1]);
    expect(say('regions', range)).toBe('predicted class');
    expect(say('regions', range, parsed(oneLogit('sigmoid', 1)))).toBe('p over or under ½');
    const outputs = parsed(oneLogit('identity', 1));
    expect(say('regions', range, outputs)).toBe('no decision regions: these outputs stand for no classes');
    expect(regionsRefusal(outputs, 'zh')).toBe('无决策区域：输出不对应类别');
    expect(regionsRefusal(three, 'en')).toBeUndefined();
    expect(say('accuracy', rangeOfValues([1 / 3, 1]))).toBe('share classified right 0.333 … 1');
  });

  it('says the tolerance of the error, or that there is none', () => {
    const notes = { tolerances: [4, 8], worst: [1, 0.51234] };
    expect(say('error', errorRange([0.5], 8), three, notes)).toBe('error of L up to 0.512 ULP (tolerance 8)');
    expect(say('error', errorRange([NaN], 8))).toBe(
      'all numbers are f64 from the CPU: there is no GPU to judge',
    );
  });

  it('is as it was for the others', () => {
    expect(say('lambda_min', rangeOfValues([-0.5, 2]))).toBe('λ −0.5 … 2');
    expect(say('gradient', rangeOfValues([0, 2]))).toBeUndefined();
    expect(say('value', rangeOfValues([0, 2]))).toBeUndefined();
  });
});
