/**
 * Value and gradient of cross-entropy and squared error for hard targets, by rows: on an affine plane the logits are
 * z_k = A_k(u) + B_k(v), so the weights exp(z_k) are products of a column's and a row's factor, and no exponential is
 * taken at a grid point.
 *
 * All logits are counted from the target's. Columns go in segments; a column's factor is
 * exp(A_k(u) - A_k(middle of the segment)), within exp(+-SPREAD). The rest of the exponent is the row's factor. Where
 * exp cannot hold that, because a class leads the target by far or lies far behind it, the weights of the row are taken
 * relative to the leader instead, and the row's factor in two equal ones, so that every weight keeps its digits down to
 * the smallest normal number.
 */
import { classCount, type Experiment, squaredErrorFactor } from '../core/experiment.ts';
import type { FieldKey } from '../core/fields.ts';
import { columnU, type Grid, gridOf, type Rows, rowV } from '../core/grid.ts';
import type { F64Fields } from './evaluate-rows.ts';
import { Kernel, type KernelKind } from './kernel.ts';
import { LINE_COUNT, lineOf } from './lines.ts';
import { type RelativeSample, relativeSamples } from './relative-samples.ts';
import { LINE_BYTES } from './shared-bands.ts';

/** Half the spread of a segment's exponents: twice that and log K stay below log(2^1024) = 709.8. */
const SPREAD = 320;
/** The largest exponent of a weight relative to the target's: likewise. */
const NEAR = 690;
/** Of exponents relative to the largest: the weight is below the smallest normal number, and taken for 0. */
const NEGLIGIBLE = -709;
/** Of a row's exponents: from here on its factor is a normal number, and need not be taken in two. */
const WHOLE = -700;
/** Logits nearer than this are close: as CLOSE in kernel/lanes.ts. */
const CLOSE = 0.25;
/** A difference that changes by less than this from column to column is the same in the whole segment. */
const LEVEL = 1e-9;
/** More classes than this would need a wider margin in the two limits above. */
const MOST_CLASSES = 1000;

/** Columns of a segment: its tables and one row of results stay in the first cache. */
const SEGMENT = 1024;
/** A grid that needs segments shorter than this gains nothing. */
const SHORTEST_SEGMENT = 16;
/** Bytes of results that samples are summed in before they are written out: they stay in the second cache. */
const STRIP_BYTES = 192 * 1024;
/** Bytes of column factors kept from band to band; beyond that they are made anew for each strip. */
const TABLE_BYTES = 80 * 1024 * 1024;

const BYTES = Float64Array.BYTES_PER_ELEMENT;

/** Numbers that the kernel takes for a row, and for each class of it: kernel/losses.ts tells what they are. */
const ROW_PARAMETERS = 7;
const CLASS_PARAMETERS = 9;

/** Distance from column to column. */
function stepU({ window, width }: Grid): number {
  return (window.u[1] - window.u[0]) / (width - 1);
}

/** Where results go: addresses of the first row's first line, and bytes from line to line and from row to row. */
interface Output {
  readonly first: number;
  readonly line: number;
  readonly row: number;
}

/** The losses that fields are of, as kernel/losses.ts names them. */
function lossesOf(keys: readonly FieldKey[]): number {
  return keys.reduce((bits, key) => bits | lineOf(key)!.bit, 0);
}

/** Columns i0 to i1 (excluded), and the column in their middle. */
interface Segment {
  readonly i0: number;
  readonly i1: number;
  readonly middle: number;
  /** Distance from the middle to the farther end, along u. */
  readonly half: number;
}

export class CompiledRows {
  private readonly grid: Grid;
  private readonly samples: readonly RelativeSample[];
  private readonly segments: readonly Segment[];
  /** Classes other than the target; two at least, the second of weight 0 where there is one only. */
  private readonly others: number;
  private readonly logOfOthers: number;
  /** Columns, rounded up to an even number. */
  private readonly width: number;
  private readonly factors: readonly [crossEntropy: number, squaredError: number];

