import { describe, expect, it, vi } from 'vitest';
import { PointEvaluator } from '../../src/core/point-evaluator.ts';
import { inShares } from '../../src/core/shares.ts';
import { fileOf, mixedSamples, parsed } from './support/experiments.ts';
import { finished } from './support/finished.ts';

/** Steps that take `milliseconds` each, and tell of each. */
function* busy(count: number, milliseconds: number, tell: (n: number) => void): Generator<undefined, string> {
  for (let n = 0; n < count; n++) {
    const end = performance.now() + milliseconds;
    while (performance.now() < end);
    tell(n);
    yield;
  }
  return 'done';
}

describe('work in shares', () => {
  it('that is short ends before the thread does anything else', async () => {
    // Whatever the machine does meanwhile.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(0);
    let others = 0;
    const timer = setTimeout(() => {
      others += 1;
    });
    expect(await inShares(busy(3, 0, () => undefined))).toBe('done');
    expect(others).toBe(0);
    clearTimeout(timer);
    clock.mockRestore();
  });

  it('that is long lets others have turns', async () => {
    const order: string[] = [];
    setTimeout(() => order.push('other'));
    await inShares(busy(8, 5, (n) => order.push(String(n))));
    expect(order.indexOf('other')).toBeGreaterThan(0);
    expect(order.indexOf('other')).toBeLessThan(8);
    expect(order.filter((entry) => entry !== 'other')).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  });

  it('ends at the pause in which it is aborted', async () => {
    const abort = new AbortController();
    let last = -1;
    const work = inShares(
      busy(1000, 5, (n) => {
        last = n;
      }),
      abort.signal,
    );
    abort.abort(new Error('superseded'));
    await expect(work).rejects.toThrow('superseded');
    expect(last).toBeLessThan(999);
  });
});

describe('a point of many samples in steps', () => {
  const experiment = parsed(fileOf('softmax', mixedSamples(3, 1500, 1)));

  it('pauses, and gives the numbers that it has at once', () => {
    const evaluator = new PointEvaluator(experiment);
    let pauses = 0;
    const steps = evaluator.jetSteps(0.3, -1.7, 2);
    let step = steps.next();
    for (; !step.done; step = steps.next()) {
      pauses += 1;
      // Whoever shares the evaluator has other points meanwhile.
      evaluator.updateJets(4, 4, 1);
    }
    expect(pauses).toBeGreaterThan(1);
    evaluator.updateJets(0.3, -1.7, 2);
    expect(step.value).toEqual(evaluator.jets);
    evaluator.updateScales(0.3, -1.7, 2);
    expect(finished(evaluator.scaleSteps(0.3, -1.7, 2))).toEqual(evaluator.scales);
  });
});
