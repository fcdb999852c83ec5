/** The f64 evaluator's pool: bands in order, from several threads, with a few buffers, whatever goes wrong. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FieldKey } from '../../src/core/fields.ts';
import type { Rows } from '../../src/core/grid.ts';
import { BandWorker } from '../../src/cpu/band-worker.ts';
import type { F64Fields } from '../../src/cpu/evaluate-rows.ts';
import { CpuEvaluator } from '../../src/cpu/evaluator.ts';
import { parsed, threeClass } from './support/experiments.ts';
import { type FakeThread, fakeThreads } from './support/fake-threads.ts';

const large = parsed(threeClass(0, -1000, { resolution: [300, 2000] }));
const other = parsed(threeClass(1, 0.5, { resolution: [300, 2000] }));
/** More bands than there are slots for. */
const wide = parsed(threeClass(0, -1000, { resolution: [16_384, 400] }));
const KEYS: FieldKey[] = ['mse.value', 'cross-entropy.du'];
const WHOLE: Rows = [0, 2000];

const evaluators: CpuEvaluator[] = [];
afterEach(() => {
  for (const evaluator of evaluators.splice(0)) evaluator.stop();
  vi.unstubAllGlobals();
});

function pool(workers: number, startThread = fakeThreads()): CpuEvaluator {
  const evaluator = new CpuEvaluator(workers, startThread);
  evaluators.push(evaluator);
  return evaluator;
}

/** Bytes, as matching millions of numbers one by one takes seconds. */
function bytes(fields: F64Fields): Buffer[] {
  return KEYS.map((key) => Buffer.from(fields[key]!.slice().buffer));
}

function expectEqual(actual: F64Fields, expected: F64Fields): void {
  const [left, right] = [bytes(actual), bytes(expected)];
  expect(left.map((values, n) => values.equals(right[n]!))).toEqual([true, true]);
}

const later = (milliseconds = 0) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

