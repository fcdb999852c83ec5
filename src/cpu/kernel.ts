/** The compiled inner loops (kernel/), and the memory that they share with the code that prepares their rows. */
import program from './kernel/index.ts?assemblyscript';

/** A loop over the points of one row: kernel/three.ts documents it. */
type RowLoop = (
  count: number,
  u: number,
  columns: number,
  parameters: number,
  out: number,
  stride: number,
  accumulate: boolean,
  losses: number,
  near: boolean,
  others: number,
  scratch: number,
) => void;

interface KernelExports {
  readonly memory: WebAssembly.Memory;
  /** Where the memory begins that the program leaves to its caller. */
  readonly free: WebAssembly.Global<'i32'>;
  /** For two classes beside the target. */
  readonly three: RowLoop;
  /** For any number of them. */
  readonly many: RowLoop;
}

const BYTES = Float64Array.BYTES_PER_ELEMENT;

let module: WebAssembly.Module | null | undefined;

/** The program, compiled once; null where a server's Content-Security-Policy forbids it. */
function compiledProgram(): WebAssembly.Module | null {
  if (module !== undefined) return module;
  try {
    module = new WebAssembly.Module(program);
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw error;
    module = null;
  }
  return module;
}

/** One instance with f64 arrays in its memory. */
export class Kernel {
  readonly exports: KernelExports;
  private end: number;

  /** @returns undefined where WebAssembly is not allowed */
  static create(): Kernel | undefined {
    const program = compiledProgram();
    return program ? new Kernel(program) : undefined;
  }

  private constructor(program: WebAssembly.Module) {
    this.exports = new WebAssembly.Instance(program, {}).exports as unknown as KernelExports;
    this.end = Math.ceil(this.exports.free.value / 16) * 16;
  }

  /** Reserves `length` numbers. @returns their address, a multiple of 16 */
  reserve(length: number): number {
    const address = this.end;
    this.end += Math.ceil((length * BYTES) / 16) * 16;
    const missing = this.end - this.exports.memory.buffer.byteLength;
    if (missing > 0) this.exports.memory.grow(Math.ceil(missing / 65_536));
    return address;
  }

  /** The numbers at `address`; valid until the next `reserve`. */
  view(address: number, length: number): Float64Array {
    return new Float64Array(this.exports.memory.buffer, address, length);
  }
}
