/**
 * The life of the WebGPU device as a small state machine, apart from anything that does it:
 *
 *   starting --acquired--> ready --lost--> lost --retry--> recovering --acquired--> ready
 *   starting --unavailable--> cpu          recovering --unavailable--> lost, or cpu after the last attempt
 *   ready --unusable--> cpu                cpu --again--> starting, when the user asks for it
 *   cpu --acquired--> ready, where it was resorted to for want of an answer, and that comes at last
 */
import type { Gpu, NoDeviceReason } from './device.ts';

export type CpuReason = NoDeviceReason | 'lost';

export type DeviceState =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly gpu: Gpu; readonly attempts: number }
  | { readonly kind: 'lost'; readonly attempts: number; readonly detail: string }
  | { readonly kind: 'recovering'; readonly attempts: number }
  | { readonly kind: 'cpu'; readonly reason: CpuReason; readonly detail: string };

export type DeviceEvent =
  | { readonly kind: 'acquired'; readonly gpu: Gpu }
  | { readonly kind: 'unavailable'; readonly reason: CpuReason; readonly detail: string }
  | { readonly kind: 'lost'; readonly detail: string }
  /** There is a device, but nothing can be drawn or computed with it. */
  | { readonly kind: 'unusable'; readonly detail: string }
  | { readonly kind: 'retry' }
  /** This device has worked for a while: earlier losses are forgiven. */
  | { readonly kind: 'settled'; readonly gpu: Gpu }
  /** The user wants WebGPU to be tried once more. */
  | { readonly kind: 'again' };

/** Losses in a row after which the page stays on the CPU. */
export const MAX_ATTEMPTS = 3;

/** Events that have no meaning in a state leave it as it is: they come from promises of an earlier one. */
export function nextDeviceState(state: DeviceState, event: DeviceEvent): DeviceState {
  if (event.kind === 'unavailable') {
    if (state.kind === 'starting') return { kind: 'cpu', reason: event.reason, detail: event.detail };
    if (state.kind === 'recovering') return lostAgain(state.attempts, event.detail);
  }
  if (event.kind === 'acquired') {
    const isAwaited = state.kind === 'starting' || (state.kind === 'cpu' && state.reason === 'no-answer');
    if (isAwaited) return { kind: 'ready', gpu: event.gpu, attempts: 0 };
    if (state.kind === 'recovering') return { kind: 'ready', gpu: event.gpu, attempts: state.attempts };
  }
  if (event.kind === 'lost' && state.kind === 'ready') return lostAgain(state.attempts, event.detail);
  if (event.kind === 'unusable' && state.kind === 'ready') {
    return { kind: 'cpu', reason: 'no-device', detail: event.detail };
  }
  if (event.kind === 'retry' && state.kind === 'lost') {
    return { kind: 'recovering', attempts: state.attempts };
  }
  if (event.kind === 'settled' && state.kind === 'ready' && state.attempts > 0 && state.gpu === event.gpu)
    return { ...state, attempts: 0 };
  if (event.kind === 'again' && state.kind === 'cpu') return { kind: 'starting' };
  return state;
}

function lostAgain(attempts: number, detail: string): DeviceState {
  if (attempts >= MAX_ATTEMPTS) return { kind: 'cpu', reason: 'lost', detail };
  return { kind: 'lost', attempts: attempts + 1, detail };
}
