/**
 * The samples of an experiment as CSV: a header that names the columns, one line a sample, numbers only.
 *
 * | columns | samples |
 * |---|---|
 * | `x,y` | one weight and one bias: z = u x + v, that is origin [0], du [x], dv [1], target y |
 * | `x1,x2,y` | two weights: z = u x1 + v x2, that is origin [0], du [x1], dv [x2], target y |
 * | `input,target` | the two-layer map |
 * | `origin1,...,originK,du1,...,duK,dv1,...,dvK` and `target` | any affine sample; the target is a class index from 0, or the number of one output |
 * | the same and `target1,...,targetK` | K probabilities, or K reals |
 *
 * With both `target` and `target1` to `targetK`, each line fills one of the two and leaves the other empty. Columns come
 * in any order. Between cells stand commas, semicolons or tabs, whichever the header has; where they are not commas, a
 * decimal comma is a decimal point, as European spreadsheets write it, in the whole file or nowhere. Quotation marks
 * around a cell, a byte order mark, either kind of line end and empty lines make no difference.
 */
import { type AffineSample, CAPS, type Experiment, type Target, type TwoLayerSample } from './experiment.ts';
import { describe, ExperimentError } from './experiment-error.ts';
import { isLargerThan } from './json-text.ts';
import { decodeNumber } from './number-text.ts';
import { readNumber } from './readers.ts';

export type SampleList =
  | { readonly map: 'affine'; readonly samples: readonly AffineSample[] }
  | { readonly map: 'two-layer'; readonly samples: readonly TwoLayerSample[] };

/** The samples of a CSV, and where they stand in it. */
export interface SamplesOfCsv {
  readonly list: SampleList;
  /** The error of an experiment with these samples, its path that of the line and column where that is known. */
  readonly locate: (error: ExperimentError) => ExperimentError;
}

type Row = ReadonlyMap<string, number>;

/** The columns of an affine sample with one logit that are short for one. */
interface ShortForm {
  readonly columns: readonly string[];
  readonly sample: (row: Row) => AffineSample;
  readonly fits: (sample: AffineSample) => boolean;
  readonly cells: (sample: AffineSample) => readonly number[];
}

const SHORT_FORMS: readonly ShortForm[] = [
  {
    columns: ['x', 'y'],
    sample: (row) => ({ origin: [0], du: [row.get('x')!], dv: [1], target: row.get('y')! }),
    fits: (sample) => startsAtZero(sample) && sample.dv[0] === 1,
    cells: ({ du, target }) => [du[0]!, target as number],
  },
  {
    columns: ['x1', 'x2', 'y'],
    sample: (row) => ({ origin: [0], du: [row.get('x1')!], dv: [row.get('x2')!], target: row.get('y')! }),
    fits: startsAtZero,
    cells: ({ du, dv, target }) => [du[0]!, dv[0]!, target as number],
  },
];

function startsAtZero({ origin, target }: AffineSample): boolean {
  return origin.length === 1 && origin[0] === 0 && typeof target === 'number';
}

/** The shortest columns that hold all samples; numbers as JavaScript writes them, lines ended by LF. */
export function encodeSamples(experiment: Experiment): string {
  if (experiment.map === 'two-layer') {
    const rows = experiment.samples.map(({ input, target }) => [input, target]);
    return csv(['input', 'target'], rows);
  }
  const { samples } = experiment;
  const short = SHORT_FORMS.find(({ fits }) => samples.every(fits));
  return short ? csv(short.columns, samples.map(short.cells)) : encodeAffine(samples);
}

function encodeAffine(samples: readonly AffineSample[]): string {
  const classes = samples[0]!.origin.length;
  const one = samples.some(({ target }) => typeof target === 'number');
  const several = samples.some(({ target }) => typeof target !== 'number');
  const none: readonly string[] = Array.from({ length: classes }, () => '');
  const rows = samples.map(({ origin, du, dv, target }) => {
    const isNumber = typeof target === 'number';
    const targets = [
      ...(one ? [isNumber ? target : ''] : []),
      ...(several ? (isNumber ? none : target) : []),
    ];
    return [...origin, ...du, ...dv, ...targets];
  });
  const targets = [...(one ? ['target'] : []), ...(several ? numbered('target', classes) : [])];
  return csv([...directionColumns(classes), ...targets], rows);
}

function csv(columns: readonly string[], rows: readonly (readonly (number | string)[])[]): string {
  return `${[columns, ...rows].map((cells) => cells.join(',')).join('\n')}\n`;
}

function numbered(name: string, classes: number): string[] {
  return Array.from({ length: classes }, (_, k) => `${name}${k + 1}`);
}

function directionColumns(classes: number): string[] {
  return ['origin', 'du', 'dv'].flatMap((name) => numbered(name, classes));
}

