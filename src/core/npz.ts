/**
 * NPZ, NumPy's archive of fields: an uncompressed zip of .npy files (format 1.0): `u` (W), `v` (H), then each field, or
 * what goes with them, (H, W), row 0 at the window's lower edge.
 */
import { Zip, ZipPassThrough } from 'fflate';
import type { FieldArray, NumberBytes } from './fields.ts';
import { columnU, type Grid, rowV } from './grid.ts';

/** The earliest that a zip can say, as NumPy itself writes: the same fields give the same bytes. */
const FILE_TIME = '1980-01-01T00:00:00';

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** An archive that is handed on as it grows. */
export class NpzArchive {
  private readonly zip: Zip;
  private readonly grid: Grid;
  private readonly output: (chunk: Uint8Array) => Promise<void>;
  private readonly pending: Uint8Array[] = [];

  constructor(grid: Grid, output: (chunk: Uint8Array) => Promise<void>) {
    this.grid = grid;
    this.output = output;
    this.zip = new Zip((error, chunk) => {
      if (error) throw error;
      this.pending.push(chunk);
    });
  }

  async addAxes(): Promise<void> {
    const { grid } = this;
    await this.add('u', axisFile(Float64Array.from({ length: grid.width }, (_, i) => columnU(grid, i))));
    await this.add('v', axisFile(Float64Array.from({ length: grid.height }, (_, j) => rowV(grid, j))));
  }

  /** @param name such as a field's key @param content the bytes of the whole field's numbers */
  async addField(name: string, numberBytes: NumberBytes, content: Chunks): Promise<void> {
    const { width, height } = this.grid;
    await this.add(name, fieldFile(npyHeader(numberBytes, [height, width]), content));
  }

  async end(): Promise<void> {
    this.zip.end();
    await this.flush();
  }

  private async add(name: string, chunks: Chunks): Promise<void> {
    const entry = new ZipPassThrough(`${name}.npy`);
    entry.mtime = FILE_TIME;
    this.zip.add(entry);
    for await (const chunk of chunks) {
      entry.push(chunk);
      await this.flush();
    }
    entry.push(new Uint8Array(0), true);
    await this.flush();
  }

  private async flush(): Promise<void> {
    for (const chunk of this.pending.splice(0)) await this.output(chunk);
  }
}

function* axisFile(values: Float64Array): Generator<Uint8Array> {
  yield npyHeader(8, [values.length]);
  yield bytesOf(values);
}

async function* fieldFile(header: Uint8Array, content: Chunks): AsyncGenerator<Uint8Array> {
  yield header;
  yield* content;
}

/** The head of a .npy file, format 1.0: magic, version, length, a Python dictionary padded to 64 bytes with its newline. */
function npyHeader(numberBytes: NumberBytes, shape: readonly number[]): Uint8Array {
  const order = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1 ? '<' : '>';
  const sizes = shape.map((size) => `${size},`).join(' ');
  const dictionary = `{'descr': '${order}f${numberBytes}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64;
  const header = new Uint8Array(length).fill(0x20);
  header.set([0x93, ...ascii('NUMPY'), 1, 0]);
  new DataView(header.buffer).setUint16(8, length - 10, true);
  header.set(ascii(dictionary), 10);
  header[length - 1] = 0x0a;
  return header;
}

function ascii(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0));
}

/** The same memory, which threads may share. */
export function bytesOf(values: FieldArray): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
