/** What the address costs while the state changes with every frame. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepAddress } from '../../src/app/address.ts';
import { applyPartial, initialState } from '../../src/app/state.ts';
import { Store } from '../../src/app/store.ts';

let written: string[];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  written = [];
  const location = { hash: '' };
  const write = (_: unknown, __: string, url: string) => {
    location.hash = url;
    written.push(url);
  };
  vi.stubGlobal('location', location);
  vi.stubGlobal('history', { replaceState: write, pushState: write });
  vi.stubGlobal('addEventListener', () => undefined);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const samples = Array.from({ length: 50 }, (_, n) => ({
  origin: [n],
  du: [1],
  dv: [n],
  target: 1,
}));
const own = applyPartial(initialState(), {
  experiment: { version: 1, map: 'affine', link: 'sigmoid', samples },
});

function kept(store: Store, tooLong: boolean[] = []) {
  return keepAddress(store, initialState(), false, {
    onTooLong: (is) => tooLong.push(is),
    onAccepted: () => undefined,
    onRefused: () => undefined,
  });
}

it('is written once when changes rest, and its text is made no sooner', () => {
  const store = new Store(own);
  kept(store);
  vi.advanceTimersByTime(1000);
  written = [];
  const stringify = vi.spyOn(JSON, 'stringify');
  for (let n = 1; n <= 60; n++) {
    store.set({ window: { u: [0, n], v: [0, 1] } });
    vi.advanceTimersByTime(16);
  }
  expect(stringify).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(written).toHaveLength(1);
  expect(written[0]).toContain('&u=0,60&');
});

it('is written at once where it is asked for', () => {
  const store = new Store(own);
  const address = kept(store);
  store.set({ window: { u: [0, 7], v: [0, 1] } });
  address.current();
  expect(written.at(-1)).toContain('&u=0,7&');
});

it('a state that fits no link is told, and told again when it fits', () => {
  const tooLong: boolean[] = [];
  const store = new Store(own);
  kept(store, tooLong);
  const many = Array.from({ length: 1000 }, () => samples).flat();
  store.set({ experiment: { version: 1, map: 'affine', link: 'sigmoid', samples: many } });
  vi.advanceTimersByTime(1000);
  expect(tooLong.at(-1)).toBe(true);
  store.set({ preset: 'three-class-extreme' });
  vi.advanceTimersByTime(1000);
  expect(tooLong.at(-1)).toBe(false);
});
