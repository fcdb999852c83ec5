/**
 * Fields as NPZ. A zip holds one file after the other while the bands hold a part of each, so every field gathers in a
 * temporary file of its own first.
 */
import type { Experiment } from '../core/experiment.ts';
import type { BandFields, FieldKey, NumberBytes } from '../core/fields.ts';
import { gridOf, type Rows } from '../core/grid.ts';
import { bytesOf, NpzArchive } from '../core/npz.ts';
import { UsageError } from './exit.ts';
import type { FieldSink } from './field-sink.ts';
import { type OutputFile, TemporaryFile } from './output-file.ts';
import type { Run } from './run.ts';

/** A zip without zip64 extensions ends here. */
const LARGEST_ZIP = 2 ** 32 - 1;
/** More than the zip's own records take for one file, its name twice and the .npy header included. */
const OVERHEAD_PER_FILE = 512;

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
    const archive = new NpzArchive(grid, (chunk) => this.output.content.write(chunk));
    await archive.addAxes();
    for (const [key, part] of this.parts) {
      await archive.addField(key, this.numberBytes, contentOf(part));
      await part.remove();
    }
    await archive.end();
    await this.output.commit();
  }
}

async function* contentOf(part: TemporaryFile): AsyncGenerator<Uint8Array> {
  const buffer = new Uint8Array(COPY_BYTES);
  for (let position = 0; ; ) {
    const count = await part.read(buffer, position);
    if (count === 0) return;
    yield buffer.subarray(0, count);
    position += count;
  }
}