  private readonly kernel: Kernel;
  private readonly keepsTables: boolean;
  private readonly tableMade: Uint8Array;
  private readonly stripRows: number;
  /** Addresses in the kernel's memory. */
  private readonly u: number;
  private readonly parameters: number;
  private readonly scratch: number;
  private readonly strip: number;
  private readonly tables: number;
  private readonly parameterView: Float64Array;
  /** Lines of each row of the strip, without what pads them to an even width. */
  private readonly stripLines: readonly (readonly Float64Array[])[];
  private readonly exponents: Float64Array;
  /** Results of `findTies`. */
  private readonly ties = { from: 0, end: 0 };
  /** The sample whose parameters are set. */
  private parametersOf: number | undefined;

  /**
   * @param kernel which no other rows use any more, or its kind; default: the best that there is
   * @returns undefined for an experiment that needs the point evaluator
   */
  static for(experiment: Experiment, kernel?: Kernel | KernelKind): CompiledRows | undefined {
    const samples = relativeSamples(experiment);
    if (!samples || classCount(experiment) > MOST_CLASSES) return undefined;
    const segments = segmentsOf(samples, gridOf(experiment));
    if (!segments) return undefined;
    const own = kernel instanceof Kernel ? kernel : Kernel.create(kernel);
    own?.clear();
    return own && new CompiledRows(experiment, samples, segments, own);
  }

  private constructor(
    experiment: Experiment,
    samples: readonly RelativeSample[],
    segments: readonly Segment[],
    kernel: Kernel,
  ) {
    const grid = gridOf(experiment);
    const weight = experiment.sampleReduction === 'mean' ? 1 / samples.length : 1;
    const factor = weight * squaredErrorFactor(experiment.squaredError, classCount(experiment));
    this.kernel = kernel;
    this.grid = grid;
    this.samples = samples;
    this.segments = segments;
    // A sigmoid's squared error is one of the two equal terms of its softmax.
    this.factors = [weight, experiment.link === 'sigmoid' ? factor / 2 : factor];
    this.width = grid.width + (grid.width % 2);
    this.others = Math.max(2, samples[0]!.relative.origin.length);
    this.logOfOthers = Math.log(this.others);
    this.exponents = new Float64Array(this.others);

    const { width, others } = this;
    this.keepsTables = samples.length * others * width * BYTES <= TABLE_BYTES;
    this.tableMade = new Uint8Array(samples.length);
    const rowBytes = LINE_COUNT * width * BYTES;
    this.stripRows = samples.length === 1 ? 1 : Math.max(1, Math.floor(STRIP_BYTES / rowBytes));
    const parameterCount = ROW_PARAMETERS + others * CLASS_PARAMETERS;
    this.u = kernel.reserve(width);
    this.parameters = kernel.reserve(parameterCount);
    this.scratch = kernel.reserve(2 * others);
    this.strip = kernel.reserve(LINE_COUNT * width * this.stripRows);
    this.tables = kernel.reserve(others * width * (this.keepsTables ? samples.length : 1));
    const u = kernel.view(this.u, width);
    for (let i = 0; i < width; i++) u[i] = columnU(grid, Math.min(i, grid.width - 1));
    this.parameterView = kernel.view(this.parameters, parameterCount);
    // The second class's, where there is none.
    this.parameterView.fill(0);
    this.stripLines = Array.from({ length: this.stripRows }, (_, row) =>
      Array.from({ length: LINE_COUNT }, (_, line) =>
        kernel.view(this.strip + (line * this.stripRows + row) * width * BYTES, grid.width),
      ),
    );
  }

  /** @param fields arrays of (j1 - j0) W numbers to fill, row j0 first; all of a kind that the kernel has */
  evaluate([j0, j1]: Rows, fields: F64Fields): void {
    const { grid, stripLines, stripRows, width } = this;
    const results = Object.entries(fields).map(([key, values]) => ({
      ...lineOf(key as FieldKey)!,
      values,
    }));
    const losses = lossesOf(Object.keys(fields) as FieldKey[]);
    const out = { first: this.strip, line: stripRows * width * BYTES, row: width * BYTES };
    for (let first = j0; first < j1; first += stripRows) {
      const last = Math.min(j1, first + stripRows);
      this.evaluateStrip([first, last], out, losses);
      for (let j = first; j < last; j++) {
        const lines = stripLines[j - first]!;
        for (const { line, values } of results) values.set(lines[line]!, (j - j0) * grid.width);
      }
    }
  }

