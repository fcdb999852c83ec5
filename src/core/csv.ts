/** Fields, and what goes with them, as CSV: a header, then one line a point, u fastest. */
import type { Experiment } from './experiment.ts';
import type { NamedArrays } from './fields.ts';
import { columnU, gridOf, type Rows, rowV } from './grid.ts';
import { shortestF32, shortestF64 } from './written-numbers.ts';

/** Where the text goes; the promise settles when there is room for more. */
export interface TextOutput {
  write(text: string): Promise<void>;
  finish(): Promise<void>;
}

/** Lines are handed on in pieces of about this many characters. */
const PIECE_LENGTH = 1 << 18;

export class CsvSink {
  private readonly names: readonly string[];
  private readonly experiment: Experiment;
  private readonly output: TextOutput;
  private readonly columns: readonly string[];

  /** @param names of the columns after u and v, such as fields' keys */
  constructor(experiment: Experiment, names: readonly string[], output: TextOutput) {
    const grid = gridOf(experiment);
    this.experiment = experiment;
    this.names = names;
    this.output = output;
    this.columns = Array.from({ length: grid.width }, (_, i) => shortestF64(columnU(grid, i)));
  }

  /** The header. */
  async begin(): Promise<void> {
    await this.output.write(`${['u', 'v', ...this.names].join(',')}\n`);
  }

  /** The rows of the next band. */
  async write([j0, j1]: Rows, columns: NamedArrays): Promise<void> {
    const grid = gridOf(this.experiment);
    const written = this.names.map((name) => {
      const values = columns[name]!;
      return { values, numberText: values instanceof Float32Array ? shortestF32 : shortestF64 };
    });
    let text = '';
    let index = 0;
    for (let j = j0; j < j1; j++) {
      const v = shortestF64(rowV(grid, j));
      for (const u of this.columns) {
        text += `${u},${v}`;
        for (const { values, numberText } of written) text += `,${numberText(values[index]!)}`;
        text += '\n';
        index += 1;
        if (text.length < PIECE_LENGTH) continue;
        await this.output.write(text);
        text = '';
      }
    }
    await this.output.write(text);
  }

  async finish(): Promise<void> {
    await this.output.finish();
  }
}
