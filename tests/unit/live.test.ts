/** The live picture while changes come faster than pictures can be made. */
import { signal } from '@preact/signals-core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Live } from '../../src/app/live.ts';
import { REST_MS } from '../../src/app/movement.ts';
import type { DrawOptions, Pace, Painter } from '../../src/app/painter.ts';
import type { Experiment } from '../../src/core/experiment.ts';
import { gridOf } from '../../src/core/grid.ts';
import type { Quantity } from '../../src/core/quantity.ts';
import type { StepsRule } from '../../src/core/steps-map.ts';
import { GpuLostError } from '../../src/gpu/guard.ts';
import { parsed, threeClass } from './support/experiments.ts';

/** Of maps of steps, which are not drawn here. */
const RULE = {} as StepsRule;

/** Milliseconds of a frame, of a first picture, and of a full grid. */
const FRAME = 16;
const FIRST = 50;
const FULL = 400;

/** A painter that takes its time, and notes what it did. */
class SlowPainter implements Painter {
  readonly begun: Experiment[] = [];
  readonly firsts: Experiment[] = [];
  readonly fulls: Experiment[] = [];
  readonly moving: boolean[] = [];
  draws = 0;
  /** What the next pictures fail with. */
  fails: Error | undefined;

  async show(
    experiment: Experiment,
    _quantity: Quantity,
    _rule: StepsRule,
    signal: AbortSignal,
    pace: Pace,
  ): Promise<void> {
    this.begun.push(experiment);
    this.moving.push(pace.moving);
    await wait(FIRST);
    signal.throwIfAborted();
    if (this.fails) throw this.fails;
    this.firsts.push(experiment);
    pace.onFirst();
    await pace.rest();
    await wait(FULL);
    signal.throwIfAborted();
    this.fulls.push(experiment);
  }
  /** Resolves what `prepare` answers with, where that is not nothing. */
  compiled: (() => void) | undefined;
  prepared: Promise<void> | undefined;
  readonly drawn: DrawOptions[] = [];

