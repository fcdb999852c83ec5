/** Keeps the address bar and the state in step: the fragment holds the state, and a new fragment becomes it. */
import { effect } from '@preact/signals-core';
import { decodeState, encodeState } from './permalink.ts';
import type { State } from './state.ts';
import type { Store } from './store.ts';

/** Browsers limit how often the address may be written. */
const WRITE_DELAY_MS = 150;

/** The state of the address, or the initial one and why the address was refused. */
export function stateOfAddress(initial: State): { state: State; error?: unknown } {
  try {
    return { state: decodeState(location.hash.slice(1), initial) };
  } catch (error) {
    return { state: initial, error };
  }
}

export interface AddressEvents {
  /** The state no longer fits a link (true), or does again. */
  readonly onTooLong: (tooLong: boolean) => void;
  /** A fragment was pasted and applied. */
  readonly onAccepted: () => void;
  /** A fragment was pasted that is no state. */
  readonly onRefused: (error: unknown) => void;
}

export interface Address {
  /** Writes the address now and gives it: what is about to be copied must be what is seen. */
  readonly current: () => string;
  /** The state as it is now stays in the browser's history: "back" leads to it from what comes next. */
  readonly keepEntry: () => void;
}

/**
 * What an entry of the browser's history has beside its fragment. Entries of one line are windows on one experiment; a
 * preset that is opened, and a link that is pasted, begin another.
 */
interface EntryMark {
  readonly line: number;
}

function lineOf(mark: unknown): number | undefined {
  return (mark as Partial<EntryMark> | null | undefined)?.line;
}

/**
 * Every preset that was opened, and every view before the window was moved, is an entry of the browser's history. Other
 * changes write over the entry. "Back" leads to another preset or link as it was left, and of the same one to the window
 * alone: whatever else was changed or dropped on the plane since is not undone.
 * @param keepFirst leave the address as it is until the state changes, since it could not be read
 */
export function keepAddress(
  store: Store,
  initial: State,
  keepFirst: boolean,
  events: AddressEvents,
): Address {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let skip = keepFirst;
  let { preset } = store.state.peek();
  /** The state that is still to be written. Its text is made then: that of many samples takes its time. */
  let due: State | undefined;
  /** Whether what is written next goes on top of the present entry, which stays. */
  let keepsEntry = false;
  /** The fragment that the state has been told of, or has told. */
  let known = location.hash;
  /** Of the present entry; a reload goes on with it. No two begin in one millisecond. */
  let line = lineOf(history.state) ?? Date.now();
  const write = () => {
    clearTimeout(timer);
    // Another fragment was pasted, and its event is on the way: that entry is not to be written over.
    if (location.hash !== known) due = undefined;
    const state = due;
    due = undefined;
    if (!state) return;
    const fragment = encodeState(state);
    events.onTooLong(fragment === undefined);
    if (fragment === undefined) return;
    const url = `#${fragment}`;
    if (state.preset !== preset) line = Date.now();
    const mark: EntryMark = { line };
    if (state.preset === preset && !keepsEntry) history.replaceState(mark, '', url);
    else history.pushState(mark, '', url);
    known = location.hash;
    preset = state.preset;
    keepsEntry = false;
  };
  const schedule = (state: State) => {
    if (due && due.preset !== state.preset) write();
    due = state;
    clearTimeout(timer);
    timer = setTimeout(write, WRITE_DELAY_MS);
  };
  effect(() => {
    const state = store.state.value;
    if (!skip) schedule(state);
    skip = false;
  });
  addEventListener('hashchange', ({ newURL }) => {
    // What was pasted goes before a write that is still to come.
    clearTimeout(timer);
    due = undefined;
    known = new URL(newURL).hash;
    // The browser has gone on already, and tells of that too.
    if (known !== location.hash) return;
    const entered = lineOf(history.state);
    try {
      const state = decodeState(known.slice(1), initial);
      // The browser has made an entry for it.
      preset = state.preset;
      keepsEntry = false;
      if (entered === line && isSameExperiment(state, store.state.peek())) {
        store.set({ window: state.window });
      } else store.replace(state);
      line = entered ?? Date.now();
      events.onAccepted();
    } catch (error) {
      events.onRefused(error);
    }
  });
  return {
    current() {
      schedule(store.state.peek());
      write();
      return location.href;
    },
    keepEntry() {
      write();
      keepsEntry = true;
    },
  };
}

/** Whether two states look at one experiment, whose parameters and samples may have been edited. */
function isSameExperiment(
  { preset, experiment: a }: State,
  { preset: other, experiment: b }: State,
): boolean {
  if (preset !== null || other !== null) return preset === other;
  return a.name === b.name && a.map === b.map && a.link === b.link;
}
