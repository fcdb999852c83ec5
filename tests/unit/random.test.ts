import { expect, it } from 'vitest';
import { RandomNumbers } from '../../src/core/random.ts';

const COUNT = 20_000;

function draw(seed: number, next: (random: RandomNumbers) => number, count = COUNT): number[] {
  const random = new RandomNumbers(seed);
  return Array.from({ length: count }, () => next(random));
}

function mean(x: readonly number[], power = 1): number {
  return x.reduce((sum, one) => sum + one ** power, 0) / x.length;
}

it('the same seed gives the same numbers, another seed others', () => {
  const uniform = (random: RandomNumbers) => random.uniform();
  expect(draw(7, uniform, 5)).toEqual(draw(7, uniform, 5));
  expect(draw(7, uniform, 5)).not.toEqual(draw(8, uniform, 5));
});

it('uniform numbers are whole multiples of 2^-32 from 0 to 1, spread evenly', () => {
  const x = draw(1, (random) => random.uniform());
  expect(x.every((one) => one >= 0 && one < 1 && Number.isInteger(one * 2 ** 32))).toBe(true);
  const counts = Array.from({ length: 10 }, (_, n) => x.filter((one) => Math.floor(10 * one) === n).length);
  // Five standard deviations of a count.
  for (const count of counts) expect(Math.abs(count - COUNT / 10)).toBeLessThan(5 * Math.sqrt(COUNT * 0.09));
});

it('normal numbers have the moments of the standard normal distribution', () => {
  const x = draw(2, (random) => random.normal());
  const deviation = 5 / Math.sqrt(COUNT);
  expect(Math.abs(mean(x))).toBeLessThan(deviation);
  expect(Math.abs(mean(x, 2) - 1)).toBeLessThan(deviation * Math.sqrt(2));
  expect(Math.abs(mean(x, 3))).toBeLessThan(deviation * Math.sqrt(15));
  expect(Math.abs(mean(x, 4) - 3)).toBeLessThan(deviation * Math.sqrt(96));
});