  /** From now on everything has to be compiled first. */
  compile(): void {
    this.prepared = new Promise((resolve) => {
      this.compiled = () => {
        this.prepared = undefined;
        resolve();
      };
    });
  }
  prepare(): Promise<void> | undefined {
    return this.prepared;
  }
  redraw(options: DrawOptions): undefined {
    this.draws += 1;
    this.drawn.push(options);
  }
  async readPoint(): Promise<undefined> {
    return undefined;
  }
  destroyed = false;
  destroy(): void {
    this.destroyed = true;
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

const at = (u: number): Experiment => parsed(threeClass(0, -1000, { window: { u: [u, u + 1], v: [0, 1] } }));
const experiment = signal(at(0));
const options = signal({} as DrawOptions);
let live: Live;
let painter: SlowPainter;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => setTimeout(callback, FRAME));
  vi.stubGlobal('document', { hidden: false });
  experiment.value = at(0);
  live = new Live(experiment, signal<Quantity>('value'), options, signal(RULE));
  painter = new SlowPainter();
  await live.adopt(Promise.resolve(painter), () => true);
  await vi.advanceTimersByTimeAsync(2000);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** So many changes, one after another frame. */
async function drag(count: number): Promise<void> {
  for (let n = 1; n <= count; n++) {
    experiment.value = at(n);
    await vi.advanceTimersByTimeAsync(FRAME);
  }
}

it('a change that comes alone is shown in full without a wait', async () => {
  experiment.value = at(1);
  await vi.advanceTimersByTimeAsync(FRAME + FIRST + FULL);
  expect(painter.moving.at(-1)).toBe(false);
  expect(painter.fulls.at(-1)).toBe(experiment.value);
});

it('pictures keep coming while changes come faster than they can be made, each the newest', async () => {
  painter.firsts.length = 0;
  const newest: Experiment[] = [];
  const begin = painter.show.bind(painter);
  painter.show = (...given) => {
    newest.push(experiment.peek());
    return begin(...given);
  };
  await drag(60); // 960 ms: time for one first picture after the other, with a frame between them
  expect(painter.firsts.length).toBeGreaterThanOrEqual(Math.floor(960 / (FIRST + 2 * FRAME)));
  expect(painter.begun.slice(-newest.length)).toEqual(newest);
});

it('nothing queues up: one picture is begun at a time', async () => {
  painter.begun.length = 0;
  await drag(60);
  expect(painter.begun.length).toBeLessThanOrEqual(Math.ceil(960 / FIRST));
});

it('while changes come no full grid is begun; it comes when they rest', async () => {
  painter.fulls.length = 0;
  await drag(60);
  expect(painter.moving.at(-1)).toBe(true);
  expect(painter.fulls).toEqual([]);
  await vi.advanceTimersByTimeAsync(2 * FIRST + 2 * FRAME + REST_MS + FULL);
  expect(painter.fulls).toEqual([experiment.value]);
});

it('is settled when the newest stands in full, not sooner', async () => {
  await drag(10);
  let settled = false;
  void live.settled().then(() => {
    settled = true;
  });
  while (painter.fulls.at(-1) !== experiment.value) {
    expect(settled).toBe(false);
    await vi.advanceTimersByTimeAsync(FRAME);
  }
  await vi.advanceTimersByTimeAsync(2 * FRAME);
  expect(settled).toBe(true);
});

it('a first picture that fails lets the next begin', async () => {
  painter.fails = new Error('no');
  await drag(2);
  await vi.advanceTimersByTimeAsync(FIRST);
  painter.fails = undefined;
  await drag(1);
  await vi.advanceTimersByTimeAsync(2000);
  expect(painter.fulls.at(-1)).toBe(experiment.value);
  expect(live.failure.value).toBeUndefined();
});

it('what fails is told, a loss of the GPU is not: that is told elsewhere', async () => {
  painter.fails = new Error('no');
  await drag(1);
  await vi.advanceTimersByTimeAsync(2 * FIRST);
  expect(live.failure.value?.message).toBe('no');
  painter.fails = new GpuLostError();
  await drag(1);
  await vi.advanceTimersByTimeAsync(2 * FIRST);
  expect(live.failure.value).toBeUndefined();
  painter.prepared = Promise.reject(new GpuLostError());
  options.value = {} as DrawOptions;
  await vi.advanceTimersByTimeAsync(2 * FRAME);
  expect(live.failure.value).toBeUndefined();
  painter.prepared = undefined;
});

it('what changes the look alone is drawn though a picture is being made', async () => {
  experiment.value = at(1);
  await vi.advanceTimersByTimeAsync(FRAME);
  const { draws } = painter;
  options.value = {} as DrawOptions;
  await vi.advanceTimersByTimeAsync(FRAME);
  expect(painter.draws).toBe(draws + 1);
});

it('a picture is due while one follows another, and no longer when its first has come or will never come', async () => {
  experiment.value = at(1);
  await vi.advanceTimersByTimeAsync(FRAME);
  expect(live.pictureDue.value, 'a change that comes alone').toBe(false);
  await drag(10);
  expect(live.pictureDue.value, 'amid a drag').toBe(true);
  await vi.advanceTimersByTimeAsync(2 * FIRST + 2 * FRAME);
  expect(live.pictureDue.value, 'the full grid is on its way').toBe(false);
  painter.fails = new Error('no');
  await drag(10);
  expect(live.pictureDue.value).toBe(true);
  await vi.advanceTimersByTimeAsync(2 * FIRST + 2 * FRAME);
  expect(live.pictureDue.value, 'no picture could be made').toBe(false);
});

it('another look is adopted when it can be drawn, and by then the newest; what was drawn before stays', async () => {
  const before = {} as DrawOptions;
  options.value = before;
  await vi.advanceTimersByTimeAsync(FRAME);
  expect(live.options.value).toBe(before);
  painter.compile();
  options.value = {} as DrawOptions;
  const newest = {} as DrawOptions;
  options.value = newest;
  let settled = false;
  void live.settled().then(() => {
    settled = true;
  });
  await vi.advanceTimersByTimeAsync(10 * FRAME);
  expect(live.options.value).toBe(before);
  expect(painter.drawn.at(-1)).toBe(before);
  expect(settled).toBe(false);
  painter.compiled!();
  await vi.advanceTimersByTimeAsync(2 * FRAME);
  expect(live.options.value).toBe(newest);
  expect(painter.drawn.at(-1)).toBe(newest);
  expect(settled).toBe(true);
});

it('a look that cannot be compiled is told, and the picture stays as it is', async () => {
  const before = {} as DrawOptions;
  options.value = before;
  painter.prepared = Promise.reject(new Error('beyond this compiler'));
  options.value = {} as DrawOptions;
  await vi.advanceTimersByTimeAsync(2 * FRAME);
  expect(live.failure.value?.message).toBe('beyond this compiler');
  expect(painter.drawn.at(-1)).toBe(before);
  painter.prepared = undefined;
});

it('another painter draws as is wanted, whatever the one before has not compiled', async () => {
  painter.compile();
  const wanted = {} as DrawOptions;
  options.value = wanted;
  const other = new SlowPainter();
  await live.adopt(Promise.resolve(other), () => true);
  await vi.advanceTimersByTimeAsync(2 * FRAME);
  expect(live.options.value).toBe(wanted);
  painter.compiled!();
});

it('what a painter drew stays until another has something to show, and no longer', async () => {
  const [unseen, other] = [new SlowPainter(), new SlowPainter()];
  const shown = {
    experiment: at(0),
    grid: gridOf(at(0)),
    quantity: 'value',
    final: true,
    backend: 'cpu',
  } as const;
  await live.adopt(Promise.resolve(unseen), () => true);
  await live.adopt(Promise.resolve(other), () => true);
  expect([painter, unseen, other].map(({ destroyed }) => destroyed)).toEqual([false, true, false]);
  live.events.onShown(shown);
  expect([painter, other].map(({ destroyed }) => destroyed)).toEqual([true, false]);
  live.events.onShown(shown);
  expect(other.destroyed).toBe(false);
});
