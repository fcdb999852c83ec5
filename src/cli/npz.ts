/**
 * Fields as NPZ, NumPy's archive: an uncompressed zip of .npy files (format 1.0). A zip holds one file after the other
 * while the bands hold a part of each, so every field gathers in a temporary file of its own first.
 */
import { endianness } from 'node:os';
import { Zip, ZipPassThrough } from 'fflate';
import type { Experiment } from '../core/experiment.ts';
import type { FieldKey } from '../core/fields.ts';
import { columnU, gridOf, type Rows, rowV } from '../core/grid.ts';
import { UsageError } from './exit.ts';
import type { BandFields, FieldSink, NumberBytes } from './field-sink.ts';
import { type OutputFile, TemporaryFile } from './output-file.ts';
import type { Run } from './run.ts';

/** A zip without zip64 extensions ends here. */
const LARGEST_ZIP = 2 ** 32 - 1;
/** More than the zip's own records take for one file, its name twice and the .npy header included. */
const OVERHEAD_PER_FILE = 512;

/** The earliest that a zip can say, as NumPy itself writes: the same fields give the same bytes. */
const FILE_TIME = '1980-01-01T00:00:00';

const COPY_BYTES = 1 << 20;

/** @throws UsageError if an archive of the fields would be too large */
export function requireNpzSize(
  experiment: Experiment,
  keys: readonly FieldKey[],
  numberBytes: NumberBytes,
): void {
  const { width, height } = gridOf(experiment);
  const axes = 8 * (width + height);
  const bytes = axes + keys.length * width * height * numberBytes + (keys.length + 2) * OVERHEAD_PER_FILE;
  if (bytes <= LARGEST_ZIP) return;
  const size = (bytes / 2 ** 30).toFixed(1);
  throw new UsageError(
    `--out: an .npz of ${keys.length} fields of ${width} x ${height} points would take ${size} GiB, and 4 GiB is the most: ` +
      'ask for fewer fields (--fields) or points (--set resolution=...), or write .csv',
  );
}

export class NpzSink implements FieldSink {
  private readonly experiment: Experiment;
  private readonly keys: readonly FieldKey[];
  private readonly output: OutputFile;
  private readonly run: Run;
  private readonly parts = new Map<FieldKey, TemporaryFile>();
  private numberBytes: NumberBytes = 8;

  constructor(experiment: Experiment, keys: readonly FieldKey[], output: OutputFile, run: Run) {
    this.experiment = experiment;
    this.keys = keys;
    this.output = output;
    this.run = run;
  }

  async begin(numberBytes: NumberBytes): Promise<void> {
    requireNpzSize(this.experiment, this.keys, numberBytes);
    this.numberBytes = numberBytes;
    for (const key of this.keys) {
      this.parts.set(key, await TemporaryFile.beside(this.output.path, this.run));
    }
  }

  async write(_rows: Rows, fields: BandFields): Promise<void> {
    for (const [key, part] of this.parts) await part.write(bytesOf(fields[key]!));
  }

  async finish(): Promise<void> {
    const grid = gridOf(this.experiment);
    const archive = new ZipOutput(this.output.content);
    await archive.add(
      'u.npy',
      arrayFile(Float64Array.from({ length: grid.width }, (_, i) => columnU(grid, i))),
    );
    await archive.add(
      'v.npy',
      arrayFile(Float64Array.from({ length: grid.height }, (_, j) => rowV(grid, j))),
    );
    for (const [key, part] of this.parts) {
      const header = npyHeader(this.numberBytes, [grid.height, grid.width]);
      await archive.add(`${key}.npy`, contentOf(header, part));
      await part.remove();
    }
    await archive.end();
    await this.output.commit();
  }
}

/** A zip that is written to a file as it grows. */
class ZipOutput {
  private readonly zip: Zip;
  private readonly file: TemporaryFile;
  private readonly pending: Uint8Array[] = [];

  constructor(file: TemporaryFile) {
    this.file = file;
    this.zip = new Zip((error, chunk) => {
      if (error) throw error;
      this.pending.push(chunk);
    });
  }

  async add(name: string, chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void> {
    const entry = new ZipPassThrough(name);
    entry.mtime = FILE_TIME;
    this.zip.add(entry);
    for await (const chunk of chunks) {
      entry.push(chunk);
      await this.flush();
    }
    entry.push(new Uint8Array(0), true);
    await this.flush();
  }

  async end(): Promise<void> {
    this.zip.end();
    await this.flush();
  }

  private async flush(): Promise<void> {
    for (const chunk of this.pending.splice(0)) await this.file.write(chunk);
  }
}

function* arrayFile(values: Float64Array): Generator<Uint8Array> {
  yield npyHeader(8, [values.length]);
  yield bytesOf(values);
}

async function* contentOf(header: Uint8Array, part: TemporaryFile): AsyncGenerator<Uint8Array> {
  yield header;
  const buffer = new Uint8Array(COPY_BYTES);
  for (let position = 0; ; ) {
    const count = await part.read(buffer, position);
    if (count === 0) return;
    yield buffer.subarray(0, count);
    position += count;
  }
}

/** The head of a .npy file, format 1.0: magic, version, length, a Python dictionary padded to 64 bytes with its newline. */
function npyHeader(numberBytes: NumberBytes, shape: readonly number[]): Uint8Array {
  const order = endianness() === 'LE' ? '<' : '>';
  const sizes = shape.map((size) => `${size},`).join(' ');
  const dictionary = `{'descr': '${order}f${numberBytes}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64;
  const header = Buffer.alloc(length, ' ');
  header.write('\x93NUMPY\x01\x00', 'latin1');
  header.writeUInt16LE(length - 10, 8);
  header.write(dictionary, 10, 'latin1');
  header.write('\n', length - 1, 'latin1');
  return header;
}

function bytesOf(values: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}
