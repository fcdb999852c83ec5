/**
 * Memory in which a thread's compiled rows write bands, and this thread reads them: nothing is copied on the way. Only
 * where memory may be shared: in Node, and in pages whose server isolates them (Cross-Origin-Opener-Policy and
 * Cross-Origin-Embedder-Policy).
 */
import type { FieldKey } from '../core/fields.ts';
import type { F64Fields } from './evaluate-rows.ts';
import { LINE_COUNT, lineOf } from './lines.ts';

/** Points of a band at most: many, as handing one over takes as long as thousands of points. */
export const BAND_POINTS = 131_072;

const BYTES = Float64Array.BYTES_PER_ELEMENT;
/** Lines that begin at the same place of a page would keep loads waiting for each other's stores. */
const APART = 40;
/** Bytes from one line of a slot to the next. */
export const LINE_BYTES = (BAND_POINTS + APART) * BYTES;
/** Below lies what the kernel's program holds; above the slots are its tables. */
const FIRST_SLOT = 65_536;
const SLOT_COUNT = 3;
export const AFTER_SLOTS = FIRST_SLOT + SLOT_COUNT * LINE_COUNT * LINE_BYTES;

const PAGE_BYTES = 65_536;
/** As compiled into the program (SHARED in scripts/assemblyscript.mjs): 2 GiB. */
const MOST_PAGES = 32_768;

/** Whether threads may share memory with this one. */
function mayShare(): boolean {
  // Only browsers isolate pages, and there the memory of others could not be sent to a thread.
  return typeof SharedArrayBuffer !== 'undefined' && (globalThis.crossOriginIsolated ?? true);
}

export class SharedBands {
  readonly memory: WebAssembly.Memory;
  private readonly free: number[] = Array.from(
    { length: SLOT_COUNT },
    (_, n) => FIRST_SLOT + n * LINE_COUNT * LINE_BYTES,
  );

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

  /** A slot that nobody else has until it is released; undefined where all are taken. */
  take(): Slot | undefined {
    const address = this.free.pop();
    return address === undefined ? undefined : new Slot(this, address);
  }

  /** See `Slot.release`. */
  release(address: number): void {
    this.free.push(address);
  }
}

/** Room for one band. */
export class Slot {
  /** Of its first line. */
  readonly address: number;
  readonly bands: SharedBands;

  constructor(bands: SharedBands, address: number) {
    this.bands = bands;
    this.address = address;
  }

  /** What was written to it, as it stands there. @param keys fields that have lines */
  fields(keys: readonly FieldKey[], points: number): F64Fields {
    const { buffer } = this.bands.memory;
    const fields: F64Fields = {};
    for (const key of keys) {
      fields[key] = new Float64Array(buffer, this.address + lineOf(key)!.line * LINE_BYTES, points);
    }
    return fields;
  }

  /** Leaves it to others. */
  release(): void {
    this.bands.release(this.address);
  }
}
