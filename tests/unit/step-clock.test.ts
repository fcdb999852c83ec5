import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StepClock } from '../../src/app/step-clock.ts';

/** 60 a second. */
const STEP = 1 / 60;

/** All steps of frames at these times, ms. */
function stepsAt(clock: StepClock, times: readonly number[]): number {
  return times.reduce((sum, at) => sum + clock.stepsUntil(at), 0);
}

describe('a clock of fixed steps', () => {
  it('gives as many steps in a second however often it is asked', () => {
    for (const rate of [7, 24, 30, 60, 90, 144, 240]) {
      const times = Array.from({ length: rate + 1 }, (_, n) => 5000 + (1000 * n) / rate);
      const steps = stepsAt(new StepClock(STEP, 12), times);
      expect(Math.abs(steps - 60), `${rate} frames a second: ${steps} steps`).toBeLessThanOrEqual(1);
    }
  });

  it('is never more than a step behind or ahead while frames come often enough', () => {
    const gaps = fc.array(fc.double({ min: 0, max: 190, noNaN: true }), { maxLength: 50 });
    fc.assert(
      fc.property(gaps, (given) => {
        const clock = new StepClock(STEP, 12);
        let now = 1e6;
        let steps = clock.stepsUntil(now);
        for (const gap of given) {
          now += gap;
          steps += clock.stepsUntil(now);
          const due = (now - 1e6) / (1000 * STEP);
          expect(steps).toBeLessThanOrEqual(due + 1e-6);
          expect(steps).toBeGreaterThan(due - 1 - 1e-6);
        }
      }),
    );
  });

  it('leaves out what is more than a frame may do', () => {
    const clock = new StepClock(STEP, 12);
    expect(clock.stepsUntil(0)).toBe(0);
    expect(clock.stepsUntil(60_000)).toBe(12);
    expect(clock.stepsUntil(60_010)).toBe(0);
    expect(clock.stepsUntil(60_017)).toBe(1);
  });

  it('begins anew after a stop', () => {
    const clock = new StepClock(STEP, 12);
    clock.stepsUntil(0);
    clock.stop();
    expect(clock.stepsUntil(150)).toBe(0);
    expect(clock.stepsUntil(170)).toBe(1);
  });
});
