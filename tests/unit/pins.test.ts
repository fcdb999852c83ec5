import { signal } from '@preact/signals-core';
import { describe, expect, it } from 'vitest';
import { MOST_PINS, Pins } from '../../src/app/pins.ts';
import { pinsText } from '../../src/app/pins-text.ts';
import { pointReader } from '../../src/core/point-reading.ts';
import { presetByName } from '../../src/core/presets/index.ts';
import { Reference } from './support/reference.ts';

const preset = presetByName('three-class-extreme');
const experiment = preset.experiment({ target: 0, fixed: 2, value: -1 });

describe('pins', () => {
  it('are numbered, and keep their numbers when others go', () => {
    const pins = new Pins(signal(experiment));
    for (const u of [1, 2, 2, 3]) expect(pins.add({ u, v: 0 }, experiment)).toBe(true);
    expect(pins.list.value.map(({ n, u }) => [n, u])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    pins.remove(1);
    pins.add({ u: 4, v: 0 }, experiment);
    expect(pins.list.value.map(({ n }) => n)).toEqual([2, 3, 4]);
  });

  it('are at most twenty', () => {
    const pins = new Pins(signal(experiment));
    for (let u = 0; u < MOST_PINS; u++) pins.add({ u, v: 0 }, experiment);
    expect(pins.add({ u: 0.5, v: 0 }, experiment)).toBe(false);
    expect(pins.list.value).toHaveLength(20);
  });

  it('stay when samples or window change, and go with their plane', () => {
    const shown = signal(experiment);
    const pins = new Pins(shown);
    pins.add({ u: 1, v: 2 }, experiment);
    shown.value = preset.experiment({ target: 1, fixed: 2, value: 3 });
    shown.value = { ...shown.value, window: { u: [5, 6], v: [5, 6] } };
    expect(pins.list.value).toHaveLength(1);
    shown.value = preset.experiment({ target: 0, fixed: 0, value: -1 });
    expect(pins.list.value).toEqual([]);
  });
});

describe('pins as text', () => {
  const pins = new Pins(signal(experiment));
  pins.add({ u: 0.5, v: -2.25 }, experiment);
  const lines = pinsText(experiment, pins.list.value, pointReader(experiment)).split('\n');

  it('are a header and lines of as many cells', () => {
    expect(lines).toHaveLength(3);
    expect(lines[2]).toBe('');
    const [head, cells] = lines.map((line) => line.split('\t'));
    expect(head!.slice(0, 5)).toEqual(['pin', 'z₁', 'z₂', 'cross-entropy.value', 'cross-entropy.du']);
    expect(head).toHaveLength(3 + 2 * 9);
    expect(cells).toHaveLength(head!.length);
    expect(cells!.slice(0, 3)).toEqual(['1', '0.5', '-2.25']);
  });

  it('have one zero, which has no sign', () => {
    const zero = { value: 0, du: -0, dv: -0, norm: 0, duu: -0, duv: -0, dvv: 0, lambdaMin: -0, lambdaMax: 0 };
    const [, cells] = pinsText(experiment, [{ n: 1, u: -0, v: 0, name: ['0', '0'] }], () => [zero, zero])
      .split('\n')
      .map((line) => line.split('\t'));
    expect(new Set(cells!.slice(1))).toEqual(new Set(['0']));
  });

  it('leave out the loss of a panel that is covered', () => {
    const without = pinsText(experiment, pins.list.value, pointReader(experiment), {
      covered: 0,
      slopes: false,
    }).split('\n');
    const [head, cells] = lines.map((line) => line.split('\t'));
    const kept = (all: string[]) => all.filter((_, at) => !head![at]!.startsWith('cross-entropy'));
    expect(without).toEqual([kept(head!).join('\t'), kept(cells!).join('\t'), '']);
    expect(without[0]).not.toContain('cross-entropy');
  });

  it('leave out gradients that are to be predicted', () => {
    const hidden = { covered: undefined, slopes: true };
    const without = pinsText(experiment, pins.list.value, pointReader(experiment), hidden).split('\n');
    const [head, cells] = lines.map((line) => line.split('\t'));
    const slope = /\.(du|dv|gradient_norm)$/;
    const kept = (all: string[]) => all.filter((_, at) => !slope.test(head![at]!));
    expect(without).toEqual([kept(head!).join('\t'), kept(cells!).join('\t'), '']);
    expect(kept(head!)).toHaveLength(head!.length - 6);
  });

  it('have the numbers of a reference in decimal arithmetic, largest eigenvalue and norm included', () => {
    const [head, cells] = lines.map((line) => line.split('\t'));
    const reference = new Reference(experiment);
    for (const loss of experiment.losses) {
      const truth = reference.fields(loss, 0.5, -2.25)!;
      const { du, dv, duu, dvv, lambda_min } = truth;
      const all = {
        ...truth,
        gradient_norm: du.times(du).plus(dv.times(dv)).sqrt(),
        lambda_max: duu.plus(dvv).minus(lambda_min),
      };
      for (const [name, number] of Object.entries(all)) {
        const cell = cells![head!.indexOf(`${loss}.${name}`)];
        expect(Math.abs(Number(cell) / number.toNumber() - 1), `${loss}.${name}`).toBeLessThan(1e-13);
      }
    }
  });
});