/**
 * The samples of a CSV. Whether their targets go with a link is for `parseExperiment` to say.
 * @throws ExperimentError with line and column as its path: `line 3, column du2: expected a number, found "abc"`
 */
export function decodeSamples(text: string): SamplesOfCsv {
  if (isLargerThan(text, CAPS.fileBytes)) {
    throw new ExperimentError('line 1', `at most ${CAPS.fileBytes / 2 ** 20} MiB of text`, 'more');
  }
  const lines = linesOf(text.startsWith('\uFEFF') ? text.slice(1) : text);
  const first = lines.next();
  if (first.done) throw new ExperimentError('line 1', `column names: ${FORMS}`, 'nothing');
  const header = readHeader(first.value);
  const reader = new CellReader(first.value.separator);
  const affine: AffineSample[] = [];
  const twoLayer: TwoLayerSample[] = [];
  const lineNumbers: number[] = [];
  let numbers = 0;
  for (const line of lines) {
    if (lineNumbers.length === CAPS.samples) throw beyondCap(line, `${CAPS.samples} samples`);
    const row = reader.read(line, header);
    numbers += row.size;
    if (numbers > CAPS.numbers) throw beyondCap(line, `${CAPS.numbers} numbers in all samples together`);
    lineNumbers.push(line.number);
    if (header.form === 'two-layer') twoLayer.push({ input: row.get('input')!, target: row.get('target')! });
    else if (header.form === 'full') affine.push(fullSample(row, header, line));
    else affine.push(header.form.sample(row));
  }
  if (lineNumbers.length === 0) {
    throw new ExperimentError(`line ${first.value.number + 1}`, 'at least 1 sample', 'none');
  }
  const list: SampleList =
    header.form === 'two-layer'
      ? { map: 'two-layer', samples: twoLayer }
      : { map: 'affine', samples: affine };
  return { list, locate: (error) => located(error, list, lineNumbers, header) };
}

function beyondCap({ number }: Line, cap: string): ExperimentError {
  return new ExperimentError(`line ${number}`, `at most ${cap}`, 'more');
}

interface Line {
  /** From 1, as editors count. */
  readonly number: number;
  readonly separator: string;
  readonly cells: readonly string[];
}

/** More cells than any line may have: K numbers four times, and one. */
const MOST_CELLS = 4 * CAPS.classes + 1;

/** The lines that have anything in them; the first one's separator is that of all. */
function* linesOf(text: string): Generator<Line, void> {
  const end = /\r\n?|\n/g;
  let separator: string | undefined;
  for (let number = 1, from = 0; from < text.length; number++) {
    const match = end.exec(text);
    const line = text.slice(from, match?.index ?? text.length);
    from = match ? end.lastIndex : text.length;
    separator ??= separatorOf(line);
    const cells = line.split(separator ?? ',', MOST_CELLS + 1).map(unquoted);
    if (cells.length > MOST_CELLS) {
      throw new ExperimentError(`line ${number}`, `at most ${MOST_CELLS} cells`, 'more');
    }
    if (cells.some((cell) => cell !== '')) yield { number, separator: separator ?? ',', cells };
    else if (number === 1) separator = undefined;
  }
}

/** What parts the cells of a header; undefined where it has only one. */
function separatorOf(header: string): string | undefined {
  return ['\t', ';', ','].find((separator) => header.includes(separator));
}

function unquoted(cell: string): string {
  const trimmed = cell.trim();
  return /^".*"$/.test(trimmed) ? trimmed.slice(1, -1).trim() : trimmed;
}

interface Header {
  readonly columns: readonly string[];
  readonly form: ShortForm | 'two-layer' | 'full';
  /** K, for the full form; otherwise 1. */
  readonly classes: number;
  /** Whether cells may be empty: the line then has its target in another column. */
  readonly mayBeEmpty: (column: string) => boolean;
}

const FORMS = '"x,y", "x1,x2,y", "input,target" or "origin1,...,du1,...,dv1,...,target"';

function readHeader({ number, cells }: Line): Header {
  const columns = cells.map((cell) => cell.toLowerCase());
  const { form, classes } = formOf(columns, number);
  const targets = numbered('target', classes);
  const both = form === 'full' && columns.includes('target') && columns.includes('target1');
  for (const [index, column] of columns.entries()) {
    if (columns.indexOf(column) < index)
      throw new ExperimentError(`line ${number}`, `one column ${describe(column)}`, 'two');
  }
  const needed =
    form === 'full'
      ? [
          ...directionColumns(classes),
          ...(both ? ['target', ...targets] : columns.includes('target') ? ['target'] : targets),
        ]
      : form === 'two-layer'
        ? ['input', 'target']
        : form.columns;
  const known = new Set(needed);
  const unknown = columns.find((column) => !known.has(column));
  if (unknown !== undefined) {
    throw new ExperimentError(`line ${number}`, `the columns ${listed(needed)}`, describe(unknown));
  }
  const present = new Set(columns);
  const missing = needed.find((column) => !present.has(column));
  if (missing !== undefined) {
    throw new ExperimentError(`line ${number}`, `a column ${describe(missing)}`, 'none');
  }
  return { columns, form, classes, mayBeEmpty: (column) => both && column.startsWith('target') };
}

