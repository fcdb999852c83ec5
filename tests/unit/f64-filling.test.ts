/** What the f64 filling learns of its speed: estimates decide whether a software GPU or f64 has a batch. */
import { expect, it, vi } from 'vitest';
import { F64Filling } from '../../src/app/f64-filling.ts';
import type { Pace } from '../../src/app/painter.ts';
import type { Experiment } from '../../src/core/experiment.ts';
import { CpuEvaluator } from '../../src/cpu/evaluator.ts';
import { fileOf, mixedSamples, parsed } from './support/experiments.ts';

const BATCH = parsed(fileOf('softmax', mixedSamples(10, 1000, 1), { resolution: [128, 128] }));
const PACE: Pace = { moving: true, onFirst: () => undefined, rest: async () => undefined };

/** A filling whose evaluations take their time, on the clock of the test; nothing is drawn. */
function fillingThatTakes(milliseconds: () => number): F64Filling {
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
  const real = new CpuEvaluator();
  const cpu = {
    async evaluate(...given: Parameters<CpuEvaluator['evaluate']>) {
      const fields = await real.evaluate(...given);
      now += milliseconds();
      return fields;
    },
  } as CpuEvaluator;
  const buffers = { fill: () => undefined, finishFill: () => undefined };
  const picture = { surfaces: buffers, derived: buffers } as never;
  return new F64Filling({
    ...{ cpu, full: picture, coarse: picture },
    events: { onTiming: () => undefined } as never,
    // The drag goes on: the whole grid is never reached.
    reserve: async (_picture, _quantity, grid) => grid.width < 128,
    fillApart: async () => ({}) as never,
    present: async () => undefined,
  });
}

const drag = (filling: F64Filling, experiment: Experiment) =>
  filling.showFromCpu(experiment, 'value', 'software', new AbortController().signal, PACE);

it('small pictures of a drag that wait for threads do not make f64 look slow', async () => {
  const filling = fillingThatTakes(() => 60);
  const before = filling.estimate(BATCH, 'gradient');
  for (let n = 0; n < 5; n++) await drag(filling, BATCH);
  expect(filling.estimate(BATCH, 'gradient')).toBe(before);
});

it('quick ones make it look quicker', async () => {
  const filling = fillingThatTakes(() => 1);
  const before = filling.estimate(BATCH, 'gradient');
  await drag(filling, BATCH);
  expect(filling.estimate(BATCH, 'gradient')).toBeLessThan(before);
});
