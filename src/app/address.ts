/** Keeps the address bar and the state in step: the fragment holds the state, and a new fragment becomes it. */
import { effect } from '@preact/signals-core';
import { decodeState, encodeState } from './permalink.ts';
import type { State } from './state.ts';
import type { Store } from './store.ts';

/** Browsers limit how often the address may be written. */
const WRITE_DELAY_MS = 150;

/** The state of the address, or the initial one and why the address was refused. */
export function stateOfAddress(initial: State): { state: State; error?: string } {
  try {
    return { state: decodeState(location.hash.slice(1), initial) };
  } catch (error) {
    return { state: initial, error: messageOf(error) };
  }
}

export interface AddressEvents {
  /** The state no longer fits a link (true), or does again. */
  readonly onTooLong: (tooLong: boolean) => void;
  /** A fragment was pasted and applied. */
  readonly onAccepted: () => void;
  /** A fragment was pasted that is no state. */
  readonly onRefused: (message: string) => void;
}

/** @param keepFirst leave the address as it is until the state changes, since it could not be read */
export function keepAddress(store: Store, initial: State, keepFirst: boolean, events: AddressEvents): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let skip = keepFirst;
  effect(() => {
    const fragment = encodeState(store.state.value);
    events.onTooLong(fragment === undefined);
    if (skip) {
      skip = false;
      return;
    }
    clearTimeout(timer);
    if (fragment === undefined) return;
    timer = setTimeout(() => history.replaceState(null, '', `#${fragment}`), WRITE_DELAY_MS);
  });
  addEventListener('hashchange', ({ newURL }) => {
    // What was pasted goes before a write that is still to come, which may already have changed `location`.
    clearTimeout(timer);
    try {
      store.replace(decodeState(new URL(newURL).hash.slice(1), initial));
      events.onAccepted();
    } catch (error) {
      events.onRefused(messageOf(error));
    }
  });
}

/** Writes the address now and returns it: what is about to be copied must be what is seen. */
export function currentAddress(store: Store): string {
  const fragment = encodeState(store.state.peek());
  if (fragment !== undefined) history.replaceState(null, '', `#${fragment}`);
  return location.href;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