describe('bands', () => {
  it.each([0, 1, 3])(
    'come in order, without gaps, and hold what whole arrays do: %i threads',
    async (workers) => {
      const cpu = pool(workers);
      const rows: Rows = [13, 1990];
      const whole = await cpu.evaluate(large, rows, KEYS);
      let next = rows[0];
      let bands = 0;
      await cpu.evaluateBands(large, rows, KEYS, async (band, fields) => {
        expect(band[0]).toBe(next);
        next = band[1];
        bands += 1;
        await later();
        const part: F64Fields = {};
        for (const key of KEYS) part[key] = whole[key]!.subarray((band[0] - 13) * 300, (band[1] - 13) * 300);
        expectEqual(fields, part);
      });
      expect(next).toBe(1990);
      expect(bands).toBeGreaterThan(3);
    },
  );

  it('are handed over one at a time', async () => {
    let inside = 0;
    await pool(2).evaluateBands(large, WHOLE, KEYS, async () => {
      inside += 1;
      expect(inside).toBe(1);
      await later(2);
      inside -= 1;
    });
  });

  it('that come by message wait for whoever takes them, in a few buffers', async () => {
    // Node's threads may always share; a page that is not isolated says so.
    vi.stubGlobal('crossOriginIsolated', false);
    let computed = 0;
    let ownMemory = 0;
    class Counting extends BandWorker {
      override evaluate(...args: Parameters<BandWorker['evaluate']>) {
        computed += 1;
        // Memory that came by transfer is used again: only the first bands of a lane bring none.
        if (args[2] === undefined) ownMemory += 1;
        return super.evaluate(...args);
      }
    }
    const cpu = pool(
      2,
      fakeThreads([], () => new Counting()),
    );
    let taken = 0;
    await cpu.evaluateBands(large, WHOLE, KEYS, async () => {
      taken += 1;
      await later(5);
      expect(computed - taken).toBeLessThan(6);
    });
    expect(taken).toBe(computed);
    expect(computed).toBeGreaterThan(6);
    expect(ownMemory).toBeLessThanOrEqual(6);
  });

  it('in shared memory stand in its slots, and are called for when half of them are free', async () => {
    let calls = 0;
    let messages = 0;
    class Counting extends BandWorker {
      override fill(...args: Parameters<BandWorker['fill']>) {
        calls += 1;
        return super.fill(...args);
      }
      override evaluate(...args: Parameters<BandWorker['evaluate']>) {
        messages += 1;
        return super.evaluate(...args);
      }
    }
    const cpu = pool(
      1,
      fakeThreads([], () => new Counting()),
    );
    const addresses = new Set<number>();
    let taken = 0;
    await cpu.evaluateBands(wide, [0, 400], KEYS, async (_band, fields) => {
      taken += 1;
      addresses.add(fields['mse.value']!.byteOffset);
      expect(fields['mse.value']!.buffer).toBeInstanceOf(SharedArrayBuffer);
      await later(1);
    });
    expect(messages).toBe(0);
    expect(taken).toBeGreaterThan(3 * addresses.size);
    expect(addresses.size).toBeGreaterThan(3);
    // At most once for each half of the slots, and once more for the last ones.
    expect(calls).toBeLessThan(3 + (2 * taken) / addresses.size);
  });

  it('of two evaluations at once do not mix', async () => {
    const cpu = pool(2);
    const both = await Promise.all([large, other].map((experiment) => cpu.evaluate(experiment, WHOLE, KEYS)));
    const alone = new CpuEvaluator(0);
    expectEqual(both[0]!, await alone.evaluate(large, WHOLE, KEYS));
    expectEqual(both[1]!, await alone.evaluate(other, WHOLE, KEYS));
  });

  it('of more evaluations than can share the memory are all there', async () => {
    const cpu = pool(1);
    const experiments = [large, other, large, other];
    const all = await Promise.all(experiments.map((experiment) => cpu.evaluate(experiment, WHOLE, KEYS)));
    expectEqual(all[2]!, all[0]!);
    expectEqual(all[3]!, all[1]!);
    expectEqual(all[1]!, await new CpuEvaluator(0).evaluate(other, WHOLE, KEYS));
  });

  it('of experiments that no slot is for come in buffers', async () => {
    const soft = parsed(threeClass([0.2, 0.3, 0.5], 0, { resolution: [300, 200] }));
    const cpu = pool(2);
    const first = await cpu.evaluate(large, WHOLE, KEYS);
    expectEqual(
      await cpu.evaluate(soft, [0, 200], KEYS),
      await new CpuEvaluator(0).evaluate(soft, [0, 200], KEYS),
    );
    expectEqual(await cpu.evaluate(large, WHOLE, KEYS), first);
  });

  it('end when the signal says so, and none comes after', async () => {
    const controller = new AbortController();
    let taken = 0;
    const evaluation = pool(2).evaluateBands(
      large,
      WHOLE,
      KEYS,
      () => {
        taken += 1;
        controller.abort();
      },
      { signal: controller.signal },
    );
    await expect(evaluation).rejects.toMatchObject({ name: 'AbortError' });
    expect(taken).toBe(1);
  });

  it('end at once while a thread waits for free slots', async () => {
    const controller = new AbortController();
    const cpu = pool(1);
    const evaluation = cpu.evaluateBands(wide, [0, 400], KEYS, () => later(20), {
      signal: controller.signal,
    });
    // All slots are full by then, and few of them read.
    await later(60);
    controller.abort();
    await expect(evaluation).rejects.toMatchObject({ name: 'AbortError' });
    await expect(cpu.evaluate(large, [0, 1], KEYS)).resolves.toHaveProperty('mse.value');
  });

  it('let other events have their turn, however many are there', async () => {
    let sinceTurn = 0;
    let most = 0;
    let isOver = false;
    const takeTurn = () => {
      sinceTurn = 0;
      if (!isOver) setTimeout(takeTurn);
    };
    takeTurn();
    await pool(1).evaluateBands(wide, [0, 24], KEYS, () => {
      sinceTurn += 1;
      most = Math.max(most, sinceTurn);
      const started = performance.now();
      while (performance.now() - started < 7);
    });
    isOver = true;
    // All six are there when the first is read; they are read for 12 ms at a time.
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(4);
  });

  it('come by message where nobody can wait for others without one', async () => {
    const { waitAsync } = Atomics;
    try {
      Reflect.deleteProperty(Atomics, 'waitAsync');
      await pool(1).evaluateBands(large, WHOLE, KEYS, (_band, fields) => {
        expect(fields['mse.value']!.buffer).toBeInstanceOf(ArrayBuffer);
      });
    } finally {
      Object.defineProperty(Atomics, 'waitAsync', { value: waitAsync, configurable: true, writable: true });
    }
  });

  it('of a grid with few of them need few threads', async () => {
    let loads = 0;
    class Counting extends BandWorker {
      override load(...args: Parameters<BandWorker['load']>) {
        loads += 1;
        super.load(...args);
      }
    }
    const cpu = pool(
      4,
      fakeThreads([], () => new Counting()),
    );
    await cpu.evaluate(large, [7, 9], KEYS);
    expect(loads).toBe(2);
  });

  it('of an evaluation that begins when another is ended come in shared memory', async () => {
    const controller = new AbortController();
    const cpu = pool(1);
    const first = cpu.evaluate(wide, [0, 400], KEYS, { signal: controller.signal });
    await later(20);
    controller.abort();
    const buffers: ArrayBufferLike[] = [];
    await Promise.all([
      expect(first).rejects.toMatchObject({ name: 'AbortError' }),
      cpu.evaluateBands(large, WHOLE, KEYS, (_band, fields) => {
        buffers.push(fields['mse.value']!.buffer);
      }),
    ]);
    expect(buffers.every((buffer) => buffer instanceof SharedArrayBuffer)).toBe(true);
  });

  it('may be what another evaluation waits for, even when theirs is ended', async () => {
    const controller = new AbortController();
    const cpu = pool(1);
    const nested = cpu.evaluateBands(
      large,
      WHOLE,
      KEYS,
      async () => {
        controller.abort();
        await cpu.evaluate(other, [0, 10], KEYS);
      },
      { signal: controller.signal },
    );
    await expect(nested).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('end when whoever takes them fails', async () => {
    let taken = 0;
    const cpu = pool(2);
    const evaluation = cpu.evaluateBands(large, WHOLE, KEYS, async () => {
      taken += 1;
      await later();
      throw new Error('disk full');
    });
    await expect(evaluation).rejects.toThrow('disk full');
    expect(taken).toBe(1);
    await expect(cpu.evaluate(large, [0, 1], KEYS)).resolves.toHaveProperty('mse.value');
  });
});

describe('a thread', () => {
  it('that refuses the experiment rejects, and takes the next one', async () => {
    const cpu = pool(2);
    const broken = { ...large, losses: ['hinge', 'nothing'] } as unknown as typeof large;
    await expect(cpu.evaluate(broken, WHOLE, KEYS)).rejects.toThrow('nothing is not defined');
    await expect(cpu.evaluate(broken, WHOLE, KEYS)).rejects.toThrow('nothing is not defined');
    await expect(cpu.evaluate(large, WHOLE, ['hinge.value'])).rejects.toThrow('hinge.value');
    await expect(cpu.evaluate(large, [0, 1], KEYS)).resolves.toHaveProperty('mse.value');
  });

  it('that dies rejects what it was doing; another takes its place', async () => {
    const started: FakeThread[] = [];
    const cpu = pool(2, fakeThreads(started));
    const evaluation = cpu.evaluateBands(large, WHOLE, KEYS, () => started[0]!.die('out of memory'));
    await expect(evaluation).rejects.toThrow('an f64 worker ended: out of memory');
    const again = await cpu.evaluate(large, WHOLE, KEYS);
    expect(started.map((thread) => thread.terminated)).toEqual([true, false, false]);
    expectEqual(again, await new CpuEvaluator(0).evaluate(large, WHOLE, KEYS));
  });

  it('that dies while it waits for free slots rejects the evaluation', async () => {
    const started: FakeThread[] = [];
    const cpu = pool(1, fakeThreads(started));
    const evaluation = cpu.evaluateBands(wide, [0, 400], KEYS, async () => {
      await later(20);
      if (!started[0]!.terminated) started[0]!.die('out of memory');
    });
    await expect(evaluation).rejects.toThrow('an f64 worker ended: out of memory');
    await expect(cpu.evaluate(large, [0, 1], KEYS)).resolves.toHaveProperty('mse.value');
  });

  it('that dies leaves its memory: what it may still write there is no other’s band', async () => {
    const started: FakeThread[] = [];
    const memories: WebAssembly.Memory[] = [];
    class Sharing extends BandWorker {
      override share(memory: WebAssembly.Memory): void {
        memories.push(memory);
        super.share(memory);
      }
    }
    const cpu = pool(
      1,
      fakeThreads(started, () => new Sharing()),
    );
    const evaluation = cpu.evaluateBands(large, WHOLE, KEYS, () =>
      started[0]!.die('its answer could not be read'),
    );
    await expect(evaluation).rejects.toThrow('an f64 worker ended');
    const whole = await cpu.evaluate(large, WHOLE, KEYS);
    expect(new Set(memories).size).toBe(2);
    expectEqual(whole, await new CpuEvaluator(0).evaluate(large, WHOLE, KEYS));
  });

  it('that is stopped rejects what it was doing', async () => {
    const started: FakeThread[] = [];
    const cpu = pool(2, fakeThreads(started));
    const evaluation = cpu.evaluateBands(large, WHOLE, KEYS, () => cpu.stop());
    await expect(evaluation).rejects.toThrow('an f64 worker ended: it was stopped');
    expect(started.map((thread) => thread.terminated)).toEqual([true, true]);
    await expect(cpu.evaluate(large, [0, 1], KEYS)).rejects.toThrow('it was stopped');
  });
});