  /** Whether rows can be written without gaps: where samples are summed, one of odd width would be added to the next one. */
  get canWriteSlots(): boolean {
    const { grid, kernel, samples, width } = this;
    return kernel.hasSlots && (samples.length === 1 || width === grid.width);
  }

  /**
   * Writes the rows to a slot of the kernel's memory, at once to where they are read: row after row, without gaps.
   * @param slot its address
   * @param keys all of a kind that the kernel has
   */
  evaluateInto(slot: number, [j0, j1]: Rows, keys: readonly FieldKey[]): void {
    const { grid, stripRows } = this;
    const losses = lossesOf(keys);
    const row = grid.width * BYTES;
    for (let first = j0; first < j1; first += stripRows) {
      const out = { first: slot + (first - j0) * row, line: LINE_BYTES, row };
      this.evaluateStrip([first, Math.min(j1, first + stripRows)], out, losses);
    }
  }

  /** So few rows that samples are summed in the second cache. */
  private evaluateStrip([j0, j1]: Rows, out: Output, losses: number): void {
    const { grid, samples, width, keepsTables } = this;
    for (let n = 0; n < samples.length; n++) {
      const table = this.tables + (keepsTables ? n * this.others * width * BYTES : 0);
      if (!this.tableMade[n]) this.makeTable(n, table);
      for (let j = j0; j < j1; j++) {
        this.addRow(n, table, rowV(grid, j), out.first + (j - j0) * out.row, out.line, losses);
      }
    }
  }

  /** Sample n's column factors, [class][column]. */
  private makeTable(n: number, address: number): void {
    const { grid, width, others, kernel, segments } = this;
    const { a } = this.samples[n]!.relative;
    const u = kernel.view(this.u, width);
    const table = kernel.view(address, others * width);
    for (let k = 0; k < others; k++) {
      const slope = a[k] ?? 0;
      for (const { i0, i1, middle } of segments) {
        const origin = columnU(grid, middle);
        for (let i = i0; i < i1; i++) {
          table[k * width + i] = slope === 0 ? 1 : Math.exp(slope * (u[i]! - origin));
        }
      }
      // The last column of an odd width is computed twice.
      for (let i = grid.width; i < width; i++) table[k * width + i] = table[k * width + i - 1]!;
    }
    if (this.keepsTables) this.tableMade[n] = 1;
  }

  /** Adds sample n's losses along the row at v to the lines at `out`, `line` bytes apart; the first sample sets them. */
  private addRow(n: number, table: number, v: number, out: number, line: number, losses: number): void {
    const { width, others, kernel, u, parameters, scratch, ties } = this;
    const { three, many } = kernel.exports;
    const sample = this.samples[n]!;
    if (this.parametersOf !== n) this.setSample(n);
    const stride = width * BYTES;
    const accumulate = n > 0;
    for (const segment of this.segments) {
      const near = this.setRow(sample, segment, v);
      const count = segment.i1 - segment.i0;
      const even = count + (count % 2);
      const at = segment.i0 * BYTES;
      const [us, columns, to] = [u + at, table + at, out + at];
      // Arguments one by one: a list of them takes a twentieth of the row's time.
      if (others === 2) {
        this.findTies(segment);
        const { from, end } = ties;
        three(even, us, columns, parameters, to, line, stride, accumulate, losses, near, from, end);
      } else {
        many(even, us, columns, parameters, to, line, stride, accumulate, losses, near, others, scratch);
      }
    }
  }

  /** Sets the parameters that are the same in all rows of sample n. */
  private setSample(n: number): void {
    const { parameterView: p } = this;
    const { relative, own } = this.samples[n]!;
    const { a, b } = relative;
    const [crossEntropyFactor, squaredErrorFactor] = this.factors;
    p[2] = crossEntropyFactor;
    p[3] = squaredErrorFactor;
    p[4] = -2 * squaredErrorFactor;
    p[5] = 2 * crossEntropyFactor;
    p[6] = Math.LN2 * crossEntropyFactor;
    for (let k = 0; k < a.length; k++) {
      const at = ROW_PARAMETERS + k * CLASS_PARAMETERS;
      p[at + 1] = a[k]!;
      p[at + 2] = b[k]!;
      p[at + 3] = own.a[k]!;
      p[at + 5] = crossEntropyFactor * a[k]!;
      p[at + 6] = crossEntropyFactor * b[k]!;
      p[at + 7] = 2 * squaredErrorFactor * a[k]!;
      p[at + 8] = 2 * squaredErrorFactor * b[k]!;
    }
    this.parametersOf = n;
  }

