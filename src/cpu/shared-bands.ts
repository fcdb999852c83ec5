/**
 * Memory in which a thread's compiled rows write bands, and this thread reads them: nothing is copied on the way. Only
 * where memory may be shared: in Node, and in pages whose server isolates them (Cross-Origin-Opener-Policy and
 * Cross-Origin-Embedder-Policy).
 */
import type { FieldKey } from '../core/fields.ts';
import type { F64Fields } from './evaluate-rows.ts';
import { LINE_COUNT, lineOf } from './lines.ts';

/** A slot begins on a cache line of its own, behind room for the column that makes an odd row even. */
const SLOT_POINTS_MULTIPLE = 8;
/** Points that there is room for in all slots: a thread goes on for some 2 ms while this one does something else. */
const ROOM_POINTS = 6 * (65_536 + SLOT_POINTS_MULTIPLE);

const BYTES = Float64Array.BYTES_PER_ELEMENT;
/** Lines that begin at the same place of a page would keep loads waiting for each other's stores. */
const APART = 40;
/** Bytes from one line of a slot to the next. */
export const LINE_BYTES = (ROOM_POINTS + APART) * BYTES;
/** Below lies what the kernel's program holds; above the slots are its tables. */
const FIRST_SLOT = 65_536;
export const AFTER_SLOTS = FIRST_SLOT + LINE_COUNT * LINE_BYTES;

const PAGE_BYTES = 65_536;
/** As compiled into the program (SHARED in scripts/assemblyscript.mjs): 2 GiB. */
const MOST_PAGES = 32_768;

/** Whether threads may share memory with this one, and this one can wait for them without a message. */
function mayShare(): boolean {
  // Only browsers isolate pages, and there the memory of others could not be sent to a thread.
  const isIsolated = globalThis.crossOriginIsolated ?? true;
  return typeof SharedArrayBuffer !== 'undefined' && isIsolated && 'waitAsync' in Atomics;
}

/** How the room is divided into slots for bands of so many points at most. */
export class SlotLayout {
  readonly count: number;
  private readonly stride: number;

  constructor(bandPoints: number) {
    this.stride = Math.ceil((bandPoints + 1) / SLOT_POINTS_MULTIPLE) * SLOT_POINTS_MULTIPLE;
    this.count = Math.floor(ROOM_POINTS / this.stride);
  }

  /** Of the slot's first line. */
  address(slot: number): number {
    return FIRST_SLOT + slot * this.stride * BYTES;
  }
}

export class SharedBands {
  readonly memory: WebAssembly.Memory;
  private taken = false;
  /** Settles when an evaluation leaves that has ended. */
  private leaving: Promise<void> | undefined;
  private left: () => void = () => undefined;

  /** @returns undefined where memory may not be shared, or there is none */
  static create(): SharedBands | undefined {
    if (!mayShare()) return undefined;
    try {
      const initial = Math.ceil(AFTER_SLOTS / PAGE_BYTES);
      return new SharedBands(new WebAssembly.Memory({ initial, maximum: MOST_PAGES, shared: true }));
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  }

  private constructor(memory: WebAssembly.Memory) {
    this.memory = memory;
  }

  /** For one evaluation, until it leaves. @returns whether no other has it */
  take(): boolean {
    if (this.taken) return false;
    this.taken = true;
    return true;
  }

  /** Waits for an evaluation that will leave soon. */
  async whenLeft(): Promise<void> {
    await this.leaving;
  }

  /** The evaluation has ended, and waits only for its threads. */
  leaveSoon(): void {
    this.leaving ??= new Promise((resolve) => {
      this.left = resolve;
    });
  }

  leave(): void {
    this.taken = false;
    this.leaving = undefined;
    this.left();
  }

  /** What was written to the slot at `address`, as it stands there. @param keys fields that have lines */
  fields(address: number, keys: readonly FieldKey[], points: number): F64Fields {
    const { buffer } = this.memory;
    const fields: F64Fields = {};
    for (const key of keys) {
      fields[key] = new Float64Array(buffer, address + lineOf(key)!.line * LINE_BYTES, points);
    }
    return fields;
  }
}
