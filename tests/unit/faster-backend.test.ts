import { describe, expect, it } from 'vitest';
import { type Estimates, isFasterInF64 } from '../../src/app/faster-backend.ts';

const BATCH: Estimates = { software: true, numbers: 20_000, gpu: 120_000, f64: 20_000, wasF64: false };

describe('f64 instead of the GPU', () => {
  it('for a batch that a software GPU takes several times as long for', () => {
    expect(isFasterInF64(BATCH)).toBe(true);
  });

  it('for some hundred samples of a few classes too, whose picture is to stand when a drag ends', () => {
    expect(isFasterInF64({ ...BATCH, numbers: 450, gpu: 670, f64: 80 })).toBe(true);
  });

  it('never on a real GPU, however slow', () => {
    expect(isFasterInF64({ ...BATCH, software: false })).toBe(false);
    expect(isFasterInF64({ ...BATCH, software: false, wasF64: true, gpu: 1e9, f64: 1 })).toBe(false);
  });

  it('not for a few samples, nor for a picture that is there soon', () => {
    expect(isFasterInF64({ ...BATCH, numbers: 9 })).toBe(false);
    expect(isFasterInF64({ ...BATCH, gpu: 140, f64: 10 })).toBe(false);
  });

  it('only where it is at least twice as fast, and then for as long as it is no slower', () => {
    const at = (f64: number, wasF64: boolean) => isFasterInF64({ ...BATCH, f64, wasF64 });
    expect([59_000, 61_000, 119_000, 121_000].map((f64) => at(f64, false))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect([59_000, 61_000, 119_000, 121_000].map((f64) => at(f64, true))).toEqual([true, true, true, false]);
  });
});