  /**
   * Sets the other ones, for the segment of the row at v.
   * @returns whether the weights are relative to the target's; otherwise to the leader's
   */
  private setRow({ relative, own }: RelativeSample, segment: Segment, v: number): boolean {
    const { exponents, parameterView: p } = this;
    const { origin, a, b } = relative;
    const u = columnU(this.grid, segment.middle);
    const count = origin.length;
    let leading = 0;
    let highest = 0;
    let spread = 0;
    let isWhole = true;
    for (let k = 0; k < count; k++) {
      const exponent = origin[k]! + u * a[k]! + v * b[k]!;
      const reach = Math.abs(a[k]!) * segment.half;
      exponents[k] = exponent;
      isWhole &&= exponent >= WHOLE || exponent + reach < NEGLIGIBLE;
      leading = Math.max(leading, exponent);
      highest = Math.max(highest, exponent + reach);
      spread = Math.max(spread, reach);
    }
    const near = highest + this.logOfOthers <= NEAR && isWhole;
    if (near) {
      leading = 0;
      spread = 0;
    }
    // The largest weight of the middle column is exp(spread): nowhere in the segment is the largest below 1.
    p[0] = near ? 1 : Math.exp(spread - leading);
    p[1] = leading - spread;
    for (let k = 0; k < count; k++) {
      const exponent = exponents[k]! - leading + spread;
      const at = ROW_PARAMETERS + k * CLASS_PARAMETERS;
      p[at] =
        exponent + Math.abs(a[k]!) * segment.half < NEGLIGIBLE ? 0 : Math.exp(near ? exponent : exponent / 2);
      p[at + 4] = own.origin[k]! + v * own.b[k]!;
    }
    return near;
  }

  /**
   * Sets `ties` to where the logits of the two classes beside the target may be close to each other in the row whose
   * parameters are set: columns of the segment, even, from the first of them to the one after the last.
   */
  private findTies({ i0, i1 }: Segment): void {
    const { grid, parameterView: p, ties } = this;
    const count = i1 - i0;
    const second = ROW_PARAMETERS + CLASS_PARAMETERS;
    const slope = p[ROW_PARAMETERS + 3]! - p[second + 3]!;
    const difference = p[ROW_PARAMETERS + 4]! - p[second + 4]! + slope * columnU(grid, i0);
    const perColumn = slope * stepU(grid);
    if (Math.abs(perColumn) < LEVEL) {
      ties.from = 0;
      ties.end = Math.abs(difference) < CLOSE ? count + (count % 2) : 0;
      return;
    }
    // One column more at either end makes up for roundings.
    const centre = -difference / perColumn;
    const half = Math.abs(CLOSE / perColumn) + 1;
    ties.from = Math.floor(within(centre - half, count) / 2) * 2;
    ties.end = Math.ceil(within(centre + half, count) / 2) * 2;
  }
}

function within(column: number, count: number): number {
  return Math.min(Math.max(column, 0), count);
}

/** @returns undefined where logits change too much from column to column */
function segmentsOf(samples: readonly RelativeSample[], grid: Grid): Segment[] | undefined {
  const { width } = grid;
  const step = stepU(grid);
  let slope = 0;
  for (const { relative } of samples) for (const a of relative.a) slope = Math.max(slope, Math.abs(a));
  const longest = Math.min(SEGMENT, 2 * Math.floor(SPREAD / (slope * step)));
  if (longest < Math.min(SHORTEST_SEGMENT, width)) return undefined;
  const segments: Segment[] = [];
  for (let i0 = 0; i0 < width; i0 += longest) {
    const i1 = Math.min(width, i0 + longest);
    const middle = (i0 + i1) >> 1;
    const u = columnU(grid, middle);
    const half = Math.max(u - columnU(grid, i0), columnU(grid, i1 - 1) - u);
    segments.push({ i0, i1, middle, half });
  }
  return segments;
}
