import { describe, expect, it } from 'vitest';
import type { Gpu } from '../../src/gpu/device.ts';
import {
  type DeviceEvent,
  type DeviceState,
  MAX_ATTEMPTS,
  nextDeviceState,
} from '../../src/gpu/device-state.ts';

const gpu = { adapterName: 'first' } as Gpu;
const otherGpu = { adapterName: 'second' } as Gpu;

const STATES = {
  starting: { kind: 'starting' },
  ready: { kind: 'ready', gpu, attempts: 0 },
  'ready again': { kind: 'ready', gpu, attempts: 2 },
  lost: { kind: 'lost', attempts: 1, detail: 'crashed' },
  recovering: { kind: 'recovering', attempts: 1 },
  'recovering for the last time': { kind: 'recovering', attempts: MAX_ATTEMPTS },
  cpu: { kind: 'cpu', reason: 'no-adapter', detail: 'none' },
  'cpu, without an answer': { kind: 'cpu', reason: 'no-answer', detail: '' },
} satisfies Record<string, DeviceState>;

const EVENTS = {
  acquired: { kind: 'acquired', gpu: otherGpu },
  unavailable: { kind: 'unavailable', reason: 'no-device', detail: 'refused' },
  lost: { kind: 'lost', detail: 'gone' },
  unusable: { kind: 'unusable', detail: 'no pipeline' },
  retry: { kind: 'retry' },
  settled: { kind: 'settled', gpu },
  'another settled': { kind: 'settled', gpu: otherGpu },
  again: { kind: 'again' },
} satisfies Record<string, DeviceEvent>;

/** Every pair that changes the state; all others leave it as it is. */
const CHANGES: Record<keyof typeof STATES, Partial<Record<keyof typeof EVENTS, DeviceState>>> = {
  starting: {
    acquired: { kind: 'ready', gpu: otherGpu, attempts: 0 },
    unavailable: { kind: 'cpu', reason: 'no-device', detail: 'refused' },
  },
  ready: {
    lost: { kind: 'lost', attempts: 1, detail: 'gone' },
    unusable: { kind: 'cpu', reason: 'no-device', detail: 'no pipeline' },
  },
  'ready again': {
    lost: { kind: 'lost', attempts: 3, detail: 'gone' },
    unusable: { kind: 'cpu', reason: 'no-device', detail: 'no pipeline' },
    settled: { kind: 'ready', gpu, attempts: 0 },
  },
  lost: { retry: { kind: 'recovering', attempts: 1 } },
  recovering: {
    acquired: { kind: 'ready', gpu: otherGpu, attempts: 1 },
    unavailable: { kind: 'lost', attempts: 2, detail: 'refused' },
  },
  'recovering for the last time': {
    acquired: { kind: 'ready', gpu: otherGpu, attempts: MAX_ATTEMPTS },
    unavailable: { kind: 'cpu', reason: 'lost', detail: 'refused' },
  },
  cpu: { again: { kind: 'starting' } },
  'cpu, without an answer': {
    acquired: { kind: 'ready', gpu: otherGpu, attempts: 0 },
    again: { kind: 'starting' },
  },
};

describe.each(Object.keys(STATES) as (keyof typeof STATES)[])('%s', (name) => {
  it.each(Object.keys(EVENTS) as (keyof typeof EVENTS)[])('and %s', (event) => {
    const state: DeviceState = STATES[name];
    const change = CHANGES[name][event];
    const next = nextDeviceState(state, EVENTS[event]);
    if (change) expect(next).toEqual(change);
    else expect(next).toBe(state);
  });
});

function after(...events: DeviceEvent[]): DeviceState {
  return events.reduce(nextDeviceState, { kind: 'starting' });
}

it('after too many losses in a row it stays on the CPU', () => {
  const { acquired, lost, retry } = EVENTS;
  const onceMore = [lost, retry, acquired];
  const allowed = Array(MAX_ATTEMPTS).fill(onceMore).flat();
  expect(after(acquired, ...allowed)).toMatchObject({ kind: 'ready' });
  const end = after(acquired, ...allowed, lost);
  expect(end).toEqual({ kind: 'cpu', reason: 'lost', detail: 'gone' });
  expect(nextDeviceState(end, retry)).toBe(end);
});

it('a device that cannot be had again is tried as often', () => {
  const { acquired, lost, retry, unavailable } = EVENTS;
  const failed = [retry, unavailable];
  const untilTheLast = [
    acquired,
    lost,
    ...Array(MAX_ATTEMPTS - 1)
      .fill(failed)
      .flat(),
  ];
  expect(after(...untilTheLast)).toEqual({ kind: 'lost', attempts: MAX_ATTEMPTS, detail: 'refused' });
  expect(after(...untilTheLast, ...failed)).toMatchObject({ kind: 'cpu', reason: 'lost' });
});

it('losses far apart are forgiven', () => {
  const { acquired, lost, retry, 'another settled': settled } = EVENTS;
  const farApart = Array(10).fill([lost, retry, acquired, settled]).flat();
  expect(after(acquired, ...farApart)).toMatchObject({ kind: 'ready', attempts: 0 });
});

it('a device that settled says nothing for the one after it', () => {
  const { acquired, lost, retry, settled } = EVENTS;
  const everyTime = Array(MAX_ATTEMPTS).fill([lost, retry, acquired, settled]).flat();
  expect(after(acquired, ...everyTime, lost)).toMatchObject({ kind: 'cpu', reason: 'lost' });
});