function formOf(columns: readonly string[], line: number): Pick<Header, 'form' | 'classes'> {
  const indices = columns.flatMap((column) => {
    const match = /^(?:origin|du|dv)([1-9]\d{0,3})$/.exec(column);
    return match ? [Number(match[1])] : [];
  });
  if (indices.length > 0) {
    const classes = Math.max(...indices);
    if (classes <= CAPS.classes) return { form: 'full', classes };
    throw new ExperimentError(`line ${line}`, `at most ${CAPS.classes} logits`, String(classes));
  }
  if (columns.includes('input')) return { form: 'two-layer', classes: 1 };
  const short = SHORT_FORMS.find(({ columns: own }) => columns.includes(own[0]!));
  if (short) return { form: short, classes: 1 };
  throw new ExperimentError(`line ${line}`, `column names: ${FORMS}`, describe(columns.join()));
}

const MOST_LISTED = 13;

function listed(columns: readonly string[]): string {
  if (columns.length <= MOST_LISTED) return columns.join();
  return `${columns.slice(0, MOST_LISTED).join()},... (${columns.length} columns)`;
}

/** Reads the numbers of lines; a decimal comma or point in one of them decides for those after it. */
class CellReader {
  private readonly separator: string;
  private decimalSign: string | undefined;

  constructor(separator: string) {
    this.separator = separator;
  }

  read({ number, cells }: Line, header: Header): Row {
    const { columns } = header;
    if (cells.length !== columns.length) {
      const counted = `${columns.length} ${columns.length === 1 ? 'cell' : 'cells'}`;
      const expected = `${counted}, as many as columns`;
      throw new ExperimentError(`line ${number}`, expected, String(cells.length));
    }
    const row = new Map<string, number>();
    for (const [index, column] of columns.entries()) {
      const cell = cells[index]!;
      if (cell === '' && header.mayBeEmpty(column)) continue;
      row.set(column, this.number(cell, `line ${number}, column ${column}`));
    }
    return row;
  }

  private number(cell: string, path: string): number {
    if (cell === '') throw new ExperimentError(path, 'a number', 'an empty cell');
    const sign = /[.,]/.exec(cell)?.[0];
    if (this.separator === ',' || sign === undefined) return readNumber(decodeNumber(cell), path);
    this.decimalSign ??= sign;
    if (sign !== this.decimalSign) {
      const name = this.decimalSign === ',' ? 'comma' : 'point';
      throw new ExperimentError(path, `a decimal ${name}, as before`, describe(cell));
    }
    const value = decodeNumber(cell.replace(',', '.'));
    // What is no number is told as it stands in the file.
    return readNumber(typeof value === 'number' ? value : cell, path);
  }
}

function fullSample(row: Row, { classes }: Header, { number }: Line): AffineSample {
  const numbers = (name: string) => numbered(name, classes).map((column) => row.get(column)!);
  return {
    origin: numbers('origin'),
    du: numbers('du'),
    dv: numbers('dv'),
    target: targetOf(row, classes, number),
  };
}

function targetOf(row: Row, classes: number, line: number): Target {
  const one = row.get('target');
  const given = numbered('target', classes).filter((column) => row.has(column));
  if (one !== undefined && given.length === 0) return one;
  if (one === undefined && given.length === classes) return given.map((column) => row.get(column)!);
  const range = classes === 1 ? 'target1' : `target1 to target${classes}`;
  const found = [...(one === undefined ? [] : ['target']), ...given];
  const expected = `either target or ${range}`;
  throw new ExperimentError(`line ${line}`, expected, found.length === 0 ? 'none of them' : listed(found));
}

/** Only targets are still to be refused, and what they contradict; numbers have been read. */
function located(
  error: ExperimentError,
  { samples }: SampleList,
  lines: readonly number[],
  { form }: Header,
): ExperimentError {
  const match = /^samples\[(\d+)\]\.target(?:\[(\d+)\])?$/.exec(error.path);
  if (!match) return error;
  const { target } = samples[Number(match[1])]!;
  const one = form === 'full' || form === 'two-layer' ? 'target' : 'y';
  const several = match[2] === undefined ? 'target1' : `target${Number(match[2]) + 1}`;
  const column = typeof target === 'number' ? one : several;
  return new ExperimentError(
    `line ${lines[Number(match[1])]}, column ${column}`,
    error.expected,
    error.found,
  );
}
