/** The compiled inner loops (kernel/), and the memory that they share with the code that prepares their rows. */
import plainProgram from './kernel/index.ts?assemblyscript';
import fusedProgram from './kernel/index.ts?assemblyscript&relaxed-simd';
import fusedSharedProgram from './kernel/index.ts?assemblyscript&relaxed-simd&shared';
import plainSharedProgram from './kernel/index.ts?assemblyscript&shared';
import { AFTER_SLOTS } from './shared-bands.ts';

/** Whether the program multiplies and adds in one rounding, where the processor can: a fifth less to do. */
export type KernelKind = 'fused' | 'plain';

const PROGRAMS = {
  plain: plainProgram,
  fused: fusedProgram,
  plainShared: plainSharedProgram,
  fusedShared: fusedSharedProgram,
} as const;
type ProgramKind = keyof typeof PROGRAMS;

/** What every loop over the points of one row takes: kernel/three.ts documents it. */
type RowArguments = [
  count: number,
  u: number,
  columns: number,
  parameters: number,
  out: number,
  outStride: number,
  stride: number,
  accumulate: boolean,
  losses: number,
  near: boolean,
];

interface KernelExports {
  readonly memory: WebAssembly.Memory;
  /** Where the memory begins that the program leaves to its caller. */
  readonly free: WebAssembly.Global<'i32'>;
  /** For two classes beside the target. */
  readonly three: (...args: [...RowArguments, tiesFrom: number, tiesTo: number]) => void;
  /** For any number of them. */
  readonly many: (...args: [...RowArguments, others: number, scratch: number]) => void;
}

const BYTES = Float64Array.BYTES_PER_ELEMENT;

const modules: Partial<Record<ProgramKind, WebAssembly.Module | null>> = {};

/** The program, compiled once; null where a server's Content-Security-Policy forbids it. */
function compiledProgram(kind: ProgramKind): WebAssembly.Module | null {
  const compiled = modules[kind];
  if (compiled !== undefined) return compiled;
  try {
    modules[kind] = new WebAssembly.Module(PROGRAMS[kind]);
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw error;
    modules[kind] = null;
  }
  return modules[kind];
}

let best: KernelKind | undefined;

/** The fused program where relaxed SIMD is known. */
function bestKind(): KernelKind {
  best ??= WebAssembly.validate(fusedProgram) ? 'fused' : 'plain';
  return best;
}

/** One instance with f64 arrays in its memory. */
export class Kernel {
  readonly exports: KernelExports;
  /** Whether bands have slots in the memory. */
  readonly hasSlots: boolean;
  private readonly memory: WebAssembly.Memory;
  /** Where the memory begins that is reserved from. */
  private readonly start: number;
  private end: number;

  /** @returns undefined where WebAssembly is not allowed */
  static create(kind: KernelKind = bestKind()): Kernel | undefined {
    const program = compiledProgram(kind);
    return program ? new Kernel(program) : undefined;
  }

  /** In memory in which bands have their slots (SharedBands). */
  static within(memory: WebAssembly.Memory, kind: KernelKind = bestKind()): Kernel | undefined {
    const program = compiledProgram(kind === 'fused' ? 'fusedShared' : 'plainShared');
    return program ? new Kernel(program, memory) : undefined;
  }

  private constructor(program: WebAssembly.Module, shared?: WebAssembly.Memory) {
    const imports = shared ? { env: { memory: shared } } : {};
    this.exports = new WebAssembly.Instance(program, imports).exports as unknown as KernelExports;
    this.hasSlots = shared !== undefined;
    this.memory = shared ?? this.exports.memory;
    this.start = shared ? AFTER_SLOTS : Math.ceil(this.exports.free.value / 16) * 16;
    this.end = this.start;
  }

  /** Gives up all that was reserved. */
  clear(): void {
    this.end = this.start;
  }

  /** Reserves `length` numbers, whatever they are. @returns their address, a multiple of 16 */
  reserve(length: number): number {
    const address = this.end;
    this.end += Math.ceil((length * BYTES) / 16) * 16;
    const missing = this.end - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / 65_536));
    return address;
  }

  /** The numbers at `address`; valid until the next `reserve`. */
  view(address: number, length: number): Float64Array {
    return new Float64Array(this.memory.buffer, address, length);
  }
}
